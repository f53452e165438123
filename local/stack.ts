/**
 * The whole broker on one machine: engine, KMS, mail, issuers, functions and gateway, each speaking the protocol of what
 * it stands for. Everything that must survive a crash is on disk before it is acknowledged; addresses are kept with the
 * data, so that links in old mails still lead somewhere after a restart.
 */
import { EventEmitter } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { dynamoClient } from '../adapters/aws/dynamo-client.ts';
import { dynamoStore } from '../adapters/aws/dynamo-store.ts';
import { tablesFrom } from '../adapters/aws/dynamo-tables.ts';
import { kmsSealer } from '../adapters/aws/kms.ts';
import { kmsTokenKeys } from '../adapters/aws/kms-token-keys.ts';
import { operatorRef } from '../core/keys.ts';
import type { Store } from '../core/ports.ts';
import type { Issuer } from '../core/registry.ts';
import { readDeviceTrust } from '../core/verbs/device-trust.ts';
import { buildFunctions } from './build.ts';
import { makePrivateDirectory, writeDurably } from './durable-file.ts';
import { chooseEngine, startEngine } from './engines.ts';
import { type Functions, startFunctions } from './functions.ts';
import { clockRoute, startGateway } from './gateway.ts';
import { type HeldPort, holdFreePort, holdPort } from './held-port.ts';
import { startInvocations } from './invocations.ts';
import { startKms } from './kms.ts';
import { moveClock, newClock } from './moved-clock.ts';
import { type Oem, openOem, trustFileFor } from './oem.ts';
import { AUDIENCE } from './oidc/client.ts';
import { startOidc } from './oidc.ts';
import { SESSION_SECRET_ARN, startSecrets } from './secrets.ts';
import { DEVICES } from './seed/devices.ts';
import { MODELS } from './seed/models.ts';
import { ORGANISATIONS } from './seed/organisations.ts';
import { type Cast, castOf, seedBroker } from './seed.ts';
import { startMailbox } from './ses.ts';
import { startSimulator } from './simulator.ts';
import { openSlackSecrets, SLACK_SECRETS } from './slack/secrets.ts';
import { WORKSPACES } from './slack/workspaces.ts';
import { startSlack } from './slack.ts';
import { ADDRESSES, type Addresses, DEVICES_HOME, OEM_KEYS, PEOPLE } from './stack-files.ts';
import { ensureTables, LOCAL_CLIENT, PREFIX, tableEnvironment } from './tables.ts';
import { LOCAL_TOKEN_KEYS } from './token-keys.ts';

export interface Stack {
  readonly addresses: Addresses;
  readonly functions: Functions;
  /** Whether somebody runs the deployment: seeded, or begun by `npm run bootstrap`. */
  readonly isBegun: boolean;
  stop(): Promise<void>;
}

/** The sweeper's pause: what the stream does in the account, polling does here. */
const POLL_MS = 250;
/** EventBridge takes a moment; Lambda's own repeats come after one minute and two. */
const REPORT_AFTER_MS: readonly number[] = Object.freeze([250, 1000, 3000]);

export interface StackOptions {
  readonly dataDir: string;
  /** The gateway's; a kept or free one unless given. Kept for the next start like those. */
  readonly port?: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Without seed data: accounts can sign in, and nobody is registered. */
  readonly empty: boolean;
}

/** Starts everything; ready when it returns. */
export async function startStack({ dataDir, port, environment, empty }: StackOptions): Promise<Stack> {
  makePrivateDirectory(dataDir);
  const bundles = resolve(dataDir, 'functions');
  const ports = await keptPorts(dataDir, port);
  const cast = castOf(join(dataDir, PEOPLE));
  const api = `http://127.0.0.1:${ports.api.number}`;
  const reports = new EventEmitter();
  const clock = newClock();
  // Issuers too: to a broker that is ahead of them, whoever has just signed in did so long ago.
  moveClock(clock);
  const [servers] = await Promise.all([
    startServers({ dataDir, ports, cast, api, reports, environment }),
    deployFunctions(bundles, environment['WARDKEY_FUNCTIONS']),
  ]);
  const { engine, kms, mailbox, oidc, slack } = servers;
  const endpoints = { dynamodb: engine.endpoint, kms: kms.endpoint };
  const { credentialKey, isBegun } = await prepare(dataDir, endpoints, { issuers: oidc.issuers, cast, empty });
  const functions = startFunctions({
    settings: settingsOf(api, credentialKey, environment),
    surroundings: { ...surroundings(servers), ...recording(environment) },
    clock,
    bundles,
    log: join(dataDir, 'functions.log'),
  });
  reports.on('report', (event: unknown) => void reportDelivery(functions, event));
  const gateway = await startGateway(ports.api, functions, clockRoute(clock));
  const invocations = await startInvocations(functions);
  const poller = pollOutbox(functions);
  const served = {
    ...{ api, inbox: mailbox.endpoint, slack: slack.endpoint, oidc: oidc.endpoint, lambda: invocations.endpoint },
    ...endpoints,
  };
  const simulator = empty
    ? undefined
    : await startSimulator({ port: ports.simulator, addresses: served, dataDir, clock });
  const addresses = { ...served, ...(simulator && { simulator: simulator.endpoint }) };
  writeDurably(join(dataDir, ADDRESSES), `${JSON.stringify(addresses, null, 2)}\n`);
  const stop = async () => {
    await simulator?.close();
    await poller.stop();
    await Promise.all([gateway.close(), invocations.close()]);
    await functions.stop();
    await stopServers(servers);
  };
  return { addresses, functions, isBegun, stop };
}

