/**
 * Sends somebody to the issuer of his organisation (architecture 7): what has to come back with him is made here and kept in
 * his browser, sealed. Nothing is written, so a visit by anybody costs a read.
 *
 * Accepted risk: whoever types an organisation's id learns whether it has people here; its issuer says so anyway.
 */
import { sha256Base64url } from '../hash.ts';
import { issuerRef, organisationRef } from '../keys.ts';
import type { SigningIn } from '../page-ports.ts';
import type { Ports } from '../ports.ts';
import { Problem } from '../problems.ts';
import { toBase64url } from '../token/base64url.ts';
import type { OrganisationId } from '../units.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'codeFlow' | 'random'>;

export interface BegunSignIn {
  readonly organisation: string;
  /** Where the browser goes. */
  readonly address: string;
  readonly kept: SigningIn;
}

/**
 * @param to a path of our own, where the person comes back to; `isAnew`: he has to sign in although the issuer knows him
 * @throws Problem not-found for an organisation that is not here or has left, issuer-unavailable
 */
export async function beginSignIn(
  ports: Needs,
  id: OrganisationId,
  { to, isAnew }: { readonly to: string; readonly isAnew: boolean },
): Promise<BegunSignIn> {
  const { organisation } = await ports.store.load({ organisation: organisationRef(id) });
  if (!organisation || organisation.status === 'offboarded') throw new Problem('not-found');
  const { issuer } = await ports.store.load({ issuer: issuerRef(organisation.issuer) });
  if (issuer?.organisation !== id) throw new Problem('not-found');
  const [state, nonce, verifier] = [secret(ports), secret(ports), secret(ports)];
  const address = await ports.codeFlow.address(issuer, {
    state,
    nonce,
    challenge: sha256Base64url(verifier),
    isAnew,
  });
  return {
    organisation: organisation.name,
    address,
    kept: { organisation: id, issuer: issuer.issuer, state, nonce, verifier, to },
  };
}

/** 256 bits; 43 characters, the least that RFC 7636 section 4.1 takes of a verifier. */
function secret({ random }: Pick<Ports, 'random'>): string {
  return toBase64url(random(32));
}
