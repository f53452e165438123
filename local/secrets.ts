/**
 * A Secrets Manager for one machine: GetSecretValue over AWS's JSON 1.1, for the secrets that the broker reads. The
 * session's is a file, made at the first start and read at every call, so that a change of it counts at once.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makePrivateDirectory, writeDurably } from './durable-file.ts';
import { answerJson, type LoopbackServer, readJson, serveLoopback } from './loopback-server.ts';

/** What the embedded stack's functions are told it is called. */
export const SESSION_SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:wardkey-local-session-AbCdEf';
const CONTENT_TYPE = 'application/x-amz-json-1.1';
const BODY_LIMIT = 8 * 1024;

interface SecretsOptions {
  /** The session's secret, as `{"AWSCURRENT": "...", "AWSPREVIOUS": "..."}`. */
  readonly file: string;
  /** The text of another secret by its name. */
  readonly textOf?: (name: string) => string | undefined;
}

/** Starts the server. */
export async function startSecrets(options: SecretsOptions): Promise<LoopbackServer> {
  if (!existsSync(options.file)) {
    makePrivateDirectory(dirname(options.file));
    writeDurably(options.file, JSON.stringify({ AWSCURRENT: randomBytes(48).toString('base64url') }));
  }
  return serveLoopback(0, async (request, response) => {
    const input = request.method === 'POST' ? await readJson(request, BODY_LIMIT) : undefined;
    const [status, answer] = answerTo(request.headers['x-amz-target'], input, options);
    answerJson(response, status, answer, CONTENT_TYPE);
  });
}

function answerTo(
  target: unknown,
  input: Readonly<Record<string, unknown>> | undefined,
  options: SecretsOptions,
): [number, object] {
  if (target !== 'secretsmanager.GetSecretValue') return [400, { __type: 'UnknownOperationException' }];
  const { SecretId, VersionStage = 'AWSCURRENT' } = input ?? {};
  const SecretString =
    SecretId === SESSION_SECRET_ARN
      ? sessionSecret(options.file, String(VersionStage))
      : options.textOf?.(String(SecretId));
  if (SecretString === undefined) return [400, { __type: 'ResourceNotFoundException', message: 'There is none.' }];
  return [200, { ARN: SecretId, Name: 'secret', SecretString, VersionStages: [VersionStage] }];
}

function sessionSecret(file: string, stage: string): string | undefined {
  const versions = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>;
  return versions[stage];
}
