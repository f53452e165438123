/** Visits that the simulator makes for somebody who watches: the demo's own act, on the chosen device, panels following. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Visit } from '../demo/act-visit.ts';
import { visitAct } from '../demo/act-visit.ts';
import type { Scene } from '../demo/broker.ts';
import type { DemoDevice } from '../demo/device.ts';
import type { Step } from '../demo/telling.ts';
import { verifyLog } from '../verify-log.ts';
import { APPROVERS, HOSPITAL, type Prop, TECHNICIAN } from './cast.ts';
import type { Bench } from './device-client.ts';
import type { Lines } from './lines.ts';

export type Left = Visit['left'];

/** What is on show in the two panels of the broker's pages; `turn` rises when they are to be led there. */
interface Shown {
  phone: string;
  inbox: string;
  turn: number;
}

export interface Theatre {
  readonly scene: Scene;
  readonly bench: Bench;
  readonly lines: Lines;
  readonly shown: Shown;
}

/** Long enough to read a sentence, and to see a device that is open; the whole play stays under half a minute. */
const PAUSE_MS = 1500;
const OPEN_MS = 4000;
/** Of a code that somebody has just typed by hand. */
const HALF_MINUTE = 30;
/** Some of the devices are on limited support, where the hospital wants this said. */
const DECLARED = Object.freeze({ declarations: { notInClinicalUse: true, compensatingControls: true } });

/** The prop as the visit's act knows a device. */
function deviceAt(bench: Bench, prop: Prop): DemoDevice {
  return {
    async present(token, _now, { code: releaseCode } = {}) {
      const { refusal } = await bench.act(prop.code, 'present', { token, releaseCode });
      return refusal ? { accepted: false, code: refusal.code } : { accepted: true };
    },
    challenge: async () =>
      prop.isTimeless ? (await bench.act(prop.code, 'challenge')).view.challenge?.text : undefined,
  };
}

/** Both sign in, with a half-minute whose codes nobody has used yet. */
export async function newVisit({ scene, bench }: Theatre, prop: Prop): Promise<Left> {
  await scene.skip(HALF_MINUTE);
  const [osei, okafor] = await Promise.all([
    scene.phone(TECHNICIAN.login, TECHNICIAN.organisation),
    scene.phone(APPROVERS[0] ?? '', HOSPITAL),
  ]);
  const nothing = { request: '', reference: '', digest: '', link: '', token: '', releaseCode: '' };
  return { osei, okafor, device: prop, ventilator: deviceAt(bench, prop), ...nothing };
}

/** Puts right what earlier visits and attacks left on the device. */
export async function ready({ bench }: Theatre, { code }: Prop): Promise<void> {
  await bench.act(code, 'end');
  await bench.act(code, 'set-clock');
}

/** The steps up to the open device; each leads the panels to where it can be seen. */
export function visitSteps(theatre: Theatre, left: Left): readonly Step[] {
  const name = `play-${theatre.scene.now()}-${left.device.code}`;
  const steps = visitAct({ scene: theatre.scene, left }, name, DECLARED);
  const follow = [() => followAsking(theatre, left), async () => followDeciding(theatre, left)];
  const phone = async () => show(theatre, { phone: visitPage(left) });
  return steps.map(({ says, run }, at) => ({
    says,
    run: async () => {
      const told = await run();
      if (told.ok) await (follow[at] ?? phone)();
      return told;
    },
  }));
}

async function followAsking(theatre: Theatre, left: Left): Promise<void> {
  show(theatre, { phone: visitPage(left) });
  const { id } = await theatre.scene.mail(left.okafor.member, left.reference);
  show(theatre, { inbox: `/messages/${id}` });
}

function followDeciding(theatre: Theatre, left: Left): void {
  show(theatre, { phone: visitPage(left), inbox: new URL(left.link).pathname });
}

const visitPage = ({ request }: Left): string => `/visits/${request}`;

function show({ shown }: Theatre, places: Partial<Pick<Shown, 'phone' | 'inbox'>>): void {
  Object.assign(shown, places, { turn: shown.turn + 1 });
}

/** After the work: out of the device, out of the visit, and the log is looked at. */
function endingSteps(theatre: Theatre, left: Left): readonly Step[] {
  return [
    {
      says: 'The work is done: he logs out at the device. Ordinary operation never stopped.',
      run: async () => {
        const { view } = await theatre.bench.act(left.device.code, 'end');
        return { ok: view.session === undefined, shows: { login: 'locked' } };
      },
    },
    {
      says: 'He closes the visit and says what he found.',
      run: async () => {
        const body = { outcome: 'fixed', note: 'Flow sensor replaced, self-test passed.' };
        const answer = await left.osei.post(`/requests/${left.request}/close`, body);
        show(theatre, { phone: visitPage(left) });
        return { ok: answer.body.status === 'closed', shows: { visit: answer.body.status } };
      },
    },
    {
      says: 'The log of this request verifies from its bytes.',
      run: async () => {
        const { dynamodb } = theatre.scene.broker.addresses;
        const { broken, events } = await verifyLog(dynamodb, { request: left.request });
        return { ok: broken === undefined && events > 0, shows: { events, verified: broken === undefined } };
      },
    },
  ];
}

/** The whole visit, at a pace that can be watched. `onOpen` is called when the device has opened. */
export async function playVisit(theatre: Theatre, prop: Prop, onOpen: (left: Left) => void): Promise<void> {
  const left = await newVisit(theatre, prop);
  await ready(theatre, prop);
  const opening = visitSteps(theatre, left);
  for (const step of [...opening, ...endingSteps(theatre, left)]) {
    if (!(await theatre.lines.tell(step))) return;
    const hasOpened = step === opening.at(-1);
    if (hasOpened) onOpen(left);
    await sleep(hasOpened ? OPEN_MS : PAUSE_MS);
  }
}
