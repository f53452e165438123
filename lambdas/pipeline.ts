/**
 * The one way through every HTTP function, on middy. Order and reasons:
 *
 * 1. security headers first, because `onError` runs in reverse: problems get their headers too
 * 2. one structured log line an answer, with route and status; no path, body, ticket, token or code
 * 3. errors become problem details of the closed list
 * 4. size and type limits, before anything is read
 * 5. authentication, before anything is parsed; a page's visitor without a session is sent to sign in
 * 6. strict parsing, before any verb runs
 */
import middy, { type MiddlewareObj } from '@middy/core';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Authenticator, Identity } from '../core/ports.ts';
import { Problem } from '../core/problems.ts';
import type { EpochSeconds } from '../core/units.ts';
import { causesOf } from './causes.ts';
import type { CookieKeeper } from './cookies.ts';
import { localPath } from './local-path.ts';
import { NONCE_FIELD, type PageSessions } from './page-sessions.ts';
import { bodyOf, checked, fieldsAndFilesOf, fieldsOf, headerOf, limits, parametersOf, queryOf } from './parse.ts';
import { answerFor } from './problems.ts';
import { routeKeyOf } from './route-key.ts';
import { ROUTES, type Route } from './routes.ts';
import type { SlackSignatures, SlackSigned } from './slack-signature.ts';

type Event = APIGatewayProxyEventV2;
type Result = APIGatewayProxyStructuredResultV2;

/** A request after all checks of form. */
export interface Call<Body = unknown, Query = unknown> {
  readonly method: string;
  readonly path: string;
  /** A header by its lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** Each as `name=value`. */
  readonly cookies: readonly string[] | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  readonly query: Query;
  readonly now: EpochSeconds;
  /** Set where the route's caller is `bearer` or `session`. */
  readonly who: Identity;
  /** Set where the route's caller is `slack`. */
  readonly signed: SlackSigned;
  /** Set where the route creates. */
  readonly idempotencyKey: string;
}

/** What checks the form of a body or query: a zod schema, as narrow as it is used here. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

export interface Endpoint<Body = unknown, Query = unknown> {
  readonly body?: Schema<Body>;
  readonly query?: Schema<Query>;
  readonly handle: (call: Call<Body, Query>) => Promise<Result>;
  /** A page answers its own problems as a page. */
  readonly onProblem?: (problem: Problem) => Result;
}

/** Ties a body's type to its handler. */
export function endpoint<Body, Query>(parts: Endpoint<Body, Query>): Endpoint {
  return parts as unknown as Endpoint;
}

/** The handler of a function that serves `endpoints`, one for each of its rows in routes.ts. */
export function serve(
  endpoints: Readonly<Record<string, Endpoint>>,
  authenticator?: Authenticator,
  sessions?: PageSessions,
) {
  return serveRows(ROUTES, endpoints, { authenticator, sessions, slack: undefined });
}

/** The handler of the function that Slack calls, which is to be small: it holds no other rows. */
export function serveSlack(
  rows: readonly Route[],
  endpoints: Readonly<Record<string, Endpoint>>,
  slack: SlackSignatures,
) {
  return serveRows(rows, endpoints, { authenticator: undefined, sessions: undefined, slack });
}

function serveRows(rows: readonly Route[], endpoints: Readonly<Record<string, Endpoint>>, callers: Callers) {
  const pages = (event: Event) => endpoints[event.routeKey]?.onProblem;
  return middy<Event, Result>()
    .use(httpSecurityHeaders(HEADERS))
    .use(oneLogLine())
    .use(problemDetails(pages))
    .use({ before: ({ event }) => limits(event, routeOf(event, rows)) })
    .handler(async (event) => answer(event, routeOf(event, rows), endpoints, callers));
}

/**
 * CSP and caching are each answer's own; pages need `same-origin`, or browsers send `Origin: null` with their forms. The package
 * can only add to its Permissions-Policy, whose features browsers do not know and say so on every page: pages have their own.
 */
const HEADERS = {
  contentSecurityPolicy: false,
  permissionsPolicy: false,
  referrerPolicy: { policy: 'same-origin' },
} as const;

async function answer(
  event: Event,
  route: Route,
  endpoints: Readonly<Record<string, Endpoint>>,
  callers: Callers,
): Promise<Result> {
  const now = Math.floor(Date.now() / 1000);
  const at = endpoints[event.routeKey];
  if (!at) throw new Error(`no endpoint for ${routeKeyOf(route)}`);
  const who = await callerOf(event, route, callers, now);
  if (!who) return signInFirst(event, route, callers.sessions?.keeper);
  const signed = await signedBy(event, route, callers, now);
  const call: Call = {
    method: event.requestContext.http.method,
    path: event.rawPath,
    header: (name) => headerOf(event, name),
    cookies: event.cookies,
    params: parametersOf(event),
    query: queryOf(event, at.query),
    body: await formOrBody(event, route, at.body, { sessions: callers.sessions, who, now }),
    idempotencyKey: route.creates ? idempotencyKeyOf(event) : '',
    now,
    who,
    signed,
  };
  return at.handle(call);
}

/** What tells who calls. */
interface Callers {
  readonly authenticator: Authenticator | undefined;
  readonly sessions: PageSessions | undefined;
  readonly slack: SlackSignatures | undefined;
}

/** @returns undefined for a page's visitor without a session */
async function callerOf(event: Event, { caller }: Route, { authenticator, sessions }: Callers, now: EpochSeconds) {
  if (caller === 'bearer') return identify(event, authenticator, now);
  if (caller === 'session') return sessions?.visitor(event, now);
  return NOBODY;
}

