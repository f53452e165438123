/** Where the deployed functions find Slack, whom no row of the stack tells an address. */
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { wireSlack, wireSlackIngress } from '../../adapters/wire.ts';
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { startSecrets } from '../../local/secrets.ts';
import { openSlackSecrets, SLACK_SECRETS } from '../../local/slack/secrets.ts';
import { LOCAL_CLIENT } from '../../local/tables.ts';
import { refusalDialog } from '../../web/slack/dialog.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const TEAM = 'T0MERIDIAN';
const NOW = 1_795_400_000;
const MESSAGE = { text: 'Only you see this.', blocks: [] };

const OWNER = { team: TEAM, organisation: 'meridian-lab' };
const { env } = process;
const { fetch } = globalThis;
let server: LoopbackServer;
/** Addresses that were called, instead of which nobody is. */
let called: string[] = [];

beforeAll(async () => {
  const directory = join(scratchDirectory(), 'secrets');
  const { textOf } = openSlackSecrets(directory, [OWNER]);
  server = await startSecrets({ file: join(directory, 'session.json'), textOf });
  process.env = {
    AWS_REGION: LOCAL_CLIENT.region,
    AWS_ACCESS_KEY_ID: LOCAL_CLIENT.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CLIENT.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: server.endpoint,
  };
  globalThis.fetch = async (address) => {
    called.push(address instanceof Request ? address.url : String(address));
    return new Response('{"ok":false,"error":"user_not_found"}', { headers: { 'content-type': 'application/json' } });
  };
});
beforeEach(() => {
  called = [];
});
afterAll(async () => {
  process.env = env;
  globalThis.fetch = fetch;
  await server.close();
});

const ingress = () => wireSlackIngress({ SLACK_SECRETS });

test('its methods are at slack.com', async () => {
  const { standingOf, open } = ingress();
  expect(await standingOf(TEAM, 'U0SANTOS', NOW)).toBe('foreign');
  await open(TEAM, '1.2.3', refusalDialog('Request', 'There is nothing here for you.'), NOW);
  expect(called).toEqual(['https://slack.com/api/users.info', 'https://slack.com/api/views.open']);
});

test('it is answered at hooks.slack.com, and nowhere else', async () => {
  const { respond } = ingress();
  await respond('https://hooks.slack.com/actions/T0MERIDIAN/1/abc', MESSAGE);
  for (const other of [
    'http://hooks.slack.com/actions/1',
    'https://hooks.slack.com.example.org/actions/1',
    'https://hooks.slack.com:8443/actions/1',
    'https://hooks.slack.com@example.org/actions/1',
    'https://slack.com/api/chat.postMessage',
  ])
    await respond(other, MESSAGE);
  expect(called).toEqual(['https://hooks.slack.com/actions/T0MERIDIAN/1/abc']);
});

test('messages are posted at slack.com', async () => {
  const { slack } = wireSlack({ SLACK_SECRETS })();
  expect(await slack.post(OWNER, 'U0SANTOS', MESSAGE)).toMatchObject({ rejected: 'recipient' });
  expect(called).toEqual(['https://slack.com/api/chat.postMessage']);
});
