/** Where a running stack's addresses and the demo's secrets lie in its data directory. */

/** {@link Addresses} as JSON, written when everything answers. */
export const ADDRESSES = 'stack.json';
/** There if the data began without seed data, which then never comes. */
export const UNSEEDED = 'empty';
/** Passwords and authenticator secrets of the demo's people. */
export const PEOPLE = 'people.json';
/** The manufacturers' root keys, apart from the broker's data as in life. */
export const OEM_KEYS = 'oem';
/** A trust file for each seeded device, by sticker code. */
export const DEVICES_HOME = 'devices';
/** The line on stdout after which everything answers; scripts wait for it. */
export const READY = 'Wardkey is ready.';

/** Where everything is reached. */
export interface Addresses {
  readonly api: string;
  readonly inbox: string;
  readonly slack: string;
  readonly oidc: string;
  readonly dynamodb: string;
  readonly kms: string;
  /** Functions that an operator calls by name. */
  readonly lambda: string;
  /** Absent without seed data: it has nobody to play. */
  readonly simulator?: string;
}
