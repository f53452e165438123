/** What the one client of a local issuer is called and asks for; apart, so that clients need not load the provider. */

/** Public: a program on somebody's machine cannot keep a secret (RFC 8252 section 8.4). */
export const CLIENT_ID = 'wardkey-web';
/** CLI and demo come back here, on any port of loopback (RFC 8252 section 7.3). */
export const REDIRECT_PATH = '/callback';
/** The portal's pages come back here. */
export const PORTAL_PATH = '/signed-in';
export const API_SCOPE = 'wardkey';
/** `aud` of access tokens: a name, not an address, as ports change. */
export const AUDIENCE = 'urn:wardkey:api';
