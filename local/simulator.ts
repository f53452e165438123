/**
 * The simulator (architecture 8): the first page of `npm start`. A loopback server of its own, with one more for each panel of
 * the broker's pages, and a process for the devices, which is started when somebody looks. Only here are pages of the broker
 * framed; the broker itself refuses.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Scene } from './demo/broker.ts';
import type { HeldPort } from './held-port.ts';
import { answerJson, type LoopbackServer, readBody, serveLoopback } from './loopback-server.ts';
import { skip } from './moved-clock.ts';
import { isAttack } from './simulator/attacks.ts';
import { PROPS } from './simulator/cast.ts';
import { type Bench, openBench, type Verb } from './simulator/device-client.ts';
import { devicePage, keyOf } from './simulator/device-page.ts';
import { Lines } from './simulator/lines.ts';
import { liveParts, shellPage } from './simulator/shell-page.ts';
import { Stage } from './simulator/stage.ts';
import { openStrip } from './simulator/strip.ts';
import { type Panel, startPanel } from './simulator/viewing-proxy.ts';
import { type Addresses, DEVICES_HOME, PEOPLE } from './stack-files.ts';

const FORM_LIMIT = 16 * 1024;
const SCRIPT = readFileSync(new URL('./simulator/follow.js', import.meta.url));
/** A token as it stands on a page (RFC 7515): the third part is the 64 bytes of an ES256 signature. */
const TOKEN = /(?<![\w-])[\w-]{20,}\.[\w-]{40,}\.[\w-]{86}(?![\w-])/;

export interface SimulatorOptions {
  readonly port: HeldPort;
  readonly addresses: Addresses;
  readonly dataDir: string;
  readonly clock: SharedArrayBuffer;
}

interface Simulator {
  readonly stage: Stage;
  readonly bench: Bench;
  readonly phone: Panel;
  readonly inbox: Panel;
  /** How often the panels were led somewhere. */
  readonly turn: () => number;
}

/** Starts the simulator's servers. Its device process starts with the first look, and ends with this process. */
export async function startSimulator(options: SimulatorOptions): Promise<LoopbackServer> {
  const { addresses, dataDir, clock, port } = options;
  const codes = PROPS.map(({ code }) => code);
  const bench = openBench(join(dataDir, DEVICES_HOME), codes, () => skip(clock, 0));
  const strip = openStrip(addresses.dynamodb);
  const shown = { phone: '/', inbox: '/', turn: 0 };
  const theatre = { scene: new Scene({ addresses, dataDir }), bench, lines: new Lines(), shown };
  const stage = new Stage({ theatre, strip, people: join(dataDir, PEOPLE) });
  const framedBy = `http://127.0.0.1:${port.number} http://localhost:${port.number}`;
  const { api, inbox: mails } = addresses;
  const phone = await startPanel({ api, framedBy, member: () => stage.technician() });
  const inbox = await startPanel({
    api,
    framedBy,
    member: () => stage.approver(),
    elsewhere: (path) => mailAddress(mails, path, stage.approver().email),
  });
  const simulator: Simulator = { stage, bench, phone, inbox, turn: () => shown.turn };
  const server = await serveLoopback(port, (request, response) => route(simulator, request, response));
  return {
    endpoint: server.endpoint,
    async close() {
      await Promise.all([server.close(), phone.close(), inbox.close(), bench.stop()]);
      strip.close();
    },
  };
}

/** The mail program of this panel shows one person's mails, and stands where the portal's first page would. */
function mailAddress(mails: string, path: string, email: string): string | undefined {
  if (path === '/') return `${mails}/?${new URLSearchParams({ to: email })}`;
  return path.startsWith('/messages/') ? `${mails}${path}` : undefined;
}

async function route(simulator: Simulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'POST') return post(simulator, pathname, request, response);
  if (request.method !== 'GET') return void response.writeHead(405).end();
  if (pathname === '/') return showShell(simulator, response);
  if (pathname === '/device') return showDevice(simulator, response);
  if (pathname === '/live') return showLive(simulator, response);
  if (pathname === '/follow.js') return void response.writeHead(200, SCRIPT_HEADERS).end(SCRIPT);
  response.writeHead(404).end();
}

const SCRIPT_HEADERS = Object.freeze({
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
});

async function showShell({ stage, phone, inbox }: Simulator, response: ServerResponse): Promise<void> {
  const origins = { phone: phone.endpoint, inbox: inbox.endpoint };
  const nonce = newNonce();
  const policy = `script-src 'nonce-${nonce}'; connect-src 'self'; frame-src 'self' ${origins.phone} ${origins.inbox}; frame-ancestors 'none'`;
  answerPage(response, shellPage(await stage.view(origins), nonce), nonce, policy);
}

async function showDevice({ stage, bench }: Simulator, response: ServerResponse): Promise<void> {
  const nonce = newNonce();
  const { prop, scanned } = stage;
  const page = devicePage({ nonce, prop, state: await bench.look(), scanned });
  answerPage(response, page, nonce, "frame-ancestors 'self'");
}

function answerPage(response: ServerResponse, page: string, nonce: string, policy: string): void {
  response
    .writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; ${policy}`,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .end(page);
}

function newNonce(): string {
  return randomBytes(16).toString('base64url');
}

/** What changes, for the script of the page. */
async function showLive({ stage, bench, phone, inbox, turn }: Simulator, response: ServerResponse): Promise<void> {
  const view = await stage.view({ phone: phone.endpoint, inbox: inbox.endpoint });
  const parts = Object.entries(liveParts(view)).map(([id, part]) => [id, part.toString()]);
  const shown = { turn: turn(), phone: view.phone, inbox: view.inbox };
  const key = keyOf(await bench.look(), stage.prop);
  const { isBusy, stories } = view;
  answerJson(response, 200, { parts: Object.fromEntries(parts), shown, key, isBusy, stories }, 'application/json');
}

const DEVICE_VERBS: readonly string[] = Object.freeze(['challenge', 'end', 'set-clock'] satisfies Verb[]);

/** Forms of this page, and of no other: whoever sees it may do everything on it. */
async function post(
  { stage, phone }: Simulator,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, FORM_LIMIT);
  if (request.headers.origin !== `http://${request.headers.host}`) return void response.writeHead(403).end();
  const form = new URLSearchParams(body?.toString('utf8'));
  const field = (name: string) => (form.get(name) ?? '').trim();
  const [, room = '', verb = ''] = path.split('/');
  if (room === 'device') {
    if (verb === 'choose') stage.choose(field('device'));
    if (verb === 'scan') stage.scan(TOKEN.exec(phone.lastPage())?.[0] ?? '');
    if (verb === 'present') await stage.act('present', { token: field('token'), releaseCode: field('releaseCode') });
    if (DEVICE_VERBS.includes(verb)) await stage.act(verb as Verb);
    return back(response, '/device');
  }
  const name = field('attack');
  // The page tells how it goes; an answer that waited for the end would keep the browser waiting.
  if (room === 'play') void stage.play();
  else if (room === 'attack' && isAttack(name)) void stage.attack(name);
  else if (room === 'inbox') stage.chooseInbox(field('login'));
  else return void response.writeHead(404).end();
  back(response, '/');
}

function back(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
}
