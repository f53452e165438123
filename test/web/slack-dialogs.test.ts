/** Every dialog and answer is what Slack takes, whatever people and the registry wrote. */
import { describe, expect, test } from '@jest/globals';
import { SCOPES } from '../../core/policy/tiers.ts';
import { REFUSALS } from '../../core/problems.ts';
import { judgeBlocks, judgeModal } from '../../local/slack/blocks.ts';
import { HELP, listAnswer, saying, sayingWithLink, statusAnswer } from '../../web/slack/answers.ts';
import { askDialog, askedDialog, deviceDialog } from '../../web/slack/ask-dialog.ts';
import { refusalDialog } from '../../web/slack/dialog.ts';
import { type ReviewView, reviewDialog } from '../../web/slack/review-dialog.ts';
import { APPROVED, CARD, cardSaying } from '../support/card.ts';
import { HOSTILE_TEXTS } from '../support/injection.ts';

const REQUEST = 'st-marys_K7Q29MABCDEF';
const ADDRESS = `https://access.example.org/decisions/${REQUEST}`;
const SAYS = 'Your role does not decide on this tier, scope, site or unit.';

const reviewing = (more: Partial<ReviewView> = {}): ReviewView => ({
  card: CARD,
  request: REQUEST,
  address: ADDRESS,
  roles: [{ role: 'htm_approver', says: 'HTM approver' }],
  ...more,
});

/** Every scope there is: more than one element of Slack holds. */
const ALL = Object.entries(SCOPES).map(([name, { says }]) => ({ name, says }));

const device = (text: string) => ({
  code: '7F3K-29QX',
  name: text,
  serial: text,
  tag: text,
  unit: text,
  site: text,
  hospital: text,
});
const asking = (text: string) => ({
  device: device(text),
  groups: [{ tier: 'T1', says: text, demands: text, scopes: ALL }],
  closed: [{ why: text, scopes: ALL.map((scope) => ({ ...scope, tier: 'T4' as const })) }],
  lengths: [15, 30].map((minutes) => ({ minutes, says: `${minutes} min` })),
  activities: [{ name: 'calibration', says: text }],
  asksControls: true,
});

const faultsOf = (view: object) => {
  const judged = judgeModal(view);
  return 'errors' in judged ? judged.errors : [];
};
const namesIn = ({ blocks }: { readonly blocks: readonly Readonly<Record<string, unknown>>[] }) =>
  blocks.flatMap(({ block_id: id }) => (typeof id === 'string' ? [id] : []));

describe('a dialog that Slack takes', () => {
  test.each<[string, object]>([
    ['asks for the decision', reviewDialog(reviewing())],
    [
      'asks in which role',
      reviewDialog(
        reviewing({
          roles: [
            { role: 'a', says: 'A' },
            { role: 'b', says: 'B' },
          ],
        }),
      ),
    ],
    ['offers every scope there is', reviewDialog(reviewing({ card: { ...CARD, scopes: ALL.slice(0, 16) } }))],
    ['shows what became of it', reviewDialog(reviewing({ card: APPROVED, note: 'late' }))],
    ['leads to the sign-in', reviewDialog(reviewing({ card: { ...CARD, needsSignIn: true } }))],
    ['is shown anew', reviewDialog(reviewing({ note: 'stale' }))],
    ['asks for a denial only', reviewDialog(reviewing({ barred: { says: SAYS, hasApproved: true, mayDeny: true } }))],
    ['asks for nothing', reviewDialog(reviewing({ barred: { says: SAYS, hasApproved: false, mayDeny: false } }))],
    ['asks for a device', deviceDialog()],
    ['asks for what and why', askDialog(asking('Words'))],
    ['has nothing to offer', askDialog({ ...asking('Words'), groups: [] })],
    ['refuses', refusalDialog('Not recorded', SAYS)],
  ])('%s', (_what, view) => {
    expect(faultsOf(view)).toEqual([]);
  });

  test.each(HOSTILE_TEXTS)('holds %s, and nothing of it is more than text', (_what, text) => {
    const views = [
      reviewDialog(
        reviewing({
          card: cardSaying(text),
          roles: [
            { role: 'a', says: text },
            { role: 'b', says: text },
          ],
        }),
      ),
      askDialog(asking(text)),
      askedDialog({
        reference: text,
        hospital: text,
        asked: [text],
        decideBy: text,
        facts: [{ label: text, words: text }],
        address: ADDRESS,
      }),
    ];
    const answers = [
      listAnswer({ own: Array(40).fill({ reference: text, words: text, address: ADDRESS }), waiting: [] }),
      statusAnswer({
        reference: text,
        status: 'pending',
        title: text,
        lines: [text],
        facts: [{ label: text, words: text }],
        address: ADDRESS,
      }),
    ];
    // Names of scopes and values of options come from closed lists, and a digest is a hash.
    const isName = (fault: string) => /option|\/value|private_metadata/.test(fault);
    expect(views.flatMap(faultsOf).filter((fault) => !isName(fault))).toEqual([]);
    for (const { blocks } of answers) expect(judgeBlocks(blocks)).not.toHaveProperty('errors');
    const marked = JSON.stringify([views, answers]).matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g);
    const live = [...marked].map(([, words = '']) =>
      words.replace(/<https:\/\/access\.example\.org\/[\w/-]+\|[^<>]*>/, ''),
    );
    expect(live.filter((words) => /[<>]/.test(words))).toEqual([]);
  });
});

