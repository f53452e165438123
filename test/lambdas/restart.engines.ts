/**
 * The running broker killed with kill -9 under load and started again on its data (architecture 8): what was acknowledged
 * stands, what was open goes on, mails that were not sent are sent. One stack a data directory.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Answer,
  type Broker,
  type Phone,
  Scene,
  sendForm,
  startBroker,
  stopBroker,
} from '../../local/demo/broker.ts';
import { holdFreePort } from '../../local/held-port.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { until } from '../support/polling.ts';
import { type Asked, ask, asking, HOSPITAL, linkTo, MONITOR, newKey } from '../support/running-broker.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const dataDir = scratchDirectory();
const START = fileURLToPath(new URL('../../local/start.ts', import.meta.url));

let broker: Broker;
let before: Broker;
/** What was acknowledged before the kill, by its Idempotency-Key. */
const acknowledged = new Map<string, string>();
const unanswered: string[] = [];
let open: Asked;
let link: string;

/** SIGKILL to the stack: no handler runs, nothing is flushed, the engine's pipe closes. */
async function kill({ process: child }: Broker): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Programs that work on the data directory, as Linux knows them; the shell that ends the engine stays a moment longer. */
function programsOn(directory: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map((pid) => commandOf(pid))
    .filter((command) => command.includes(directory) && !command.startsWith('/bin/sh '));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Submits one after the other until the broker is gone. */
async function submitUntilGone(technician: Phone): Promise<void> {
  for (let count = 0; count < 30; count += 1) {
    const key = newKey();
    try {
      const { status, body } = await technician.post('/requests', asking(MONITOR.code), key);
      if (status === 201) acknowledged.set(key, body.id);
    } catch {
      unanswered.push(key);
      return;
    }
  }
}

beforeAll(async () => {
  before = await startBroker(dataDir);
  const scene = new Scene(before);
  const osei = await scene.phone('j.osei', 'medserv');
  open = await ask(osei, MONITOR.code);
  link = await linkTo(scene, { member: scene.member('d.okafor', HOSPITAL) }, open.reference);
  const load = Promise.all([1, 2, 3, 4].map(() => submitUntilGone(osei)));
  while (acknowledged.size < 40) await sleep(5);
  await kill(before);
  await load;
});
afterAll(async () => {
  await stopBroker(broker);
  rmSync(dataDir, { recursive: true, force: true });
});

describe('kill -9 of the stack', () => {
  test('came in the middle of writes', () => {
    expect(acknowledged.size).toBeGreaterThanOrEqual(40);
    expect(unanswered).not.toEqual([]);
  });

  (process.platform === 'linux' ? test : test.skip)('takes the engine with it', async () => {
    await until(async () => programsOn(dataDir).length === 0 || undefined);
  });
});

describe('a start on the data of a killed stack', () => {
  let scene: Scene;
  let osei: Phone;

  beforeAll(async () => {
    broker = await startBroker(dataDir);
    scene = new Scene(broker);
    osei = await scene.phone('j.osei', 'medserv');
  });

  test('answers where the old one did', () => {
    const { api, inbox, oidc } = before.addresses;
    expect(broker.addresses).toMatchObject({ api, inbox, oidc });
  });

  test('has lost no request that was acknowledged', async () => {
    const answers: Answer[] = [];
    for (const id of acknowledged.values()) answers.push(await osei.get(`/requests/${id}`));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.status} ${body.version}`))).toEqual(
      new Set(['200 pending 2']),
    );
  });

  test('verifies from the bytes of its log', async () => {
    const { broken, chains, events } = await verifyLog(broker.addresses.dynamodb, { hospital: HOSPITAL });
    expect(broken).toBeUndefined();
    expect(chains).toBeGreaterThanOrEqual(acknowledged.size + 1);
    expect(events).toBe(chains * 2);
  });

  test('takes a submit that was answered, or was not, as the same request', async () => {
    for (const [key, id] of [...acknowledged].slice(-3)) {
      expect((await osei.post('/requests', asking(MONITOR.code), key)).body.id).toBe(id);
    }
    for (const key of unanswered) {
      const first = await osei.post('/requests', asking(MONITOR.code), key);
      const second = await osei.post('/requests', asking(MONITOR.code), key);
      expect([first.status, second.body.id]).toEqual([201, first.body.id]);
    }
  });

  test('decides by a link of a mail from before', async () => {
    const code = await scene.code(scene.member('d.okafor', HOSPITAL));
    const fields = [
      ['decision', 'approve'],
      ['digest', open.digest],
      ['scopes', 'diag.run'],
      ['code', code],
    ] as const;
    expect((await sendForm(link, fields)).body).toContain('Approved until');
    expect((await osei.get(`/requests/${open.id}`)).body.status).toBe('approved');
  });

  test('mints from the keys of before', async () => {
    const body = { device: MONITOR.id, code: await scene.code(osei.member) };
    expect((await osei.post(`/requests/${open.id}/tokens`, body, newKey())).status).toBe(201);
  });

  test('sends what was not sent: everybody is reached', async () => {
    // Claimed by the killed sweeper and not sent: due again after a minute.
    await scene.skip(61);
    const waiting = new Set(acknowledged.values());
    await until(async () => {
      for (const id of waiting) {
        if ((await osei.get(`/requests/${id}`)).body.reach === 'asked') waiting.delete(id);
      }
      return waiting.size === 0 || undefined;
    });
  });
});

interface Started {
  readonly child: ChildProcess;
  /** Whether it said that it is ready before it ended. */
  readonly isReady: boolean;
  readonly errors: string;
}

async function startWith(...options: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [START, '--data', dataDir, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const closed = once(child, 'close').then(() => false);
  const ready = once(createInterface({ input: child.stdout }), 'line').then(() => true);
  const isReady = await Promise.race([ready, closed]);
  return { child, isReady, errors };
}

describe('a data directory', () => {
  test('has one stack: the second start refuses and the first goes on', async () => {
    for (const options of [[], ['--fresh']]) {
      const { child, isReady, errors } = await startWith(...options);
      expect([isReady, child.exitCode]).toEqual([false, 1]);
      expect(errors).toMatch(/^A stack runs on \S+ already \(process [0-9]+\)/);
    }
    expect((await fetch(`${broker.addresses.api}/openapi.json`)).status).toBe(200);
  });

  test('is taken over at once after a kill, though the old engine is still ending', async () => {
    await kill(broker);
    broker = await startBroker(dataDir);
    const osei = await new Scene(broker).phone('j.osei', 'medserv');
    expect((await osei.get(`/requests/${open.id}`)).body.tokens).toBe(1);
    expect((await osei.post('/requests', asking(MONITOR.code), newKey())).status).toBe(201);
    expect((await verifyLog(broker.addresses.dynamodb, { hospital: HOSPITAL })).broken).toBeUndefined();
  });

  test('is not served at a port that another program has', async () => {
    await stopBroker(broker);
    const { number, server } = await holdFreePort();
    const { child, isReady, errors } = await startWith('--port', String(number));
    expect([isReady, child.exitCode, errors]).toEqual([false, 1, expect.stringContaining('EADDRINUSE')]);
    server.close();
  });

  test('begins anew with --fresh, at the port that is asked for', async () => {
    const { number, server } = await holdFreePort();
    await once(server.close(), 'close');
    const { child, isReady } = await startWith('--fresh', '--port', String(number));
    try {
      expect(isReady).toBe(true);
      const addresses = JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8'));
      expect(addresses.api).toBe(`http://127.0.0.1:${number}`);
      broker = { addresses, dataDir, process: child };
      const osei = await new Scene(broker).phone('j.osei', 'medserv');
      expect((await osei.get(`/requests/${open.id}`)).status).toBe(404);
      expect((await osei.get('/requests')).body).toEqual({ items: [] });
    } finally {
      child.stdout?.resume();
    }
  });
});
