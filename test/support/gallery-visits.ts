/** A technician's visits for the browser: each state, with the longest words that a registry may hold. */
import type { Visit } from '../../core/access/visit.ts';
import type { VisitLine } from '../../core/verbs/list-visits.ts';
import type { Receipt } from '../../core/verbs/read-receipt.ts';
import { html } from '../../web/html.ts';
import type { Viewer } from '../../web/layout.ts';
import { activatePage } from '../../web/visits/activate.ts';
import { closePage } from '../../web/visits/close.ts';
import { visitsPage } from '../../web/visits/list.ts';
import { receiptPage } from '../../web/visits/receipt.ts';
import { refusedPage } from '../../web/visits/refused.ts';
import { tokenPage } from '../../web/visits/token.ts';
import { visitPage } from '../../web/visits/visit.ts';
import { APPROVED, CARD } from './card.ts';

const VIEWER: Viewer = {
  organisation: 'Kestrel Biomedical',
  person: 'Alexandra Whitfield',
  home: '/',
  places: [{ href: '#visits', says: 'My visits' }],
  signOut: { action: '/sign-out', fields: html`<input type="hidden" name="form" value="x">` },
};
const FIELDS = html`<input type="hidden" name="nonce" value="x">`;
const AT = 1_795_464_000;
const UNTIL = { at: AT + 1499, words: '14:45 CST' };

const WAITING: Visit = {
  id: 'meridian-laboratory_K7Q29MABCDEF',
  now: AT,
  isOwn: true,
  card: { ...CARD, hospital: 'Meridian Reference Laboratory', approvalsNeeded: 2, approvalsGiven: 1 },
  device: {
    id: 'gs1:01/09521000001084/21/HX-00051',
    name: 'Haematology analyser H-200 #HX-00051',
    place: 'Ultrasound and radiology, Main',
    code: '7F3K-29QX',
  },
  facts: [
    { label: 'Device', words: 'Haematology analyser H-200 #HX-00051, tag MRL-0088417' },
    { label: 'What', words: 'run the self-test, adjust the calibration (selftest.run, calibration.adjust), tier T2' },
    { label: 'Reason', words: 'Self-test fails with error 0x31 <after> power-up. '.repeat(10).trim() },
  ],
  contact: 'clinical-engineering@meridian-reference-laboratory.example',
  submitted: { at: AT - 60, words: '2026-11-23, 13:59 CST' },
  until: UNTIL,
  reach: 'asked',
  asked: [
    {
      role: 'HTM approver, domain safety',
      delivery: 'delivered',
      by: ['mail', 'slack'],
      since: { at: AT, words: '2026-11-23, 14:00 CST' },
    },
    { role: 'clinical owner', delivery: 'bounced', by: ['mail'], since: { at: AT, words: '2026-11-23, 14:00 CST' } },
    { role: 'security approver', delivery: 'queued', by: [] },
  ],
  challenge: 'possible',
  startWithin: '15 min',
  session: '60 min',
  tokens: 0,
  total: { used: '60 min', cap: '16 h' },
  needsRecord: true,
};

const { until: _over, reach: _reached, ...OVER } = WAITING;
const OPEN: Visit = { ...OVER, until: UNTIL, card: { ...WAITING.card, ...APPROVED } };
const withState = (status: Visit['card']['status'], title: string, ...lines: string[]): Visit => ({
  ...OVER,
  card: { ...WAITING.card, status, outcome: { title, at: AT, when: '2026-11-23, 14:00 CST', lines } },
});
const REVOKED = withState(
  'revoked',
  'Revoked',
  'Revoked by D. Okafor on 2026-11-23 at 14:00 CST.',
  'The device is not returned to service (not_returned_to_service).',
);
const CLOSED = withState('closed', 'Closed', 'Closed by A. Whitfield on 2026-11-23 at 14:00 CST: fixed.');

const LINE: VisitLine = {
  id: WAITING.id,
  reference: 'K7Q-29M',
  status: 'closed',
  device: WAITING.device.name,
  hospital: 'Meridian Reference Laboratory',
  workOrder: 'WO-2026-0088417',
  submitted: WAITING.submitted,
  service: 'not_returned_to_service',
};

