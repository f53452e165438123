/**
 * Telling people by Slack, against the running broker with a Slack that fails (R7, R16, R20, faults.md): whoever is linked is
 * asked there, whom Slack does not reach is asked by mail at once, and every card is kept true.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { slackPoster } from '../../adapters/slack/post.ts';
import {
  DELIVERY_PREFIX,
  deliveryRef,
  requestChain,
  slackCardRef,
  slackLinkRef,
  slackWorkspaceRef,
} from '../../core/keys.ts';
import type { Mailer, Ref, Write } from '../../core/ports.ts';
import type { Versioned } from '../../core/registry.ts';
import type { Delivery } from '../../core/rows.ts';
import type { Slack } from '../../core/slack-ports.ts';
import { sendDelivery } from '../../core/verbs/send-delivery.ts';
import { type Answer, type Mail, type Phone, send } from '../../local/demo/broker.ts';
import { buttonsOf, headOf, type SlackShown, shownIn, wordsOf } from '../../local/demo/slack-view.ts';
import { openSlackSecrets } from '../../local/slack/secrets.ts';
import { mailWriter } from '../../web/mail.ts';
import { slackWriter } from '../../web/slack/card.ts';
import { visitsTo } from '../support/console-visits.ts';
import { outboxRow, recordOf } from '../support/outbox-record.ts';
import { until } from '../support/polling.ts';
import { runFunction } from '../support/run-function.ts';
import {
  type Asked,
  approve,
  ask,
  breakIn,
  MONITOR,
  type RunningBroker,
  runBroker,
} from '../support/running-broker.ts';
import { planFailure } from '../support/stand-in.ts';

const LAB = 'meridian-lab';
const ANALYSER = 'G7NF-4CSK';
const [SANTOS, GREENE, CHANNEL] = ['D0SANTOS', 'D0GREENE', 'C0SERVICE'];

let running: RunningBroker;
let osei: Phone;
let santos: Phone;
let greene: Phone;
let meyer: Phone;

beforeAll(async () => {
  running = await runBroker();
  const { scene } = running;
  [osei, santos, greene, meyer] = await Promise.all([
    scene.phone('j.osei', 'medserv'),
    scene.phone('i.santos', LAB),
    scene.phone('a.greene', LAB),
    scene.phone('q.meyer', LAB),
  ]);
});
afterAll(() => running.stop());
afterEach(async () => {
  await fail('chat.postMessage', 'reset', 0);
  await fail('chat.update', 'reset', 0);
});

const fail = (operation: string, mode: string, times: number) =>
  planFailure(running.broker.addresses.slack, operation, mode, times);

async function rowsOf({ id }: Asked): Promise<readonly Delivery[]> {
  return running.stores.store.children<Delivery>(requestChain(id), DELIVERY_PREFIX);
}

/** Messages by recipient and way, with what became of each, once none of them waits any more. */
async function toldAbout(asked: Asked, count: number): Promise<readonly string[]> {
  const rows = await until(async () => {
    const all = await rowsOf(asked);
    return all.length >= count && all.every(({ state }) => state !== 'queued') ? all : undefined;
  });
  return rows.map(lineOf);
}

function lineOf({ person, via, message, state }: Delivery): string {
  const names = [osei, santos, greene, meyer].map(({ member }) => [member.person, member.login]);
  return [Object.fromEntries(names)[person] ?? person, via ?? 'mail', message, state].join(' ');
}

/** The line of one message once it reads so. */
async function becomes(asked: Asked, line: string): Promise<Delivery> {
  return until(async () => (await rowsOf(asked)).find((row) => lineOf(row) === line));
}

/** Cards of `asked` that stand in a conversation, once there are `count`. */
async function cardsIn(channel: string, { reference }: Asked, count = 1): Promise<readonly SlackShown[]> {
  return until(async () => {
    const all = await shownIn(running.broker, channel);
    const cards = all.filter((one) => one.thread_ts === undefined && headOf(one).includes(reference));
    return cards.length >= count ? cards : undefined;
  });
}

/** The card once its head says `words`. */
async function cardSaying(channel: string, asked: Asked, words: string): Promise<SlackShown> {
  return until(async () => (await cardsIn(channel, asked)).find((card) => headOf(card).includes(words)));
}

