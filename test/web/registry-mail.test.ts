import { describe, expect, test } from '@jest/globals';
import { DIGEST } from '../support/card.ts';
import { BASE, hrefsIn, INVITATION, linksIn, PROPOSAL, TICKET, writer } from '../support/mails.ts';

describe('the mail of a proposed change', () => {
  const mail = writer.proposal(PROPOSAL);

  test('says state, facts, what happens next, digest and warning, in both parts', () => {
    expect(mail.subject).toBe("Proposed: grant role · St. Mary's Teaching Hospital");
    expect(mail.text.split('\n')[0]).toBe('○ Proposed: grant role');
    for (const part of [mail.text, mail.html]) {
      for (const words of ['Change:', 'Nothing has changed yet.', DIGEST, 'We never ask for your code by phone'])
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
    const { text, html } = writer.proposal({ ...PROPOSAL, title: 'x', status });
    expect([text.startsWith(`${symbol} x`), html.includes(`>${symbol} x</h1>`)]).toEqual([true, true]);
  });

  test('has one link, to its page, which is nothing without a sign-in', () => {
    const links = [`${BASE}/console/st-marys/proposals/Q4T7MWXA2B3C`];
    expect([linksIn(mail.text), hrefsIn(mail.html)]).toEqual([links, links]);
  });
});

describe('the mail of an invitation', () => {
  test('has one link, to the invitation', () => {
    const mail = writer.invitation(INVITATION, TICKET);
    const links = [`${BASE}/invitations/${TICKET}`];
    expect([linksIn(mail.text), hrefsIn(mail.html)]).toEqual([links, links]);
  });
});
