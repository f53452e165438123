/**
 * One organisation's issuer: oidc-provider with authorization code + PKCE and nothing else, whose access tokens look
 * as Cognito's and RFC 9068's do together, so that the broker's checks see what they see when deployed.
 */
import Provider, { type ClientMetadata, type Configuration, errors, interactionPolicy } from 'oidc-provider';
import type { Account } from './accounts.ts';
import { API_SCOPE, CLIENT_ID, PORTAL_PATH, REDIRECT_PATH } from './client.ts';
import { separateMemory } from './memory.ts';
import type { IssuerSecrets } from './secrets.ts';

const HOUR = 3600;
const TTL = Object.freeze({
  AccessToken: HOUR,
  AuthorizationCode: 60,
  Grant: HOUR,
  IdToken: HOUR,
  Interaction: 600,
  Session: HOUR,
});

const CLIENT = Object.freeze<ClientMetadata>({
  client_id: CLIENT_ID,
  // oidc-provider ignores the port of loopback addresses for native applications only.
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code'],
  response_types: ['code'],
  redirect_uris: [REDIRECT_PATH, PORTAL_PATH].flatMap((path) => [`http://127.0.0.1${path}`, `http://localhost${path}`]),
  id_token_signed_response_alg: 'ES256',
});

/** The provider behind `issuer`; its sign-in page is at `signInPath(uid)`, seen from its own mount. */
export function issuerProvider(
  issuer: string,
  audience: string,
  accounts: readonly Account[],
  secrets: IssuerSecrets,
): Provider {
  const mount = new URL(issuer).pathname;
  return new Provider(issuer, {
    adapter: separateMemory(),
    clients: [CLIENT],
    jwks: { keys: [...secrets.keys] },
    cookies: { keys: [secrets.cookies], ...cookiePaths(mount) },
    scopes: ['openid'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    ttl: TTL,
    interactions: { policy: signInEveryTime(), url: (_ctx, { uid }) => `${mount}${signInPath(uid)}` },
    findAccount: (_ctx, sub) =>
      accounts.some(({ subject }) => subject === sub) ? { accountId: sub, claims: () => ({ sub }) } : undefined,
    loadExistingGrant: (ctx) => grantEverything(ctx, audience),
    extraTokenClaims: (ctx) => ({ token_use: 'access', auth_time: ctx.oidc.entities.AuthorizationCode?.authTime }),
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: oneResource(audience),
    },
    renderError(ctx, out) {
      ctx.type = 'text/plain';
      ctx.body = `${out.error}\n`;
    },
  } satisfies Configuration);
}

export const signInPath = (uid: string): string => `/sign-in/${uid}`;

/** Else a browser would send one organisation's cookies to another's issuer, under the same names. */
function cookiePaths(mount: string): Pick<NonNullable<Configuration['cookies']>, 'long' | 'short'> {
  return { long: { path: mount, httpOnly: true, sameSite: 'lax' }, short: { httpOnly: true, sameSite: 'lax' } };
}

/**
 * No single sign-on: in the demo one browser plays many people, and a session that signs the last one in by itself would
 * be mistaken for a fault. No consent page: there is one client, and it is ours.
 */
function signInEveryTime(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  policy
    .get('login')
    ?.checks.add(
      new interactionPolicy.Check('every_time', 'sign in', 'login_required', (ctx) => !ctx.oidc.result?.login),
    );
  return policy;
}

type Load = NonNullable<Configuration['loadExistingGrant']>;

async function grantEverything({ oidc }: Parameters<Load>[0], audience: string) {
  const grant = new oidc.provider.Grant({
    clientId: CLIENT_ID,
    ...(oidc.session?.accountId && { accountId: oidc.session.accountId }),
  });
  grant.addOIDCScope('openid');
  grant.addResourceScope(audience, API_SCOPE);
  await grant.save();
  return grant;
}

/** RFC 8707: a token is for the API, said or not; any other resource is refused. */
function oneResource(audience: string): NonNullable<NonNullable<Configuration['features']>['resourceIndicators']> {
  return {
    enabled: true,
    defaultResource: () => audience,
    useGrantedResource: () => true,
    getResourceServerInfo: (_ctx, resource) => {
      if (resource !== audience) throw new errors.InvalidTarget();
      return {
        audience,
        scope: API_SCOPE,
        accessTokenFormat: 'jwt',
        accessTokenTTL: HOUR,
        jwt: { sign: { alg: 'ES256' } },
      };
    },
  };
}