/** Lines below a card, once there are `count`. */
async function below(channel: string, { ts }: SlackShown, count: number): Promise<readonly string[]> {
  return until(async () => {
    const lines = (await shownIn(running.broker, channel)).filter((one) => one.thread_ts === ts);
    return lines.length >= count ? lines.map(wordsOf) : undefined;
  });
}

async function mailsAbout({ reference }: Asked): Promise<readonly string[]> {
  const { body } = await send(`${running.broker.addresses.inbox}/messages.json`, { method: 'GET' });
  return (body as Mail[])
    .filter(({ subject }) => subject.includes(reference))
    .map(({ to, subject }) => `${String(to).split('@')[0]}: ${subject.split(' ')[0]}`);
}

async function reached({ id }: Asked) {
  const { body } = await osei.get(`/requests/${id}`);
  return {
    reach: body.reach,
    asked: body.asked.map(({ delivery, by }: Answer['body']) => [delivery, ...by].join(' ')),
  };
}

async function withdraw({ id }: Asked): Promise<void> {
  expect((await osei.post(`/requests/${id}/withdraw`, {})).status).toBe(200);
}

/** Ends a request; nothing of it is then left for the next test's Slack. */
async function end(asked: Asked): Promise<void> {
  await withdraw(asked);
  await endIsTold(asked);
}

async function endIsTold(asked: Asked): Promise<void> {
  await until(async () => {
    const outcomes = (await rowsOf(asked)).filter(({ message }) => message === 'outcome');
    return (outcomes.length > 0 && outcomes.every(({ state }) => state !== 'queued')) || undefined;
  });
}

async function write(...writes: readonly Write[]): Promise<void> {
  expect(await running.stores.store.commit({ events: [], writes })).toBeUndefined();
}

async function changed<T extends Versioned>(ref: Ref<T>, more: Partial<T>): Promise<T> {
  const { row } = await running.stores.store.load({ row: ref });
  if (!row) throw new Error('no such row');
  const { version } = row as T;
  await write({ kind: 'replace', ref, row: { ...(row as T), ...more, version: version + 1 }, version });
  return row as T;
}

describe('a question', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await ask(osei, ANALYSER, undefined, { reason: 'The pump of Mrs Miller hums.', workOrder: 'WO-4711' });
    await becomes(asked, 'channel slack ask sent');
  });
  afterAll(() => end(asked));

  test('goes as a card to whoever is linked and to the hospital’s channel, and by mail to neither', async () => {
    expect(await toldAbout(asked, 2)).toEqual(['channel slack ask sent', 'i.santos slack ask sent']);
    const [[own], [common]] = [await cardsIn(SANTOS, asked), await cardsIn(CHANNEL, asked)];
    expect([own && headOf(own), common && headOf(common)]).toEqual([
      `○ Approve or deny ${asked.reference}?`,
      `○ Waiting for a decision · ${asked.reference}`,
    ]);
    for (const card of [own, common]) expect(card && buttonsOf(card)).toEqual(['review-and-decide', 'open-in-browser']);
    expect(await mailsAbout(asked)).toEqual([]);
  });

  test('shows the approver all eight facts, and the channel no name and nothing that a person wrote', async () => {
    const [[own], [common]] = [await cardsIn(SANTOS, asked), await cardsIn(CHANNEL, asked)];
    if (!own || !common) throw new Error('no card');
    expect(wordsOf(own)).toContain('Joseph Osei');
    expect(wordsOf(own)).toContain('Reason: WO-4711, corrective maintenance: The pump of Mrs Miller hums.');
    expect(wordsOf(common)).not.toMatch(/Osei|Santos|Greene|WO-4711|Miller/);
    expect(wordsOf(common)).toContain('Device: Analyser H-200 #HX-00051, Line 1');
    expect(wordsOf(common)).toContain('Asked by: MedServ');
    expect(wordsOf(common)).toContain('One person is asked;');
  });

  test('carries no ticket: its links lead to a page that asks for a sign-in', async () => {
    const [own] = await cardsIn(SANTOS, asked);
    expect(JSON.stringify(own)).not.toContain('/decide/');
    expect(JSON.stringify(own)).toContain(`${running.broker.addresses.api}/decisions/${asked.id}`);
  });

  test('is said by the request and on the waiting page to have gone by Slack', async () => {
    expect(await reached(asked)).toEqual({ reach: 'asked', asked: ['sent slack'] });
    const page = await visitsTo(running)('j.osei', `/visits/${asked.id}`, 'medserv');
    expect(page.text).toContain('Asked person 1 of 1: HTM approver, by Slack');
  });

  test('of a hospital without Slack goes by mail alone', async () => {
    const other = await ask(osei, MONITOR.code);
    await until(async () => ((await mailsAbout(other)).length > 0 ? true : undefined));
    expect((await rowsOf(other)).map(({ via }) => via)).toEqual([undefined]);
    await end(other);
  });
});

