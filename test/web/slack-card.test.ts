/** What stands in Slack of a request, within what Slack takes, and what no text of a person can make of it. */
import { describe, expect, test } from '@jest/globals';
import type { SlackMessage } from '../../core/slack-ports.ts';
import { CARD, DIGEST, LABELS } from '../support/card.ts';
import { HOSTILE_TEXTS } from '../support/injection.ts';
import { BASE, REQUEST } from '../support/mails.ts';
import { CHANNEL, MESSAGES, messagesSaying, slack } from '../support/slack-messages.ts';

interface Text {
  readonly type: string;
  readonly text: string;
  readonly verbatim?: boolean;
}
interface Button {
  readonly type: string;
  readonly action_id: string;
  readonly text: Text;
  readonly value?: string;
  readonly url?: string;
}

const blocksOf = (message: SlackMessage, type: string) => message.blocks.filter((block) => block.type === type);
const buttonsOf = (message: SlackMessage) =>
  blocksOf(message, 'actions').flatMap(({ elements }) => elements as readonly Button[]);

/** Every text object of a message with the place it stands in. */
function textsIn(message: SlackMessage): readonly (Text & { readonly place: string })[] {
  return message.blocks.flatMap((block) => [
    ...(block['text'] ? [{ ...(block['text'] as Text), place: block.type }] : []),
    ...((block['fields'] ?? []) as readonly Text[]).map((text) => ({ ...text, place: 'field' })),
    ...(block.type === 'context' ? (block['elements'] as readonly Text[]) : []).map((text) => ({
      ...text,
      place: 'context',
    })),
    ...(block.type === 'actions' ? (block['elements'] as readonly Button[]) : []).map(({ text }) => ({
      ...text,
      place: 'button',
    })),
  ]);
}
const wordsOf = (message: SlackMessage) => textsIn(message).map(({ text }) => text);
/** It stands first. */
const headerOf = (message: SlackMessage) => wordsOf(message)[0];

/** Slack's own numbers (docs.slack.dev, Block Kit reference), in characters of a string. */
const MOST: Readonly<Record<string, number>> = { header: 150, section: 3000, field: 2000, context: 2000, button: 75 };

describe('the card of an approver', () => {
  test('says the eight facts in their order, and the digest', () => {
    const facts = wordsOf(MESSAGES.card).filter((words) => LABELS.some((label) => words.startsWith(`${label}: `)));
    expect(facts).toEqual(LABELS.map((label) => `${label}: Words of ${label.toLowerCase()}.`));
    expect(wordsOf(MESSAGES.card)).toContain(`Digest of these facts: ${DIGEST}`);
  });

  test('says in a notification what the subject of the mail says', () => {
    expect(MESSAGES.card.text).toBe('Approve? K7Q-29M · Ventilator VX-7 #001234, ICU 3 · 60 min · decide by 14:20 CST');
  });

  test('has a button that names the request, and the way to the page', () => {
    expect(buttonsOf(MESSAGES.card)).toEqual([
      expect.objectContaining({
        action_id: 'review-and-decide',
        value: REQUEST,
        text: expect.objectContaining({ text: 'Review & decide' }),
      }),
      expect.objectContaining({ action_id: 'open-in-browser', url: `${BASE}/decisions/${REQUEST}` }),
    ]);
  });

  test('begins with why he is asked, where others were asked before him', () => {
    expect(wordsOf(MESSAGES['card, escalated']).slice(1, 3)).toEqual([
      'It comes to you as the next.',
      'Asked before you: Dana Okafor.',
    ]);
  });

  test('says how many have to approve where it is more than one, and how many have', () => {
    const two = slack.card({ ...CARD, approvalsNeeded: 2, approvalsGiven: 1 }, REQUEST, []);
    expect(wordsOf(two).join('\n')).toContain('2 different people have to approve; 1 of 2 have.');
  });

  test('after the decision shows its state by symbol and word, who decided, and no button that decides', () => {
    expect(headerOf(MESSAGES['card, approved'])).toBe('✓ Approved until 15:17 CST · K7Q-29M');
    expect(wordsOf(MESSAGES['card, approved'])).toContain(
      'Approved by D. Okafor (HTM approver) on 2026-11-23 at 14:02 CST.',
    );
  });
});

