/**
 * What somebody who means harm, or is careless, does with a token: every answer is the real verifier's, or the real broker's.
 * An attack that has nothing to attack with makes a visit of its own first.
 */
import { type Step, type Told, tampered } from '../demo/telling.ts';
import { type Prop, propAt } from './cast.ts';
import { reasonOf } from './reasons.ts';
import { type Left, newVisit, ready, type Theatre, visitSteps } from './visits.ts';

/** What a device has been shown. */
export interface Held {
  /** Its sticker code. */
  readonly device: string;
  readonly token: string;
  readonly releaseCode: string | undefined;
}

/** Half an hour, and a second more than any challenge lives. */
const HALF_AN_HOUR = 1801;

export const ATTACKS = Object.freeze({
  replay: 'Replay',
  'wrong-device': 'Wrong device',
  tamper: 'Tamper',
  skip: 'Skip 30 minutes',
  revoke: 'Revoke',
});
export type Attack = keyof typeof ATTACKS;

export function isAttack(name: string): name is Attack {
  return Object.hasOwn(ATTACKS, name);
}

/**
 * @param held what was shown last, if anything was
 * @returns what is held now
 */
export async function attack(
  theatre: Theatre,
  name: Attack,
  prop: Prop,
  held: Held | undefined,
): Promise<Held | undefined> {
  if (name === 'revoke') {
    await revoke(theatre, prop);
    return held;
  }
  // A challenge is gone with the start that it allowed: where it counts, only an unused token can grow old.
  const wantsUnused = name === 'skip' && prop.isTimeless;
  const token =
    (wantsUnused ? undefined : goodStill(theatre, prop, held)) ?? (await fresh(theatre, prop, !wantsUnused));
  if (!token) return held;
  await theatre.bench.act(prop.code, 'set-clock');
  await theatre.lines.tell(stepOf(theatre, name, prop, token));
  return token;
}

/** Else the answer would be that its time is over, whatever the attack. */
function goodStill({ scene }: Theatre, { code }: Prop, held: Held | undefined): Held | undefined {
  return held?.device === code && peekExpUnverified(held.token) > scene.now() ? held : undefined;
}

function peekExpUnverified(token: string): number {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof exp === 'number' ? exp : 0;
  } catch {
    return 0;
  }
}

/** Asks, approves and activates; opens the device where the token is to be a used one. */
async function fresh(theatre: Theatre, prop: Prop, isOpened: boolean): Promise<Held | undefined> {
  const left = await newVisit(theatre, prop);
  await ready(theatre, prop);
  const steps = visitSteps(theatre, left);
  for (const step of isOpened ? steps : steps.slice(0, -1)) if (!(await theatre.lines.tell(step))) return undefined;
  return heldOf(left);
}

/** What a visit leaves in somebody's hand. */
export function heldOf({ device, token, releaseCode }: Left): Held {
  return { device: device.code, token, releaseCode };
}

function stepOf(theatre: Theatre, name: Exclude<Attack, 'revoke'>, prop: Prop, held: Held): Step {
  const other = propAt(prop.other);
  const steps: Readonly<Record<typeof name, Step>> = {
    replay: {
      says: `Replay: the same token once more, to ${prop.name}.`,
      run: () => shownTo(theatre, prop, held),
    },
    'wrong-device': {
      says: `Wrong device: the token for ${prop.name} is shown to ${other.name}.`,
      run: () => shownTo(theatre, other, held),
    },
    tamper: {
      says: 'Tamper: one letter of what the token says is changed.',
      run: () => shownTo(theatre, prop, { ...held, token: tampered(held.token) }),
    },
    skip: {
      says: `Skip: thirty minutes pass for ${prop.name}, then the token is shown.`,
      run: async () => {
        await theatre.bench.act(prop.code, 'skip', { seconds: HALF_AN_HOUR });
        return shownTo(theatre, prop, held);
      },
    },
  };
  return steps[name];
}

/** It goes as it says when the device refuses. */
async function shownTo({ bench }: Theatre, prop: Prop, { token, releaseCode }: Held): Promise<Told> {
  const { refusal } = await bench.act(prop.code, 'present', { token, releaseCode });
  if (!refusal) return { ok: false, shows: { says: 'The device opened.' } };
  return { ok: true, shows: { says: `Refused: ${refusal.code}. ${reasonOf(refusal)}` } };
}

/** The hospital takes the approval back; the broker mints no more, and the device hears nothing of it. */
async function revoke(theatre: Theatre, prop: Prop): Promise<void> {
  const left = await newVisit(theatre, prop);
  const steps = [...(await approvedSteps(theatre, left, prop)), ...revokingSteps(theatre, left, prop)];
  for (const step of steps) if (!(await theatre.lines.tell(step))) return;
}

/** None, where an approved request stands already. */
async function approvedSteps(theatre: Theatre, left: Left, { id }: Prop): Promise<readonly Step[]> {
  const { body } = await left.osei.get('/requests?limit=1');
  const [newest] = body.items;
  if (newest?.status !== 'approved' || newest.facts.device !== id) return visitSteps(theatre, left).slice(0, -1);
  left.request = newest.id;
  return [];
}

function revokingSteps({ scene, bench }: Theatre, left: Left, prop: Prop): readonly Step[] {
  return [
    {
      says: 'Revoke: the approver takes the approval back.',
      run: async () => {
        const reason = 'The device is needed for a patient.';
        const { status, body } = await left.okafor.post(`/requests/${left.request}/revoke`, { reason });
        return { ok: status === 200, shows: { request: body.status } };
      },
    },
    {
      says: 'The technician asks for another token.',
      run: async () => {
        const body = { device: prop.id, code: await scene.code(left.osei.member) };
        const answer = await left.osei.post(`/requests/${left.request}/tokens`, body, `revoked-${scene.now()}`);
        const { reason, detail } = answer.body;
        return { ok: answer.status === 403, shows: { says: `Refused by the broker: ${reason}. ${detail}` } };
      },
    },
    {
      says: 'And the device?',
      run: async () => {
        const state = await bench.look();
        const isOpen = state.isOn && state.devices.some(({ code, session }) => code === prop.code && session);
        const open = isOpen ? ' Its session goes on until its end.' : '';
        return {
          ok: true,
          shows: {
            says: `It has no network and cannot know: a token that was handed out opens it until it expires.${open}`,
          },
        };
      },
    },
  ];
}