describe('a request that nobody answers', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await ask(osei, ANALYSER);
    await becomes(asked, 'i.santos slack ask sent');
    await running.scene.skip(601);
    await becomes(asked, 'a.greene mail escalation sent');
  });

  test('is put before the next on call and reminded of, by Slack and by mail', async () => {
    expect((await toldAbout(asked, 7)).slice(2).sort()).toEqual([
      'a.greene mail escalation sent',
      'a.greene slack escalation sent',
      'channel slack reminder sent',
      'i.santos mail reminder sent',
      'i.santos slack reminder sent',
    ]);
    expect([...(await mailsAbout(asked))].sort()).toEqual(['a.greene: Escalation', 'i.santos: Reminder']);
  });

  test('has a line below the first card, and says on the new one who was asked before', async () => {
    const [first] = await cardsIn(SANTOS, asked);
    const [line] = first ? await below(SANTOS, first, 1) : [];
    expect(line).toMatch(/You were asked at \d\d:\d\d E[SD]T and have not answered yet\./);
    const [second] = await cardsIn(GREENE, asked);
    expect(second && wordsOf(second)).toMatch(/Asked before you, without an answer: Ines Santos at \d\d:\d\d E[SD]T\./);
  });

  test('counts in the channel who is asked, and names nobody', async () => {
    const [card] = await cardsIn(CHANNEL, asked);
    const [line = ''] = card ? await below(CHANNEL, card, 1) : [];
    expect(line).toContain('Not decided yet. 2 people are asked;');
    expect(line).not.toMatch(/Santos|Greene|Osei/);
  });

  test('ends on every card when its time is over, with one card a person', async () => {
    await running.scene.skip(600);
    await becomes(asked, 'a.greene slack reminder sent');
    await running.scene.skip(601);
    for (const channel of [SANTOS, GREENE, CHANNEL]) {
      const card = await cardSaying(channel, asked, '◷ Expired');
      expect(buttonsOf(card)).toEqual(['open-in-browser']);
      expect(await cardsIn(channel, asked)).toHaveLength(1);
      expect((await below(channel, card, channel === GREENE ? 2 : 3)).at(-1)).toContain('◷ Expired');
    }
    await becomes(asked, 'i.santos mail outcome sent');
    await becomes(asked, 'j.osei mail outcome sent');
    expect((await mailsAbout(asked)).filter((mail) => mail.endsWith('Expired')).sort()).toEqual([
      'a.greene: Expired',
      'i.santos: Expired',
      'j.osei: Expired',
    ]);
    expect(await breakIn(running.broker, asked.id)).toBeUndefined();
  });
});

