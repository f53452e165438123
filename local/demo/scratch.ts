/**
 * What the story from empty tables is told with: two administrators agree, time passes, and what was agreed is in force.
 * Everything goes over HTTP, as the administrators' own programs would send it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Phone, Scene } from './broker.ts';
import type { DemoDevice } from './device.ts';
import { change, confirm } from './registry-acts.ts';
import type { Told } from './telling.ts';

/** Short, so that the story is, and longer than the wait for three new codes of one person; an account waits an hour (`coolDownMinutes` of cdk.json). */
export const COOL_DOWN = 120;

/** What earlier steps leave for later ones. */
export interface Founded {
  kowalski: Phone;
  haddad: Phone;
  duarte: Phone;
  finch: Phone;
  lang: Phone;
  voss: Phone;
  okafor: Phone;
  osei: Phone;
  tickets: readonly string[];
  root: string;
  profile: string;
  request: string;
  reference: string;
  digest: string;
  link: string;
  token: string;
  releaseCode: string;
  device: { readonly id: string; readonly code: string };
  ventilator: DemoDevice;
}

export interface Scratch {
  readonly scene: Scene;
  /** Where device and maker keep their files. */
  readonly home: string;
  readonly left: Founded;
}

/** Proposed by the one, confirmed by the other. @returns status of both, and whether they are what they must be */
export async function agreed(
  scene: Scene,
  [one, other]: readonly [Phone, Phone],
  at: readonly [tenant: string, verb: string],
  body: object,
): Promise<Told> {
  const proposed = await change(scene, one, at, body);
  if (proposed.status !== 202) return { ok: false, shows: { status: proposed.status, body: proposed.body } };
  const confirmed = await confirm(scene, other, proposed);
  const { widens } = proposed.body.proposal;
  return { ok: confirmed.status === 200, shows: { widens, proposed: proposed.status, confirmed: confirmed.status } };
}

/** Waits until nothing that was agreed at `tenant` is still to come into force. */
export async function inForce(phone: Phone, tenant: string): Promise<Told> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const open = await phone.get(`/registry/${tenant}/proposals`);
    if (open.status === 200 && open.body.items.length === 0) {
      const settled = await phone.get(`/registry/${tenant}/proposals?settled=true`);
      const failed = settled.body.items.filter((one: { status: string }) => one.status === 'failed');
      return { ok: failed.length === 0, shows: { tenant, settled: settled.body.items.length, failed } };
    }
    await sleep(100);
  }
  return { ok: false, shows: { tenant, waited: 'thirty seconds' } };
}

/** The ticket in the invitation that was mailed to a person of the cast who is nobody yet. */
export async function invitationOf(scene: Scene, login: string, organisation: string): Promise<string> {
  const { text } = await scene.mail(scene.member(login, organisation), 'nvit');
  return /\/invitations\/([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';
}
