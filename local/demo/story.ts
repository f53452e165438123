/**
 * The story: a ventilator fails its self-test at night. Every step says what must happen and checks that it did; the
 * refusals are part of it. Steps run in order and hand each other what they found.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openOem, trustFileFor } from '../oem.ts';
import { OEM_KEYS } from '../stack-files.ts';
import { verifyLog } from '../verify-log.ts';
import { type Answer, type Phone, type Scene, send, sendForm } from './broker.ts';
import { type DemoDevice, openDevice } from './device.ts';

/** What a step found: did it go as it says, and what is worth showing. */
export interface Told {
  readonly ok: boolean;
  readonly shows: Readonly<Record<string, unknown>>;
}

/** Said before it happens, then done. */
export interface Step {
  readonly says: string;
  readonly run: () => Promise<Told>;
}

const VENTILATOR = { id: 'gs1:01/09521000001022/21/001234', code: '7F3K-29QX' };
const SISTER = { id: 'gs1:01/09521000001022/21/001198', code: 'C9RT-4MWB' };
const PUMP = { id: 'gs1:01/09521000001015/21/A2000417', code: '4HKD-8WQ3' };
const HOSPITAL = 'st-marys';

/** A request as the demo's technicians ask it. */
function asking(device: string, scopes: readonly string[], more: object = {}): object {
  return {
    device,
    scopes,
    holdSeconds: 3600,
    workOrder: 'WO-88213',
    activity: 'corrective_maintenance',
    reason: 'Self-test fails with error 0x31 after power-up.',
    declarations: { notInClinicalUse: true, compensatingControls: false },
    ...more,
  };
}

/** The decision page's form with both scopes ticked. */
const form = (digest: string, code: string): [string, string][] => [
  ['decision', 'approve'],
  ['digest', digest],
  ['code', code],
  ['scopes', 'diag.run'],
  ['scopes', 'selftest.run'],
];

const key = (name: string) => `demo-${name}`.padEnd(16, '-');

/** Answer with `status`, and where it matters the refusal's code. */
function told(answer: Answer, status: number, reason?: string): Told {
  const { body } = answer;
  const shown = typeof body === 'string' ? { page: /<h1>(.*?)<\/h1>/s.exec(body)?.[1] } : { reason: body.reason };
  const ok = answer.status === status && (reason === undefined || body.reason === reason);
  return { ok, shows: { status: answer.status, ...shown } };
}