describe('every copy', () => {
  test('shows the approval and then the revocation, and only the technician gets mail', async () => {
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'channel slack ask sent');
    expect((await approve(running.scene, santos, asked)).status).toBe(200);
    const own = await cardSaying(SANTOS, asked, '✓ Approved until');
    const common = await cardSaying(CHANNEL, asked, '✓ Approved until');
    expect([buttonsOf(own), buttonsOf(common)]).toEqual([['open-in-browser'], ['open-in-browser']]);
    expect((await below(SANTOS, own, 1))[0]).toContain('Approved by Ines Santos (HTM approver)');
    expect((await below(CHANNEL, common, 1))[0]).toMatch(/^✓ Approved until \d\d:\d\d E[SD]T$/m);
    await becomes(asked, 'j.osei mail outcome sent');
    expect(await mailsAbout(asked)).toEqual(['j.osei: Approved']);

    const reason = 'Needed for Mrs Miller.';
    expect((await santos.post(`/requests/${asked.id}/revoke`, { reason })).status).toBe(200);
    expect(wordsOf(await cardSaying(SANTOS, asked, '⊘ Revoked'))).toContain(`Reason: ${reason}`);
    const revoked = await cardSaying(CHANNEL, asked, '⊘ Revoked');
    const lines = await below(CHANNEL, revoked, 2);
    expect([wordsOf(revoked), ...lines].join('\n')).not.toMatch(/Miller|Santos|Osei/);
  });

  test.each([
    [
      '✕ Denied',
      async (asked: Asked) => approve(running.scene, santos, asked, { decision: 'deny', reason: 'Not now.' }),
    ],
    ['↩ Withdrawn', async ({ id }: Asked) => osei.post(`/requests/${id}/withdraw`, {})],
  ])('shows %s', async (words, act) => {
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'channel slack ask sent');
    expect((await act(asked)).status).toBe(200);
    for (const channel of [SANTOS, CHANNEL]) {
      expect(buttonsOf(await cardSaying(channel, asked, words))).toEqual(['open-in-browser']);
    }
    await endIsTold(asked);
  });

  test('of a request that takes two shows the first approval, and leads to the page only', async () => {
    const asked = await ask(osei, ANALYSER, ['software.restore']);
    await becomes(asked, 'channel slack ask sent');
    await becomes(asked, 'q.meyer mail ask sent');
    const [card] = await cardsIn(CHANNEL, asked);
    expect(card && buttonsOf(card)).toEqual(['open-in-browser']);
    expect(card && wordsOf(card)).toContain('Approvals: 0 of 2');
    const mails = await mailsAbout(asked);
    const more = { clinicalRelease: true };
    expect((await approve(running.scene, santos, asked, more)).status).toBe(200);
    await becomes(asked, 'channel slack progress sent');
    await becomes(asked, 'a.greene slack progress sent');
    const [half] = await cardsIn(CHANNEL, asked);
    const [own] = await cardsIn(GREENE, asked);
    expect(half && wordsOf(half)).toContain('Approvals: 1 of 2');
    expect(own && wordsOf(own)).toContain('2 different people have to approve; 1 of 2 have.');
    expect(await mailsAbout(asked)).toEqual(mails);
    expect((await approve(running.scene, meyer, asked, more)).status).toBe(200);
    for (const channel of [SANTOS, GREENE, CHANNEL]) await cardSaying(channel, asked, '✓ Approved until');
    await endIsTold(asked);
  });
});

describe('what Slack refuses for good', () => {
  test.each(['channel_not_found', 'user_not_found', 'token_revoked', 'account_inactive'])(
    'for %s is asked by mail at once, and the channel’s is seen to have failed',
    async (mode) => {
      await fail('chat.postMessage', mode, 2);
      const asked = await ask(osei, ANALYSER);
      await becomes(asked, 'i.santos mail ask sent');
      expect([...(await toldAbout(asked, 3))].sort()).toEqual([
        'channel slack ask failed',
        'i.santos mail ask sent',
        'i.santos slack ask failed',
      ]);
      expect((await rowsOf(asked)).map(({ note, via }) => via && note).filter(Boolean)).toEqual([mode, mode]);
      expect(await mailsAbout(asked)).toEqual(['i.santos: Approve?']);
      expect(await reached(asked)).toEqual({ reach: 'asked', asked: ['sent mail'] });
      await end(asked);
    },
  );

  test('stands in delivery health, with what Slack said and that a mail went', async () => {
    const page = await visitsTo(running)('d.frost', `/console/${LAB}/delivery`, LAB);
    expect(page.text).toContain('Ines Santos: ✕ Never taken');
    expect(page.text).toMatch(
      /by Slack\. .*after one try: the app was removed from the workspace \(account_inactive\)\. The same went by mail\./,
    );
    expect(page.text).toContain('The hospital’s channel in Slack: ✕ Never taken');
  });

  test('after the decision has failed for all to see, and is asked of nobody by mail', async () => {
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'channel slack ask sent');
    await fail('chat.update', 'token_revoked', 2);
    await end(asked);
    await becomes(asked, 'i.santos slack outcome failed');
    await becomes(asked, 'j.osei mail outcome sent');
    expect(await mailsAbout(asked)).toEqual(['j.osei: Withdrawn']);
  });
});

