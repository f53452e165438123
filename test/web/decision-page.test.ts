import { describe, expect, test } from '@jest/globals';
import { type DecisionView, decisionPage } from '../../web/decision-page.ts';
import { APPROVED, CARD, cardSaying, DIGEST, LABELS } from '../support/card.ts';
import { HOSTILE_TEXTS } from '../support/injection.ts';

const NONCE = 'bm9uY2U';
const pageFor = (more: Partial<DecisionView> = {}): string =>
  decisionPage({ card: CARD, nonce: NONCE, by: 'ticket', target: { action: '/decide/t' }, ...more });

/** The package's own name of a colour stands in the style. */
const withoutStyle = (page: string): string => page.replace(/<style[\s\S]*<\/style>/, '');

/** Every start tag, as written. */
const tagsOf = (page: string, name: string): readonly string[] =>
  page.match(new RegExp(`<${name}\\b[^>]*>`, 'g')) ?? [];
const fieldNames = (page: string): readonly string[] =>
  [...page.matchAll(/ name="([^"]+)"/g)].map(([, name]) => name ?? '');

describe('decisionPage of an open request', () => {
  test('shows the eight facts once, in their order', () => {
    const labels = [...pageFor().matchAll(/<dt class="[^"]*">([^<]*)<\/dt>/g)].map(([, label]) => label);
    expect(labels).toEqual(LABELS);
  });

  test('carries the digest of what it shows', () => {
    expect(pageFor()).toContain(`<input type="hidden" name="digest" value="${DIGEST}">`);
  });

  test('posts to where decisions by this way are taken', () => {
    expect(tagsOf(pageFor(), 'form')).toEqual([
      '<form method="post" action="/decide/t" autocomplete="off" novalidate>',
    ]);
  });

  test('has the fields that a decision is read from and one button', () => {
    const meta = ['viewport', 'color-scheme', 'robots', 'format-detection'];
    const names = fieldNames(pageFor()).filter((name) => !meta.includes(name));
    expect([...new Set(names)]).toEqual([
      'digest',
      'decision',
      'holdMinutes',
      'scopes',
      'clinicalRelease',
      'reason',
      'code',
    ]);
    expect(tagsOf(pageFor(), 'button')).toHaveLength(1);
  });

  test('takes the code where a telephone offers it', () => {
    const [code] = tagsOf(pageFor(), 'input').filter((tag) => tag.includes('name="code"'));
    expect(code).toContain('inputmode="numeric"');
    expect(code).toContain('autocomplete="one-time-code"');
    expect(code).not.toContain('value=');
  });

  const checkedOf = (page: string): readonly string[] =>
    tagsOf(page, 'input')
      .filter((tag) => tag.includes(' checked'))
      .map((tag) => /value="([^"]*)"/.exec(tag)?.[1] ?? '');

  test.each([
    ['no choice', undefined],
    ['an unknown choice', 'yes'],
    ['a choice in other letters', 'APPROVE'],
    ['an inherited name', 'constructor'],
  ])('preselects no decision with %s, and all scopes', (_name, choice) => {
    expect(checkedOf(pageFor({ choice }))).toEqual(['calibration.adjust', 'selftest.run']);
  });

  test.each(['approve', 'deny'])('preselects %s for who came by that link', (choice) => {
    expect(checkedOf(pageFor({ choice }))).toEqual([choice, 'calibration.adjust', 'selftest.run']);
  });

  test('never ticks the clinical release', () => {
    expect(checkedOf(pageFor({ choice: 'approve' }))).not.toContain('yes');
  });

  test('asks for the clinical release only where it is needed', () => {
    expect(fieldNames(pageFor({ card: { ...CARD, needsRelease: false } }))).not.toContain('clinicalRelease');
  });

  test('offers shorter times and never a longer one', () => {
    const values = [...pageFor().matchAll(/<option value="([^"]*)"/g)].map(([, value]) => value);
    expect(values).toEqual(['', '15', '30', '45']);
  });

  test('a single scope is no choice', () => {
    const page = pageFor({ card: { ...CARD, scopes: CARD.scopes.slice(1) } });
    expect(tagsOf(page, 'input').filter((tag) => tag.includes('name="scopes"'))).toEqual([
      '<input type="hidden" name="scopes" value="selftest.run">',
    ]);
  });

  test('asks for the role only of who has several', () => {
    const roles = [
      { role: 'htm_approver', says: 'HTM approver' },
      { role: 'security_approver', says: 'security approver' },
    ];
    expect(fieldNames(pageFor({ roles: roles.slice(1) }))).not.toContain('role');
    expect(fieldNames(pageFor({ roles })).filter((name) => name === 'role')).toHaveLength(2);
    expect(checkedOf(pageFor({ roles }))).not.toContain('htm_approver');
  });

  test('says the deadline for people and for programs', () => {
    expect(pageFor()).toContain('<time datetime="2026-11-23T20:00:00.000Z">14:20 CST</time>');
  });
});

