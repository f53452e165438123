/** What comes to the ingress and is not Slack's, or Slack's twice, or from a hand that may not (faults.md), through the running broker. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { personRef, slackChain } from '../../core/keys.ts';
import type { Phone } from '../../local/demo/broker.ts';
import type { Raw } from '../../local/slack/deeds.ts';
import { changed } from '../support/changed-row.ts';
import { until } from '../support/polling.ts';
import { ask, eventsOf, type RunningBroker, recordsOf, runBroker } from '../support/running-broker.ts';
import { SERVICER_TEAM, SlackHand, sentIn, TEAM, wordsOf } from '../support/slack-hand.ts';
import { planFailure } from '../support/stand-in.ts';

const LAB = 'meridian-lab';
const H200 = 'G7NF-4CSK';
const SANTOS = 'U0SANTOS';

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
      await hand.seat(TEAM, SANTOS).type('list', raw()),
      await hand.press(TEAM, SANTOS, `${LAB}_222222222222`, raw()),
      await hand.event(TEAM, 'app_uninstalled', raw()),
    ];
    expect(tries.map(({ status, body }) => [status, JSON.parse(body)])).toEqual(tries.map(() => [401, REJECTED]));
    expect(await recordsOf(running.stores, slackChain(LAB, TEAM))).toEqual([]);
  });

  test('the address answers Slack’s question whether it is there, with the word and nothing else', async () => {
    const report = await hand.verify(TEAM, { signature: '' });
    expect([report.status, report.body]).toEqual([200, JSON.parse(sentIn(report).body).challenge]);
  });

  test('that the app was removed is taken note of, in a line that an alarm can look for', async () => {
    const log = join(running.broker.dataDir, 'functions.log');
    const line = '{"level":"warn","slack":"tokens_revoked","team":"T0MERIDIAN"}';
    expect(readFileSync(log, 'utf8')).not.toContain(line);
    const { status, body } = await hand.event(TEAM, 'tokens_revoked');
    expect([status, body]).toEqual([200, '']);
    await until(async () => readFileSync(log, 'utf8').includes(line) || undefined);
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
    await hand.open(TEAM, SANTOS, id);
    const first = await hand.seat(TEAM, SANTOS).fillIn({ decision: 'approve', code: '000000' });
    expect(JSON.parse(first.body).response_action).toBe('errors');
    const events = await eventsOf(running.stores, id);
    const { path, body, headers } = sentIn(first);
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
    const list = (secret: string) => hand.seat(TEAM, SANTOS).type('list', { secret });
    expect([(await list(fresh)).status, (await list(old)).status]).toEqual([200, 200]);
    rotated([fresh]);
    await running.scene.skip(301);
    expect([(await list(fresh)).status, (await list(old)).status]).toEqual([200, 401]);
  });
});

describe('what comes from a hand that may not', () => {
  const nothingSaid = 'There is nothing here for you.';
  const refusalsIn = async (team: string, tenant: string) =>
    (await recordsOf(running.stores, slackChain(tenant, team))).map(({ data }) => data);

  test.each<[who: string, team: string, user: string, code: string, says: string, raw: Raw]>([
    [
      'who is not linked',
      TEAM,
      'U0MEYER',
      'slack_unlinked',
      'This Slack account is not linked to you here, or its workspace is no longer connected. Type “/service-access link”, or use the browser.',
      {},
    ],
    [
      'of another workspace',
      TEAM,
      'U0ELSEWHERE',
      'slack_foreign',
      'Only members of the workspace itself can act here. Open it in the browser.',
      {},
    ],
    [
      'of a member who says so of himself',
      TEAM,
      SANTOS,
      'slack_foreign',
      'Only members of the workspace itself can act here. Open it in the browser.',
      { userTeam: 'T0ELSEWHERE' },
    ],
    [
      'of a servicer’s technician',
      SERVICER_TEAM,
      'U0OSEI',
      'slack_only_asks',
      'Only a hospital’s own workspace decides. Here access can be asked for.',
      {},
    ],
  ])('%s, opens nothing, is answered to it alone, and is an event', async (_who, team, user, refusal, says, raw) => {
    const { id } = await ask(osei, H200);
    const at = await hand.button(team, team === TEAM ? 'C0SERVICE' : 'C0FIELD', id);
    const open = await hand.dialogs(team);
    const { status, body } = await hand.seat(team, user).press(at, raw);
    expect([status, body]).toEqual([200, '']);
    expect(await hand.dialogs(team)).toEqual(open);
    expect((await hand.seat(team, user).whisper()).text).toBe(says);
    const tenant = team === TEAM ? LAB : 'medserv';
    expect((await refusalsIn(team, tenant)).at(-1)).toEqual({
      act: 'review',
      code: refusal,
      request: id,
      team,
      user,
    });
  });

  test('who is suspended opens nothing, is told so alone, and his try is an event', async () => {
    const { id } = await ask(osei, H200);
    const undo = await changed(running.stores, personRef(santos.member.person), () => ({
      status: 'suspended' as const,
    }));
    const open = await hand.dialogs(TEAM);
    const { status, body } = await hand.press(TEAM, SANTOS, id);
    await undo();
    expect([status, body]).toEqual([200, '']);
    expect(await hand.dialogs(TEAM)).toEqual(open);
    expect((await hand.seat(TEAM, SANTOS).whisper()).text).toBe(
      'The access of this person is suspended. An administrator can say more.',
    );
    expect((await refusalsIn(TEAM, LAB)).at(-1)).toEqual({
      act: 'review',
      code: 'person_suspended',
      request: id,
      team: TEAM,
      user: SANTOS,
    });
  });

  test('a request of another hospital is told apart from none by nobody', async () => {
    const elsewhere = await ask(osei, '7F3K-29QX');
    await hand.press(TEAM, SANTOS, elsewhere.id);
    const first = (await hand.seat(TEAM, SANTOS).whisper()).text;
    await hand.press(TEAM, SANTOS, 'st-marys_222222222222');
    expect([first, (await hand.seat(TEAM, SANTOS).whisper()).text]).toEqual([first, first]);
    await hand.press(TEAM, SANTOS, `${LAB}_222222222222`);
    expect((await hand.seat(TEAM, SANTOS).whisper()).text).toBe(nothingSaid);
    await hand.press(TEAM, SANTOS, 'T#meridian-lab#R#x');
    expect((await hand.seat(TEAM, SANTOS).whisper()).text).toBe(nothingSaid);
  });
});

describe('what Slack itself does not do', () => {
  test('answer to whoever pressed: the button is answered all the same', async () => {
    const { id } = await ask(osei, H200);
    await planFailure(hand.endpoint, 'response_url', 'internal', 1);
    const { status, body } = await hand.seat(TEAM, 'U0MEYER').press(await hand.button(TEAM, 'C0SERVICE', id));
    expect([status, body]).toEqual([200, '']);
  });

  test('open the dialog: whoever pressed is told', async () => {
    const { id } = await ask(osei, H200);
    await planFailure(hand.endpoint, 'views.open', 'internal', 1);
    await hand.press(TEAM, SANTOS, id);
    expect((await hand.seat(TEAM, SANTOS).whisper()).text).toContain('Slack did not open the dialog.');
  });

  test.each(['internal', 'ratelimited', 'reset', 'delay'])(
    'say who somebody is (%s): nothing is decided, and nothing lost',
    async (mode) => {
      const { id } = await ask(osei, H200);
      await hand.open(TEAM, SANTOS, id);
      await planFailure(hand.endpoint, 'users.info', mode, 1);
      const unsure = await hand.seat(TEAM, SANTOS).fillIn({ decision: 'approve', code: await code() });
      expect(JSON.parse(unsure.body).errors).toEqual({
        decision: 'Slack could not say who you are, so nothing was done. Try again, or open it in the browser.',
      });
      expect(await eventsOf(running.stores, id)).toEqual(['request.submitted', 'request.routed']);
      const sure = await hand.seat(TEAM, SANTOS).fillIn({ decision: 'approve', code: await code() });
      expect(wordsOf(JSON.parse(sure.body).view)).toMatch(/^✓ Approved until/);
    },
  );
});
