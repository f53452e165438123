/**
 * The port `Cookies`: what a browser keeps for us as a JWE (RFC 7516, `dir` with A256GCM), and nonces of forms. Each kind has a
 * key of its own, derived from the session secret (RFC 5869), so that no cookie is good as another and no nonce as either.
 *
 * Two secrets count while the secret is being changed: the current one seals, the one before it still opens. A container
 * that meets a key it has never heard of, or a nonce made with one, reads the secret again, so that a change reaches those that run.
 */
import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { hmacSha256, sha256Base64url } from '../../core/hash.ts';
import type { CookieContents, Cookies } from '../../core/page-ports.ts';
import type { EpochSeconds, Seconds } from '../../core/units.ts';

/** The session secret: the current one first, then the one before it, if there was one. */
export type ReadSecrets = () => Promise<readonly [string, ...string[]]>;

/** Seals and opens by what `read` says, which is asked at first use. */
export function sealedCookies(read: ReadSecrets): Cookies {
  const rings = rememberRings(read);
  return {
    async seal(kind, content, until) {
      const [{ kid, keys }] = await rings.first();
      const header = { alg: 'dir', enc: 'A256GCM', kid } as const;
      return new EncryptJWT({ content }).setProtectedHeader(header).setExpirationTime(until).encrypt(keys[kind]);
    },
    open: (kind, sealed, now) => opened(rings, kind, sealed, now),
    async formNonce(session, form) {
      const [{ keys }] = await rings.first();
      return Buffer.from(nonceOf(keys.form, session, form)).toString('base64url');
    },
    async isFormNonce(session, form, given, now) {
      const bytes = Buffer.from(given, 'base64url');
      const isOneOf = (known: Rings) =>
        known
          .map(({ keys }) => nonceOf(keys.form, session, form))
          .some((one) => one.length === bytes.length && timingSafeEqual(one, bytes));
      return isOneOf(await rings.first()) || isOneOf(await rings.again(now));
    },
  };
}

/** Between two readings of the secret that unknown keys may cause: strangers can send any. */
const READ_AGAIN: Seconds = 60;
/** Far more than a cookie of ours has, and no more than browsers keep. */
const MAX_CHARACTERS = 4096;

/** Names of the keys; a change of a cookie's content takes a new name, so that no old cookie is read as a new one. */
const KEY_NAMES = Object.freeze({
  session: 'wardkey-session-cookie-v1',
  'signing-in': 'wardkey-signing-in-cookie-v1',
  form: 'wardkey-form-nonce-v1',
} satisfies Record<keyof CookieContents | 'form', string>);

/** The keys of one secret. */
interface Ring {
  /** Names the secret without telling it. */
  readonly kid: string;
  readonly keys: Readonly<Record<keyof typeof KEY_NAMES, Uint8Array>>;
}

type Rings = readonly [Ring, ...Ring[]];

function ringOf(secret: string): Ring {
  const derived = (name: string) => new Uint8Array(hkdfSync('sha256', secret, '', name, 32));
  const entries = Object.entries(KEY_NAMES).map(([use, name]) => [use, derived(name)]);
  const keys = Object.fromEntries(entries) as Ring['keys'];
  return { kid: sha256Base64url(derived('wardkey-session-kid-v1')).slice(0, 16), keys };
}

interface KeptRings {
  first(): Promise<Rings>;
  /** After a key that nobody here knows. */
  again(now: EpochSeconds): Promise<Rings>;
}

/** The one state of this file, for the life of a container. What failed to be read is not kept. */
function rememberRings(read: ReadSecrets): KeptRings {
  let kept: Rings | undefined;
  let askedAt: EpochSeconds = 0;
  const load = async () => {
    const [current, ...before] = await read();
    kept = [ringOf(current), ...before.map(ringOf)];
    return kept;
  };
  const first = async () => kept ?? load();
  return {
    first,
    again: async (now) => {
      if (now < askedAt + READ_AGAIN) return first();
      askedAt = now;
      return load();
    },
  };
}

async function opened<K extends keyof CookieContents>(
  rings: KeptRings,
  kind: K,
  sealed: string,
  now: EpochSeconds,
): Promise<CookieContents[K] | undefined> {
  const kid = sealed.length <= MAX_CHARACTERS ? peekKidUnverified(sealed) : undefined;
  if (kid === undefined) return undefined;
  const isNamed = (ring: Ring) => ring.kid === kid;
  const ring = (await rings.first()).find(isNamed) ?? (await rings.again(now)).find(isNamed);
  if (!ring) return undefined;
  try {
    const { payload } = await jwtDecrypt(sealed, ring.keys[kind], {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp'],
      currentDate: new Date(now * 1000),
    });
    // Only the holder of the key makes these, so they are of the form in which they were made.
    return payload['content'] as CookieContents[K];
  } catch {
    return undefined;
  }
}

/** Which key the cookie says that it was sealed with: good for choosing one, for nothing else. */
function peekKidUnverified(sealed: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString());
    const kid = typeof header === 'object' && header !== null && 'kid' in header ? header.kid : undefined;
    return typeof kid === 'string' ? kid : undefined;
  } catch {
    return undefined;
  }
}

/** Session ids hold no NUL, so the two parts cannot be cut differently. */
function nonceOf(key: Uint8Array, session: string, form: string): Uint8Array {
  return hmacSha256(key, `${session}\0${form}`);
}