describe('what Slack does not take now', () => {
  test('for too many calls waits as long as Slack says, without a mail where that is short', async () => {
    await fail('chat.postMessage', 'ratelimited', 2);
    const asked = await ask(osei, ANALYSER);
    const waiting = await becomes(asked, 'i.santos slack ask queued');
    expect(['', 'ratelimited']).toContain(waiting.note);
    expect((await becomes(asked, 'i.santos slack ask sent')).attempts).toBe(2);
    expect(await cardsIn(SANTOS, asked)).toHaveLength(1);
    expect(await mailsAbout(asked)).toEqual([]);
    await end(asked);
  });

  test('for long is asked by mail meanwhile, and once in Slack afterwards', async () => {
    await fail('chat.postMessage', 'ratelimited-long', 2);
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'i.santos mail ask sent');
    await running.scene.skip(100);
    expect((await becomes(asked, 'i.santos slack ask queued')).note).toBe('ratelimited');
    await running.scene.skip(21);
    await becomes(asked, 'i.santos slack ask sent');
    expect(await cardsIn(SANTOS, asked)).toHaveLength(1);
    expect(await mailsAbout(asked)).toEqual(['i.santos: Approve?']);
    expect(await reached(asked)).toEqual({ reach: 'asked', asked: ['sent mail slack'] });
    await end(asked);
  });

  test.each(['internal', 'reset'])('for %s is asked by mail at once, and tried again after a minute', async (mode) => {
    await fail('chat.postMessage', mode, 2);
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'i.santos mail ask sent');
    expect((await becomes(asked, 'i.santos slack ask queued')).note).toBe('no_answer');
    await running.scene.skip(61);
    expect((await becomes(asked, 'i.santos slack ask sent')).attempts).toBe(2);
    expect(await cardsIn(SANTOS, asked)).toHaveLength(1);
    expect(await mailsAbout(asked)).toEqual(['i.santos: Approve?']);
    await end(asked);
  });

  test('but whose answer was lost came all the same: the card stands twice, and the later one is kept true', async () => {
    await fail('chat.postMessage', 'lost-answer', 1);
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'i.santos mail ask sent');
    await running.scene.skip(61);
    await becomes(asked, 'i.santos slack ask sent');
    expect(await cardsIn(SANTOS, asked, 2)).toHaveLength(2);
    await end(asked);
    await cardSaying(SANTOS, asked, '↩ Withdrawn');
    expect((await cardsIn(SANTOS, asked)).map((card) => buttonsOf(card).length)).toEqual([2, 1]);
  });
});

describe('the stream', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await ask(osei, ANALYSER);
    await becomes(asked, 'channel slack ask sent');
  });
  // What is planted counts as later news than the end, so nobody is told of it.
  afterAll(() => withdraw(asked));

  const handed = (...batches: readonly (readonly object[])[]) =>
    runFunction(
      running.broker,
      'notify',
      batches.map((Records) => ({ Records })),
    );

  /** News of a request whose card is not known to stand: it is posted anew. */
  async function record(n: number): Promise<object> {
    await write({ kind: 'remove', ref: slackCardRef(requestChain(asked.id), santos.member.person) });
    return recordOf(String(n), 'INSERT', await outboxRow(running.stores, requestChain(asked.id), n));
  }

  test('however often it tells of a row, there is one card', async () => {
    const one = await record(101);
    expect(await handed([one, one], [one])).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(await cardsIn(SANTOS, asked, 2)).toHaveLength(2);
  });

  test('two consumers at once post one card', async () => {
    const one = await record(102);
    await Promise.all([handed([one]), handed([one])]);
    expect(await cardsIn(SANTOS, asked, 3)).toHaveLength(3);
  });
});

