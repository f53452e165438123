/**
 * What the small stand-in servers share: HTTP on loopback only, bounded bodies, a clean end. They trust whoever reaches
 * them, as they exist on a developer's machine only; what a web page in the developer's browser could send is refused.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HeldPort } from './held-port.ts';

export interface LoopbackServer {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly endpoint: string;
  /** Ends open connections too. */
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Names by which this machine calls itself. Any other in `Host` is a web site rebound to loopback (DNS rebinding). */
const OWN_NAMES: readonly (string | undefined)[] = Object.freeze(['127.0.0.1', 'localhost']);

/**
 * Milliseconds that an idle connection is kept. Node's five are less than a busy machine may take between two requests, and
 * one that is sent while its connection is being closed is lost.
 */
const KEPT_OPEN = 75_000;

/** One by its number, a free one for 0, or one that is held: that is served on the socket that holds it. */
export type Port = number | HeldPort;

/** Serves `handle` on 127.0.0.1. A thrown error is a 500 without a body, or a cut answer. */
export async function serveLoopback(port: Port, handle: Handler): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    if (!OWN_NAMES.includes(request.headers.host?.split(':')[0])) return void response.writeHead(421).end();
    handle(request, response).catch(() => (response.headersSent ? response.destroy() : response.writeHead(500).end()));
  });
  server.keepAliveTimeout = KEPT_OPEN;
  const place = typeof port === 'number' ? { port, host: '127.0.0.1' } : port.server;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(place, resolve));
  // While it was held, it kept no process alive.
  server.ref();
  const { port: bound } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * The whole body; undefined when it is longer than `limit` bytes. The rest of a longer one is read and dropped: an answer
 * over a body that nobody reads leaves the connection's next request hanging.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
  }
  return length > limit ? undefined : Buffer.concat(chunks);
}

/**
 * The body as a JSON object; undefined when it is none, longer than `limit` bytes, or not sent as JSON: that a page of
 * another origin cannot do without asking first (CORS), and nobody here answers such a question.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<Record<string, unknown> | undefined> {
  const body = await readBody(request, limit);
  if (!/^application\/(x-amz-)?json/i.test(request.headers['content-type'] ?? '')) return undefined;
  try {
    const value: unknown = JSON.parse(body?.toString('utf8') ?? '');
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Answers with JSON of `contentType`. */
export function answerJson(response: ServerResponse, status: number, value: unknown, contentType: string): void {
  response.writeHead(status, { 'content-type': contentType }).end(JSON.stringify(value));
}
