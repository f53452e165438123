/** A device of the small world of dsat-maker.ts, in memory, and the code with which it answers. */
import {
  bootDevice,
  type Device,
  firstRecord,
  type Input,
  memoryStore,
  parseTrustFile,
  presentToken,
  Rejected,
} from '../../device/index.ts';
import { bundleDocument, keyDocument, makeKey, makeWorld, T0 } from './dsat-maker.ts';

export const world = makeWorld();
export const other = makeKey();

/** `pinned` is laid over the pinned part, `bundle` over the bundle, `key` over its first key entry. */
export function deviceWith(pinned: object = {}, bundle: object = {}, key: object = {}): Device {
  const keys = [
    keyDocument('h42-a', world.hospital, key),
    keyDocument('h42-b', other),
    keyDocument('h42-rcpt', other, { use: 'receipt' }),
    keyDocument('h99-a', other, { iss: 'hosp-0099' }),
    keyDocument('h42-k', world.hospital, { alg: 'ES256K' }),
  ];
  const envelope = world.envelopeFor('bundle', bundleDocument(keys, bundle));
  const { trust } = parseTrustFile(world.trustFileFor(pinned));
  const documents = [
    { kind: 'owner', envelope: world.owner },
    { kind: 'bundle', envelope },
  ] as const;
  return bootDevice(trust, documents, memoryStore(firstRecord(trust.pinned.built)));
}

/** A minute after the token was made, ten seconds after the device was switched on. */
const SOON = { now: T0 + 60, uptime: 10 };

/** `OK` or the code; what is no refusal goes on to the test runner. */
export function answerOf(
  device: Device,
  token: string | Uint8Array,
  input: Input = {},
  moment = SOON as Moment,
): string {
  return codeOf(() => presentToken(device, token, moment, input));
}
type Moment = { now: number | null; uptime: number };

export function codeOf(work: () => unknown): string {
  try {
    work();
    return 'OK';
  } catch (error) {
    if (error instanceof Rejected) return error.code;
    throw error;
  }
}