describe('decisionPage after a refusal', () => {
  const entered = {
    decision: 'deny',
    reason: 'not "now" <please>',
    holdMinutes: '30',
    scopes: ['selftest.run'],
    clinicalRelease: true,
  };
  const errors = [{ field: 'code', says: 'The one-time code was not accepted. Wait for the next one.' }] as const;

  test('says what is wrong first, with a link to the field', () => {
    const page = pageFor({ entered, errors });
    expect(page).toContain('<a href="#code">The one-time code was not accepted. Wait for the next one.</a>');
    expect(page.indexOf('There is a problem')).toBeLessThan(page.indexOf('<h1'));
    expect(page).toContain('<title>Error: Approve or deny K7Q-29M? - Wardkey</title>');
    const [code] = tagsOf(page, 'input').filter((tag) => tag.includes('name="code"'));
    expect(code).toContain('aria-describedby="code-hint code-error"');
    expect(code).toContain('aria-invalid="true"');
  });

  test('keeps what was entered, but the code', () => {
    const page = pageFor({ entered, errors });
    expect(page).toContain('not &quot;now&quot; &lt;please&gt;</textarea>');
    expect(page).toContain('<option value="30" selected>');
    expect(page).toMatch(/value="deny" checked/);
    expect(page).toMatch(/value="selftest\.run" checked/);
    expect(page).not.toMatch(/value="calibration\.adjust" checked/);
    expect(page).toMatch(/value="yes" checked/);
    expect(page).not.toMatch(/name="code"[^>]*value=/);
  });

  test('what was entered beats the choice of the link', () => {
    expect(pageFor({ entered: { reason: 'x' }, choice: 'approve' })).not.toMatch(/value="approve" checked/);
  });

  test('every error leads to a field that stands on the page', () => {
    const fields = ['decision', 'code', 'holdMinutes', 'scopes', 'clinicalRelease', 'reason'] as const;
    const page = pageFor({ errors: fields.map((field) => ({ field, says: field })) });
    for (const field of fields) expect(page).toContain(` id="${field}"`);
  });

  test('after a stale view the choice and the release are made anew', () => {
    const page = pageFor({ entered: { ...entered, decision: 'approve' }, choice: 'approve', note: 'stale' });
    expect(page).toContain('The facts changed since they were shown to you, so nothing was recorded.');
    expect(page).not.toMatch(/value="approve" checked/);
    expect(page).not.toMatch(/value="yes" checked/);
    expect(page).toContain('&lt;please&gt;</textarea>');
  });
});

describe('decisionPage without a form', () => {
  const withoutForm = (page: string) => {
    for (const name of ['form', 'input', 'button', 'textarea', 'select']) expect(tagsOf(page, name)).toEqual([]);
  };

  test.each(['approved', 'denied', 'expired', 'withdrawn', 'lapsed', 'revoked', 'closed'] as const)(
    'shows the result when %s',
    (status) => {
      const page = pageFor({ card: { ...APPROVED, status }, choice: 'approve' });
      withoutForm(page);
      expect(page).toContain('Approved until 15:17 CST</h1>');
      expect(page).toContain('Approved by D. Okafor (HTM approver) on 2026-11-23 at 14:02 CST.');
    },
  );

  test('tells who lost the race that his answer was not recorded', () => {
    expect(pageFor({ card: APPROVED, note: 'late' })).toContain('Your answer was not recorded');
    expect(pageFor({ card: APPROVED })).not.toContain('not recorded');
  });

  test('says that a sign-in is needed, with all facts, for T3 and T4 by a link', () => {
    const page = pageFor({ card: { ...CARD, needsSignIn: true } });
    withoutForm(page);
    expect(page).toContain('decided signed in');
    expect(page).toContain('Words of flags.');
  });

  test('has its form for T3 and T4 when signed in', () => {
    expect(tagsOf(pageFor({ card: { ...CARD, needsSignIn: true }, by: 'oidc' }), 'form')).toHaveLength(1);
  });

  test('says after the first of two approvals that another person is needed', () => {
    const barred = { says: 'x', hasApproved: true, mayDeny: false };
    const page = pageFor({ card: { ...CARD, approvalsGiven: 1, approvalsNeeded: 2 }, barred });
    withoutForm(page);
    expect(page).toContain('Approval 1 of 2 given');
  });

  test('says why who cannot approve cannot, and offers what is left to him', () => {
    const barred = { says: 'Nobody decides on his own request.', hasApproved: false, mayDeny: false };
    withoutForm(pageFor({ barred }));
    expect(pageFor({ barred })).toContain('You cannot approve this. Nobody decides on his own request.');
    const denying = pageFor({ barred: { ...barred, mayDeny: true } });
    expect(denying).toContain('<input type="hidden" name="decision" value="deny">');
    expect(fieldNames(denying)).not.toContain('scopes');
  });

  test('tells a loser who won and when, and a stale view what changed', () => {
    expect(pageFor({ card: APPROVED, note: 'late' })).toContain(
      'no longer open. Approved by D. Okafor (HTM approver) on 2026-11-23 at 14:02 CST.',
    );
    const card = { ...CARD, approvedBy: ['Approved by P. Lindqvist (HTM approver) on 2026-11-23 at 14:03 CST.'] };
    expect(pageFor({ card, note: 'stale' })).toContain(
      'What changed: Approved by P. Lindqvist (HTM approver) on 2026-11-23 at 14:03 CST. Left are 60 min, calibration.adjust, selftest.run.',
    );
  });

  test('has Revoke where it is the viewer’s to use, with a code by a link and without one signed in', () => {
    const revoke = { action: '/r' };
    withoutForm(pageFor({ card: APPROVED }));
    const names = (by: 'ticket' | 'oidc') =>
      fieldNames(pageFor({ card: APPROVED, revoke, by })).filter((name) => ['reason', 'code'].includes(name));
    expect([names('ticket'), names('oidc')]).toEqual([['reason', 'code'], ['reason']]);
    expect(pageFor({ card: APPROVED, revoke })).toContain('If you take it back now: No token was handed out');
  });
});

