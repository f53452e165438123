/** The secret of a Slack workspace as the adapter reads it from a Secrets Manager, by the SDK's own client. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { slackSecrets } from '../../adapters/aws/slack-secrets.ts';
import type { Problem } from '../../core/problems.ts';
import { answerJson, type LoopbackServer, serveLoopback } from '../../local/loopback-server.ts';
import { startSecrets } from '../../local/secrets.ts';
import { type LocalSlackSecrets, openSlackSecrets, SLACK_SECRETS } from '../../local/slack/secrets.ts';
import { LOCAL_CLIENT } from '../../local/tables.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const directory = join(scratchDirectory(), 'secrets');
const NOW = 1_795_400_000;

let local: LocalSlackSecrets;
let server: LoopbackServer;
let client: SecretsManagerClient;

beforeAll(async () => {
  local = openSlackSecrets(directory, ['T0MERIDIAN', 'T0MEDSERV']);
  server = await startSecrets({ file: join(directory, 'session.json'), textOf: local.textOf });
  client = new SecretsManagerClient({ ...LOCAL_CLIENT, endpoint: server.endpoint, maxAttempts: 1 });
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
    signing: [expect.stringMatching(/^[0-9a-f]{32}$/)],
    botToken: expect.stringMatching(/^xoxb-/),
  });
  expect(service?.botToken).not.toBe(lab?.botToken);
  expect(openSlackSecrets(directory, ['T0MERIDIAN']).read('T0MERIDIAN')).toEqual(lab);
});

test('a changed secret counts with the next reading, two at once during a rotation', async () => {
  const rotated = { signing: ['n'.repeat(32), 'o'.repeat(32)], botToken: `xoxb-${'1'.repeat(20)}` };
  const file = join(directory, 'wardkey-local-slack-T0MEDSERV.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('botToken');
  writeFileSync(file, JSON.stringify(rotated));
  expect(await reader()('T0MEDSERV', NOW)).toEqual(rotated);
});

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
