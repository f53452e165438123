/** The device's codes in words, for people who see them for the first time; docs/token-format.md has them all. */
import type { Code, ScreenClass } from '../../device/index.ts';
import type { Refusal } from './bench.ts';

const SENTENCES: Readonly<Partial<Record<Code, string>>> = Object.freeze({
  E_AUD: 'The token is for another device.',
  E_BUSY: 'A session is open. End it first.',
  E_CHARSET: 'The token holds a character that no token has.',
  E_CLOCK: 'The clock is behind what the device has seen already. Set it.',
  E_CNF: 'The release code is wrong. Five wrong ones burn the token.',
  E_CNF_REQUIRED: 'A release code is wanted too: a copied token is not enough.',
  E_EXPIRED: 'By the clock of this device the time to start is over.',
  E_KEY_UNKNOWN: 'Signed by a key that this device was never told to trust.',
  E_NONCE: 'The token answers another challenge than the one that stands.',
  E_NONCE_EXPIRED: 'The challenge is older than half an hour. Show a new one and activate for it.',
  E_NONCE_MISSING: 'The token answers no challenge. Show one and activate for it.',
  E_NONCE_NONE: 'No challenge stands: each is good for one start, and this token had its own.',
  E_NOT_YET: 'By the clock of this device the token is not valid yet.',
  E_RATE: 'One attempt a second.',
  E_REPLAY: 'This token was used, and the device remembers it, also without power.',
  E_SEGMENTS: 'That is no token: three parts are missing.',
  E_SIG: 'The signature does not fit. Nothing of what the token says was believed.',
  E_SIZE: 'There is no token, or one that is too long.',
  E_STORE: 'The store cannot be trusted. Service is refused, care goes on.',
});

const BY_CLASS: Readonly<Record<ScreenClass, string>> = Object.freeze({
  format: 'This is not written as a token is.',
  key: 'The key is none that this device trusts now.',
  signature: 'The signature does not fit.',
  device_or_scope: 'The token is for another device, owner or job.',
  time_or_used: 'The time is over or not come, or the token was used.',
  code: 'The release code is missing or wrong.',
});

/** One sentence for `refusal`. */
export function reasonOf({ code, screen }: Refusal): string {
  return SENTENCES[code] ?? BY_CLASS[screen];
}
