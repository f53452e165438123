/** Deciding in Slack through the running broker: the same rules, the same events, and every wrong hand refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { kmsSealer } from '../../adapters/aws/kms.ts';
import { totpCodes } from '../../adapters/otp/totp.ts';
import { hospitalRef, requestChain, slackLinkRef, slackTeamRef, slackUserRef } from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import type { Hospital } from '../../core/registry.ts';
import { decideInSlack, type SlackReviewing } from '../../core/verbs/decide-in-slack.ts';
import { identifySlack } from '../../core/verbs/identify-slack.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { fieldsOf } from '../../local/demo/slack-seat.ts';
import { LOCAL_CLIENT } from '../../local/tables.ts';
import { changed } from '../support/changed-row.ts';
import {
  type Asked,
  ask,
  breakIn,
  eventsOf,
  type RunningBroker,
  recordsOf,
  rowOf,
  runBroker,
} from '../support/running-broker.ts';
import { SlackHand, TEAM, wordsOf } from '../support/slack-hand.ts';

const LAB = 'meridian-lab';
const H200 = 'G7NF-4CSK';
const SANTOS = 'U0SANTOS';
const GREENE = 'U0GREENE';

let running: RunningBroker;
let hand: SlackHand;
let osei: Phone;
let santos: Phone;
let greene: Phone;

beforeAll(async () => {
  running = await runBroker();
  hand = new SlackHand(running.scene);
  [osei, santos, greene] = await Promise.all([
    running.scene.phone('j.osei', 'medserv'),
    running.scene.phone('i.santos', LAB),
    running.scene.phone('a.greene', LAB),
  ]);
});
afterAll(() => running.stop());

const asked = (scopes: readonly string[] = ['diag.run'], more?: object): Promise<Asked> =>
  ask(osei, H200, scopes, more);
const code = (phone: Phone) => running.scene.code(phone.member);
const errorsIn = ({ body }: { readonly body: string }) => JSON.parse(body).errors;
const viewIn = ({ body }: { readonly body: string }) => JSON.parse(body).view;

describe('review', () => {
  test('shows all eight facts, and asks for nothing that was not asked', async () => {
    const { id, reference } = await asked();
    const { view } = await hand.open(TEAM, SANTOS, id);
    expect(view.title.text).toBe(`Request ${reference}`);
    const labels = view.blocks.flatMap(({ fields }) => fields?.[0]?.text ?? []);
    expect(labels).toEqual([
      '*Request*',
      '*Clinical state*',
      '*Scope*',
      '*Window*',
      '*Technician*',
      '*Reason*',
      '*Flags*',
      '*What your answer does*',
    ]);
    expect(fieldsOf(view)).toEqual(['decision', 'holdMinutes', 'reason', 'code']);
    expect(wordsOf(view)).toContain(`/decisions/${id}|Open in browser>`);
  });
});

describe('decide', () => {
  test('approves with a code, and says until when', async () => {
    const { id } = await asked();
    await hand.open(TEAM, SANTOS, id);
    const sent = await hand.seat(TEAM, SANTOS).fillIn({ decision: 'approve', code: await code(santos) });
    expect(sent.status).toBe(200);
    expect(wordsOf(viewIn(sent))).toMatch(/^✓ Approved until \d\d:\d\d E[SD]T\n/);
    const approved = (await recordsOf(running.stores, requestChain(id))).find(
      ({ type }) => type === 'approval.recorded',
    );
    expect(approved?.actor).toEqual({
      person: santos.member.person,
      role: 'htm_approver',
      employer: LAB,
      auth: 'slack+totp',
    });
    expect(await breakIn(running.broker, id)).toBeUndefined();
  });

  test('approves for less', async () => {
    const { id } = await asked(['diag.run', 'selftest.run']);
    await hand.open(TEAM, SANTOS, id);
    const filled = { decision: 'approve', holdMinutes: '15', scopes: ['selftest.run'], code: await code(santos) };
    expect((await hand.seat(TEAM, SANTOS).fillIn(filled)).status).toBe(200);
    const { facts, status } = await rowOf(running.stores, id);
    expect([status, facts.holdSeconds, facts.scopes]).toEqual(['approved', 900, ['selftest.run']]);
  });

  test('denies with a reason, and without one says so at its field', async () => {
    const { id } = await asked();
    await hand.open(TEAM, GREENE, id);
    const without = await hand.seat(TEAM, GREENE).fillIn({ decision: 'deny', code: await code(greene) });
    expect(errorsIn(without)).toEqual({ reason: 'A denial needs a reason.' });
    const filled = { decision: 'deny', reason: 'In use\nuntil noon.', code: await code(greene) };
    const sent = await hand.seat(TEAM, GREENE).fillIn(filled);
    expect(wordsOf(viewIn(sent))).toContain('Reason: In use until noon.');
    expect((await rowOf(running.stores, id)).status).toBe('denied');
  });

  test('answers a wrong code inside the dialog, five times; the sixth is one too many in whatever dialog', async () => {
    // Tries are counted by quarters of an hour: all of these fall into one.
    await running.scene.skip(900 - (running.scene.now() % 900));
    const { id } = await asked();
    await hand.open(TEAM, GREENE, id);
    for (let count = 0; count < 5; count += 1) {
      const wrong = await hand.seat(TEAM, GREENE).fillIn({ decision: 'approve', code: '000000' });
      expect(errorsIn(wrong)).toEqual({ code: 'The one-time code was not accepted. Wait for the next one.' });
    }
    await hand.open(TEAM, GREENE, id);
    const right = await hand.seat(TEAM, GREENE).fillIn({ decision: 'approve', code: await code(greene) });
    expect(errorsIn(right)).toEqual({ code: 'Too many wrong codes. Wait 15 minutes.' });
    await running.scene.skip(900);
  });

  test('that another approved for less meanwhile is looked at again, in a dialog that says what changed', async () => {
    const T1 = (policy: Hospital['policy']) => ({ ...policy.tiers, T1: { ...policy.tiers.T1, approvals: 2 } });
    const undo = await changed(running.stores, hospitalRef(LAB), ({ policy }) => ({
      policy: { ...policy, tiers: T1(policy) },
    }));
    const { id } = await asked(['diag.run', 'selftest.run']);
    await hand.open(TEAM, SANTOS, id);
    await hand.open(TEAM, GREENE, id);
    const less = { decision: 'approve', holdMinutes: '15', scopes: ['selftest.run'], code: await code(greene) };
    expect(wordsOf(viewIn(await hand.seat(TEAM, GREENE).fillIn(less)))).toContain('Your approval is recorded: 1 of 2.');
    const stale = await hand.seat(TEAM, SANTOS).fillIn({ decision: 'approve', code: await code(santos) });
    expect(wordsOf(viewIn(stale))).toMatch(
      /^The facts changed since they were shown to you, so nothing was recorded\. What changed: Approved by A.* Greene \(HTM approver\) on .* Left are 15 min, /,
    );
    const added = (await recordsOf(running.stores, requestChain(id))).slice(2).map(({ type, data }) => [type, data]);
    expect(added).toEqual([
      ['approval.recorded', expect.objectContaining({ holdSeconds: 900, scopes: ['selftest.run'] })],
      ['decision.refused', { code: 'stale_view' }],
    ]);
    // The dialog stands with the new facts: what is sent from it counts.
    await hand.seat(TEAM, SANTOS).fillIn({ decision: 'approve', code: await code(santos) });
    const { facts, status } = await rowOf(running.stores, id);
    expect([status, facts.holdSeconds, facts.scopes]).toEqual(['approved', 900, ['selftest.run']]);
    await undo();
  });

  test('says what became of it to whoever comes late', async () => {
    const { id } = await asked();
    await hand.open(TEAM, GREENE, id);
    await hand.open(TEAM, SANTOS, id);
    await hand.seat(TEAM, SANTOS).fillIn({ decision: 'approve', code: await code(santos) });
    const late = await hand.seat(TEAM, GREENE).fillIn({ decision: 'approve', code: await code(greene) });
    expect(wordsOf(viewIn(late))).toMatch(/^Your answer was not recorded: the request was no longer open.\n✓ Approved/);
  });
});

describe('nobody else', () => {
  test('a link that is removed while the dialog is open decides nothing', async () => {
    const { id } = await asked();
    await hand.open(TEAM, GREENE, id);
    const { store } = running.stores;
    const refs = { person: slackLinkRef(greene.member.person), user: slackUserRef(TEAM, GREENE) };
    const { person } = await store.load(refs);
    if (!person) throw new Error('not linked');
    await store.commit({ events: [], writes: Object.values(refs).map((ref) => ({ kind: 'remove', ref })) });
    const sent = await hand.seat(TEAM, GREENE).fillIn({ decision: 'approve', code: await code(greene) });
    expect(wordsOf(viewIn(sent))).toContain('This Slack account is not linked to you here');
    expect(await eventsOf(running.stores, id)).toEqual(['request.submitted', 'request.routed']);
    await store.commit({
      events: [],
      writes: Object.values(refs).map((ref) => ({ kind: 'insert', ref, row: person })),
    });
  });
});

describe('between reading who somebody is and his decision', () => {
  test.each<[string, () => Ref<unknown>]>([
    ['his link', () => slackUserRef(TEAM, GREENE)],
    ['the workspace', () => slackTeamRef(TEAM)],
  ])('%s goes: the decision loses, and its code is good still', async (_what, at) => {
    const { id, digest } = await asked();
    const { store, credentials } = running.stores;
    const now = running.scene.now();
    const act: SlackReviewing = { team: TEAM, organisation: LAB, user: GREENE, act: 'decide', request: id };
    const people = { standingOf: async () => 'member' as const };
    const known = await identifySlack({ store, people }, act, true, now);
    if (!known.ok) throw new Error(known.code);
    const { row } = await store.load({ row: at() });
    await store.commit({ events: [], writes: [{ kind: 'remove', ref: at() }] });
    const client = new KMSClient({ ...LOCAL_CLIENT, endpoint: running.broker.addresses.kms });
    const sealer = kmsSealer(client, readFileSync(join(running.broker.dataDir, 'credential-key'), 'utf8'));
    const body = { decision: 'approve', digest, code: await code(greene) } as const;
    const ports = { store, credentials, sealer, codes: totpCodes };
    const decide = () => decideInSlack(ports, act, known.value, body, running.scene.now());
    expect(await decide()).toEqual({ ok: false, code: 'slack_unlinked' });
    expect(await eventsOf(running.stores, id)).toEqual(['request.submitted', 'request.routed', 'decision.refused']);
    await store.commit({ events: [], writes: [{ kind: 'insert', ref: at(), row }] });
    expect((await decide()).ok).toBe(true);
    client.destroy();
  });
});

describe('the same payload', () => {
  test('three times at once has one effect', async () => {
    const { id } = await asked();
    await hand.open(TEAM, SANTOS, id);
    const sent = await hand.seat(TEAM, SANTOS).fillIn({ decision: 'approve', code: await code(santos) }, { repeat: 3 });
    expect(sent.answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(sent.answers.filter(({ body }) => body === '')).toHaveLength(2);
    expect(await eventsOf(running.stores, id)).toEqual([
      'request.submitted',
      'request.routed',
      'approval.recorded',
      'request.approved',
    ]);
  });

  test('two dialogs and a program at once have one winner', async () => {
    const { id, digest } = await asked();
    await hand.open(TEAM, SANTOS, id);
    await hand.open(TEAM, GREENE, id);
    const [first, second] = [await code(santos), await code(greene)];
    const body = { decision: 'deny', reason: 'Not now.', digest, code: second };
    await Promise.all([
      hand.seat(TEAM, SANTOS).fillIn({ decision: 'approve', code: first }),
      hand.seat(TEAM, GREENE).fillIn({ decision: 'approve', code: second }),
      greene.post(`/requests/${id}/decision`, body),
    ]);
    const events = await eventsOf(running.stores, id);
    expect(events.filter((type) => type === 'request.approved' || type === 'request.denied')).toHaveLength(1);
    expect(await breakIn(running.broker, id)).toBeUndefined();
  });
});
