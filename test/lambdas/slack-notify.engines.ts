/**
 * Telling people by Slack, against the running broker (R7, R16, R20): whoever is linked is asked there, and every card is kept
 * true.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buttonsOf, headOf, wordsOf } from '../../local/demo/slack-view.ts';
import { visitsTo } from '../support/console-visits.ts';
import { until } from '../support/polling.ts';
import { type Asked, approve, ask, breakIn, MONITOR } from '../support/running-broker.ts';
import { ANALYSER, CHANNEL, GREENE, SANTOS, SlackLab } from '../support/slack-lab.ts';

let lab: SlackLab;
beforeAll(async () => {
  lab = await SlackLab.run();
});
afterAll(() => lab.stop());

describe('a question', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await ask(lab.osei, ANALYSER, undefined, { reason: 'The pump of Mrs Miller hums.', workOrder: 'WO-4711' });
    await lab.becomes(asked, 'channel slack ask sent');
  });
  afterAll(() => lab.end(asked));

  test('goes as a card to whoever is linked and to the hospital’s channel, and by mail to neither', async () => {
    expect(await lab.toldAbout(asked, 2)).toEqual(['channel slack ask sent', 'i.santos slack ask sent']);
    const [[own], [common]] = [await lab.cardsIn(SANTOS, asked), await lab.cardsIn(CHANNEL, asked)];
    expect([own && headOf(own), common && headOf(common)]).toEqual([
      `○ Approve or deny ${asked.reference}?`,
      `○ Waiting for a decision · ${asked.reference}`,
    ]);
    for (const card of [own, common]) expect(card && buttonsOf(card)).toEqual(['review-and-decide', 'open-in-browser']);
    expect(await lab.mailsAbout(asked)).toEqual([]);
  });

  test('shows the approver all eight facts, and the channel no name and nothing that a person wrote', async () => {
    const [[own], [common]] = [await lab.cardsIn(SANTOS, asked), await lab.cardsIn(CHANNEL, asked)];
    if (!own || !common) throw new Error('no card');
    expect(wordsOf(own)).toContain('Joseph Osei');
    expect(wordsOf(own)).toContain('Reason: WO-4711, corrective maintenance: The pump of Mrs Miller hums.');
    expect(wordsOf(common)).not.toMatch(/Osei|Santos|Greene|WO-4711|Miller/);
    expect(wordsOf(common)).toContain('Device: Analyser H-200 #HX-00051, Line 1');
    expect(wordsOf(common)).toContain('Asked by: MedServ');
    expect(wordsOf(common)).toContain('One person is asked;');
  });

  test('carries no ticket: its links lead to a page that asks for a sign-in', async () => {
    const [own] = await lab.cardsIn(SANTOS, asked);
    expect(JSON.stringify(own)).not.toContain('/decide/');
    expect(JSON.stringify(own)).toContain(`${lab.broker.addresses.api}/decisions/${asked.id}`);
  });

  test('is said by the request and on the waiting page to have gone by Slack', async () => {
    expect(await lab.reached(asked)).toEqual({ reach: 'asked', asked: ['sent slack'] });
    const page = await visitsTo(lab)('j.osei', `/visits/${asked.id}`, 'medserv');
    expect(page.text).toContain('Asked person 1 of 1: HTM approver, by Slack');
  });

  test('of a hospital without Slack goes by mail alone', async () => {
    const other = await ask(lab.osei, MONITOR.code);
    await until(async () => ((await lab.mailsAbout(other)).length > 0 ? true : undefined));
    expect((await lab.rowsOf(other)).map(({ via }) => via)).toEqual([undefined]);
    await lab.end(other);
  });
});

describe('a request that nobody answers', () => {
  let asked: Asked;
  beforeAll(async () => {
    asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'i.santos slack ask sent');
    await lab.scene.skip(601);
    await lab.becomes(asked, 'a.greene mail escalation sent');
  });

  test('is put before the next on call and reminded of, by Slack and by mail', async () => {
    expect((await lab.toldAbout(asked, 7)).slice(2).sort()).toEqual([
      'a.greene mail escalation sent',
      'a.greene slack escalation sent',
      'channel slack reminder sent',
      'i.santos mail reminder sent',
      'i.santos slack reminder sent',
    ]);
    expect([...(await lab.mailsAbout(asked))].sort()).toEqual(['a.greene: Escalation', 'i.santos: Reminder']);
  });

  test('has a line below the first card, and says on the new one who was asked before', async () => {
    const [first] = await lab.cardsIn(SANTOS, asked);
    const [line] = first ? await lab.below(SANTOS, first, 1) : [];
    expect(line).toMatch(/You were asked at \d\d:\d\d E[SD]T and have not answered yet\./);
    const [second] = await lab.cardsIn(GREENE, asked);
    expect(second && wordsOf(second)).toMatch(/Asked before you, without an answer: Ines Santos at \d\d:\d\d E[SD]T\./);
  });

  test('counts in the channel who is asked, and names nobody', async () => {
    const [card] = await lab.cardsIn(CHANNEL, asked);
    const [line = ''] = card ? await lab.below(CHANNEL, card, 1) : [];
    expect(line).toContain('Not decided yet. 2 people are asked;');
    expect(line).not.toMatch(/Santos|Greene|Osei/);
  });

  test('ends on every card when its time is over, with one card a person', async () => {
    await lab.scene.skip(600);
    await lab.becomes(asked, 'a.greene slack reminder sent');
    await lab.scene.skip(601);
    for (const channel of [SANTOS, GREENE, CHANNEL]) {
      const card = await lab.cardSaying(channel, asked, '◷ Expired');
      expect(buttonsOf(card)).toEqual(['open-in-browser']);
      expect(await lab.cardsIn(channel, asked)).toHaveLength(1);
      expect((await lab.below(channel, card, channel === GREENE ? 2 : 3)).at(-1)).toContain('◷ Expired');
    }
    await lab.becomes(asked, 'i.santos mail outcome sent');
    await lab.becomes(asked, 'j.osei mail outcome sent');
    expect((await lab.mailsAbout(asked)).filter((mail) => mail.endsWith('Expired')).sort()).toEqual([
      'a.greene: Expired',
      'i.santos: Expired',
      'j.osei: Expired',
    ]);
    expect(await breakIn(lab.broker, asked.id)).toBeUndefined();
  });
});

describe('every copy', () => {
  test('shows the approval and then the revocation, and only the technician gets mail', async () => {
    const asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'channel slack ask sent');
    expect((await approve(lab.scene, lab.santos, asked)).status).toBe(200);
    const own = await lab.cardSaying(SANTOS, asked, '✓ Approved until');
    const common = await lab.cardSaying(CHANNEL, asked, '✓ Approved until');
    expect([buttonsOf(own), buttonsOf(common)]).toEqual([['open-in-browser'], ['open-in-browser']]);
    expect((await lab.below(SANTOS, own, 1))[0]).toContain('Approved by Ines Santos (HTM approver)');
    expect((await lab.below(CHANNEL, common, 1))[0]).toMatch(/^✓ Approved until \d\d:\d\d E[SD]T$/m);
    await lab.becomes(asked, 'j.osei mail outcome sent');
    expect(await lab.mailsAbout(asked)).toEqual(['j.osei: Approved']);

    const reason = 'Needed for Mrs Miller.';
    expect((await lab.santos.post(`/requests/${asked.id}/revoke`, { reason })).status).toBe(200);
    expect(wordsOf(await lab.cardSaying(SANTOS, asked, '⊘ Revoked'))).toContain(`Reason: ${reason}`);
    const revoked = await lab.cardSaying(CHANNEL, asked, '⊘ Revoked');
    const lines = await lab.below(CHANNEL, revoked, 2);
    expect([wordsOf(revoked), ...lines].join('\n')).not.toMatch(/Miller|Santos|Osei/);
  });

  test.each([
    [
      '✕ Denied',
      async (asked: Asked) => approve(lab.scene, lab.santos, asked, { decision: 'deny', reason: 'Not now.' }),
    ],
    ['↩ Withdrawn', async ({ id }: Asked) => lab.osei.post(`/requests/${id}/withdraw`, {})],
  ])('shows %s', async (words, act) => {
    const asked = await ask(lab.osei, ANALYSER);
    await lab.becomes(asked, 'channel slack ask sent');
    expect((await act(asked)).status).toBe(200);
    for (const channel of [SANTOS, CHANNEL]) {
      expect(buttonsOf(await lab.cardSaying(channel, asked, words))).toEqual(['open-in-browser']);
    }
    await lab.endIsTold(asked);
  });

  test('of a request that takes two shows the first approval, and leads to the page only', async () => {
    const asked = await ask(lab.osei, ANALYSER, ['software.restore']);
    await lab.becomes(asked, 'channel slack ask sent');
    await lab.becomes(asked, 'q.meyer mail ask sent');
    const [card] = await lab.cardsIn(CHANNEL, asked);
    expect(card && buttonsOf(card)).toEqual(['open-in-browser']);
    expect(card && wordsOf(card)).toContain('Approvals: 0 of 2');
    const mails = await lab.mailsAbout(asked);
    const more = { clinicalRelease: true };
    expect((await approve(lab.scene, lab.santos, asked, more)).status).toBe(200);
    await lab.becomes(asked, 'channel slack progress sent');
    await lab.becomes(asked, 'a.greene slack progress sent');
    const [half] = await lab.cardsIn(CHANNEL, asked);
    const [own] = await lab.cardsIn(GREENE, asked);
    expect(half && wordsOf(half)).toContain('Approvals: 1 of 2');
    expect(own && wordsOf(own)).toContain('2 different people have to approve; 1 of 2 have.');
    expect(await lab.mailsAbout(asked)).toEqual(mails);
    expect((await approve(lab.scene, lab.meyer, asked, more)).status).toBe(200);
    for (const channel of [SANTOS, GREENE, CHANNEL]) await lab.cardSaying(channel, asked, '✓ Approved until');
    await lab.endIsTold(asked);
  });
});

test('no token of a workspace stands in what the functions say', () => {
  const said = readFileSync(join(lab.broker.dataDir, 'functions.log'), 'utf8');
  expect(said).not.toContain('xoxb-');
});
