/**
 * Who a person is, derived from nothing but the credential: organisation and OpenID subject (architecture 1.8). A name
 * or an e-mail address never takes part, so renaming an account neither makes a new person nor becomes another one.
 */
import { sha256Bytes } from './hash.ts';
import type { OrganisationId, PersonId } from './units.ts';

/** RFC 4648 section 6, in lower case. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** 100 bits: a collision among all people who ever have an account is out of reach, and the id stays readable. */
const ID_CHARACTERS = 20;

/**
 * The id of the person whom `organisation`'s issuer calls `subject`: `p_` and 20 characters of base32.
 *
 * The organisation stands for its issuer (one organisation, one issuer), so that people keep their ids when the issuer
 * moves to another address. Organisation ids hold no NUL, so the two parts cannot be cut differently.
 */
export function personIdFor(organisation: OrganisationId, subject: string): PersonId {
  return `p_${base32(sha256Bytes(`${organisation}\0${subject}`)).slice(0, ID_CHARACTERS)}`;
}

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('');
}