describe('every page', () => {
  const PAGES: readonly (readonly [string, string])[] = [
    ['open', pageFor()],
    ['refused', pageFor({ errors: [{ field: 'code', says: 'x' }, { says: 'y' }] })],
    ['result', pageFor({ card: APPROVED })],
    ['sign-in', pageFor({ card: { ...CARD, needsSignIn: true }, signInUrl: '/sign-in' })],
    ['recorded', pageFor({ barred: { says: 'x', hasApproved: true, mayDeny: true } })],
    ['revocable', pageFor({ card: APPROVED, revoke: { action: '/r' } })],
  ];

  test.each(PAGES)('needs no script and nothing from elsewhere: %s', (_name, page) => {
    expect(page).not.toMatch(/<(script|link|img|iframe|svg|base|object)\b|\bon[a-z]+=|\bstyle=|url\(|@import|https?:/i);
    expect(tagsOf(page, 'style')).toEqual([`<style nonce="${NONCE}">`]);
  });

  test.each(PAGES)('has language, viewport, one first heading and no Success!: %s', (_name, page) => {
    expect(page.startsWith('<!doctype html>\n<html lang="en" class="govuk-template">')).toBe(true);
    expect(page).toContain('width=device-width');
    expect(tagsOf(page, 'h1')).toHaveLength(1);
    expect(withoutStyle(page)).not.toMatch(/success/i);
  });

  test.each(PAGES)('labels every control and repeats no id: %s', (_name, page) => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const labelled = [...page.matchAll(/ for="([^"]+)"/g)].map(([, id]) => id);
    const controls = [...tagsOf(page, 'input'), ...tagsOf(page, 'select'), ...tagsOf(page, 'textarea')]
      .filter((tag) => !tag.includes('type="hidden"'))
      .map((tag) => / id="([^"]+)"/.exec(tag)?.[1]);
    expect([...labelled].sort()).toEqual([...controls].sort());
  });

  test('ends every tag that it opens', () => {
    for (const [, page] of PAGES) {
      for (const name of ['div', 'p', 'dl', 'fieldset', 'form', 'li', 'ul', 'label', 'a', 'main', 'h1', 'h2']) {
        expect([name, tagsOf(page, name).length]).toEqual([
          name,
          (page.match(new RegExp(`</${name}>`, 'g')) ?? []).length,
        ]);
      }
    }
  });
});

describe('text that tries to be more than text', () => {
  const shape = (page: string): string => page.replace(/>[^<]*/g, '>').replace(/"[^"]*"/g, '""');

  test.each(HOSTILE_TEXTS)('stays text on the open page: %s', (_name, text) => {
    const page = pageFor({
      card: cardSaying(text),
      choice: text,
      entered: { reason: text, decision: text, holdMinutes: text },
      errors: [{ says: text }, { field: 'code', says: text }],
    });
    const plain = pageFor({
      card: cardSaying('plain'),
      choice: 'plain',
      entered: { reason: 'plain' },
      errors: [{ says: 'plain' }, { field: 'code', says: 'plain' }],
    });
    expect(shape(page)).toBe(shape(plain));
    expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });

  test.each(HOSTILE_TEXTS)('stays text on the result page: %s', (_name, text) => {
    const card = (words: string) => ({
      ...cardSaying(words),
      outcome: { title: words, at: 1_795_464_000, when: words, lines: [words] },
    });
    expect(shape(pageFor({ card: card(text) }))).toBe(shape(pageFor({ card: card('plain') })));
  });
});