/** All steps of the story on `scene`; the device lives in `home`. */
export function storyOf(scene: Scene, home: string): readonly Step[] {
  const { api, dynamodb } = scene.broker.addresses;
  // What earlier steps leave for later ones.
  const left = {} as {
    osei: Phone;
    okafor: Phone;
    lindqvist: Phone;
    patel: Phone;
    alvarez: Phone;
    request: string;
    link: string;
    digest: string;
    code: string;
    pump: string;
    t3: string;
    token: string;
    releaseCode: string;
    exp: number;
    ventilator: DemoDevice;
    sister: DemoDevice;
  };
  const linkIn = (text: string) => /https?:\/\/\S+\/decide\/[A-Za-z0-9_-]+/.exec(text)?.[0] ?? '';
  const digestOf = async (phone: Phone, id: string) => (await phone.get(`/requests/${id}`)).body.digest as string;
  const decide = async (phone: Phone, id: string, more: object) =>
    phone.post(`/requests/${id}/decision`, { decision: 'approve', code: await scene.code(phone.member), ...more });
  const trustOf = async (device: typeof VENTILATOR) => {
    const { body } = await send(`${api}/devices/${device.code}/trust`, { method: 'GET' });
    const factory = openOem(join(scene.broker.dataDir, OEM_KEYS), 'oem-aurora');
    mkdirSync(join(home, device.code), { recursive: true });
    return openDevice(join(home, device.code), device.id, trustFileFor(factory, body));
  };

  return [
    {
      says: 'Technician and approvers sign in, each at his own organisation.',
      run: async () => {
        left.osei = await scene.phone('j.osei', 'medserv');
        left.okafor = await scene.phone('d.okafor', HOSPITAL);
        left.lindqvist = await scene.phone('p.lindqvist', HOSPITAL);
        left.patel = await scene.phone('s.patel', HOSPITAL);
        left.alvarez = await scene.phone('r.alvarez', HOSPITAL);
        return { ok: true, shows: { people: 5 } };
      },
    },
    {
      says: 'The device carries its trust documents: made by its manufacturer, verified by itself.',
      run: async () => {
        left.ventilator = await trustOf(VENTILATOR);
        left.sister = await trustOf(SISTER);
        return { ok: true, shows: { devices: [VENTILATOR.id, SISTER.id] } };
      },
    },
    {
      says: 'A suspended technician asks: refused by name of the rule.',
      run: async () => {
        const petrov = await scene.phone('l.petrov', 'medserv');
        return told(
          await petrov.post('/requests', asking(VENTILATOR.code, ['diag.run']), key('petrov')),
          403,
          'person_suspended',
        );
      },
    },
    {
      says: 'J. Osei (MedServ) asks for 60 minutes of diagnostics on ventilator VX-7 #001234.',
      run: async () => {
        const answer = await left.osei.post(
          '/requests',
          asking(VENTILATOR.code, ['diag.run', 'selftest.run']),
          key('osei-1'),
        );
        left.request = answer.body.id;
        left.digest = answer.body.digest;
        return {
          ok: answer.status === 201 && answer.body.asked.length === 1,
          shows: { request: answer.body.reference, tier: answer.body.facts?.tier, asked: answer.body.asked?.length },
        };
      },
    },
    {
      says: 'The same request sent twice is one request.',
      run: async () => {
        const answer = await left.osei.post(
          '/requests',
          asking(VENTILATOR.code, ['diag.run', 'selftest.run']),
          key('osei-1'),
        );
        return { ok: answer.body.id === left.request, shows: { status: answer.status } };
      },
    },
    {
      says: 'The on-call approver is mailed eight facts and a link that decides nothing.',
      run: async () => {
        const mail = await scene.mail(left.okafor.member, 'VX-7 #001234');
        left.link = linkIn(mail.text);
        return { ok: left.link !== '', shows: { subject: mail.subject } };
      },
    },
    {
      says: 'A mail robot opens the link.',
      run: async () => {
        const answer = await fetch(`${left.link}?choice=approve`);
        return { ok: answer.status === 200, shows: { status: answer.status } };
      },
    },
    {
      says: 'The robot also submits the form: no code, no decision.',
      run: async () => {
        const answer = await sendForm(left.link, form(left.digest, ''));
        const view = await left.osei.get(`/requests/${left.request}`);
        return {
          ok: answer.status === 403 && view.body.status === 'pending',
          shows: { status: answer.status, request: view.body.status },
        };
      },
    },
    {
      says: 'Ten silent minutes later the next on call is asked.',
      run: async () => {
        await scene.skip(601);
        const mail = await scene.mail(left.lindqvist.member, 'VX-7 #001234');
        left.link = linkIn(mail.text);
        return { ok: left.link !== '', shows: { to: left.lindqvist.member.printedName } };
      },
    },
    {
      says: 'She types a wrong code: refused, and a try is gone.',
      run: async () => told(await sendForm(left.link, form(left.digest, '000000')), 403),
    },
    {
      says: 'She approves for 30 minutes instead of 60, with her code.',
      run: async () => {
        left.code = await scene.code(left.lindqvist.member);
        const answer = await sendForm(left.link, [...form(left.digest, left.code), ['holdMinutes', '30']]);
        const view = await left.osei.get(`/requests/${left.request}`);
        return {
          ok: answer.status === 200 && view.body.status === 'approved' && view.body.facts.holdSeconds === 1800,
          shows: { request: view.body.status, minutes: view.body.facts?.holdSeconds / 60 },
        };
      },
    },
    {
      says: 'The same code on another request: used is used.',
      run: async () => {
        const asked = await left.osei.post('/requests', asking(PUMP.code, ['diag.run']), key('osei-2'));
        left.pump = asked.body.id;
        const body = { decision: 'approve', digest: asked.body.digest, code: left.code };
        return told(await left.lindqvist.post(`/requests/${left.pump}/decision`, body), 403, 'code_rejected');
      },
    },
    {
      says: 'A second approval of a decided request loses and says so.',
      run: async () => told(await decide(left.okafor, left.request, { digest: left.digest }), 409),
    },
    {
      says: 'The technician activates at the device with his code: logged, then signed by KMS.',
      run: async () => {
        const body = { device: VENTILATOR.id, code: await scene.code(left.osei.member) };
        const answer = await left.osei.post(`/requests/${left.request}/tokens`, body, key('mint-1'));
        Object.assign(left, answer.body);
        return {
          ok: answer.status === 201,
          shows: { status: answer.status, seconds: answer.body.dur, characters: answer.body.token?.length },
        };
      },
    },
    {
      says: 'The device refuses the token without its release code.',
      run: async () => verdict(await left.ventilator.present(left.token, scene.now()), 'E_CNF_REQUIRED'),
    },
    {
      says: 'Another device of the same model refuses it.',
      run: async () => verdict(await left.sister.present(left.token, scene.now(), { code: left.releaseCode }), 'E_AUD'),
    },
    {
      says: 'A tampered token is refused before anything of it is read.',
      run: async () =>
        verdict(await left.ventilator.present(tampered(left.token), scene.now(), { code: left.releaseCode }), 'E_SIG'),
    },
    {
      says: 'The token is refused after its time.',
      run: async () =>
        verdict(await left.ventilator.present(left.token, left.exp + 121, { code: left.releaseCode }), 'E_EXPIRED'),
    },
    {
      says: 'With release code, on its device, in its time: service mode opens.',
      run: async () => verdict(await left.ventilator.present(left.token, scene.now(), { code: left.releaseCode })),
    },
    {
      says: 'The same token a second time: refused, also after the device was switched off.',
      run: async () =>
        verdict(await left.ventilator.present(left.token, scene.now(), { code: left.releaseCode }), 'E_REPLAY'),
    },
    {
      says: 'In-house: R. Alvarez asks for a pump and tries to approve herself.',
      run: async () => {
        const asked = await left.alvarez.post('/requests', asking(PUMP.code, ['selftest.run']), key('alvarez'));
        return told(
          await decide(left.alvarez, asked.body.id, { digest: asked.body.digest }),
          403,
          'approver_is_requester',
        );
      },
    },
    {
      says: 'Restoring the software (T3) takes two people in different roles: the first approves, for 30 minutes.',
      run: async () => {
        const asked = await left.osei.post(
          '/requests',
          asking(VENTILATOR.code, ['software.restore', 'diag.run']),
          key('osei-3'),
        );
        left.t3 = asked.body.id;
        left.digest = asked.body.digest;
        const answer = await decide(left.okafor, left.t3, {
          digest: left.digest,
          clinicalRelease: true,
          holdSeconds: 1800,
        });
        return {
          ok: answer.status === 200 && answer.body.status === 'pending',
          shows: { tier: asked.body.facts?.tier, approvals: answer.body.approvals?.length },
        };
      },
    },
    {
      says: 'A second approver of the same role is refused.',
      run: async () =>
        told(
          await decide(left.lindqvist, left.t3, {
            digest: await digestOf(left.lindqvist, left.t3),
            clinicalRelease: true,
          }),
          403,
          'role_already_used',
        ),
    },
    {
      says: 'Security decides on facts that have changed since: stale, shown again.',
      run: async () =>
        told(await decide(left.patel, left.t3, { digest: left.digest, clinicalRelease: true }), 412, 'stale_view'),
    },
    {
      says: 'Security looks again and approves: two roles, approved.',
      run: async () => {
        const answer = await decide(left.patel, left.t3, {
          digest: await digestOf(left.patel, left.t3),
          clinicalRelease: true,
        });
        return {
          ok: answer.status === 200 && answer.body.status === 'approved',
          shows: {
            request: answer.body.status,
            roles: answer.body.approvals?.map((one: { role: string }) => one.role),
          },
        };
      },
    },
    {
      says: 'The hospital revokes it: minting stops at once.',
      run: async () => {
        const revoked = await left.okafor.post(`/requests/${left.t3}/revoke`, {
          reason: 'Device is needed for a patient.',
        });
        const body = { device: VENTILATOR.id, code: await scene.code(left.osei.member) };
        const minted = await left.osei.post(`/requests/${left.t3}/tokens`, body, key('mint-2'));
        const refusedMint = told(minted, 403, 'revoked');
        return { ok: revoked.body.status === 'revoked' && refusedMint.ok, shows: refusedMint.shows };
      },
    },
    {
      says: 'The technician withdraws the pump request and closes the visit.',
      run: async () => {
        const withdrawn = await left.osei.post(`/requests/${left.pump}/withdraw`, {});
        const closed = await left.osei.post(`/requests/${left.request}/close`, {
          outcome: 'fixed',
          note: 'Flow sensor replaced, self-test passed.',
        });
        return {
          ok: withdrawn.body.status === 'withdrawn' && closed.body.status === 'closed',
          shows: { pump: withdrawn.body.status, visit: closed.body.status },
        };
      },
    },
    {
      says: 'The log of the hospital verifies from its bytes.',
      run: async () => {
        const { broken, ...rest } = await verifyLog(dynamodb, { hospital: HOSPITAL });
        return {
          ok: broken === undefined && rest.events > 0,
          shows: { verified: broken === undefined, ...rest, ...(broken ? { broken } : {}) },
        };
      },
    },
  ];
}

/** Accepted, or refused with exactly `code`. */
function verdict(got: { readonly accepted: boolean; readonly code?: string }, code?: string): Told {
  const ok = code === undefined ? got.accepted : !got.accepted && got.code === code;
  return { ok, shows: { accepted: got.accepted, ...(got.code === undefined ? {} : { code: got.code }) } };
}

/** One letter of the claims changed: still canonical base64url, no longer what was signed. */
function tampered(token: string): string {
  const at = token.indexOf('.') + 40;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}
