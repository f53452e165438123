/** What the ingress asks of Slack: who somebody is, by every answer that Slack may give, and answers that go nowhere else. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { slackWebMethods } from '../../adapters/slack/web-methods.ts';
import type { SlackDialogs, SlackPeople } from '../../core/slack-ports.ts';
import { type LoopbackServer, readBody, serveLoopback } from '../../local/loopback-server.ts';

const TEAM = 'T0MERIDIAN';
const TOKEN = 'xoxb-1234567890123-meridian';
const NOW = 1_800_000_000;

interface Came {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

let server: LoopbackServer;
let methods: SlackPeople & SlackDialogs;
/** What came to any address of the server, and what it answers. */
let came: Came[] = [];
let answer: { readonly status: number; readonly body: string; readonly location?: string };

beforeAll(async () => {
  server = await serveLoopback(0, async (request, response) => {
    const body = (await readBody(request, 100_000))?.toString('utf8') ?? '';
    came.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
    const { status, location } = answer;
    response.writeHead(status, location === undefined ? {} : { location }).end(answer.body);
  });
  const secrets = async (team: string) =>
    team === TEAM ? { organisation: 'meridian-lab', signing: ['x'], botToken: TOKEN } : undefined;
  methods = slackWebMethods(secrets, { api: `${server.endpoint}/api/`, hooks: `${server.endpoint}/hooks/` });
});
afterAll(() => server.close());
afterEach(() => {
  came = [];
});

describe('who somebody is', () => {
  const user = (more: object) => ({ ok: true, user: { id: 'U0SANTOS', team_id: TEAM, ...more } });

  test.each<[string, object, string]>([
    ['a member', user({ deleted: false, is_bot: false, is_restricted: false, is_ultra_restricted: false }), 'member'],
    ['a guest of several channels', user({ is_restricted: true }), 'guest'],
    ['a guest of one channel', user({ is_restricted: true, is_ultra_restricted: true }), 'guest'],
    ['a deactivated account', user({ deleted: true }), 'guest'],
    ['a bot', user({ is_bot: true }), 'guest'],
    ['somebody of another workspace', user({ team_id: 'T0ELSEWHERE' }), 'foreign'],
    ['a stranger of a shared channel', user({ is_stranger: true }), 'foreign'],
    ['an account without a workspace', user({ team_id: undefined }), 'foreign'],
    ['nobody that Slack knows', { ok: false, error: 'user_not_found' }, 'foreign'],
    ['nobody that the app may see', { ok: false, error: 'user_not_visible' }, 'foreign'],
  ])('is said of %s', async (_who, said, standing) => {
    answer = { status: 200, body: JSON.stringify(said) };
    expect(await methods.standingOf(TEAM, 'U0SANTOS', NOW)).toBe(standing);
    expect(came).toEqual([{ path: '/api/users.info', authorization: `Bearer ${TOKEN}`, body: 'user=U0SANTOS' }]);
  });

  test.each<[string, number, string]>([
    ['a token that is good no more', 200, '{"ok":false,"error":"token_revoked"}'],
    ['a scope that is missing', 200, '{"ok":false,"error":"missing_scope"}'],
    ['too many calls', 429, '{"ok":false,"error":"ratelimited"}'],
    ['a fault of Slack', 500, '{"ok":true,"user":{"team_id":"T0MERIDIAN"}}'],
    ['no JSON', 200, '<html>'],
    ['an answer without a user', 200, '{"ok":true}'],
    ['nothing', 200, 'null'],
  ])('is not known after %s', async (_what, status, body) => {
    answer = { status, body };
    expect(await methods.standingOf(TEAM, 'U0SANTOS', NOW)).toBeUndefined();
  });

  test('is asked of nobody where the workspace has no secret', async () => {
    expect(await methods.standingOf('T0NOBODY', 'U0SANTOS', NOW)).toBeUndefined();
    expect(came).toEqual([]);
  });
});

describe('an answer to whoever acted', () => {
  const message = { text: 'Only you see this.', blocks: [] };

  test('goes to the address that Slack gave, for him alone, and without the token', async () => {
    answer = { status: 200, body: 'ok' };
    await methods.respond(`${server.endpoint}/hooks/1/2`, message);
    expect(came.map(({ path, authorization, body }) => [path, authorization, JSON.parse(body)])).toEqual([
      [
        '/hooks/1/2',
        undefined,
        { response_type: 'ephemeral', replace_original: false, text: 'Only you see this.', blocks: [] },
      ],
    ]);
  });

  test.each<[string, (endpoint: string) => string]>([
    ['another path', (endpoint) => `${endpoint}/api/chat.postMessage`],
    ['a path that begins alike', (endpoint) => `${endpoint}/hooksmore/1`],
    ['another machine', (endpoint) => endpoint.replace('127.0.0.1', 'localhost').concat('/hooks/1')],
    ['the address as somebody’s name', (endpoint) => `${endpoint}@127.0.0.1/hooks/1`],
    ['no address', () => 'hooks'],
  ])('goes nowhere for %s', async (_what, addressOn) => {
    await methods.respond(addressOn(server.endpoint), message);
    expect(came).toEqual([]);
  });

  test.each([301, 302, 307, 308])('is not led elsewhere by a redirect (%i)', async (status) => {
    answer = { status, body: '', location: `${server.endpoint}/elsewhere` };
    await methods.respond(`${server.endpoint}/hooks/1`, message);
    expect(came.map(({ path }) => path)).toEqual(['/hooks/1']);
  });

  test.each(['used_url', 'expired_url'])('that Slack takes no more (%s) is lost, and nothing else', async (word) => {
    answer = { status: 404, body: word };
    await expect(methods.respond(`${server.endpoint}/hooks/1`, message)).resolves.toBeUndefined();
  });
});