/** As long as a token of a bound device with many scopes. */
const TOKEN = `${'eyJhbGciOiJFUzI1NiIsImtpZCI6InN0LW1hcnlzLTIwMjZhIn0'.repeat(16)}.${'x'.repeat(86)}`;
const MINTED = { token: TOKEN, jti: 'AAECAwQFBgcICQoLDA0ODw', exp: AT + 900, dur: 3600, releaseCode: '0123456789' };

const RECEIPT: Receipt = {
  visit: CLOSED,
  tokens: [
    {
      issued: { at: AT, words: '2026-11-23, 14:00 CST' },
      opensUntil: { at: AT + 900, words: '2026-11-23, 14:15 CST' },
      session: '60 min',
    },
  ],
  closing: {
    outcome: 'fixed',
    note: 'Sensor replaced, calibrated.',
    suspicion: 'An account <root> that nobody knows.',
    softwareVersion: '4.2.1-rc.7+build.20261123',
    returnToService: {
      selfTest: 'passed',
      testEquipment: 'Flow analyser FA-2, no. 00471',
      performance: 'as_specified',
      cybersecurity: 'as_specified',
    },
  },
  chain: { n: 9, hash: 'ab'.repeat(32) },
};

const visit = (of: Visit) => (nonce: string) =>
  visitPage({ nonce, viewer: VIEWER, visit: of, forms: { withdraw: FIELDS, activate: { fields: FIELDS } } });

/** Path -> page for a nonce. */
export const VISIT_GALLERY: Readonly<Record<string, (nonce: string) => string>> = {
  '/visits': (nonce) =>
    visitsPage({ nonce, viewer: VIEWER, lines: [LINE, { ...LINE, status: 'pending' }], next: 'abc', isLater: true }),
  '/visits-none': (nonce) => visitsPage({ nonce, viewer: VIEWER, lines: [], isLater: false }),
  '/visits-waiting': visit(WAITING),
  '/visits-nobody': visit({ ...WAITING, reach: 'nobody_reachable', asked: WAITING.asked.slice(1, 2) }),
  '/visits-approved': visit(OPEN),
  '/visits-challenge': visit({ ...OPEN, challenge: 'needed' }),
  '/visits-denied': visit(withState('denied', 'Denied', 'Denied by D. Okafor.', 'Reason: in use until noon.')),
  '/visits-revoked': visit(REVOKED),
  '/visits-lapsed': visit({ ...withState('lapsed', 'Approved time is over'), service: 'not_returned_to_service' }),
  '/visits-closed': visit(CLOSED),
  '/visits-wrong-code': (nonce) =>
    activatePage({
      nonce,
      viewer: VIEWER,
      visit: OPEN,
      fields: FIELDS,
      cnonce: 'AAECAwQFBgcICQoLDA0ODw',
      errors: [{ field: 'code', says: 'The one-time code was not accepted. Wait for the next one.' }],
    }),
  '/visits-token': (nonce) =>
    tokenPage({
      nonce,
      viewer: VIEWER,
      visit: OPEN,
      minted: MINTED,
      opensUntil: { at: AT + 900, words: '2026-11-23, 14:15 CST' },
    }),
  '/visits-close': (nonce) => closePage({ nonce, viewer: VIEWER, visit: OPEN, fields: FIELDS }),
  '/visits-close-refused': (nonce) =>
    closePage({
      nonce,
      viewer: VIEWER,
      visit: OPEN,
      fields: FIELDS,
      entered: { outcome: 'fixed', returned: 'not_returned', suspicion: 'A new account.' },
      errors: [
        { field: 'returned', says: 'Fill in the whole record.' },
        { field: 'note', says: 'Say what was done.' },
      ],
    }),
  '/visits-receipt': (nonce) => receiptPage({ nonce, viewer: VIEWER, receipt: RECEIPT }),
  '/visits-refused': (nonce) =>
    refusedPage({ nonce, viewer: VIEWER, path: '/visits/x', says: 'Somebody else was first.' }),
};
