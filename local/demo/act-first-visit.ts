/** The first visit: asked, approved by mail, logged, signed, and opened by the device alone. */

import { verifyLog } from '../verify-log.ts';
import { sendForm } from './broker.ts';
import type { Scratch } from './scratch.ts';
import { asking, HOSPITAL, key, linkIn, type Step, verdict } from './telling.ts';

export function firstVisitAct({ scene, left }: Scratch): readonly Step[] {
  return [
    {
      says: 'The technician asks by the code on the sticker.',
      run: async () => {
        const answer = await left.osei.post('/requests', asking(left.device.code, ['diag.run']), key('scratch-visit'));
        left.request = answer.body.id;
        left.digest = answer.body.digest;
        return { ok: answer.status === 201, shows: { status: answer.status, request: answer.body.reference } };
      },
    },
    {
      says: 'The approver decides behind the link in her mail, with her code.',
      run: async () => {
        left.link = linkIn((await scene.mail(left.okafor.member, 'VX-7 #001234')).text);
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
    {
      says: 'The technician activates: logged, then signed by the hospital’s key.',
      run: async () => {
        const body = { device: left.device.id, code: await scene.code(left.osei.member) };
        const answer = await left.osei.post(`/requests/${left.request}/tokens`, body, key('scratch-mint'));
        Object.assign(left, answer.body);
        return { ok: answer.status === 201, shows: { status: answer.status, seconds: answer.body.dur } };
      },
    },
    {
      says: 'The device, which knows nothing of the broker, opens service mode.',
      run: async () => verdict(await left.ventilator.present(left.token, scene.now(), { code: left.releaseCode })),
    },
    {
      says: 'The logs of all three organisations verify from their bytes, from the first event on.',
      run: async () => {
        const walks = await Promise.all(
          [HOSPITAL, 'medserv', 'oem-aurora'].map((hospital) =>
            verifyLog(scene.broker.addresses.dynamodb, { hospital }),
          ),
        );
        const events = walks.reduce((sum, walk) => sum + walk.events, 0);
        const verified = walks.every((walk) => walk.broken === undefined && walk.events > 0);
        return { ok: verified, shows: { verified, events, broken: walks.find((walk) => walk.broken)?.broken } };
      },
    },
  ];
}
