/**
 * Lambda's own way to call a function by name (API version 2015-03-31, Invoke), for those that an operator calls so: the
 * same command reaches a function here and in an account. Signatures are asked for and not checked; no web page can send
 * one without asking first (CORS), and nobody here answers such a question.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FUNCTIONS, type FunctionName } from '../lambdas/routes.ts';
import { FunctionFailed, type Functions } from './functions.ts';
import { type LoopbackServer, readBody, serveLoopback } from './loopback-server.ts';

/** Lambda takes this much of a call that waits for its answer. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

const PATH = /^\/2015-03-31\/functions\/([a-z-]+)\/invocations$/;

/** Serves invocations on loopback. */
export function startInvocations(functions: Functions): Promise<LoopbackServer> {
  return serveLoopback(0, async (request, response) => {
    const body = await readBody(request, MAX_PAYLOAD_BYTES);
    const name = nameIn(request);
    if (!request.headers.authorization) return fault(response, 403, 'MissingAuthenticationTokenException');
    if (!name) return fault(response, 404, 'ResourceNotFoundException');
    if (!body) return fault(response, 413, 'RequestTooLargeException');
    const event = parsed(body);
    if (event === undefined) return fault(response, 400, 'InvalidRequestContentException');
    await invoke(functions, name, event, response);
  });
}

/** Functions that something else wakes are not there for a caller. */
function nameIn({ method, url = '' }: IncomingMessage): FunctionName | undefined {
  const [, name] = PATH.exec(url) ?? [];
  const names = Object.keys(FUNCTIONS) as FunctionName[];
  return method === 'POST' ? names.find((one) => one === name && FUNCTIONS[one].trigger === 'invoke') : undefined;
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** A function that failed is an answer of 200 with a header that says so, as in Lambda. */
async function invoke(functions: Functions, name: FunctionName, event: unknown, response: ServerResponse) {
  const headers = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
  try {
    const answer = JSON.stringify((await functions.invoke(name, event)) ?? null);
    response.writeHead(200, headers).end(answer);
  } catch (error) {
    if (!(error instanceof FunctionFailed)) throw error;
    const failure = JSON.stringify({ errorType: error.name, errorMessage: error.message });
    response.writeHead(200, { ...headers, 'x-amz-function-error': 'Unhandled' }).end(failure);
  }
}

function fault(response: ServerResponse, status: number, type: string): void {
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': type };
  response.writeHead(status, headers).end(JSON.stringify({ Type: 'User', message: type }));
}
