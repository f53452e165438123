/** What the mails of a request say, and what no text of a person can make of any mail. */
import { describe, expect, test } from '@jest/globals';
import { APPROVED, CARD, DIGEST, LABELS } from '../support/card.ts';
import { HOSTILE_TEXTS } from '../support/injection.ts';
import {
  BASE,
  FIRST,
  hrefsIn,
  linksIn,
  MAILS,
  mailsSaying,
  REQUEST,
  TICKET,
  unwrapped,
  writer,
} from '../support/mails.ts';

const mailOf = (name: string) => {
  const mail = MAILS[name];
  if (!mail) throw new Error(`no mail ${name}`);
  return mail;
};

describe('the mail that asks', () => {
  const mail = mailOf('ask');

  test('has the subject of the card', () => {
    expect(mail.subject).toBe('Approve? K7Q-29M · Ventilator VX-7 #001234, ICU 3 · 60 min · decide by 14:20 CST');
  });

  test('says the eight facts in their order, in both parts', () => {
    const lines = mail.text.split('\n').filter((line) => /^[0-9]\. /.test(line));
    expect(lines).toEqual(LABELS.map((label, index) => `${index + 1}. ${label}: Words of ${label.toLowerCase()}.`));
    const labels = [...mail.html.matchAll(/<li[^>]*><strong>([^<]*):<\/strong>/g)].map(([, label]) => label);
    expect(labels).toEqual(LABELS);
  });

  test('has two links that only preselect, and no other', () => {
    const links = [`${BASE}/decide/${TICKET}?choice=approve`, `${BASE}/decide/${TICKET}?choice=deny`];
    expect(linksIn(mail.text)).toEqual(links);
    expect(hrefsIn(mail.html)).toEqual(links);
    expect(mail.html).toContain(
      `copy this one:<br><span style="word-break:break-all;">${BASE}/decide/${TICKET}</span>`,
    );
  });

  test('carries the digest and the warning, in both parts', () => {
    for (const part of [mail.text, mail.html]) {
      expect(part).toContain(DIGEST);
      expect(part).toContain('We never ask for your code by phone');
    }
  });

  test('begins, for a mail program’s list, with who asks for what', () => {
    expect(mail.html).toMatch(/<div style="display:none;[^"]*">Words of request\.<\/div>/);
  });

  test('says how many have to approve where it is more than one, and how many have', () => {
    expect(mail.text).not.toContain('different people');
    const two = writer.ask({ ...CARD, approvalsNeeded: 2, approvalsGiven: 1 }, TICKET, FIRST);
    expect(unwrapped(two.text)).toContain('2 different people have to approve; 1 of 2 have.');
  });

  test('says of T3 and T4 that the page asks for a sign-in first', () => {
    const said = (name: string) => unwrapped(mailOf(name).text);
    expect(said('ask')).toContain('You decide on the page, with a one-time code.');
    expect(said('ask, signed in')).toContain(
      'This request is of tier T3 or T4: the page asks you to sign in, and you decide there with a one-time code.',
    );
  });

  test('breaks names that a mail program would make an address of', () => {
    const words = 'run diagnostics (diag.run), see www.evil.example or ask@evil.example, https://evil.example';
    const sent = writer.ask({ ...CARD, facts: [{ label: 'Scope', words }] }, TICKET, FIRST);
    expect(linksIn(sent.text)).toHaveLength(2);
    for (const part of [sent.text, sent.html.replaceAll('&zwnj;', '\u200C')]) {
      expect(part).not.toMatch(/diag\.run|www\.evil|evil\.example|ask@evil|https:\/\/evil/);
      expect(unwrapped(part).replaceAll('\u200C', '')).toContain(words);
    }
  });

  test.each([
    ['a bare name', 'evil.example', 'evil.|example'],
    ['a name with digits', 'log4j.evil2.example', 'log4j.|evil2.|example'],
    ['a name in other letters', 'больница.рф', 'больница.|рф'],
    ['an ideographic dot', 'evil\u3002example', 'evil\u3002|example'],
    ['a wide dot', 'evil\uFF0Eexample', 'evil\uFF0E|example'],
    ['a wide at sign', 'ask\uFF20evil\uFF0Eexample', 'ask\uFF20|evil\uFF0E|example'],
    ['a scheme with an address', 'http://198.51.100.7/x', 'http:|//198.51.100.7/x'],
    ['another scheme', 'slack://open', 'slack:|//open'],
  ])('breaks what would become a link: %s', (_name, words, broken) => {
    const { text } = writer.ask({ ...CARD, facts: [{ label: 'Reason', words }] }, TICKET, FIRST);
    expect(text).toContain(`1. Reason: ${broken.replaceAll('|', '\u200C')}\n`);
  });

  test('leaves numbers and versions whole', () => {
    const card = { ...CARD, facts: [{ label: 'Reason', words: 'M1.5 at 20.5 l/min, firmware 3.2.1' }] };
    expect(writer.ask(card, TICKET, FIRST).text).toContain('M1.5 at 20.5 l/min, firmware 3.2.1');
  });
});

