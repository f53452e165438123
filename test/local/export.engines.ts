/** A tenant's log read through the running broker, byte by byte, and written to a file by `npm run export`. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Phone } from '../../local/demo/broker.ts';
import { change } from '../../local/demo/registry-acts.ts';
import { signIn } from '../../local/sign-in.ts';
import { allPages, found } from '../support/polling.ts';
import { ask, HOSPITAL, MONITOR, type RunningBroker, runBroker } from '../support/running-broker.ts';

let running: RunningBroker;
let kowalski: Phone;
let fischer: Phone;
let duarte: Phone;
let mwangi: Phone;

beforeAll(async () => {
  running = await runBroker();
  const { scene } = running;
  [kowalski, fischer, duarte, mwangi] = await Promise.all([
    scene.phone('a.kowalski', HOSPITAL),
    scene.phone('e.fischer', HOSPITAL),
    scene.phone('m.duarte', 'medserv'),
    scene.phone('d.mwangi', HOSPITAL),
  ]);
  const { person } = mwangi.member;
  for (const printedName of ['David J. Mwangi', 'D. J. Mwangi', 'David Mwangi'])
    await change(scene, kowalski, [HOSPITAL, 'describe-person'], { person, printedName });
  const osei = await scene.phone('j.osei', 'medserv');
  await change(scene, duarte, ['medserv', 'describe-person'], { person: osei.member.person, printedName: 'Joe Osei' });
  await ask(osei, MONITOR.code);
});

afterAll(() => running.stop());

describe('the log', () => {
  test('is read chain by chain, byte by byte, in pages without gaps', async () => {
    const { items: chains } = await found(fischer, `${HOSPITAL}/chains`);
    expect(chains).toContain(`T#${HOSPITAL}#G#P#${mwangi.member.person}`);
    const chain = encodeURIComponent(`T#${HOSPITAL}#G#P#${mwangi.member.person}`);
    const pages = await allPages(fischer, `${HOSPITAL}/events?chain=${chain}&limit=2`);
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
    for (const { bytes, hash } of pages.flat())
      expect(createHash('sha256').update(Buffer.from(bytes, 'base64url')).digest('hex')).toBe(hash);
  });

  test('of another tenant is not there', async () => {
    const chain = encodeURIComponent('T#medserv#G#H');
    expect((await kowalski.get(`/registry/${HOSPITAL}/events?chain=${chain}`)).status).toBe(404);
  });
});

describe('npm run export', () => {
  const exported = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, ['local/export.ts', '--data', running.broker.dataDir, ...args], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    });

  test('writes one event a line, each line the hash that the next names', async () => {
    const out = join(running.broker.dataDir, 'log.ndjson');
    const { status, stderr } = exported(['--tenant', HOSPITAL, '--out', out]);
    expect([status, JSON.parse(stderr)]).toEqual([0, expect.objectContaining({ verified: true })]);
    const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(JSON.parse(stderr).events);
    let before = '0'.repeat(64);
    for (const line of lines) {
      const { n, prev } = JSON.parse(line) as { n: number; prev: string };
      expect(prev).toBe(n === 1 ? '0'.repeat(64) : before);
      before = createHash('sha256').update(line).digest('hex');
    }
  });

  test('takes a bearer token from the environment, and writes to the terminal', async () => {
    const { oidc, api } = running.broker.addresses;
    const token = await signIn(`${oidc}/oidc/medserv`, 'm.duarte', duarte.member.password);
    const { status, stdout } = exported(['--tenant', 'medserv', '--api', api], { WARDKEY_BEARER: token });
    expect([status, stdout.split('\n')[0]]).toEqual([0, expect.stringContaining('"tenant":"medserv"')]);
  });

  test.each([
    [4, ['--tenant', 'nowhere']],
    [4, ['--tenant', HOSPITAL, '--as', 'm.duarte']],
    [2, ['--tenant', HOSPITAL, '--as', 'd.mwangi']],
    [2, ['--tenant', '../x']],
    [2, []],
  ])('ends with %d for %j', (code, args) => {
    expect(exported(args).status).toBe(code);
  });

  // Last: it breaks the log.
  test('ends with 6 where an event was altered', async () => {
    const ref = { pk: { S: `T#${HOSPITAL}#G#P#${mwangi.member.person}` }, sk: { S: 'E#000002' } };
    await running.stores.client.send(
      new UpdateItemCommand({
        TableName: 'wardkey-events',
        Key: ref,
        UpdateExpression: 'SET #bytes = :bytes',
        ExpressionAttributeNames: { '#bytes': 'bytes' },
        ExpressionAttributeValues: { ':bytes': { B: Buffer.from('{}') } },
      }),
    );
    const { status, stderr } = exported(['--tenant', HOSPITAL]);
    expect([status, JSON.parse(stderr).broken]).toEqual([6, expect.objectContaining({ n: 2 })]);
  });
});
