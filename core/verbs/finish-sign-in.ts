/**
 * Takes somebody back from his issuer: the answer has to be the one to the question that this browser asked, and the id
 * token has to carry its nonce. The session gets a new id, whatever the browser held before.
 */
import { issuerRef } from '../keys.ts';
import type { SigningIn } from '../page-ports.ts';
import type { Identity, Ports } from '../ports.ts';
import { type Decision, Problem, refused } from '../problems.ts';
import { toBase64url } from '../token/base64url.ts';
import type { EpochSeconds } from '../units.ts';
import { mayHoldSession } from './read-session.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'codeFlow' | 'random'>;

/** What the issuer sent back with the browser; anything of it may be missing or somebody else's. */
export interface SignInAnswer {
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  readonly iss?: string | undefined;
}

/**
 * @param kept what {@link beginSignIn} left in this browser; undefined when it holds nothing that counts
 * @returns who is signed in now
 * @throws Problem unauthenticated, issuer-unavailable
 */
export async function finishSignIn(
  ports: Needs,
  kept: SigningIn | undefined,
  { code, state, iss }: SignInAnswer,
  now: EpochSeconds,
): Promise<Decision<Identity>> {
  if (!kept || state !== kept.state || !code) throw new Problem('unauthenticated');
  const { issuer } = await ports.store.load({ issuer: issuerRef(kept.issuer) });
  if (issuer?.organisation !== kept.organisation) throw new Problem('unauthenticated');
  const found = await ports.codeFlow.redeem(issuer, { code, iss }, kept, now);
  const who: Identity = { ...found, session: toBase64url(ports.random(32)) };
  return (await mayHoldSession(ports, who)) ? { ok: true, value: who } : refused('person_suspended');
}