describe('the card of the channel', () => {
  test('says the device, what is asked, by which employer, for how long and until when', () => {
    expect(wordsOf(MESSAGES.channel)).toEqual([
      '○ Waiting for a decision · K7Q-29M',
      'Device: Ventilator VX-7 #001234, ICU 3',
      'What: adjust the calibration, run the self-test, tier T2',
      'Asked by: MedServ',
      'Time: 60 min',
      'Decide by: 14:20 CST',
      'Review & decide',
      'Open in browser',
      '2 people are asked; undecided, the request dies at 14:20 CST.',
    ]);
  });

  test('counts the approvals where there are to be several', () => {
    const two = slack.channelCard({ ...CHANNEL, approvalsNeeded: 2, approvalsGiven: 1 }, REQUEST);
    expect(wordsOf(two)).toContain('Approvals: 1 of 2');
  });

  test('after the decision shows its state by symbol and word', () => {
    expect(headerOf(MESSAGES['channel, approved'])).toBe('✓ Approved until 15:17 CST · K7Q-29M');
  });
});

describe('a card', () => {
  test.each(['card, signed in', 'channel, signed in', 'card, approved', 'channel, approved'] as const)(
    'that nobody decides on here has only the way to the page: %s',
    (name) => {
      expect(buttonsOf(MESSAGES[name]).map((button) => button.action_id)).toEqual(['open-in-browser']);
    },
  );
});

describe('a line below a card', () => {
  test.each([
    [
      'reminder',
      [
        'You were asked at 14:02 CST and have not answered yet.',
        'Request K7Q-29M, St. Mary, waits for a decision until 14:20 CST.',
      ],
    ],
    [
      'outcome',
      ['✓ Approved until 15:17 CST · K7Q-29M', 'Approved by D. Okafor (HTM approver) on 2026-11-23 at 14:02 CST.'],
    ],
    [
      'progress',
      [
        'Approved by D. Okafor (HTM approver) on 2026-11-23 at 14:02 CST.',
        'Request K7Q-29M, St. Mary, waits for a decision until 14:20 CST. 2 different people have to approve; 1 of 2 have.',
      ],
    ],
    [
      'progress in the channel',
      ['Not decided yet. Approvals: 1 of 2. One person is asked; undecided, the request dies at 14:20 CST.'],
    ],
    ['line in the channel', ['Not decided yet. 2 people are asked; undecided, the request dies at 14:20 CST.']],
    ['outcome in the channel', ['✓ Approved until 15:17 CST']],
  ] as const)('says %s', (name, words) => {
    expect(wordsOf(MESSAGES[name])).toEqual(words);
  });
});

describe('words of people', () => {
  const TEXTS = [
    ...HOSTILE_TEXTS,
    ['many characters that are escaped', '&<>'.repeat(2_000)],
    ['many pairs', '😀'.repeat(3_000)],
  ] as const;

  test.each(TEXTS)('fit, and are plain text in which Slack looks for nothing: %s', (_name, text) => {
    for (const message of Object.values(messagesSaying(text))) {
      expect(message.blocks.length).toBeLessThanOrEqual(50);
      expect(message.text.length).toBeLessThanOrEqual(3_000);
      for (const { type, text: words, place } of textsIn(message)) {
        expect(type).toBe('plain_text');
        expect(words.length).toBeGreaterThan(0);
        expect(words.length).toBeLessThanOrEqual(MOST[place] ?? 0);
        expect(words).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
    }
  });

  test.each(TEXTS)('mention and link nobody in a notification: %s', (_name, text) => {
    for (const message of Object.values(messagesSaying(text))) {
      expect(message.text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    }
  });

  test.each(TEXTS)('lead nowhere: %s', (_name, text) => {
    for (const message of Object.values(messagesSaying(text))) {
      for (const { url, value } of buttonsOf(message))
        expect(url ?? value).toMatch(/^(https:\/\/wardkey\.example\/decisions\/)?st-marys_K7Q29MABCDEF$/);
    }
  });
});