interface ServerOptions extends Pick<StackOptions, 'dataDir' | 'environment'> {
  readonly ports: Ports;
  readonly cast: Cast;
  readonly api: string;
  /** Told of each report of a delivery. */
  readonly reports: EventEmitter;
}

/** What the functions reach by network. */
async function startServers({ dataDir, ports, cast, api, reports, environment }: ServerOptions) {
  const slackSecrets = openSlackSecrets(join(dataDir, 'secrets'), WORKSPACES);
  const [engine, kms, mailbox, oidc, secrets, slack] = await Promise.all([
    startEngine({ engine: chooseEngine(environment), dataDir: join(dataDir, 'dynamodb') }),
    startKms({ dataDir: join(dataDir, 'kms') }),
    startMailbox({
      dataDir: join(dataDir, 'mail'),
      port: ports.inbox,
      publish: (event) => void reports.emit('report', event),
    }),
    startOidc({
      organisations: ISSUING,
      accounts: cast,
      dataDir: join(dataDir, 'oidc'),
      port: ports.oidc,
      audience: AUDIENCE,
    }),
    startSecrets({ file: join(dataDir, 'secrets', 'session.json'), textOf: slackSecrets.textOf }),
    startSlack({
      dataDir: join(dataDir, 'slack'),
      port: ports.slack,
      workspaces: WORKSPACES,
      gateway: () => api,
      secrets: slackSecrets.read,
      now: () => Date.now(),
    }),
  ]);
  return { engine, kms, mailbox, oidc, secrets, slack };
}

type Servers = Awaited<ReturnType<typeof startServers>>;

async function stopServers({ engine, ...servers }: Servers): Promise<void> {
  await Promise.all([engine.stop(), ...Object.values(servers).map((server) => server.close())]);
}

/** What a deployment would set. */
function settingsOf(api: string, credentialKey: string, environment: StackOptions['environment']) {
  return {
    ...tableEnvironment(PREFIX),
    CREDENTIAL_KEY_ARN: credentialKey,
    SESSION_SECRET_ARN,
    MAIL_FROM: 'Wardkey <access@wardkey.example>',
    BASE_URL: api,
    COOL_DOWN_SECONDS: environment['WARDKEY_COOL_DOWN'] ?? '3600',
    ENVIRONMENT_NAME: LOCAL_TOKEN_KEYS.environment,
    TOKEN_KEY_POLICY: LOCAL_TOKEN_KEYS.policy,
    SLACK_SECRETS,
  };
}

/** Builds them, or takes those that are `built`: many stacks of one run of tests start with the same. */
async function deployFunctions(bundles: string, built: string | undefined): Promise<void> {
  if (built === undefined) await buildFunctions(bundles);
  else await cp(built, bundles, { recursive: true });
}

