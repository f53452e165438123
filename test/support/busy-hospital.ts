/** A running hospital with data in many states: requests, a proposal, a file, an invitation, a mail that came back. */
import { Administrator } from './administrator.ts';
import { fileOf } from './device-file.ts';
import { until } from './polling.ts';
import {
  type Asked,
  approve,
  ask,
  HOSPITAL,
  linkTo,
  MONITOR,
  type RunningBroker,
  VENTILATOR,
} from './running-broker.ts';
import { planFailure } from './stand-in.ts';

export interface Busy {
  readonly pending: Asked;
  readonly approved: Asked;
  readonly denied: Asked;
  readonly revoked: Asked;
  readonly closed: Asked;
  /** Paths. */
  readonly decide: string;
  readonly invitation: string;
  readonly withdrawable: string;
  readonly proposal: string;
  readonly file: string;
  readonly done: string;
  /** A person's id. */
  readonly technician: string;
  /** Who changed the registry: what was done is told to this session alone. */
  readonly admin: Administrator;
}

export async function makeBusy(running: RunningBroker): Promise<Busy> {
  const { scene, broker } = running;
  const requests = await makeRequests(running);
  const decide = new URL(await linkTo(scene, await scene.phone('d.okafor', HOSPITAL), requests.pending.reference));
  await planFailure(broker.addresses.inbox, 'SendEmail', 'bounce', 20);
  const lost = await ask(await scene.phone('j.osei', 'medserv'), MONITOR.code);
  const fischer = await Administrator.signedIn(running, 'e.fischer', HOSPITAL);
  const delivery = `/console/${HOSPITAL}/delivery`;
  await until(async () => ((await fischer.open(delivery)).text.includes(lost.reference) ? true : undefined));
  await planFailure(broker.addresses.inbox, 'SendEmail', 'bounce', 0);
  return { ...requests, decide: decide.pathname, ...(await makeChanges(running)) };
}

async function makeRequests({ scene }: RunningBroker) {
  const osei = await scene.phone('j.osei', 'medserv');
  const lindqvist = await scene.phone('p.lindqvist', HOSPITAL);
  const made = async (device: string, does: (asked: Asked) => Promise<unknown> = async () => {}) => {
    const asked = await ask(osei, device);
    await does(asked);
    return asked;
  };
  const close = { outcome: 'fixed', note: 'Sensor replaced.', suspicion: 'An open port that nobody knows.' };
  return {
    denied: await made(VENTILATOR.code, ({ id, digest }) =>
      deny(scene.code(lindqvist.member), (body) => lindqvist.post(`/requests/${id}/decision`, { ...body, digest })),
    ),
    revoked: await made(MONITOR.code, async (asked) => {
      await approve(scene, lindqvist, asked);
      await lindqvist.post(`/requests/${asked.id}/revoke`, { reason: 'Needed for a patient.' });
    }),
    closed: await made(MONITOR.code, async (asked) => {
      await approve(scene, lindqvist, asked);
      const code = await scene.code(osei.member);
      await osei.post(`/requests/${asked.id}/token`, { device: MONITOR.id, code });
      await osei.post(`/requests/${asked.id}/close`, close);
    }),
    approved: await made(MONITOR.code, (asked) => approve(scene, lindqvist, asked)),
    pending: await made(VENTILATOR.code),
  };
}

async function deny(code: Promise<string>, send: (body: object) => Promise<unknown>): Promise<void> {
  await send({ decision: 'deny', reason: 'The ward needs it today.', code: await code });
}

async function makeChanges(running: RunningBroker) {
  const { scene } = running;
  const anna = await Administrator.signedIn(running, 'a.kowalski', HOSPITAL);
  const technician = scene.member('d.mwangi', HOSPITAL).person;
  const named = await anna.change(`describe-person?person=${technician}`, { printedName: 'David K. Mwangi' });
  const granted = await anna.ledTo(await anna.change(`grant-role?person=${technician}`, { role: 'auditor' }));
  const page = await anna.open(`/console/${HOSPITAL}/import`);
  const file = await anna.submit(page, page.url.pathname, { csv: fileOf(3), code: await anna.code() });
  return {
    technician,
    admin: anna,
    done: named.headers.get('location') ?? '',
    proposal: granted.url.pathname,
    file: file.headers.get('location') ?? '',
    ...(await makeInvitations(running, anna)),
  };
}

async function makeInvitations(running: RunningBroker, anna: Administrator) {
  await anna.change('invite-person', {
    printedName: 'Ada Nwosu',
    email: 'a.nwosu@st-marys.example',
    roles: 'technician',
  });
  const list = await anna.open(`/console/${HOSPITAL}/invitations`);
  const [, withdrawable = ''] = /withdraw-invitation\?invitation=([0-9a-f]{20})"/.exec(list.text) ?? [];
  const marta = await Administrator.signedIn(running, 'm.duarte', 'medserv');
  const newcomer = running.scene.member('n.brandt', 'medserv');
  await marta.change('invite-person', { printedName: 'Nils Brandt', email: newcomer.email, roles: 'technician' });
  const { text } = await running.scene.mail(newcomer, 'invites you');
  return { withdrawable, invitation: /\/invitations\/[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? '' };
}