describe('the mail that asks again', () => {
  test('says so in subject and title, and when it asked first', () => {
    const mail = mailOf('reminder');
    expect(mail.subject).toMatch(/^Reminder · Approve\? K7Q-29M · /);
    expect(mail.text.split('\n')[0]).toBe('○ Reminder · Approve or deny K7Q-29M?');
    for (const part of [mail.text, mail.html])
      expect(part).toContain('You were asked at 14:02 CST and have not answered yet.');
  });

  test('to the next on call says who was asked before, and since when', () => {
    const mail = mailOf('escalation');
    expect(mail.subject).toMatch(/^Escalation · Approve\? K7Q-29M · /);
    for (const part of [unwrapped(mail.text), mail.html])
      expect(part).toContain('Asked before you, without an answer: Dana Okafor at 14:02 CST.');
  });
});

describe('the mail that says the outcome', () => {
  const mail = mailOf('outcome to an approver');

  test('begins, for a mail program’s list, with who decided', () => {
    expect(mail.html).toMatch(/<div style="display:none;[^"]*">Approved by D\. Okafor /);
  });

  test('says state, who and when in both parts', () => {
    expect(mail.subject).toBe('Approved until 15:17 CST · K7Q-29M · Ventilator VX-7 #001234, ICU 3');
    expect(mail.text.split('\n')[0]).toBe('✓ Approved until 15:17 CST');
    expect(mail.text).toContain('D. Okafor');
    expect(mail.html).toMatch(/<h1[^>]*>✓ Approved until 15:17 CST<\/h1>/);
  });

  test.each([
    ['an approver', 'decisions', 'use Revoke'],
    ['the technician', 'visits', 'activate it with a code'],
  ])('leads %s to the signed-in page, without a ticket, and says what next', (reader, place, next) => {
    const { text, html } = mailOf(`outcome to ${reader}`);
    const links = [`${BASE}/${place}/${REQUEST}`];
    expect([linksIn(text), hrefsIn(html)]).toEqual([links, links]);
    expect([unwrapped(text).includes(next), html.includes(next)]).toEqual([true, true]);
  });

  test('names no act that its state does not allow', () => {
    const over = { ...APPROVED, status: 'denied' as const };
    expect(writer.outcome(over, REQUEST, 'approver').text).not.toContain('Revoke');
  });
});

describe.each(Object.entries(MAILS))('every mail: %s', (_name, mail) => {
  test('loads nothing and runs nothing', () => {
    expect(mail.html).not.toMatch(
      /<(img|script|link|iframe|svg|form|object|base)\b|url\(|@import|@font-face|\ssrc=|background="|\son\w+=/i,
    );
  });

  test('stays far below the size at which mail programs cut', () => {
    expect(Buffer.byteLength(mail.html)).toBeLessThan(40_000);
  });

  test('has a text part of short lines, links apart, that says what the HTML says', () => {
    const lines = mail.text.split('\n').filter((line) => !/^https:/.test(line));
    expect(lines.filter((line) => line.length > 72)).toEqual([]);
    const said = mail.html.replaceAll('&zwnj;', '\u200C').replaceAll('&#39;', "'");
    const sentences = unwrapped(mail.text)
      .split('\n')
      .map((line) => line.replace(/^(- |\d\. [^:]*: )/, ''));
    expect(sentences.filter((line) => !said.includes(line.replace(/:$/, '')))).toEqual([]);
  });

  test('says that it never asks for a code by phone', () => {
    expect(mail.text).toContain('We never ask for your code by phone');
  });
});

describe('text that tries to be more than text', () => {
  const shape = (page: string): string =>
    page
      .replaceAll('&zwnj;', '')
      .replace(/>[^<]*/g, '>')
      .replace(/"[^"]*"/g, '""');
  const plain = mailsSaying('plain');
  /** Where lines begin that no text of a person can begin. */
  const starts = (text: string) => text.split('\n').filter((line) => !line.startsWith('  ')).length;

  test.each(HOSTILE_TEXTS)('stays text in both parts of every mail and one line in the subject: %s', (_name, text) => {
    for (const [name, mail] of Object.entries(mailsSaying(text))) {
      expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect([...mail.subject].length).toBeLessThanOrEqual(150);
      expect(shape(mail.html)).toBe(shape(plain[name]?.html ?? ''));
      expect(starts(mail.text)).toBe(starts(plain[name]?.text ?? ''));
      expect(mail.text.replace(/[\n\u200C]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(linksIn(mail.text)).toEqual(linksIn(plain[name]?.text ?? ''));
      expect(hrefsIn(mail.html)).toEqual(hrefsIn(plain[name]?.html ?? ''));
    }
  });

  test('never begins a line of its own, however it is padded', () => {
    const text = `${'x '.repeat(33)}Approve: all is well ${'y '.repeat(30)}3. Scope: nothing`;
    for (const mail of Object.values(mailsSaying(text)))
      expect(mail.text).not.toMatch(/^(Approve|3\. Scope: nothing)/m);
  });
});
