/**
 * An HTTP API of one machine: turns HTTP into API Gateway's events (payload 2.0) by lambdas/routes.ts and calls the
 * bundles that are deployed. What only the gateway answers in the account (413, 503) it answers here in the same words.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { routeKeyOf } from '../lambdas/route-key.ts';
import { ROUTES, type Route } from '../lambdas/routes.ts';
import { FunctionFailed, type Functions } from './functions.ts';
import { answerJson, type LoopbackServer, type Port, readBody, readJson, serveLoopback } from './loopback-server.ts';
import { skip } from './moved-clock.ts';

const MAX_REQUEST_BYTES = 10 * 1024 * 1024;

/** Routes of the embedded stack itself (the clock of the demo), tried before the API's. */
type OwnRoutes = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Serves the API on loopback. */
export function startGateway(port: Port, functions: Functions, own: OwnRoutes = () => false): Promise<LoopbackServer> {
  return serveLoopback(port, async (request, response) => {
    if (own(request, response)) return;
    const body = await readBody(request, MAX_REQUEST_BYTES);
    if (!body) return gatewayAnswer(response, 413, 'Request Entity Too Large');
    const matched = matchRoute(request);
    try {
      const event = eventFor(request, body, matched);
      const result = await functions.invoke(matched.route?.function ?? 'describe-api', event);
      write(response, result as APIGatewayProxyStructuredResultV2);
    } catch (error) {
      if (!(error instanceof FunctionFailed)) throw error;
      gatewayAnswer(response, error.message.endsWith('30 s') ? 503 : 500, 'Internal Server Error');
    }
  });
}

function gatewayAnswer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
}

interface Matched {
  readonly route: Route | undefined;
  readonly params: Readonly<Record<string, string>>;
}

/** The row whose method and path fit; HTTP APIs match the decoded path, segment by segment. */
function matchRoute(request: IncomingMessage): Matched {
  const segments = pathOf(request).split('/');
  for (const route of ROUTES as readonly Route[]) {
    const params = route.method === request.method ? paramsIn(route.path.split('/'), segments) : undefined;
    if (params) return { route, params };
  }
  return { route: undefined, params: {} };
}

function paramsIn(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{') && segment !== '') params[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}

/** The path, decoded as HTTP APIs do; what cannot be decoded stays as it came. */
function pathOf(request: IncomingMessage): string {
  const [raw = '/'] = (request.url ?? '/').split('?');
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

function eventFor(request: IncomingMessage, body: Buffer, { route, params }: Matched): APIGatewayProxyEventV2 {
  const [, ...query] = (request.url ?? '').split('?');
  const { cookie, ...headers } = headersOf(request);
  const text = isText(headers['content-type'] ?? '') && isUtf8(body);
  const routeKey = route ? routeKeyOf(route) : '$default';
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: pathOf(request),
    rawQueryString: query.join('?'),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers,
    pathParameters: params,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: request.headers.host ?? '',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path: pathOf(request),
        protocol: 'HTTP/1.1',
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length === 0 ? {} : { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

/** Lower-case names; a header that came twice is joined by a comma. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(',')]);
  return Object.fromEntries(entries);
}

function isText(type: string): boolean {
  return /^(application\/json|application\/x-www-form-urlencoded|text\/)/i.test(type);
}

function isUtf8(body: Buffer): boolean {
  return Buffer.from(body.toString('utf8'), 'utf8').equals(body);
}

function write(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const headers = Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)]);
  const cookies = result.cookies?.length ? { 'set-cookie': result.cookies } : {};
  response.writeHead(result.statusCode ?? 200, { ...Object.fromEntries(headers), ...cookies });
  response.end(Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8'));
}

/** `POST /_clock {"skip": seconds}`: half an hour later, for the demo. Only this gateway has it. */
export function clockRoute(clock: SharedArrayBuffer): OwnRoutes {
  return (request, response) => {
    if (request.method !== 'POST' || request.url !== '/_clock') return false;
    void readJson(request, 256).then((body) => {
      const seconds = Number(body?.['skip']);
      const isSane = Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= 86_400;
      answerJson(response, isSane ? 200 : 400, isSane ? { ahead: skip(clock, seconds) } : {}, 'application/json');
    });
    return true;
  };
}