const ISSUING = ORGANISATIONS.map(([id, , name]) => ({ id, name }));
/** Tables, the key that seals secrets, and seed data where they are missing. @returns the key's ARN, and whether an operator stands */
async function prepare(
  dataDir: string,
  endpoints: Pick<Addresses, 'dynamodb' | 'kms'>,
  seed: { readonly issuers: readonly Issuer[]; readonly cast: Cast; readonly empty: boolean },
): Promise<{ readonly credentialKey: string; readonly isBegun: boolean }> {
  const client = dynamoClient({ ...LOCAL_CLIENT, endpoint: endpoints.dynamodb });
  const kms = new KMSClient({ ...LOCAL_CLIENT, endpoint: endpoints.kms });
  await ensureTables(client, PREFIX);
  const credentialKey = await credentialKeyIn(dataDir, kms);
  const store = dynamoStore(client, tablesFrom(tableEnvironment(PREFIX)));
  if (!seed.empty) {
    const oem = (maker: string) => openOem(join(dataDir, OEM_KEYS), maker);
    const [sealer, tokenKeys] = [kmsSealer(kms, credentialKey), kmsTokenKeys(kms, LOCAL_TOKEN_KEYS)];
    await seedBroker({ ...seed, store, sealer, tokenKeys, oem, now: Math.floor(Date.now() / 1000) });
    await writeTrustFiles(store, oem, join(dataDir, DEVICES_HOME));
  }
  const { operator } = await store.load({ operator: operatorRef });
  client.destroy();
  kms.destroy();
  return { credentialKey, isBegun: operator !== undefined };
}

/** Each device as it left the factory, with the documents of today: for `npm run verify`. */
async function writeTrustFiles(store: Store, oem: (maker: string) => Oem, home: string): Promise<void> {
  makePrivateDirectory(home);
  for (const [, model, , code] of DEVICES) {
    const papers = await readDeviceTrust({ store }, code);
    writeFileSync(join(home, `${code}.json`), trustFileFor(oem(MODELS[model].maker), papers));
  }
}

/** Made once; a crash between making and keeping it leaves a key that nothing was sealed with. */
async function credentialKeyIn(dataDir: string, kms: KMSClient): Promise<string> {
  const file = join(dataDir, 'credential-key');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'one-time-code secrets' }));
  const arn = KeyMetadata?.Arn ?? '';
  writeDurably(file, arn);
  return arn;
}

const PORTS = Object.freeze(['api', 'inbox', 'oidc', 'simulator', 'slack'] as const);
type Ports = Readonly<Record<(typeof PORTS)[number], HeldPort>>;

/** Ports of the last start where they are free, else free ones; kept for the next. A start takes seconds: all are held from here. */
async function keptPorts(dataDir: string, api?: number): Promise<Ports> {
  const file = join(dataDir, 'ports.json');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<string, number>>) : {};
  // First, as it may be what another of them was kept for.
  const asked = api === undefined ? undefined : await holdPort(api);
  const hold = (name: string) => (name === 'api' && asked) || holdFreePort(kept[name]);
  const held = await Promise.all(PORTS.map(async (name) => [name, await hold(name)] as const));
  writeDurably(file, JSON.stringify(Object.fromEntries(held.map(([name, { number }]) => [name, number]))));
  return Object.fromEntries(held) as Ports;
}

/** What an SDK client finds in Lambda's environment, aimed at the local servers. */
function surroundings({ engine, kms, mailbox, secrets, slack }: Servers): Readonly<Record<string, string>> {
  return {
    AWS_REGION: LOCAL_CLIENT.region,
    AWS_ACCESS_KEY_ID: LOCAL_CLIENT.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CLIENT.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_KMS: kms.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    AWS_ENDPOINT_URL_SESV2: mailbox.endpoint,
    SLACK_API_URL: `${slack.endpoint}/api/`,
    SLACK_HOOKS_URL: `${slack.endpoint}/`,
  };
}

/** As Lambda calls a function for EventBridge: later, and again when it failed. */
async function reportDelivery(functions: Functions, event: unknown): Promise<void> {
  for (const wait of REPORT_AFTER_MS) {
    await sleep(wait, undefined, { ref: false });
    const isDone = await functions.invoke('delivery', event).then(
      () => true,
      () => false,
    );
    if (isDone) return;
  }
}

/** Where the functions' calls are recorded, if they are. */
function recording({ WARDKEY_RECORD_CALLS: file }: StackOptions['environment']): Readonly<Record<string, string>> {
  return file ? { WARDKEY_RECORD_CALLS: file } : {};
}

/** Wakes the sweeper again and again, one run at a time; a failed run is tried again with the next. */
function pollOutbox(functions: Functions): { stop(): Promise<void> } {
  let isStopped = false;
  const run = async () => {
    while (!isStopped) {
      await functions.invoke('sweep', { outboxAge: 0 }).catch(() => undefined);
      await functions.invoke('apply-registry', { isPolled: true }).catch(() => undefined);
      await sleep(POLL_MS);
    }
  };
  const running = run();
  return {
    stop: () => {
      isStopped = true;
      return running;
    },
  };
}
