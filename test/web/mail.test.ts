import { describe, expect, test } from '@jest/globals';
import { mailWriter } from '../../web/mail.ts';
import { APPROVED, CARD, cardSaying, DIGEST, HOSTILE_TEXTS, LABELS } from '../support/card.ts';

const BASE = 'https://wardkey.example';
const TICKET = 'q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c';
const writer = mailWriter({ baseUrl: `${BASE}/` });

const linksIn = (text: string): readonly string[] => text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
const hrefsIn = (page: string): readonly string[] =>
  [...page.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href ?? '');

describe('the mail that asks', () => {
  const mail = writer.ask(CARD, TICKET);

  test('has the subject of the card', () => {
    expect(mail.subject).toBe('Approve? K7Q-29M · Ventilator VX-7 #001234, ICU 3 · 60 min · decide by 14:20 CST');
  });

  test('says the eight facts in their order, in both parts', () => {
    const lines = mail.text.split('\n').filter((line) => /^[0-9]\. /.test(line));
    expect(lines).toEqual(LABELS.map((label, index) => `${index + 1}. ${label}: Words of ${label.toLowerCase()}.`));
    const labels = [...mail.html.matchAll(/<li><strong>([^<]*):<\/strong>/g)].map(([, label]) => label);
    expect(labels).toEqual(LABELS);
  });

  test('has two links that only preselect, and no other', () => {
    const links = [`${BASE}/decide/${TICKET}?choice=approve`, `${BASE}/decide/${TICKET}?choice=deny`];
    expect(linksIn(mail.text)).toEqual(links);
    expect(hrefsIn(mail.html)).toEqual(links);
    expect(mail.html).toContain(`copy this one:<br>${BASE}/decide/${TICKET}</p>`);
  });

  test('carries the digest and the warning, in both parts', () => {
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain(DIGEST);
      expect(part).toContain('We never ask for your code by phone');
    }
  });

  test('loads nothing', () => {
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|svg|form)\b|url\(|@import|background=/i);
  });

  test('says how many have to approve where it is more than one', () => {
    expect(mail.text).not.toContain('different people');
    expect(writer.ask({ ...CARD, approvalsNeeded: 2 }, TICKET).text).toContain('2 different people have to approve.');
  });

  test('breaks names that a mail program would make an address of', () => {
    const words = 'run diagnostics (diag.run), see www.evil.example or ask@evil.example, https://evil.example';
    const card = { ...CARD, facts: [{ label: 'Scope', words }] };
    const sent = writer.ask(card, TICKET);
    expect(linksIn(sent.text)).toHaveLength(2);
    for (const part of [sent.text, sent.html.replaceAll('&zwnj;', '\u200C')]) {
      expect(part).not.toMatch(/diag\.run|www\.evil|evil\.example|ask@evil|https:\/\/evil/);
      expect(part.replaceAll('\u200C', '')).toContain(words);
    }
  });

  test('leaves numbers and versions whole', () => {
    const card = { ...CARD, facts: [{ label: 'Reason', words: 'M1.5 at 20.5 l/min, firmware 3.2.1' }] };
    expect(writer.ask(card, TICKET).text).toContain('M1.5 at 20.5 l/min, firmware 3.2.1');
  });
});

describe('the mail that says the outcome', () => {
  const mail = writer.outcome(APPROVED);

  test('says state, who and when in both parts', () => {
    expect(mail.subject).toBe('Approved until 15:17 CST · K7Q-29M · Ventilator VX-7 #001234, ICU 3');
    expect(mail.text.split('\n')[0]).toBe('✓ Approved until 15:17 CST');
    expect(mail.text).toContain('D. Okafor');
    expect(mail.html).toContain('<strong>✓ Approved until 15:17 CST</strong>');
  });

  test('has no link and no ticket', () => {
    expect(linksIn(mail.text)).toEqual([]);
    expect(hrefsIn(mail.html)).toEqual([]);
  });
});

describe('text that tries to be more than text', () => {
  const shape = (page: string): string =>
    page
      .replaceAll('&zwnj;', '')
      .replace(/>[^<]*/g, '>')
      .replace(/"[^"]*"/g, '""');
  const hostile = (text: string) => ({
    ...cardSaying(text),
    outcome: { title: text, at: 1_795_464_000, when: text, lines: [text] },
  });

  test.each(HOSTILE_TEXTS)('stays text in both parts and one line in the subject: %s', (_name, text) => {
    for (const write of [writer.outcome, (card: typeof CARD) => writer.ask(card, TICKET)]) {
      const [mail, plain] = [write(hostile(text)), write(hostile('plain'))];
      expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect([...mail.subject].length).toBeLessThanOrEqual(150);
      expect(shape(mail.html)).toBe(shape(plain.html));
      expect(mail.text.split('\n')).toHaveLength(plain.text.split('\n').length);
      expect(mail.text.replace(/[\n\u200C]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(linksIn(mail.text).filter((link) => !link.startsWith(`${BASE}/decide/`))).toEqual([]);
    }
  });
});
