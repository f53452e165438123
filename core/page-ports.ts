/** What pages need from outside beside the verbs' ports (architecture 7): sealed cookies and the issuers' sign-in pages. */
import type { Identity } from './ports.ts';
import type { Issuer } from './registry.ts';
import type { Base64url, EpochSeconds, OrganisationId } from './units.ts';

/** What is kept between leaving for the issuer and coming back. */
export interface SigningIn {
  readonly organisation: OrganisationId;
  readonly issuer: string;
  /** Comes back with the browser (RFC 6749 section 10.12), in the id token (OpenID Connect Core 3.1.2.1), to be redeemed with (RFC 7636). */
  readonly state: Base64url;
  readonly nonce: Base64url;
  readonly verifier: Base64url;
  /** The page that was wanted. */
  readonly to: string;
}

/** What a browser keeps for us, by kind. */
export interface CookieContents {
  readonly session: Identity;
  readonly 'signing-in': SigningIn;
}

/** Seals what a browser keeps, so that only the broker reads or makes it, and tells its own forms from others'. */
export interface Cookies {
  /** @param until when it stops being opened */
  seal<K extends keyof CookieContents>(kind: K, content: CookieContents[K], until: EpochSeconds): Promise<string>;
  /** @returns undefined for what is not ours, was changed, is over or of another kind */
  open<K extends keyof CookieContents>(
    kind: K,
    sealed: string,
    now: EpochSeconds,
  ): Promise<CookieContents[K] | undefined>;
  /** Stands in the form `form` of a page that `session` was shown, and in nobody else's. */
  formNonce(session: string, form: string): Promise<Base64url>;
  isFormNonce(session: string, form: string, given: string, now: EpochSeconds): Promise<boolean>;
}

/** What an authorization request says (RFC 6749 section 4.1.1, RFC 7636 with S256). */
interface AuthorizationRequest {
  readonly state: Base64url;
  readonly nonce: Base64url;
  readonly challenge: Base64url;
  /** The issuer is to ask for the sign-in, whoever it still knows. */
  readonly isAnew: boolean;
}

/** An organisation's issuer, as pages send people there and take them back. */
export interface CodeFlow {
  /** Where the browser goes. @throws Problem issuer-unavailable */
  address(issuer: Issuer, request: AuthorizationRequest): Promise<string>;
  /**
   * Takes the code to the issuer and reads the id token that it gives.
   * @throws Problem unauthenticated when the issuer or its token says no, issuer-unavailable when it does not answer
   */
  redeem(
    issuer: Issuer,
    answer: { readonly code: string; readonly iss?: string | undefined },
    kept: Pick<SigningIn, 'verifier' | 'nonce'>,
    now: EpochSeconds,
  ): Promise<Pick<Identity, 'organisation' | 'person' | 'authenticatedAt'>>;
}
