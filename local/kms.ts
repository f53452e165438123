/**
 * A KMS for one machine (architecture 8): keys behind AWS's own protocol, JSON 1.1 over `POST /`, so that the adapters
 * and the SDK client of the deployed broker run against it unchanged. It asks nobody for credentials and exists under
 * `local/` only.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Failures, failOnTheWire, planFailures } from './failures.ts';
import { KmsError, type KmsErrorName } from './kms/errors.ts';
import { type KeyRing, openKeyRing } from './kms/key-ring.ts';
import { OPERATIONS } from './kms/operations.ts';
import { answerJson, type LoopbackServer, readJson, serveLoopback } from './loopback-server.ts';

const CONTENT_TYPE = 'application/x-amz-json-1.1';
const TARGET_PREFIX = 'TrentService.';
/** Base64 of the largest message with room for the rest of a request. */
const BODY_LIMIT = 32 * 1024;

/** `POST /_fail` modes that are one of AWS's errors. */
const FAILING_ERRORS: Readonly<Record<string, KmsErrorName>> = Object.freeze({
  throttle: 'ThrottlingException',
  internal: 'KMSInternalException',
  disabled: 'DisabledException',
  denied: 'AccessDeniedException',
});
/** `wrong-key` answers with the signature of a key made for this one call; the last two are {@link failOnTheWire}. */
const MODES = Object.freeze([...Object.keys(FAILING_ERRORS), 'wrong-key', 'hold', 'delay', 'reset']);

/** Starts the server; keys live under `dataDir`. */
export async function startKms(options: { dataDir: string }): Promise<LoopbackServer> {
  const keys = openKeyRing(options.dataDir);
  const failures = planFailures(MODES);
  return serveLoopback(0, async (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(405).end();
    if (request.url === '/_fail') return failures.control(request, response);
    await answer(keys, failures, request, response);
  });
}

async function answer(keys: KeyRing, failures: Failures, request: IncomingMessage, response: ServerResponse) {
  const target = request.headers['x-amz-target'];
  const operation = typeof target === 'string' ? target.replace(TARGET_PREFIX, '') : '';
  const input = await readJson(request, BODY_LIMIT);
  const mode = failures.next(operation);
  if (mode === 'hold') await failures.held(operation);
  if (await failOnTheWire(mode, response)) return;
  try {
    answerJson(response, 200, run(keys, operation, input, mode), CONTENT_TYPE);
  } catch (error) {
    if (!(error instanceof KmsError)) throw error;
    answerJson(response, error.status, { __type: error.name, message: error.message }, CONTENT_TYPE);
  }
}

function run(keys: KeyRing, name: string, input: Record<string, unknown> | undefined, mode: string | undefined) {
  const planned = FAILING_ERRORS[mode ?? ''];
  if (planned) throw new KmsError(planned, 'Planned by POST /_fail.');
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (!operation) throw new KmsError('UnknownOperationException', '');
  if (!input) throw new KmsError('ValidationException', 'The body is not one JSON object.');
  return mode === 'wrong-key' ? operation(keys, { ...input, KeyId: strangerId(keys) }) : operation(keys, input);
}

function strangerId(keys: KeyRing): string {
  return keys.create({ spec: 'ECC_NIST_P256', description: 'wrong-key planned by POST /_fail', multiRegion: false }).id;
}
