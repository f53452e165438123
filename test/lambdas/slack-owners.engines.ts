/** One team of Slack and two organisations: whoever connected it first posts nothing there, and his people are nobody there. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  DELIVERY_PREFIX,
  requestChain,
  slackChain,
  slackPairingRef,
  slackTeamRef,
  slackUserRef,
  slackWorkspaceRef,
} from '../../core/keys.ts';
import type { Write } from '../../core/ports.ts';
import type { Delivery } from '../../core/rows.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { shownIn, wordsOf } from '../../local/demo/slack-view.ts';
import { visitsTo } from '../support/console-visits.ts';
import { until } from '../support/polling.ts';
import {
  type Asked,
  ask,
  eventsOf,
  HOSPITAL,
  MONITOR,
  type RunningBroker,
  recordsOf,
  runBroker,
} from '../support/running-broker.ts';
import { SlackHand, TEAM } from '../support/slack-hand.ts';
import { plantLink } from '../support/slack-workspace.ts';

const OWNER = 'meridian-lab';
/** An account of the owner's workspace that stands linked to an approver of the other hospital. */
const OKAFOR = 'U0MEYER';

let running: RunningBroker;
let hand: SlackHand;
let osei: Phone;
let okafor: Phone;
let asked: Asked;

beforeAll(async () => {
  running = await runBroker();
  hand = new SlackHand(running.scene);
  [osei, okafor] = await Promise.all([
    running.scene.phone('j.osei', 'medserv'),
    running.scene.phone('d.okafor', HOSPITAL),
  ]);
  await takenFromItsOwner();
  const { person } = okafor.member;
  await plantLink(running.stores, { person, organisation: HOSPITAL, team: TEAM, user: OKAFOR });
  asked = await ask(osei, MONITOR.code);
});
afterAll(() => running.stop());

/** The team's row as if the other hospital had connected it first; its secret stays its owner's. */
async function takenFromItsOwner(): Promise<void> {
  const workspace = { team: TEAM, channel: 'C0SERVICE' };
  await write(
    { kind: 'replace', ref: slackTeamRef(TEAM), row: { organisation: HOSPITAL, version: 2 }, version: 1 },
    {
      kind: 'replace',
      ref: slackWorkspaceRef(OWNER),
      row: { ...workspace, organisation: OWNER, status: 'disconnected', version: 2 },
      version: 1,
    },
    {
      kind: 'insert',
      ref: slackWorkspaceRef(HOSPITAL),
      row: { ...workspace, organisation: HOSPITAL, status: 'connected', version: 1 },
    },
  );
}

async function write(...writes: readonly Write[]): Promise<void> {
  expect(await running.stores.store.commit({ events: [], writes })).toBeUndefined();
}

/** Messages of the request, once none of them waits any more. */
async function settled(): Promise<readonly Delivery[]> {
  return until(async () => {
    const rows = await running.stores.store.children<Delivery>(requestChain(asked.id), DELIVERY_PREFIX);
    return rows.some(({ via }) => !via) && rows.every(({ state }) => state !== 'queued') ? rows : undefined;
  });
}

const saidIn = ({ body }: { readonly body: string }): string => JSON.stringify(JSON.parse(body));

test('what the other one asks is not posted with its owner’s token, and goes by mail', async () => {
  const rows = await settled();
  const { person } = okafor.member;
  expect(rows.map((row) => [row.person, row.via ?? 'mail', row.state, row.via && row.note])).toEqual(
    expect.arrayContaining([
      [person, 'slack', 'failed', 'secret_of_another'],
      [person, 'mail', 'sent', undefined],
      ['channel', 'slack', 'failed', 'secret_of_another'],
    ]),
  );
  for (const channel of ['C0SERVICE', 'D0MEYER']) {
    const shown = (await shownIn(running.broker, channel)).map(wordsOf);
    expect(shown.filter((words) => words.includes(asked.reference))).toEqual([]);
  }
});

test('delivery health says why', async () => {
  const { text } = await visitsTo(running)('a.kowalski', `/console/${HOSPITAL}/delivery`);
  expect(text).toContain('the workspace’s secret is another organisation’s (secret_of_another)');
});

test('its people are nobody there: they see nothing, decide nothing and leave no trace', async () => {
  const before = await eventsOf(running.stores, asked.id);
  expect(saidIn(await hand.seat(TEAM, OKAFOR).type('list'))).toContain('is not linked to you');
  expect(saidIn(await hand.seat(TEAM, OKAFOR).type(asked.reference))).toContain('is not linked to you');
  await hand.press(TEAM, OKAFOR, asked.id);
  expect(await hand.seat(TEAM, OKAFOR).hasDialog()).toBe(false);
  const metadata = JSON.stringify({ request: asked.id, digest: asked.digest });
  const view = { id: 'V0MADEUP', callback_id: 'decide', private_metadata: metadata, blocks: [], state: { values: {} } };
  const payload = JSON.stringify({ type: 'view_submission', team: { id: TEAM }, user: { id: OKAFOR }, view });
  const body = new URLSearchParams({ payload }).toString();
  const decided = await hand.press(TEAM, OKAFOR, asked.id, { body });
  expect(decided.body).toContain('is not linked to you');
  expect(await eventsOf(running.stores, asked.id)).toEqual(before);
  expect(await recordsOf(running.stores, slackChain(HOSPITAL, TEAM))).toEqual([]);
});

test('nor is anybody of it linked there', async () => {
  const code = '7F3K-29QX';
  const { person } = okafor.member;
  const row = { version: 1, person, organisation: HOSPITAL, until: running.scene.now() + 600 };
  await write({ kind: 'insert', ref: slackPairingRef(code), row });
  expect(saidIn(await hand.seat(TEAM, 'U0FROST').type(`link ${code}`))).toContain('/me/slack');
  const { link } = await running.stores.store.load({ link: slackUserRef(TEAM, 'U0FROST') });
  expect(link).toBeUndefined();
});
