/**
 * The device's decision, steps 1-22 in the profile's order: the signature before the claims, the claims before the
 * state, the technician last. Pure: it reads the state it is given and changes nothing. Step 23, which makes the use
 * durable before anything opens, is presentToken's in session.ts.
 */
import { checkBinding, type Input } from './binding.ts';
import { parseClaimSet, parseLim, toClaims } from './claim-set.ts';
import type { Claims } from './claims.ts';
import { parseObject } from './json.ts';
import { openJws, type Signed, TOKEN_DEPTH } from './jws.ts';
import { Rejected } from './rejected.ts';
import { ADDRESS_RULES, type DeviceState, FRESHNESS_RULES, LIMIT_RULES, refuseBy, USE_RULES } from './rules.ts';
import type { Moment, Trust } from './trust.ts';

/**
 * Decides whether `token` may start service now. A returned value is not yet a grant: it becomes one by a commit.
 *
 * @param token the JWS as text, or the CWT as bytes
 * @throws Rejected with the first failing step's code; WrongCode when a release code must be counted
 */
export function verifyToken(
  token: string | Uint8Array,
  trust: Trust,
  state: DeviceState,
  moment: Moment,
  input: Input,
): Claims {
  const signed = openToken(token, trust); //                                            steps 1-10
  const claims = parseClaimSet(parsePayload(signed)); //                                11, 12
  const presented = { claims, scopes: claims.scope.split(' '), key: signed.key, trust, state, moment };
  refuseBy(ADDRESS_RULES, presented); //                                                13-16
  const limited = { ...presented, lim: parseLim(claims.lim) }; //                       17, types
  refuseBy(LIMIT_RULES, limited); //                                                    17-19
  refuseBy(FRESHNESS_RULES[trust.pinned.class], limited); //                            20
  refuseBy(USE_RULES, limited); //                                                      21
  const cnf = checkBinding(claims, signed, input, trust.pinned.require_cnf); //         22
  return toClaims(claims, limited.lim, cnf);
}

/** Bytes are the CWT form, which this firmware does not read yet. */
function openToken(token: string | Uint8Array, trust: Trust): Signed {
  if (typeof token !== 'string') throw new Rejected('E_FORM');
  return openJws(token, trust);
}

function parsePayload(signed: Signed) {
  return parseObject(signed.payload.toString('latin1'), TOKEN_DEPTH);
}
