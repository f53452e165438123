/** The approver's pages and one's own code, in every state, with the longest of the seeded words. */
import type { DecisionLine } from '../../core/verbs/list-decisions.ts';
import { codePage, newCodePage } from '../../web/code-page.ts';
import { decisionListPage } from '../../web/decision-list-page.ts';
import { type DecisionView, decisionPage } from '../../web/decision-page.ts';
import { html } from '../../web/html.ts';
import type { Viewer } from '../../web/layout.ts';
import { APPROVED, CARD, LABELS } from './card.ts';

/** The longest of the seeded names in each place, as core/access/card.ts puts them into words. */
const WORDS: readonly string[] = [
  'Alexandra Whitfield (Kestrel Biomedical) asks to run the self-test, change operational settings, adjust the calibration on H-200 #HX-00051 in Ultrasound for 60 min.',
  'Not in clinical use, no patient connected: said by the technician. Confirm it yourself before you approve.',
  'run the self-test, change operational settings, adjust the calibration (selftest.run, config.write.operational, calibration.adjust), tier T2. No software, alarm defaults, network or patient data, and no other device.',
  'If approved at 14:05 CST, until 15:20 CST (75 min): a start within 15 min of each activation, sessions of at most 60 min; one started last may outlast the window by 15 min. Undecided, the request dies at 14:20 CST.',
  'Alexandra Whitfield, Kestrel Biomedical; competence for H-200 valid to 2027-11-23.',
  'WO-2026-0088417, corrective maintenance: Self-test fails with error 0x31 after power-up.',
  'first time on this device; outside working hours; after a denial at 13:40 CST; extension of an earlier approval; past the manufacturer’s support; compensating controls attested by the technician',
  'Approve: the technician can start within the window. Deny: nobody can start. Ignore: the request dies at 14:20 CST.',
];

const LONG = {
  ...CARD,
  hospital: 'Meridian Reference Laboratory',
  facts: LABELS.map((label, at) => ({ label, words: WORDS[at] ?? '' })),
};

const decision = (more: Partial<DecisionView>) => (nonce: string) =>
  decisionPage({ card: LONG, nonce, by: 'ticket', target: { action: '/decide/t' }, ...more });

const FIELDS = html`<input type="hidden" name="nonce" value="x">`;

/** The longest menu that an approver may have. */
const VIEWER: Viewer = {
  organisation: 'Meridian Reference Laboratory',
  person: 'Alexandra Whitfield',
  home: '/',
  places: ['Today', 'Decisions', 'Devices', 'People', 'Servicers', 'Policy', 'Audit', 'My code', 'The interface'].map(
    (says) => ({ href: '#menu', says }),
  ),
  signOut: { action: '/sign-out', fields: FIELDS },
};

const APPROVED_LONG = { ...LONG, ...APPROVED, facts: LONG.facts, hospital: LONG.hospital };
const FIRST_OF_TWO = { ...LONG, approvalsGiven: 1, approvalsNeeded: 2 };
const BARRED = { says: 'Nobody decides on his own request.', hasApproved: false, mayDeny: false };
const RECORDED = { says: 'You have approved already.', hasApproved: true, mayDeny: true };
const REFUSED = [{ field: 'code', says: 'The one-time code was not accepted. Wait for the next one.' }] as const;
const ROLES = [
  { role: 'htm_approver', says: 'HTM approver' },
  { role: 'security_approver', says: 'security approver' },
];
const signedIn = (more: Partial<DecisionView>) =>
  decision({ by: 'oidc', viewer: VIEWER, target: { action: '/decisions/r', fields: FIELDS }, ...more });

const LINE: DecisionLine = {
  request: 'st-marys_K7Q29MABCDEF',
  reference: 'K7Q-29M',
  status: 'pending',
  device: 'H-200 #HX-00051, Ultrasound',
  technician: 'Alexandra Whitfield (Kestrel Biomedical)',
  asks: 'run the self-test, change operational settings, adjust the calibration for 60 min, tier T2',
  at: 1_795_464_000,
  when: '2026-11-23, 14:20 CST',
};
const listed = (waiting: readonly DecisionLine[], decided: readonly DecisionLine[]) => (nonce: string) =>
  decisionListPage({
    nonce,
    viewer: VIEWER,
    list: { hospital: VIEWER.organisation, waiting, decided, isCut: waiting.length > 0 },
  });

const URI = `otpauth://totp/Wardkey%20Meridian%20Reference%20Laboratory:a.whitfield@kestrel-biomed.example?secret=${'ABCDEFGH'.repeat(4)}&issuer=Wardkey%20Meridian%20Reference%20Laboratory`;
const code = (more: Partial<Parameters<typeof codePage>[0]>) => (nonce: string) =>
  codePage({ nonce, viewer: VIEWER, isEnrolled: true, signInUrl: '#again', fields: FIELDS, ...more });
const newCode = (more: Partial<Parameters<typeof newCodePage>[0]>) => (nonce: string) =>
  newCodePage({ nonce, viewer: VIEWER, isEnrolled: true, fields: FIELDS, ...more });

/** Path -> page for a nonce. */
export const DECISION_PAGES: Readonly<Record<string, (nonce: string) => string>> = {
  '/decision': decision({}),
  '/decision/refused': decision({ errors: REFUSED }),
  '/decision/approved': decision({ card: APPROVED_LONG, note: 'late', revoke: { action: '#revoke' } }),
  '/decision/recorded': decision({ card: FIRST_OF_TWO, barred: RECORDED }),
  '/decision/sign-in': decision({ card: { ...LONG, needsSignIn: true }, signInUrl: '/' }),
  '/decisions/request': signedIn({ roles: ROLES }),
  '/decisions/refused': signedIn({ roles: ROLES, errors: REFUSED, entered: { decision: 'approve' } }),
  '/decisions/stale': signedIn({ note: 'stale', card: { ...LONG, approvedBy: APPROVED.outcome?.lines ?? [] } }),
  '/decisions/barred': signedIn({ barred: BARRED }),
  '/decisions/recorded': signedIn({ card: FIRST_OF_TWO, barred: RECORDED }),
  '/decisions/approved': signedIn({
    card: APPROVED_LONG,
    revoke: { action: '/decisions/r/revoke', fields: FIELDS },
    errors: [{ field: 'reason', says: 'Give a reason of at most 500 characters, without control characters.' }],
  }),
  '/decisions/list': listed([LINE, { ...LINE, reference: 'M2R-Q84' }], [{ ...LINE, status: 'revoked' }]),
  '/decisions/none': listed([], []),
  '/code': code({ since: { at: 1_795_464_000, words: '2026-11-23, 20:00 UTC' } }),
  '/code/none': code({ isEnrolled: false }),
  '/code/old-sign-in': code({ fields: undefined, problem: 'Sign in again first: your sign-in is too old.' }),
  '/code/new': newCode({
    secret: {
      uri: URI,
      text: 'ABCD EFGH '.repeat(4).trim(),
      confirmBy: { at: 1_795_810_200, words: '2026-11-27, 20:10 UTC' },
    },
  }),
  '/code/wrong': newCode({ problem: 'The one-time code was not accepted. Wait for the next one.' }),
};
