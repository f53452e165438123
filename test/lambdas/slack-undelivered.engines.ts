/**
 * Telling people by a Slack that fails, and whom it does not reach any more, against the running broker (R16, R20, faults.md):
 * he is asked by mail at once, and every card that can be is kept true.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { slackPoster } from '../../adapters/slack/post.ts';
import { deliveryRef, requestChain, slackCardRef, slackLinkRef, slackWorkspaceRef } from '../../core/keys.ts';
import type { Mailer } from '../../core/ports.ts';
import type { Delivery } from '../../core/rows.ts';
import type { Slack } from '../../core/slack-ports.ts';
import { sendDelivery } from '../../core/verbs/send-delivery.ts';
import { buttonsOf, wordsOf } from '../../local/demo/slack-view.ts';
import { openSlackSecrets } from '../../local/slack/secrets.ts';
import { mailWriter } from '../../web/mail.ts';
import { slackWriter } from '../../web/slack/card.ts';
import { changed } from '../support/changed-row.ts';
import { visitsTo } from '../support/console-visits.ts';
import { outboxRow, recordOf } from '../support/outbox-record.ts';
import { until } from '../support/polling.ts';
import { runFunction } from '../support/run-function.ts';
import { type Asked, ask, recordsOf } from '../support/running-broker.ts';
import { ANALYSER, LAB, SANTOS, SlackLab } from '../support/slack-lab.ts';

let lab: SlackLab;
beforeAll(async () => {
  lab = await SlackLab.run();
});
afterAll(() => lab.stop());
afterEach(async () => {
  await lab.fail('chat.postMessage', 'reset', 0);
  await lab.fail('chat.update', 'reset', 0);
});

describe('what Slack refuses for good', () => {
  test.each(['channel_not_found', 'user_not_found', 'token_revoked', 'account_inactive'])(
    'for %s is asked by mail at once, and the channel’s is seen to have failed',
    async (mode) => {
      await lab.fail('chat.postMessage', mode, 2);
      const asked = await ask(lab.osei, ANALYSER);
      await lab.becomes(asked, 'i.santos mail ask sent');
      expect([...(await lab.toldAbout(asked, 3))].sort()).toEqual([
        'channel slack ask failed',
        'i.santos mail ask sent',
        'i.santos slack ask failed',
      ]);
      expect((await lab.rowsOf(asked)).map(({ note, via }) => via && note).filter(Boolean)).toEqual([mode, mode]);
      expect(await lab.mailsAbout(asked)).toEqual(['i.santos: Approve?']);
      expect(await lab.reached(asked)).toEqual({ reach: 'asked', asked: ['sent mail'] });
      await lab.end(asked);
    },
  );

  test('stands in delivery health, with what Slack said and that a mail went', async () => {
    const page = await visitsTo(lab)('d.frost', `/console/${LAB}/delivery`, LAB);
    expect(page.text).toContain('Ines Santos: ✕ Never taken');
    expect(page.text).toMatch(
      /by Slack\. .*after one try: the app was removed from the workspace \(account_inactive\)\. The same went by mail\./,
    );
    expect(page.text).toContain('The hospital’s channel in Slack: ✕ Never taken');
  });

  test('after the decision has failed for all to see, and goes by mail to whom it concerns', async () => {
    const asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'channel slack ask sent');
    await lab.fail('chat.update', 'token_revoked', 2);
    await lab.end(asked);
    await lab.becomes(asked, 'i.santos slack outcome failed');
    await lab.becomes(asked, 'j.osei mail outcome sent');
    await lab.becomes(asked, 'i.santos mail outcome sent');
    expect(await lab.mailsAbout(asked)).toEqual(['i.santos: Withdrawn', 'j.osei: Withdrawn']);
  });
});

describe('what Slack does not take now', () => {
  test('for too many calls waits as long as Slack says, without a mail where that is short', async () => {
    await lab.fail('chat.postMessage', 'ratelimited', 2);
    const asked = await ask(lab.osei, ANALYSER);
    const sent = await lab.becomes(asked, 'i.santos slack ask sent');
    const [submitted] = await recordsOf(lab.stores, requestChain(asked.id));
    expect([sent.attempts, sent.at - (submitted?.at ?? sent.at) >= 2]).toEqual([2, true]);
    expect(await lab.cardsIn(SANTOS, asked)).toHaveLength(1);
    expect(await lab.mailsAbout(asked)).toEqual([]);
    await lab.end(asked);
  });

  test('for long is asked by mail meanwhile, and once in Slack afterwards', async () => {
    await lab.fail('chat.postMessage', 'ratelimited-long', 2);
    const asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'i.santos mail ask sent');
    await lab.scene.skip(100);
    expect((await lab.becomes(asked, 'i.santos slack ask queued')).note).toBe('ratelimited');
    await lab.scene.skip(21);
    await lab.becomes(asked, 'i.santos slack ask sent');
    expect(await lab.cardsIn(SANTOS, asked)).toHaveLength(1);
    expect(await lab.mailsAbout(asked)).toEqual(['i.santos: Approve?']);
    expect(await lab.reached(asked)).toEqual({ reach: 'asked', asked: ['sent mail slack'] });
    await lab.end(asked);
  });

  test.each(['internal', 'reset'])('for %s is asked by mail at once, and tried again after a minute', async (mode) => {
    await lab.fail('chat.postMessage', mode, 2);
    const asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'i.santos mail ask sent');
    expect((await lab.becomes(asked, 'i.santos slack ask queued')).note).toBe('no_answer');
    await lab.scene.skip(61);
    expect((await lab.becomes(asked, 'i.santos slack ask sent')).attempts).toBe(2);
    expect(await lab.cardsIn(SANTOS, asked)).toHaveLength(1);
    expect(await lab.mailsAbout(asked)).toEqual(['i.santos: Approve?']);
    await lab.end(asked);
  });

  test('but whose answer was lost came all the same: the card stands twice, and the later one is kept true', async () => {
    await lab.fail('chat.postMessage', 'lost-answer', 1);
    const asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'i.santos mail ask sent');
    await lab.scene.skip(61);
    await lab.becomes(asked, 'i.santos slack ask sent');
    expect(await lab.cardsIn(SANTOS, asked, 2)).toHaveLength(2);
    await lab.end(asked);
    await lab.cardSaying(SANTOS, asked, '↩ Withdrawn');
    expect((await lab.cardsIn(SANTOS, asked)).map((card) => buttonsOf(card).length)).toEqual([2, 1]);
  });
});

describe('the stream', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'channel slack ask sent');
  });
  // What is planted counts as later news than the end, so nobody is told of it.
  afterAll(() => lab.withdraw(asked));

  const handed = (...batches: readonly (readonly object[])[]) =>
    runFunction(
      lab.broker,
      'notify',
      batches.map((Records) => ({ Records })),
    );

  /** News of a request whose card is not known to stand: it is posted anew. */
  async function record(n: number): Promise<object> {
    await lab.write({ kind: 'remove', ref: slackCardRef(requestChain(asked.id), lab.santos.member.person) });
    return recordOf(String(n), 'INSERT', await outboxRow(lab.stores, requestChain(asked.id), n));
  }

  test('however often it tells of a row, there is one card', async () => {
    const one = await record(101);
    expect(await handed([one, one], [one])).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(await lab.cardsIn(SANTOS, asked, 2)).toHaveLength(2);
  });

  test('two consumers at once post one card', async () => {
    const one = await record(102);
    await Promise.all([handed([one]), handed([one])]);
    expect(await lab.cardsIn(SANTOS, asked, 3)).toHaveLength(3);
  });
});