describe('a function that is killed between posting and storing', () => {
  test('leaves a delivery that is tried again: the card may stand twice, and never not at all', async () => {
    const { broker, stores, scene } = running;
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'channel slack ask sent');
    const chain = requestChain(asked.id);
    const { person } = santos.member;
    await write({ kind: 'remove', ref: slackCardRef(chain, person) });
    const at = scene.now();
    const row: Delivery = {
      ...(await becomes(asked, 'i.santos slack ask sent')),
      n: 50,
      version: 1,
      state: 'queued',
      attempts: 0,
      note: '',
      at,
    };
    await write({ kind: 'insert', ref: deliveryRef(chain, 50, person, 'slack'), row });

    const secrets = openSlackSecrets(join(broker.dataDir, 'secrets'), []);
    const real = slackPoster(async (team) => secrets.read(team), `${broker.addresses.slack}/api/`);
    let isPosted = false;
    const dying: Slack = {
      ...real,
      post: async (...args) => {
        await real.post(...args);
        isPosted = true;
        return new Promise(() => {});
      },
    };
    const writers = {
      mail: mailWriter({ baseUrl: broker.addresses.api }),
      slack: slackWriter({ baseUrl: broker.addresses.api }),
    };
    const ports = { store: stores.store, mailer: {} as Mailer, slack: dying, random: () => new Uint8Array(32) };
    void sendDelivery(ports, writers, row, scene.now());
    await until(async () => isPosted || undefined);
    expect(await cardsIn(SANTOS, asked, 2)).toHaveLength(2);

    await scene.skip(61);
    await until(async () => {
      const { sent } = await stores.store.load({ sent: deliveryRef(chain, 50, person, 'slack') });
      return sent?.state === 'sent' ? sent : undefined;
    });
    expect(await cardsIn(SANTOS, asked, 3)).toHaveLength(3);
    // What was planted counts as later news than the end, so nobody is told of it.
    await withdraw(asked);
  });
});

describe('somebody who is no longer linked', () => {
  test('is asked by mail, and his card then says no more than the channel’s', async () => {
    const ref = slackLinkRef(santos.member.person);
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'i.santos slack ask sent');
    const { link } = await running.stores.store.load({ link: ref });
    if (!link) throw new Error('not linked');
    await write({ kind: 'remove', ref });
    await end(asked);
    const card = await cardSaying(SANTOS, asked, '↩ Withdrawn');
    expect(wordsOf(card)).not.toMatch(/Osei|Reason/);

    const next = await ask(osei, ANALYSER);
    await becomes(next, 'i.santos mail ask sent');
    expect([...(await toldAbout(next, 2))].sort()).toEqual(['channel slack ask sent', 'i.santos mail ask sent']);
    await end(next);
    await write({ kind: 'insert', ref, row: link });
  });
});

describe('somebody who linked another account', () => {
  test('sees what became of it there, and the card in the conversation of the one before is left', async () => {
    const ref = slackLinkRef(santos.member.person);
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'i.santos slack ask sent');
    const link = await changed(ref, { user: 'U0MEYER' });
    await end(asked);
    await cardSaying('D0MEYER', asked, '↩ Withdrawn');
    expect((await cardsIn(SANTOS, asked)).map(headOf)).toEqual([expect.stringContaining('Approve or deny')]);
    await changed(ref, { user: link.user });
  });
});

describe('a card that Slack no longer has', () => {
  test.each(['message_not_found', 'cant_update_message'])(
    'or will not change (%s) comes once more as it stands now, and that one is kept true',
    async (mode) => {
      const asked = await ask(osei, ANALYSER);
      await becomes(asked, 'channel slack ask sent');
      await fail('chat.update', mode, 2);
      expect((await approve(running.scene, santos, asked)).status).toBe(200);
      await cardSaying(SANTOS, asked, '✓ Approved until');
      await cardSaying(CHANNEL, asked, '✓ Approved until');
      expect(await cardsIn(SANTOS, asked, 2)).toHaveLength(2);
      expect((await santos.post(`/requests/${asked.id}/revoke`, { reason: 'Needed.' })).status).toBe(200);
      await cardSaying(SANTOS, asked, '⊘ Revoked');
      await cardSaying(CHANNEL, asked, '⊘ Revoked');
      expect(await cardsIn(SANTOS, asked, 2)).toHaveLength(2);
    },
  );
});

describe('a workspace that is disconnected', () => {
  test('is posted to no more: its people are asked by mail, and cards that stand are left', async () => {
    const asked = await ask(osei, ANALYSER);
    await becomes(asked, 'channel slack ask sent');
    await changed(slackWorkspaceRef(LAB), { status: 'disconnected' });
    await end(asked);
    expect((await becomes(asked, 'i.santos slack outcome failed')).note).toBe('disconnected');
    const next = await ask(osei, ANALYSER);
    await becomes(next, 'i.santos mail ask sent');
    expect(await toldAbout(next, 1)).toEqual(['i.santos mail ask sent']);
    await end(next);
    await changed(slackWorkspaceRef(LAB), { status: 'connected' });
  });
});

test('no token of a workspace stands in what the functions say', () => {
  const said = readFileSync(join(running.broker.dataDir, 'functions.log'), 'utf8');
  expect(said).not.toContain('xoxb-');
});