/** @throws Problem signature-rejected */
async function signedBy(event: Event, { caller }: Route, { slack }: Callers, now: EpochSeconds): Promise<SlackSigned> {
  if (caller !== 'slack') return NOT_SIGNED;
  if (!slack) throw new Problem('signature-rejected');
  return slack(event, now);
}

/** A session's form is known for ours before its fields are looked at; what shows that it is, is no field of its own. */
async function formOrBody(
  event: Event,
  route: Route,
  schema: Schema<unknown> | undefined,
  { sessions, who, now }: Pick<Callers, 'sessions'> & Pick<Call, 'who' | 'now'>,
): Promise<unknown> {
  if (route.caller !== 'session' || route.method === 'GET') return bodyOf(event, route, schema);
  if (!sessions || !schema) throw new Error(`${route.verb} takes no form`);
  const { [NONCE_FIELD]: nonces, ...fields } = await (route.file ? fieldsAndFilesOf : fieldsOf)(event);
  await sessions.mustBeOwnForm(event, who, { name: route.verb, nonces }, now);
  return checked(fields, schema);
}

/** After a form there is no page to come back to that would send it again. */
function signInFirst(event: Event, { method }: Route, keeper: CookieKeeper | undefined): Result {
  const query = event.rawQueryString === '' ? '' : `?${event.rawQueryString}`;
  const to = method === 'GET' ? localPath(`${event.rawPath}${query}`) : '/';
  const location = to === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ to })}`;
  return seeOther(location, keeper && [keeper.drop('session')]);
}

const NOBODY: Identity = Object.freeze({ organisation: '', person: '', session: '', authenticatedAt: 0 });

const NOT_SIGNED: SlackSigned = Object.freeze({ team: '', organisation: '', signature: '' });

/** What API Gateway names a request that no row of routes.ts matches. */
export const DEFAULT_ROUTE = '$default';
const UNMATCHED: Route = Object.freeze({
  verb: 'answer-unmatched',
  method: 'GET',
  path: '/',
  caller: 'public',
  function: 'describe-api',
  summary: '',
});

/** The row that API Gateway chose. */
function routeOf(event: Event, rows: readonly Route[]): Route {
  if (event.routeKey === DEFAULT_ROUTE) return UNMATCHED;
  const route = rows.find((row) => routeKeyOf(row) === event.routeKey);
  if (!route) throw new Problem('not-found');
  return route;
}

/** Exactly one bearer token; two headers arrive joined by a comma and match nothing. */
async function identify(event: Event, authenticator: Authenticator | undefined, now: EpochSeconds): Promise<Identity> {
  const bearer = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(headerOf(event, 'authorization') ?? '')?.[1];
  if (!bearer || !authenticator) throw new Problem('unauthenticated');
  return authenticator.identify(bearer, now);
}

function idempotencyKeyOf(event: Event): string {
  const key = headerOf(event, 'idempotency-key');
  if (key && /^[A-Za-z0-9_-]{16,64}$/.test(key)) return key;
  throw new Problem('bad-request', { detail: 'Send an Idempotency-Key of 16 to 64 characters A-Z a-z 0-9 _ -.' });
}

function problemDetails(pages: (event: Event) => Endpoint['onProblem']): MiddlewareObj<Event, Result> {
  return {
    onError: (request) => {
      const page = request.error instanceof Problem ? pages(request.event) : undefined;
      request.response =
        page && request.error instanceof Problem ? page(request.error) : withApiHeaders(answerFor(request.error));
    },
  };
}

/** No answer of ours is for a cache or for a browser to run. */
export function withApiHeaders(result: Result): Result {
  const headers = { 'cache-control': 'no-store', 'content-security-policy': API_CSP, ...result.headers };
  return { ...result, headers };
}

const API_CSP = "default-src 'none'; frame-ancestors 'none'";

/** A JSON answer. */
export function json(statusCode: number, body: unknown): Result {
  return withApiHeaders({ statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/** Leads a browser on to `location`; the answer to every form that was taken, so that loading again sends nothing again. */
export function seeOther(location: string, cookies: readonly string[] = []): Result {
  return { statusCode: 303, headers: { location, 'cache-control': 'no-store' }, cookies: [...cookies] };
}

/**
 * An HTML answer whose only style carries `nonce`; it loads nothing, and runs nothing but the frame's own script where the
 * document has it. A person's text cannot name a nonce that was drawn for this answer.
 */
export function page(statusCode: number, body: string, nonce: string): Result {
  const script = body.includes(`<script nonce="${nonce}"`) ? ` script-src 'nonce-${nonce}';` : '';
  const connect = body.includes(`<script nonce="${nonce}" data-every="`) ? " connect-src 'self';" : '';
  const csp = `default-src 'none'; style-src 'nonce-${nonce}';${script}${connect} form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': csp,
    'permissions-policy': PERMISSIONS,
  };
  return { statusCode, headers, body };
}

/** What no page asks a browser for. */
const PERMISSIONS = 'camera=(), geolocation=(), microphone=(), payment=(), usb=()';

function oneLogLine(): MiddlewareObj<Event, Result> {
  const write = (event: Event, response: Result | null | undefined, error?: unknown) => {
    const status = response?.statusCode ?? 500;
    const line = {
      level: status >= 500 ? 'error' : 'info',
      route: event.routeKey,
      status,
      request: event.requestContext?.requestId,
    };
    console.log(JSON.stringify({ ...line, ...causesOf(error) }));
  };
  return {
    after: ({ event, response }) => write(event, response),
    onError: ({ event, response, error }) => write(event, response, error),
  };
}
