/**
 * What the acts of the demo's story are told with: steps that say what must happen and check that it did, and what earlier
 * steps leave for later ones.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openOem, trustFileFor } from '../oem.ts';
import { OEM_KEYS } from '../stack-files.ts';
import { type Answer, type Phone, type Scene, send } from './broker.ts';
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

export const VENTILATOR = { id: 'gs1:01/09521000001022/21/001234', code: '7F3K-29QX' };
export const SISTER = { id: 'gs1:01/09521000001022/21/001198', code: 'C9RT-4MWB' };
export const PUMP = { id: 'gs1:01/09521000001015/21/A2000417', code: '4HKD-8WQ3' };
export const HOSPITAL = 'st-marys';

/** A request as the demo's technicians ask it. */
export function asking(device: string, scopes: readonly string[], more: object = {}): object {
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
export const form = (digest: string, code: string): [string, string][] => [
  ['decision', 'approve'],
  ['digest', digest],
  ['code', code],
  ['scopes', 'diag.run'],
  ['scopes', 'selftest.run'],
];

export const key = (name: string) => `demo-${name}`.padEnd(16, '-');

/** Answer with `status`, and where it matters the refusal's code. */
export function told(answer: Answer, status: number, reason?: string): Told {
  const { body } = answer;
  const shown = typeof body === 'string' ? { page: /<h1[^>]*>(.*?)<\/h1>/s.exec(body)?.[1] } : { reason: body.reason };
  const ok = answer.status === status && (reason === undefined || body.reason === reason);
  return { ok, shows: { status: answer.status, ...shown } };
}

/** What earlier steps leave for later ones. */
export interface Left {
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
}

/** Where the story plays. */
export interface Stage {
  readonly scene: Scene;
  /** Where the devices live. */
  readonly home: string;
  readonly left: Left;
}

export function linkIn(text: string): string {
  return /https?:\/\/\S+\/decide\/[A-Za-z0-9_-]+/.exec(text)?.[0] ?? '';
}

export async function digestOf(phone: Phone, id: string): Promise<string> {
  return (await phone.get(`/requests/${id}`)).body.digest;
}

/** Approves signed in, with a code that was not used yet. */
export async function decide({ scene }: Stage, phone: Phone, id: string, more: object): Promise<Answer> {
  const code = await scene.code(phone.member);
  return phone.post(`/requests/${id}/decision`, { decision: 'approve', code, ...more });
}

/** Sets a device up with the documents that the broker hands out and what its manufacturer pinned. */
export async function trustOf(
  { scene, home }: Pick<Stage, 'scene' | 'home'>,
  device: typeof VENTILATOR,
  maker: string,
): Promise<DemoDevice> {
  const { addresses, dataDir } = scene.broker;
  const { body } = await send(`${addresses.api}/devices/${device.code}/trust`, { method: 'GET' });
  const factory = openOem(join(dataDir, OEM_KEYS), maker);
  mkdirSync(join(home, device.code), { recursive: true });
  return openDevice(join(home, device.code), device.id, trustFileFor(factory, body));
}

/** Accepted, or refused with exactly `code`. */
export function verdict(got: { readonly accepted: boolean; readonly code?: string }, code?: string): Told {
  const ok = code === undefined ? got.accepted : !got.accepted && got.code === code;
  return { ok, shows: { accepted: got.accepted, ...(got.code === undefined ? {} : { code: got.code }) } };
}

/** One letter of the claims changed: still canonical base64url, no longer what was signed. */
export function tampered(token: string): string {
  const at = token.indexOf('.') + 40;
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}
