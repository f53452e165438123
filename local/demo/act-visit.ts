/** A visit up to the open device: asked, approved by mail, logged, signed, and opened by the device alone. */
import { sendForm } from './broker.ts';
import type { Founded, Scratch } from './scratch.ts';
import { asking, key, linkIn, type Step, verdict } from './telling.ts';

/** Who and what must be there before, and what the steps leave. */
export interface Visit {
  readonly scene: Pick<Scratch['scene'], 'mail' | 'code' | 'now'>;
  readonly left: Pick<
    Founded,
    'osei' | 'okafor' | 'device' | 'ventilator' | 'request' | 'reference' | 'digest' | 'link' | 'token' | 'releaseCode'
  >;
}

/**
 * @param name no other visit's: a request that is sent twice under one name is one request
 * @param more of the request, if it is not the demo's own
 */
export function visitAct({ scene, left }: Visit, name: string, more: object = {}): readonly Step[] {
  return [
    {
      says: 'The technician asks by the code on the sticker.',
      run: async () => {
        const answer = await left.osei.post('/requests', asking(left.device.code, ['diag.run'], more), key(name));
        const { id, reference, digest } = answer.body;
        Object.assign(left, { request: id, reference, digest });
        return { ok: answer.status === 201, shows: { status: answer.status, request: reference } };
      },
    },
    {
      says: 'The approver decides behind the link in her mail, with her code.',
      run: async () => {
        left.link = linkIn((await scene.mail(left.okafor.member, left.reference)).text);
        const code = await scene.code(left.okafor.member);
        const fields: [string, string][] = [
          ['decision', 'approve'],
          ['digest', left.digest],
          ['code', code],
          ['scopes', 'diag.run'],
        ];
        await sendForm(left.link, fields);
        const { body } = await left.osei.get(`/requests/${left.request}`);
        return { ok: body.status === 'approved', shows: { request: body.status } };
      },
    },
    ...atTheDevice({ scene, left }, name),
  ];
}

/** What an approved visit needs at the device. */
interface AtTheDevice {
  readonly scene: Pick<Visit['scene'], 'code' | 'now'>;
  readonly left: Pick<Visit['left'], 'osei' | 'device' | 'ventilator' | 'request' | 'token' | 'releaseCode'>;
}

/** Activated and opened. @param name as of {@link visitAct} */
export function atTheDevice({ scene, left }: AtTheDevice, name: string): readonly Step[] {
  return [
    {
      says: 'The technician activates: logged, then signed by the hospital’s key.',
      run: async () => {
        const cnonce = await left.ventilator.challenge?.();
        const code = await scene.code(left.osei.member);
        const body = { device: left.device.id, code, ...(cnonce !== undefined && { cnonce }) };
        const answer = await left.osei.post(`/requests/${left.request}/tokens`, body, key(`${name}-mint`));
        Object.assign(left, answer.body);
        return { ok: answer.status === 201, shows: { status: answer.status, seconds: answer.body.dur } };
      },
    },
    {
      says: 'The device, which knows nothing of the broker, opens service mode.',
      run: async () => verdict(await left.ventilator.present(left.token, scene.now(), { code: left.releaseCode })),
    },
  ];
}