describe('a function that is killed between posting and storing', () => {
  test('leaves a delivery that is tried again: the card may stand twice, and never not at all', async () => {
    const { broker, stores, scene } = lab;
    const asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'channel slack ask sent');
    const chain = requestChain(asked.id);
    const { person } = lab.santos.member;
    await lab.write({ kind: 'remove', ref: slackCardRef(chain, person) });
    const at = scene.now();
    const row: Delivery = {
      ...(await lab.becomes(asked, 'i.santos slack ask sent')),
      n: 50,
      version: 1,
      state: 'queued',
      attempts: 0,
      note: '',
      at,
    };
    await lab.write({ kind: 'insert', ref: deliveryRef(chain, 50, person, 'slack'), row });

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
    expect(await lab.cardsIn(SANTOS, asked, 2)).toHaveLength(2);

    await scene.skip(61);
    await until(async () => {
      const { sent } = await stores.store.load({ sent: deliveryRef(chain, 50, person, 'slack') });
      return sent?.state === 'sent' ? sent : undefined;
    });
    expect(await lab.cardsIn(SANTOS, asked, 3)).toHaveLength(3);
    // What was planted counts as later news than the end, so nobody is told of it.
    await lab.withdraw(asked);
  });
});

describe('somebody who is no longer linked', () => {
  test('is asked by mail, and his card then says no more than the channel’s', async () => {
    const ref = slackLinkRef(lab.santos.member.person);
    const asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'i.santos slack ask sent');
    const { link } = await lab.stores.store.load({ link: ref });
    if (!link) throw new Error('not linked');
    await lab.write({ kind: 'remove', ref });
    await lab.end(asked);
    const card = await lab.cardSaying(SANTOS, asked, '↩ Withdrawn');
    expect(wordsOf(card)).not.toMatch(/Osei|Reason/);

    const next = await ask(lab.osei, ANALYSER);
    await lab.becomes(next, 'i.santos mail ask sent');
    expect([...(await lab.toldAbout(next, 2))].sort()).toEqual(['channel slack ask sent', 'i.santos mail ask sent']);
    await lab.end(next);
    await lab.write({ kind: 'insert', ref, row: link });
  });
});

describe('a workspace that is disconnected', () => {
  test('is posted to no more: its people are asked by mail, and cards that stand are left', async () => {
    const asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'channel slack ask sent');
    const undo = await changed(lab.stores, slackWorkspaceRef(LAB), () => ({ status: 'disconnected' as const }));
    await lab.end(asked);
    expect((await lab.becomes(asked, 'i.santos slack outcome failed')).note).toBe('disconnected');
    const next = await ask(lab.osei, ANALYSER);
    await lab.becomes(next, 'i.santos mail ask sent');
    expect(await lab.toldAbout(next, 1)).toEqual(['i.santos mail ask sent']);
    await lab.end(next);
    await undo();
  });
});

test('no token of a workspace stands in what the functions say', () => {
  const said = readFileSync(join(lab.broker.dataDir, 'functions.log'), 'utf8');
  expect(said).not.toContain('xoxb-');
});
