/** What comes to the ingress and is not Slack's, or is Slack's twice (faults.md), through the running broker. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { slackChain } from '../../core/keys.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { ask, eventsOf, type RunningBroker, recordsOf, runBroker } from '../support/running-broker.ts';
import { type Raw, SERVICER_TEAM, SlackHand, TEAM, wordsOf } from '../support/slack-hand.ts';
import { planFailure } from '../support/stand-in.ts';

const LAB = 'meridian-lab';
const H200 = 'G7NF-4CSK';
const SANTOS = 'U0SANTOS';
const GREENE = 'U0GREENE';

let running: RunningBroker;
let hand: SlackHand;
let osei: Phone;
let santos: Phone;

beforeAll(async () => {
  running = await runBroker();
  hand = new SlackHand(running.scene);
  [osei, santos] = await Promise.all([running.scene.phone('j.osei', 'medserv'), running.scene.phone('i.santos', LAB)]);
});
afterAll(() => running.stop());

const REJECTED = { type: '/problems/signature-rejected', title: 'The signature is not valid.', status: 401 };
const code = () => running.scene.code(santos.member);

describe('what is not signed as Slack signs', () => {
  const later = (seconds: number) => String(running.scene.now() + seconds);

  test.each<[string, () => Raw]>([
    ['unsigned', () => ({ signature: '' })],
    ['without a time', () => ({ timestamp: '' })],
    ['of another version', () => ({ signature: `v1=${'0'.repeat(64)}` })],
    ['signed with another’s secret', () => ({ secret: hand.secrets(SERVICER_TEAM).signing[0] ?? '' })],
    ['altered', () => ({ signature: `v0=${'0'.repeat(64)}` })],
    ['old', () => ({ timestamp: later(-360) })],
    ['of the future', () => ({ timestamp: later(360) })],
  ])('%s, gets one answer on every route, and leaves no trace', async (_what, raw) => {
    const tries = [
      await hand.command(TEAM, SANTOS, 'list', raw()),
      await hand.press(TEAM, SANTOS, `${LAB}_222222222222`, raw()),
      await hand.event(TEAM, 'app_uninstalled', raw()),
    ];
    expect(tries.map(({ status, body }) => [status, JSON.parse(body)])).toEqual(tries.map(() => [401, REJECTED]));
    expect(await recordsOf(running.stores, slackChain(LAB, TEAM, SANTOS))).toEqual([]);
  });

  test('the address answers Slack’s question whether it is there, with the word and nothing else', async () => {
    const { status, body, sent } = await hand.verify(TEAM, { signature: '' });
    expect([status, body]).toEqual([200, JSON.parse(sent.body).challenge]);
  });

  test('that the app was removed is taken note of', async () => {
    const { status, body } = await hand.event(TEAM, 'tokens_revoked');
    expect([status, body]).toEqual([200, '']);
  });
});

describe('what whoever holds a workspace’s secret makes up', () => {
  test.each(['constructor', 'toString', '__proto__', 'no-dialog-of-ours'])(
    'a dialog that is called %s does nothing, and says nothing',
    async (dialog) => {
      const view = { id: 'V0MADEUP', callback_id: dialog, private_metadata: '', blocks: [], state: { values: {} } };
      const user = { id: 'U0OSEI', team_id: SERVICER_TEAM };
      const payload = JSON.stringify({ type: 'view_submission', team: { id: SERVICER_TEAM }, user, view });
      const body = new URLSearchParams({ payload }).toString();
      const answer = await hand.press(SERVICER_TEAM, 'U0OSEI', `${LAB}_222222222222`, { body });
      expect([answer.status, answer.body]).toEqual([200, '']);
    },
  );
});

describe('what is signed and was sent before', () => {
  test('decides nothing a second time, and says nothing', async () => {
    const { id } = await ask(osei, H200);
    const modal = await hand.open(TEAM, SANTOS, id);
    const first = await hand.submit(TEAM, SANTOS, modal, { decision: 'approve', code: '000000' });
    expect(JSON.parse(first.body).response_action).toBe('errors');
    const events = await eventsOf(running.stores, id);
    const { path, body, headers } = first.sent;
    const again = await fetch(`${running.broker.addresses.api}${path}`, { method: 'POST', body, headers });
    expect([again.status, await again.text()]).toEqual([200, '']);
    expect(await eventsOf(running.stores, id)).toEqual(events);
  });

  test('under a secret that is being rotated counts under both, and under neither once it is gone', async () => {
    const [old = ''] = hand.secrets(TEAM).signing;
    const rotated = (signing: readonly string[]) =>
      writeFileSync(hand.secretsFile(TEAM), JSON.stringify({ ...hand.secrets(TEAM), signing }));
    const fresh = 'a'.repeat(32);
    rotated([fresh, old]);
    await running.scene.skip(20);
    const list = (secret: string) => hand.command(TEAM, SANTOS, 'list', { secret });
    expect([(await list(fresh)).status, (await list(old)).status]).toEqual([200, 200]);
    rotated([fresh]);
    await running.scene.skip(301);
    expect([(await list(fresh)).status, (await list(old)).status]).toEqual([200, 401]);
  });
});

describe('what Slack itself does not do', () => {
  test('answer to whoever pressed: the button is answered all the same', async () => {
    const { id } = await ask(osei, H200);
    await planFailure(hand.endpoint, 'response_url', 'internal', 1);
    const { status, body } = await hand.pressAt(TEAM, 'U0MEYER', await hand.button(TEAM, 'C0SERVICE', id));
    expect([status, body]).toEqual([200, '']);
  });

  test('open the dialog: whoever pressed is told', async () => {
    const { id } = await ask(osei, H200);
    await planFailure(hand.endpoint, 'views.open', 'internal', 1);
    await hand.press(TEAM, SANTOS, id);
    expect(await hand.whisper(TEAM, SANTOS)).toContain('Slack did not open the dialog.');
  });

  test.each(['internal', 'ratelimited', 'reset'])(
    'say who somebody is (%s): nothing is decided, and nothing lost',
    async (mode) => {
      const { id } = await ask(osei, H200);
      const modal = await hand.open(TEAM, SANTOS, id);
      await planFailure(hand.endpoint, 'users.info', mode, 1);
      const unsure = await hand.submit(TEAM, SANTOS, modal, { decision: 'approve', code: await code() });
      expect(Object.keys(JSON.parse(unsure.body).errors)).toEqual(['decision']);
      expect(await eventsOf(running.stores, id)).toEqual(['request.submitted', 'request.routed']);
      const sure = await hand.submit(TEAM, SANTOS, modal, { decision: 'approve', code: await code() });
      expect(wordsOf(JSON.parse(sure.body).view)).toMatch(/^✓ Approved until/);
    },
  );

  test('be quick: a slow answer is no answer, within three seconds', async () => {
    const { id } = await ask(osei, H200);
    const modal = await hand.open(TEAM, GREENE, id);
    await planFailure(hand.endpoint, 'users.info', 'delay', 1);
    const slow = await hand.submit(TEAM, GREENE, modal, { decision: 'deny', reason: 'Not now.', code: '000000' });
    expect(slow.status).toBe(200);
  });
});
