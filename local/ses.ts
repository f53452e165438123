/**
 * A mailbox for one machine (architecture 8): takes mails by SES v2's SendEmail, keeps them on disk and shows them, so
 * that the deployed broker's adapter and SDK client run against it unchanged. Nothing leaves the machine.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { failOnTheWire, planFailures } from './failures.ts';
import { answerJson, type LoopbackServer, type Port, readJson, serveLoopback } from './loopback-server.ts';
import { type MailEvent, mailEvent, type Report } from './ses/events.ts';
import { type Message, type Messages, openMessages } from './ses/messages.ts';
import { inboxPage, MAIL_HEADERS, mailPage, messagePage, pageHeaders, type Reports } from './ses/pages.ts';
import { parseSendEmail } from './ses/request.ts';

const JSON_TYPE = 'application/json';
const SEND_PATH = '/v2/email/outbound-emails';
const BODY_LIMIT = 1024 * 1024;
/** Seconds after which a list that somebody looks at shows what came meanwhile. */
const NEW_MAIL_AFTER = '5';

/** `POST /_fail {operation: "SendEmail", mode}`: SES's error and its status. */
const FAILING_ERRORS: Readonly<Record<string, readonly [string, number]>> = Object.freeze({
  throttle: ['TooManyRequestsException', 429],
  limit: ['LimitExceededException', 400],
  internal: ['InternalServiceErrorException', 500],
  rejected: ['MessageRejected', 400],
  suspended: ['AccountSuspendedException', 400],
  paused: ['SendingPausedException', 400],
  unverified: ['MailFromDomainNotVerifiedException', 400],
});
/** The mail is taken, and later SES reports this about it. */
const REPORTED = Object.freeze({ deliver: 'Delivery', bounce: 'Bounce', 'bounce-soft': 'TransientBounce' } as const);
/** `lost-answer`: the mail is taken, and the connection breaks before SES says so. */
const MODES = Object.freeze([
  ...Object.keys(FAILING_ERRORS),
  ...Object.keys(REPORTED),
  'delay',
  'reset',
  'lost-answer',
]);

interface MailboxOptions {
  readonly dataDir: string;
  readonly port?: Port;
  /** Where reports about mails go: EventBridge's place. */
  readonly publish?: (event: MailEvent) => void;
}

/** Starts the mailbox; mails live under `dataDir`. */
export async function startMailbox(options: MailboxOptions): Promise<LoopbackServer> {
  const messages = openMessages(options.dataDir);
  const failures = planFailures(MODES);
  const reports = new Map<string, Report>();
  const server = await serveLoopback(options.port ?? 0, async (request, response) => {
    if (request.method === 'GET') return show(messages.all(), reports, request.url ?? '', response);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    if (request.url === '/_fail') return failures.control(request, response);
    if (request.url !== SEND_PATH) return void response.writeHead(404).end();
    const mode = failures.next('SendEmail');
    const taken = await take(messages, mode, request, response);
    if (!taken || !mode || !isReported(mode)) return;
    reports.set(taken.id, REPORTED[mode]);
    options.publish?.(mailEvent(REPORTED[mode], taken));
  });
  return {
    endpoint: server.endpoint,
    async close() {
      await server.close();
      messages.close();
    },
  };
}

function isReported(mode: string): mode is keyof typeof REPORTED {
  return Object.hasOwn(REPORTED, mode);
}

/** Takes one mail or answers why not. @returns the mail that was taken */
async function take(
  messages: Messages,
  mode: string | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Message | undefined> {
  const mail = parseSendEmail(await readJson(request, BODY_LIMIT));
  if (await failOnTheWire(mode, response)) return undefined;
  const [error, status] = FAILING_ERRORS[mode ?? ''] ?? [];
  if (error !== undefined) return refuse(response, error, status);
  if (!mail) return refuse(response, 'BadRequestException', 400);
  const message = { id: `local-${randomUUID()}`, received: Date.now(), ...mail };
  messages.add(message);
  if (mode === 'lost-answer') response.destroy();
  else answerJson(response, 200, { MessageId: message.id }, JSON_TYPE);
  return message;
}

/** REST JSON names the error in a header. */
function refuse(response: ServerResponse, error: string, status = 400): undefined {
  response.setHeader('x-amzn-errortype', error);
  answerJson(response, status, { message: 'Not sent.' }, JSON_TYPE);
}

/** `/?to=`, `/messages.json?to=`, `/messages/<id>` and the mail's own HTML at `/messages/<id>/html`. */
function show(messages: readonly Message[], reports: Reports, target: string, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(target, 'http://127.0.0.1');
  const [nonce, to] = [randomBytes(16).toString('base64url'), searchParams.get('to')];
  if (pathname === '/') {
    const headers = { ...pageHeaders(nonce), refresh: NEW_MAIL_AFTER };
    return void response.writeHead(200, headers).end(inboxPage(addressedTo(messages, to), reports, nonce));
  }
  if (pathname === '/messages.json') return void answerJson(response, 200, addressedTo(messages, to), JSON_TYPE);
  const [, room, id, part] = pathname.split('/');
  const message = room === 'messages' ? messages.find((one) => one.id === id) : undefined;
  if (!message) return void response.writeHead(404).end();
  if (part === 'html') return void response.writeHead(200, MAIL_HEADERS).end(mailPage(message));
  response.writeHead(200, pageHeaders(nonce)).end(messagePage(message, reports, nonce));
}

function addressedTo(messages: readonly Message[], to: string | null): readonly Message[] {
  return to === null ? messages : messages.filter((message) => message.to === to);
}
