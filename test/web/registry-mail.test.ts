import { describe, expect, test } from '@jest/globals';
import type { InvitationNotice } from '../../core/registry/invitation-notice.ts';
import type { ProposalNotice } from '../../core/registry/proposal-notice.ts';
import { mailWriter } from '../../web/mail.ts';
import { DIGEST, HOSTILE_TEXTS } from '../support/card.ts';

const BASE = 'https://wardkey.example';
const TICKET = 'q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c';
const writer = mailWriter({ baseUrl: `${BASE}/` });

const proposalSaying = (text: string): ProposalNotice => ({
  subject: text,
  title: text,
  status: 'proposed',
  facts: [{ label: 'Change', words: text }],
  next: [text, 'And another line.'],
  digest: DIGEST,
  because: text,
});
const invitationSaying = (text: string): InvitationNotice => ({
  subject: text,
  title: text,
  facts: [{ label: 'Roles', words: text }],
  next: [text],
});

const linksIn = (text: string): readonly string[] => text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
const hrefsIn = (page: string) => [...page.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href ?? '');

describe('the mail of a proposed change', () => {
  const mail = writer.proposal(proposalSaying('grant role'));

  test('says state, facts, what happens next, digest and warning, in both parts', () => {
    expect(mail.subject).toBe('grant role');
    expect(mail.text.split('\n')[0]).toBe('○ grant role');
    for (const part of [mail.text, mail.html]) {
      for (const words of ['Change:', 'And another line.', DIGEST, 'We never ask for your code by phone'])
        expect(part).toContain(words);
    }
  });

  test.each([
    ['proposed', '○'],
    ['confirmed', '◷'],
    ['in_force', '✓'],
    ['withdrawn', '↩'],
    ['failed', '✕'],
  ] as const)('has a symbol of its own when it is %s', (status, symbol) => {
    const { text, html } = writer.proposal({ ...proposalSaying('x'), status });
    expect([text.startsWith(`${symbol} x`), html.includes(`<strong>${symbol} x</strong>`)]).toEqual([true, true]);
  });

  test('has no link: it is confirmed signed in', () => {
    expect([linksIn(mail.text), hrefsIn(mail.html)]).toEqual([[], []]);
  });
});

describe('the mail of an invitation', () => {
  const mail = writer.invitation(invitationSaying('MedServ invites you'), TICKET);

  test('has one link, to the invitation', () => {
    expect(linksIn(mail.text)).toEqual([`${BASE}/invitations/${TICKET}`]);
    expect(hrefsIn(mail.html)).toEqual([`${BASE}/invitations/${TICKET}`]);
  });

  test('carries the warning and loads nothing', () => {
    for (const part of [mail.text, mail.html]) expect(part).toContain('We never ask for your code by phone');
    expect(mail.html).not.toMatch(/<(img|script|link|iframe|svg|form)\b|url\(|@import|background=/i);
  });
});

describe('text that tries to be more than text', () => {
  const shape = (page: string): string => page.replaceAll('&zwnj;', '').replace(/>[^<]*/g, '>');

  test.each(HOSTILE_TEXTS)('stays text in both parts and one line in the subject: %s', (_name, text) => {
    const writers = [
      (words: string) => writer.proposal(proposalSaying(words)),
      (words: string) => writer.invitation(invitationSaying(words), TICKET),
    ];
    for (const write of writers) {
      const [mail, plain] = [write(text), write('plain')];
      expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(shape(mail.html)).toBe(shape(plain.html));
      expect(mail.text.split('\n')).toHaveLength(plain.text.split('\n').length);
      expect(linksIn(mail.text).filter((link) => !link.startsWith(`${BASE}/invitations/`))).toEqual([]);
    }
  });
});
