/** What people are told of proposed changes and invitations, as words (R18, R20). */
import { describe, expect, test } from '@jest/globals';
import { invitationNotice } from '../../../core/registry/invitation-notice.ts';
import type { Proposal } from '../../../core/registry/proposal.ts';
import { proposalNotice } from '../../../core/registry/proposal-notice.ts';
import type { Invitation, Organisation, Person } from '../../../core/registry.ts';

/** 2026-11-27 20:00:00 UTC, 14:00 in Chicago. */
const AT = 1_795_809_600;
const [ANNA, BASIM, DAVID] = ['p_aaaaaaaaaaaaaaaaaaaa', 'p_bbbbbbbbbbbbbbbbbbbb', 'p_dddddddddddddddddddd'];
const named = (id: string, printedName: string) => [id, { id, printedName } as Person] as const;
const people = new Map([named(ANNA, 'Anna Kowalski'), named(BASIM, 'Basim Haddad'), named(DAVID, 'David Mwangi')]);

const PROPOSED: Proposal = {
  version: 1,
  head: '0'.repeat(64),
  at: AT,
  id: '0123456789abcdef0123',
  tenant: 'st-marys',
  verb: 'grant-role',
  body: { person: DAVID, role: 'htm_approver' },
  digest: 'D'.repeat(43),
  widens: [`htm_approver for ${DAVID}`],
  gains: [DAVID],
  stops: 0,
  proposedBy: ANNA,
  proposedAt: AT,
  status: 'proposed',
};
const CONFIRMED: Proposal = { ...PROPOSED, status: 'confirmed', confirmedBy: BASIM, inForceAt: AT + 3600 };
const noticeOf = (proposal: Proposal, zone = 'America/Chicago') =>
  proposalNotice({ proposal, organisation: "St. Mary's", zone, people });

describe('proposalNotice', () => {
  test('says what, whom it makes more powerful, who and which', () => {
    expect(noticeOf(CONFIRMED).facts).toEqual([
      { label: 'Change', words: "grant role, at St. Mary's" },
      { label: 'It widens power', words: 'htm_approver for David Mwangi.' },
      { label: 'Proposed by', words: 'Anna Kowalski, 2026-11-27, 14:00 CST' },
      { label: 'Confirmed by', words: 'Basim Haddad' },
      { label: 'Proposal', words: '0123456789abcdef0123' },
    ]);
  });

  test.each<[string, Proposal, string, RegExp]>([
    ['proposed: until when, and by whom not', PROPOSED, 'Proposed: grant role', /until 2026-12-04, 14:00 CST/],
    ['proposed: who cannot', PROPOSED, 'Proposed: grant role', /Anna Kowalski and David Mwangi cannot confirm/],
    [
      'proposed: how to stop it',
      PROPOSED,
      'Proposed: grant role',
      /without a code.*proposals\/0123456789abcdef0123\/w/,
    ],
    ['confirmed: by whom', CONFIRMED, 'Confirmed: grant role', /Confirmed by Basim Haddad/],
    ['confirmed: from when on', CONFIRMED, 'Confirmed: grant role', /at 2026-11-27, 15:00 CST unless/],
    ['confirmed: how to stop it', CONFIRMED, 'Confirmed: grant role', /To stop it/],
    [
      'in force: since when',
      { ...CONFIRMED, status: 'in_force', at: AT + 3660 },
      'In force: grant role',
      /since 2026-11-27, 15:01 CST/,
    ],
    ['withdrawn', { ...CONFIRMED, status: 'withdrawn' }, 'Withdrawn: grant role', /Nothing has changed/],
    [
      'failed: unconfirmed',
      { ...PROPOSED, status: 'failed', failure: 'proposal_settled' },
      'Failed: grant role',
      /Nobody confirmed it within seven days\./,
    ],
    [
      'failed: why',
      { ...CONFIRMED, status: 'failed', failure: 'power_missing' },
      'Failed: grant role',
      /a rule said no to whoever wanted it \(power_missing\): You do not hold the role that this change takes\./,
    ],
  ])('of one that is %s', (_name, proposal, title, says) => {
    const notice = noticeOf(proposal);
    expect([notice.title, notice.subject]).toEqual([title, `${title} · St. Mary's`]);
    expect(notice.next.join('\n')).toMatch(says);
  });

  test('counts in UTC for whoever has no zone, and names by id whom the registry does not know', () => {
    const { facts } = noticeOf({ ...PROPOSED, proposedBy: 'p_zzzzzzzzzzzzzzzzzzzz' }, 'UTC');
    expect(facts[2]?.words).toBe('p_zzzzzzzzzzzzzzzzzzzz, 2026-11-27, 20:00 UTC');
  });
});

describe('invitationNotice', () => {
  const organisation = { name: 'MedServ', issuer: 'https://sign-in.example/medserv' } as Organisation;
  const invitation: Invitation = {
    version: 1,
    id: '0123456789abcdef0123',
    organisation: 'medserv',
    printedName: 'Nils Brandt',
    email: 'n.brandt@medserv.example',
    roles: ['technician'],
    entitlements: [{ role: 'htm_approver', sites: [], units: ['ICU 3', 'Ward 5B'] }],
    operator: false,
    until: AT,
    status: 'open',
  };

  test('says as whom, as what, where to sign in and until when', () => {
    const notice = invitationNotice(invitation, organisation, 'UTC');
    expect(notice.title).toBe('MedServ invites Nils Brandt to Wardkey');
    expect(notice.facts.map(({ words }) => words)).toEqual([
      'Nils Brandt',
      'technician; HTM approver for ICU 3, Ward 5B',
      'MedServ, as you do for everything else there (https://sign-in.example/medserv)',
      '2026-11-27, 20:00 UTC, and once',
    ]);
  });

  test('says that no role goes with it, and that the deployment does', () => {
    const none = invitationNotice({ ...invitation, roles: [], entitlements: [] }, organisation, 'UTC');
    expect(none.facts[1]?.words).toBe('none yet');
    const operator = invitationNotice({ ...invitation, entitlements: [], operator: true }, organisation, 'UTC');
    expect(operator.facts[1]?.words).toBe('technician; administrator of this deployment');
  });
});
