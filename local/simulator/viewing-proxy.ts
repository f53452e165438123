/**
 * A panel of the simulator: the broker's real pages, seen through a loopback server of its own that is one person's device.
 * It keeps the cookies, signs the person in at the real issuer, and lets the simulator's page, and no other, frame what it
 * shows: the broker itself goes on refusing to be framed. Forms of other sites reach the broker as what they are.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { localPath } from '../../lambdas/local-path.ts';
import { type LoopbackServer, readBody, serveLoopback } from '../loopback-server.ts';
import type { CastMember } from '../seed.ts';
import type { Cookies } from '../sign-in.ts';
import { cookieLine, signInAtPortal, takeCookies } from './person-cookies.ts';

const BODY_LIMIT = 4 * 1024 * 1024;

export interface PanelOptions {
  /** The broker's origin. */
  readonly api: string;
  /** Whose device it is. */
  readonly member: () => CastMember;
  /** Origins that may frame the panel. */
  readonly framedBy: string;
  /** Another server than the broker for some paths: a mail program. @returns the address to ask there */
  readonly elsewhere?: (path: string) => string | undefined;
}

export interface Panel extends LoopbackServer {
  /** The last page that it showed, as the person sees it. */
  readonly lastPage: () => string;
}

/** Starts the panel on a free port. */
export async function startPanel(options: PanelOptions): Promise<Panel> {
  const jars = new Map<string, Cookies>();
  const jarOf = ({ person }: CastMember) => {
    const jar = jars.get(person) ?? new Map<string, string>();
    jars.set(person, jar);
    return jar;
  };
  let lastPage = '';
  const server = await serveLoopback(0, async (request, response) => {
    const member = options.member();
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'GET' && url.pathname === '/sign-in') {
      for (const [name, value] of await signInAtPortal(options.api, member)) jarOf(member).set(name, value);
      return void response.writeHead(303, { location: localPath(url.searchParams.get('to') ?? undefined) }).end();
    }
    const elsewhere = options.elsewhere?.(`${url.pathname}${url.search}`);
    const answer = await forward(request, elsewhere ?? `${options.api}${request.url}`, options.api, jarOf(member));
    if (!answer) return void response.writeHead(413).end();
    if (elsewhere === undefined) takeCookies(jarOf(member), answer);
    const page = await write(answer, response, { ...options, own: `http://${request.headers.host}` });
    if (page !== undefined) lastPage = page;
  });
  return { ...server, lastPage: () => lastPage };
}

/** What goes on as it came. The browser's own cookies are another jar's, and stay behind. */
const PASSED_ON = Object.freeze(['accept', 'accept-language', 'content-type', 'sec-fetch-site', 'user-agent']);

async function forward(
  request: IncomingMessage,
  to: string,
  api: string,
  cookies: Cookies,
): Promise<Response | undefined> {
  const body = await readBody(request, BODY_LIMIT);
  if (!body) return undefined;
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const { origin, host } = request.headers;
  // A form of this panel is a form of the broker's page; any other origin stays what it is, and is refused there.
  if (origin !== undefined) headers.set('origin', origin === `http://${host}` ? api : origin);
  if (cookies.size > 0) headers.set('cookie', cookieLine(cookies));
  const method = request.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return fetch(to, { method, headers, redirect: 'manual', ...(hasBody && { body: new Uint8Array(body) }) });
}

/** Of the transport, of another jar, or what is relaxed here. */
const LEFT_OUT: readonly string[] = Object.freeze([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'set-cookie',
  'transfer-encoding',
  'x-frame-options',
]);

/** @returns the document, if it is one */
async function write(
  answer: Response,
  response: ServerResponse,
  { api, own, framedBy }: Pick<PanelOptions, 'api' | 'framedBy'> & { readonly own: string },
): Promise<string | undefined> {
  const headers = [...answer.headers].filter(([name]) => !LEFT_OUT.includes(name));
  const shown = headers.map(([name, value]) => [name, framed(name, value, framedBy).replaceAll(api, own)]);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isPage = /^text\/html/.test(answer.headers.get('content-type') ?? '');
  const page = isPage ? bytes.toString('utf8').replaceAll(api, own) : undefined;
  response.writeHead(answer.status, Object.fromEntries(shown)).end(page ?? bytes);
  return page;
}

/** `frame-ancestors` and nothing else of the policy. */
function framed(name: string, value: string, framedBy: string): string {
  if (name !== 'content-security-policy') return value;
  return value.replace(/frame-ancestors ('none'|'self')/, (_all, who) =>
    who === "'self'" ? `frame-ancestors 'self' ${framedBy}` : `frame-ancestors ${framedBy}`,
  );
}
