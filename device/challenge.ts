/**
 * The device's own freshness (section 7): 16 random bytes that live in RAM with the uptime at which they were made, and
 * the QR payload that carries them to the technician's phone. A reboot, a new challenge or a success kills one.
 */
import { encodeBase64url } from './base64url.ts';
import type { UptimeSeconds } from './claims.ts';
import { sha256 } from './p256.ts';
import { Rejected } from './rejected.ts';
import type { Challenge } from './rules.ts';
import type { Trust } from './trust.ts';

/** RFC 9285 section 4. */
const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/**
 * @param random 16 bytes of the device's generator
 * @throws Rejected E_NONCE_NONE if the generator is visibly dead: no challenge is better than a guessable one
 */
export function challengeFrom(random: Uint8Array, uptime: UptimeSeconds): Challenge {
  if (random.length !== 16 || new Set(random).size === 1) throw new Rejected('E_NONCE_NONE');
  return { v: encodeBase64url(random), at: uptime };
}

/**
 * The text of the QR code: `DSQ1:` and base45 of `01 || SHA-256(device id)[0..8] || nonce16 || bootctr4 || bundle4 ||
 * scope2`, 53 characters.
 *
 * @param scopeBits what the technician chose on the screen, by the numbers of `scope_bits`
 */
export function challengeQr(challenge: Challenge, trust: Trust, boots: number, scopeBits: number): string {
  const body = Buffer.alloc(35);
  body[0] = 0x01;
  sha256(trust.pinned.id).copy(body, 1, 0, 8);
  Buffer.from(challenge.v, 'base64url').copy(body, 9);
  body.writeUInt32BE(boots >>> 0, 25);
  body.writeUInt32BE(trust.versions.bundle >>> 0, 29);
  body.writeUInt16BE(scopeBits & 0xffff, 33);
  return `DSQ1:${encodeBase45(body)}`;
}

/** Two bytes are three characters, a last single byte two, least significant first (RFC 9285 section 4). */
function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const [high = 0, low] = bytes.subarray(at, at + 2);
    text += low === undefined ? base45Digits(high, 2) : base45Digits(high * 256 + low, 3);
  }
  return text;
}

function base45Digits(value: number, count: number): string {
  let digits = '';
  for (let rest = value; digits.length < count; rest = Math.floor(rest / 45)) digits += BASE45[rest % 45];
  return digits;
}