describe('review', () => {
  test('chooses nothing beforehand but the time and the scopes that were asked', () => {
    const { blocks } = reviewDialog(reviewing());
    const chosen = blocks.map(({ element }) => element as Readonly<Record<string, unknown>> | undefined);
    expect(chosen.flatMap((element) => element?.['initial_option'] ?? [])).toEqual([
      { text: { type: 'plain_text', text: 'As asked: 60 min', emoji: false }, value: 'as-asked' },
    ]);
    const boxes = chosen.flatMap((element) => (element?.['initial_options'] as { value: string }[] | undefined) ?? []);
    expect(boxes.map(({ value }) => value)).toEqual(['calibration.adjust', 'selftest.run']);
  });

  test('names its fields anew after the facts changed, so that the choice is made anew', () => {
    const [first, again] = [namesIn(reviewDialog(reviewing())), namesIn(reviewDialog(reviewing({ note: 'stale' })))];
    expect(first).toContain('decision');
    expect(again.filter((name) => first.includes(name))).toEqual([]);
  });

  test('cuts nothing of the longest facts that a mail holds', () => {
    const facts = CARD.facts.map(({ label }) => ({ label, words: 'W'.repeat(1900) }));
    expect(JSON.stringify(reviewDialog(reviewing({ card: { ...CARD, facts } })))).not.toContain('…');
  });
});

describe('an answer to a command', () => {
  const textsIn = ({ blocks }: { readonly blocks: readonly Readonly<Record<string, unknown>>[] }) =>
    blocks.flatMap(({ text, fields = [] }) =>
      [text, ...(fields as readonly unknown[])].flatMap((one) => (one as { text?: string } | undefined)?.text ?? []),
    );
  const line = (reference: string) => ({ reference, words: '○ Waiting: Ventilator', address: ADDRESS });

  test('is what Slack takes', () => {
    const says = Object.values(REFUSALS).map(([, words]) => words);
    const all = [HELP, saying('One.', 'Two.'), ...says.map((words) => sayingWithLink(words, ADDRESS))];
    for (const { blocks } of all) expect(judgeBlocks(blocks)).not.toHaveProperty('errors');
  });

  test('helps with each form of the command, and says where a code belongs', () => {
    expect(textsIn(HELP)).toEqual([
      '/service-access asks for access to a device.',
      '/service-access list shows your open requests, and what waits for you.',
      '/service-access K7Q-29M shows how a request stands: give its reference.',
      '/service-access link shows how to link this account to you; with the code that the page shows it does so.',
      '/service-access help shows these lines.',
      'Your one-time code belongs in the dialog that opens from a card’s button, never in a message.',
    ]);
  });

  test('lists ten of each kind, and says how many more there are', () => {
    const own = Array.from({ length: 12 }, (_, at) => line(`AAA-${at + 100}`));
    const texts = textsIn(listAnswer({ own, waiting: [] }));
    expect(texts.slice(0, 6)).toEqual([
      'Waiting for you',
      'Nothing waits for you.',
      'Your own requests',
      '*AAA-100*',
      '○ Waiting: Ventilator',
      `<${ADDRESS}|Open AAA-100 in browser>`,
    ]);
    expect(texts.filter((text) => text.startsWith('*AAA-'))).toHaveLength(10);
    expect(texts.at(-1)).toBe('And 2 more, in the browser.');
  });

  test('to whoever decides nothing lists his own alone', () => {
    expect(textsIn(listAnswer({ own: [] }))).toEqual(['Your own requests', 'None of your requests is open.']);
  });

  test('says how a request stands, its facts, and where it is', () => {
    const facts = [{ label: 'Window', words: '60 min' }];
    const said = statusAnswer({
      reference: 'K7Q-29M',
      status: 'denied',
      title: 'Denied',
      lines: ['By A.'],
      facts,
      address: ADDRESS,
    });
    expect([said.text, textsIn(said)]).toEqual([
      'K7Q-29M: ✕ Denied',
      ['K7Q-29M: ✕ Denied', 'By A.', '*Window*', '60 min', `<${ADDRESS}|Open in browser>`],
    ]);
  });
});
