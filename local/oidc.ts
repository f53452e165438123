/**
 * OpenID issuers for one machine (architecture 7, 8): one for each organisation, as in the field, at
 * `/oidc/<organisation>` of one server. Issuer addresses hold the port, so a restart needs the same `port` for the
 * registry to know them again.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Issuer } from '../core/registry.ts';
import { type LoopbackServer, type Port, readBody, serveLoopback } from './loopback-server.ts';
import { type Account, passwordCheck, type SignIn } from './oidc/accounts.ts';
import { CLIENT_ID } from './oidc/client.ts';
import { issuerProvider, signInPath } from './oidc/provider.ts';
import { issuerSecrets } from './oidc/secrets.ts';
import { type Notice, PAGE_HEADERS, signInPage, startAgainPage } from './oidc/sign-in-page.ts';

const FORM_LIMIT = 4096;

export interface OidcOptions {
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly accounts: readonly Account[];
  /** Keys live here. */
  readonly dataDir: string;
  readonly port?: Port;
  /** The API's own address or URN: `aud` of every access token. An absolute URI (RFC 8707). */
  readonly audience: string;
}

export interface OidcServer extends LoopbackServer {
  /** A registry row for each organisation, in their order. */
  readonly issuers: readonly Issuer[];
}

/** An organisation's issuer as it hangs in the server. */
interface Mount {
  readonly path: string;
  readonly name: string;
  readonly provider: Provider;
  readonly handle: ReturnType<Provider['callback']>;
  readonly check: ReturnType<typeof passwordCheck>;
}

/** Starts the issuers of all organisations. */
export async function startOidc(options: OidcOptions): Promise<OidcServer> {
  const mounts: Mount[] = [];
  const server = await serveLoopback(options.port ?? 0, (request, response) => route(mounts, request, response));
  const issuers = options.organisations.map(({ id }) => issuerRow(server.endpoint, id, options.audience));
  for (const [index, { name }] of options.organisations.entries()) {
    const issuer = issuers[index];
    if (issuer) mounts.push(await mountOf(issuer, name, options));
  }
  return { ...server, issuers };
}

function issuerRow(endpoint: string, organisation: string, audience: string): Issuer {
  const issuer = `${endpoint}/oidc/${organisation}`;
  return { issuer, organisation, jwksUri: `${issuer}/jwks`, audience, clientId: CLIENT_ID };
}

async function mountOf({ issuer, organisation }: Issuer, name: string, options: OidcOptions): Promise<Mount> {
  const accounts = options.accounts.filter((account) => account.organisation === organisation);
  const secrets = await issuerSecrets(options.dataDir, organisation);
  const provider = issuerProvider(issuer, options.audience, accounts, secrets);
  return {
    path: new URL(issuer).pathname,
    name,
    provider,
    handle: provider.callback(),
    check: passwordCheck(accounts),
  };
}

async function route(mounts: readonly Mount[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '';
  const mount = mounts.find(({ path }) => url.startsWith(`${path}/`));
  if (!mount) return void response.writeHead(404).end();
  if (url.startsWith(`${mount.path}${signInPath('')}`)) return signIn(mount, request, response);
  // oidc-provider reads its mount from the difference of the two.
  Object.assign(request, { originalUrl: url, url: url.slice(mount.path.length) });
  await mount.handle(request, response);
}

/** GET shows the form, POST tries it. */
async function signIn(mount: Mount, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isOpen = await isInteractionOpen(mount.provider, request, response);
  if (!isOpen) return void response.writeHead(400, PAGE_HEADERS).end(startAgainPage());
  if (request.method !== 'POST') return show(mount, 200, 'none', response);
  const result = await tryPassword(mount, request);
  if (result === 'wrong') return show(mount, 403, 'wrong', response);
  if (result === 'wait') return show(mount, 429, 'wait', response);
  await mount.provider.interactionFinished(request, response, {
    login: { accountId: result.subject, remember: false },
  });
}

/** The address alone is not enough: the cookie of the browser that began must come with it. */
async function isInteractionOpen(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  try {
    const { uid } = await provider.interactionDetails(request, response);
    return request.url?.endsWith(signInPath(uid)) ?? false;
  } catch {
    return false;
  }
}

async function tryPassword(mount: Mount, request: IncomingMessage): Promise<SignIn> {
  const form = new URLSearchParams((await readBody(request, FORM_LIMIT))?.toString('utf8'));
  return mount.check(form.get('login') ?? '', form.get('password') ?? '', Date.now());
}

function show({ name }: Mount, status: number, notice: Notice, response: ServerResponse): void {
  response.writeHead(status, PAGE_HEADERS).end(signInPage(name, notice));
}
