/** The secret of a Slack workspace as the adapter reads it from a Secrets Manager, by the SDK's own client. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { slackSecrets } from '../../adapters/aws/slack-secrets.ts';
import type { Problem } from '../../core/problems.ts';
import { answerJson, type LoopbackServer, serveLoopback } from '../../local/loopback-server.ts';
import { startSecrets } from '../../local/secrets.ts';
import { type LocalSlackSecrets, openSlackSecrets, SLACK_SECRETS } from '../../local/slack/secrets.ts';
import { WORKSPACES } from '../../local/slack/workspaces.ts';
import { LOCAL_CLIENT } from '../../local/tables.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const directory = join(scratchDirectory(), 'secrets');
const NOW = 1_795_400_000;

/** Names of the secrets that were read, and texts that are there instead of the workspaces' own. */
let asked: string[] = [];
const texts = new Map<string, string>();

let local: LocalSlackSecrets;
let server: LoopbackServer;
let client: SecretsManagerClient;

beforeAll(async () => {
  local = openSlackSecrets(directory, WORKSPACES);
  const textOf = (name: string) => {
    asked.push(name);
    return texts.get(name) ?? local.textOf(name);
  };
  server = await startSecrets({ file: join(directory, 'session.json'), textOf });
  client = new SecretsManagerClient({ ...LOCAL_CLIENT, endpoint: server.endpoint, maxAttempts: 1 });
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

const reader = () => slackSecrets(client, SLACK_SECRETS);

test('a workspace has a signing secret and a token of its own, kept for the next start', async () => {
  const read = reader();
  const [lab, service] = [await read('T0MERIDIAN', NOW), await read('T0MEDSERV', NOW)];
  expect(lab).toEqual({
    organisation: 'meridian-lab',
    signing: [expect.stringMatching(/^[0-9a-f]{32}$/)],
    botToken: expect.stringMatching(/^xoxb-/),
  });
  expect(service?.botToken).not.toBe(lab?.botToken);
  expect(openSlackSecrets(directory, []).read('T0MERIDIAN')).toEqual(lab);
});

test('a changed secret counts with the next reading, two at once during a rotation', async () => {
  const rotated = {
    organisation: 'medserv',
    signing: ['n'.repeat(32), 'o'.repeat(32)],
    botToken: `xoxb-${'1'.repeat(20)}`,
  };
  const file = join(directory, 'wardkey-local-slack-T0MEDSERV.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('botToken');
  writeFileSync(file, JSON.stringify(rotated));
  expect(await reader()('T0MEDSERV', NOW)).toEqual(rotated);
});

test.each([{}, { organisation: '' }, { organisation: ['medserv'] }])(
  'a secret that names no organisation (%j) is nobody’s',
  async (owner) => {
    const text = JSON.stringify({ signing: ['n'.repeat(32)], botToken: `xoxb-${'1'.repeat(20)}`, ...owner });
    writeFileSync(join(directory, 'wardkey-local-slack-T0MEDSERV.json'), text);
    await expect(reader()('T0MEDSERV', NOW)).rejects.toMatchObject({ type: 'audit-unavailable' });
  },
);

test.each(['T0OTHER', '../session', 'T0MERIDIAN.json'])('there is no secret of the workspace %j', async (team) => {
  expect(await reader()(team, NOW)).toBeUndefined();
});

test.each<[string, unknown]>([
  ['InvalidRequestException', 'none'],
  ['ResourceNotFoundException', 'none'],
  ['InternalServiceError', 'audit-unavailable'],
])('Secrets Manager’s %s comes to %s', async (word, outcome) => {
  const refusing = await serveLoopback(0, async (_request, response) =>
    answerJson(response, 400, { __type: word }, 'application/x-amz-json-1.1'),
  );
  const asking = new SecretsManagerClient({ ...LOCAL_CLIENT, endpoint: refusing.endpoint, maxAttempts: 1 });
  const found = slackSecrets(asking, SLACK_SECRETS)('T0MERIDIAN', NOW);
  expect(await found.then(() => 'none').catch(({ type }: Problem) => type)).toBe(outcome);
  asking.destroy();
  await refusing.close();
});

describe('what was read', () => {
  /** Ages in seconds at which it is asked for, and at how many of them Secrets Manager is. */
  test.each<[string, string, boolean, readonly number[], number]>([
    ['a secret is believed for 300 seconds', 'T0MERIDIAN', false, [0, 15, 299], 1],
    ['a secret is read again after 300 seconds', 'T0MERIDIAN', false, [0, 300, 599], 2],
    ['where a newer one may be there it is believed for 15 seconds', 'T0MERIDIAN', true, [0, 14], 1],
    ['where a newer one may be there it is read again after 15 seconds', 'T0MERIDIAN', true, [0, 15, 29], 2],
    ['that there is none is believed for 15 seconds', 'T0NOBODY', false, [0, 14], 1],
    ['that there is none is read again after 15 seconds', 'T0NOBODY', false, [0, 15, 29], 2],
    ['that there is none is believed as long where a newer one may be there', 'T0NOBODY', true, [0, 14, 15], 2],
  ])('%s', async (_what, team, newer, ages, times) => {
    const read = reader();
    for (const age of ages) await read(team, NOW + age, newer);
    expect(asked).toEqual(Array(times).fill(`wardkey-local-slack-${team}`));
  });

  test('is remembered of 200 workspaces at most, whatever names strangers send', async () => {
    const read = reader();
    const teams = Array.from({ length: 200 }, (_, index) => `T${index}`);
    for (const team of teams) await read(team, NOW);
    await read('T0', NOW);
    expect(asked).toHaveLength(200);
    await read('T200', NOW);
    await read('T0', NOW);
    expect(asked.slice(200)).toEqual(['wardkey-local-slack-T200', 'wardkey-local-slack-T0']);
  });
});

describe('a secret that is none', () => {
  const KEPT = 'kept-and-never-said';
  const TOKEN = `xoxb-${KEPT}`;

  test.each<[string, string]>([
    ['no JSON', `signing=${KEPT}`],
    ['JSON that is cut', `{"signing": ["${KEPT}"], "botToken": "${TOKEN}`],
    ['nothing', 'null'],
    ['a list', `["${KEPT}", "${TOKEN}"]`],
    ['without a signing secret', JSON.stringify({ organisation: 'x', signing: [], botToken: TOKEN })],
    ['with three signing secrets', JSON.stringify({ organisation: 'x', signing: [KEPT, KEPT, KEPT], botToken: TOKEN })],
    ['with a signing secret that is no list', JSON.stringify({ organisation: 'x', signing: KEPT, botToken: TOKEN })],
    [
      'with a signing secret that is too short',
      JSON.stringify({ organisation: 'x', signing: ['short'], botToken: TOKEN }),
    ],
    [
      'with a signing secret that is a number',
      JSON.stringify({ organisation: 'x', signing: [1_234_567_890_123_456], botToken: TOKEN }),
    ],
    ['without a token', JSON.stringify({ organisation: 'x', signing: [KEPT] })],
    [
      'with a token that would end the line',
      JSON.stringify({ organisation: 'x', signing: [KEPT], botToken: `${TOKEN}\r\nhost: x` }),
    ],
  ])('%s, lets nobody in, and nothing of it stands in the error', async (_what, text) => {
    texts.set('wardkey-local-slack-T0BROKEN', text);
    const error = await reader()('T0BROKEN', NOW).catch((one: unknown) => one);
    expect(error).toMatchObject({ type: 'audit-unavailable' });
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/kept-and-never-said|xoxb|T0BROKEN|short'/);
  });

  test('is read again as soon as it is asked for: what is put right counts at once', async () => {
    const read = reader();
    texts.set('wardkey-local-slack-T0BROKEN', '{}');
    await expect(read('T0BROKEN', NOW)).rejects.toMatchObject({ type: 'audit-unavailable' });
    const right = { organisation: 'medserv', signing: ['s'.repeat(32)], botToken: TOKEN };
    texts.set('wardkey-local-slack-T0BROKEN', JSON.stringify(right));
    expect(await read('T0BROKEN', NOW)).toEqual(right);
  });
});
