/** A hospital's console for the browser: full, empty, refused, and with the longest of the seeded names. */
import type { RequestLine } from '../../core/access/request-line.ts';
import type { Moment } from '../../core/access/words.ts';
import type { AccessReport } from '../../core/verbs/report-access.ts';
import type { FoundAccess } from '../../core/verbs/search-access.ts';
import type { DeliveryView } from '../../core/verbs/show-delivery.ts';
import type { TimelineEvent, TimelineView } from '../../core/verbs/show-timeline.ts';
import type { TodayView } from '../../core/verbs/show-today.ts';
import { auditPage } from '../../web/console/audit-page.ts';
import { deliveryPage } from '../../web/console/delivery-page.ts';
import { reportPage } from '../../web/console/report-page.ts';
import { timelinePage } from '../../web/console/timeline-page.ts';
import { todayPage } from '../../web/console/today-page.ts';
import { html } from '../../web/html.ts';
import type { Viewer } from '../../web/layout.ts';

const NOW = 1_795_464_000;
const VIEWER: Viewer = {
  organisation: 'Meridian Reference Laboratory',
  person: 'Quentin Meyer',
  home: '/',
  places: [
    { href: '#today', says: 'Today' },
    { href: '#audit', says: 'Audit' },
    { href: '#devices', says: 'Devices', under: 'Registry' },
    { href: '#people', says: 'People', under: 'Registry' },
  ],
  signOut: { action: '/sign-out', fields: html`<input type="hidden" name="form" value="x">` },
};
const frame = (nonce: string) => ({ nonce, viewer: VIEWER, tenant: 'meridian-lab' });
const hospital = { name: 'Meridian Reference Laboratory', zone: 'America/Chicago' };
const moment = (seconds: number, words: string): Moment => ({ at: NOW + seconds, words });

const LINE: RequestLine = {
  id: 'meridian-lab_K7Q29MABCDEF',
  reference: 'K7Q-29M',
  status: 'pending',
  device: { id: 'gs1:01/09521000001084/21/HX-00051', name: 'H-200 #HX-00051' },
  place: 'Main, Ultrasound',
  technician: { id: 'p_aaaaaaaaaaaaaaaaaaaa', name: 'Alexandra Whitfield' },
  servicer: { id: 'kestrel-biomed', name: 'Kestrel Biomedical', type: 'ISO' },
  tier: 'T2',
  scopes: 'run the self-test, change operational settings, adjust the calibration',
  time: '60 min',
  workOrder: 'WO-2026-0088417',
  submitted: moment(-600, '2026-11-23, 14:00 CST'),
  approvals: { given: 1, needed: 2, by: ['Quentin Meyer'] },
  until: moment(1200, '2026-11-23, 14:30 CST'),
};
const { until: _until, ...OPEN } = LINE;
const ACTIVE: RequestLine = { ...LINE, status: 'approved', until: moment(4500, '2026-11-23, 15:25 CST') };
const CLOSED: RequestLine = {
  ...OPEN,
  status: 'closed',
  ended: { ...moment(-60, '2026-11-23, 14:09 CST'), how: 'not fixed', by: 'Alexandra Whitfield' },
  service: 'not_returned_to_service',
};
const EXPIRED: RequestLine = {
  ...OPEN,
  status: 'expired',
  ended: { ...moment(-60, '2026-11-23, 14:09 CST'), how: '' },
};

const NO_MAIL = { requests: 0, queued: 0, sent: 0, delivered: 0, bounced: 0, failed: 0 };
const QUIET: TodayView = {
  hospital,
  waiting: [],
  active: [],
  ended: [],
  isCut: { open: false, ended: false },
  mail: NO_MAIL,
};
const BUSY: TodayView = {
  hospital,
  waiting: [LINE],
  active: [ACTIVE],
  ended: [CLOSED, EXPIRED],
  isCut: { open: true, ended: true },
  mail: { requests: 1, queued: 1, sent: 1, delivered: 1, bounced: 1, failed: 1 },
};

const HASH = 'a1b2c3d4'.repeat(8);
const EVENT: TimelineEvent = {
  n: 1,
  title: 'Access asked for',
  type: 'request.submitted',
  at: moment(-600, '2026-11-23, 14:00 CST'),
  actor: { name: 'Alexandra Whitfield', role: 'technician', employer: 'Kestrel Biomedical', known: 'signed in' },
  lines: [{ label: 'Reason', words: 'Self-test fails with error 0x31 after power-up.' }],
  evidence: 'device 1, hospital 12, person 3',
  prev: '0'.repeat(64),
  hash: HASH,
};
const WHOLE: TimelineView = {
  hospital,
  request: LINE,
  events: [EVENT, { ...EVENT, n: 2, title: 'Sent to those who decide', type: 'request.routed', prev: HASH }],
  count: 2,
  verified: moment(0, '2026-11-23, 14:10 CST'),
};
const ALTERED: TimelineEvent = { n: 2, title: 'These bytes are no event', lines: [], hash: HASH, now: 'f'.repeat(64) };
const BROKEN: TimelineView = {
  ...WHOLE,
  request: CLOSED,
  events: [EVENT, ALTERED],
  count: 300,
  broken: { n: 2, code: 'not_canonical' },
};
const CUT_OFF: TimelineView = { ...WHOLE, broken: { n: 3, code: 'tail_missing' } };

const STUCK: DeliveryView = {
  hospital,
  stuck: [
    {
      recipient: 'Alexandra Whitfield',
      request: { id: LINE.id, reference: LINE.reference },
      message: 'ask',
      by: 'mail',
      isMailedToo: false,
      state: 'bounced',
      note: 'came_back',
      attempts: 1,
      at: moment(-300, '2026-11-23, 14:05 CST'),
    },
    {
      recipient: 'Alexandra Whitfield',
      request: { id: LINE.id, reference: LINE.reference },
      message: 'ask',
      by: 'slack',
      isMailedToo: true,
      state: 'failed',
      note: 'user_not_found',
      attempts: 1,
      at: moment(-310, '2026-11-23, 14:05 CST'),
    },
    {
      request: { id: LINE.id, reference: LINE.reference },
      message: 'ask',
      by: 'slack',
      isMailedToo: false,
      state: 'queued',
      note: 'ratelimited',
      attempts: 2,
      at: moment(-310, '2026-11-23, 14:05 CST'),
    },
  ],
  requests: 25,
  messages: 61,
  newest: moment(-600, '2026-11-23, 14:00 CST'),
  oldest: moment(-90_000, '2026-11-22, 13:10 CST'),
  next: '1795374000-K7Q29MABCDEF',
};
const THROUGH: DeliveryView = { ...STUCK, stuck: [], requests: 1 };

const FOUND: FoundAccess = {
  hospital,
  lines: [LINE, CLOSED],
  filter: { technician: 'Alexandra Whitfield', servicer: 'Kestrel Biomedical', device: 'H-200 #HX-00051' },
  lookedAt: 200,
  backTo: moment(-90_000, '2026-11-22, 13:10 CST'),
  next: '1795374000-K7Q29MABCDEF',
};
const QUERY = {
  status: 'closed',
  tier: 'T2',
  servicer: 'kestrel-biomed',
  technician: LINE.technician.id,
  device: 'G7NF-4CSK',
  from: '2026-11-01',
  to: '2026-11-23',
} as const;

const NONE = { asked: 0, approved: 0, denied: 0, expired: 0, withdrawn: 0, waiting: 0 };
const REPORT: AccessReport = {
  hospital,
  days: { from: '2026-08-26', to: '2026-11-23' },
  made: moment(0, '2026-11-23, 14:10 CST'),
  faults: [],
  lookedAt: 1_000,
  counted: 987,
  stoppedAt: moment(-5_000_000, '2026-09-26, 18:00 CDT'),
  servicers: [
    { type: 'oem', name: 'OEM', ...NONE },
    {
      type: 'iso',
      name: 'ISO',
      ...{ asked: 900, approved: 720, denied: 90, expired: 60, withdrawn: 20, waiting: 10, approvalRate: 83 },
      waited: { median: '6 min', ninetieth: '2 h 15 min' },
    },
    { type: 'in_house', name: 'In-house', ...NONE },
  ],
  byStatus: [
    ['pending', 10],
    ['closed', 977],
  ],
  byTier: [['T2', 987]],
};

/** Path -> page for a nonce. */
export const CONSOLE_GALLERY: Readonly<Record<string, (nonce: string) => string>> = {
  '/console-today': (nonce) => todayPage(frame(nonce), BUSY, NOW),
  '/console-today-empty': (nonce) => todayPage(frame(nonce), QUIET, NOW),
  '/console-timeline': (nonce) => timelinePage(frame(nonce), WHOLE, NOW),
  '/console-timeline-broken': (nonce) => timelinePage(frame(nonce), BROKEN, NOW),
  '/console-timeline-cut-off': (nonce) => timelinePage(frame(nonce), CUT_OFF, NOW),
  '/console-delivery': (nonce) => deliveryPage(frame(nonce), STUCK),
  '/console-delivery-through': (nonce) => deliveryPage(frame(nonce), THROUGH),
  '/console-delivery-empty': (nonce) => deliveryPage(frame(nonce), { hospital, stuck: [], requests: 0, messages: 0 }),
  '/console-audit': (nonce) => auditPage(frame(nonce), { query: QUERY, found: FOUND, faults: [] }, NOW),
  '/console-audit-empty': (nonce) =>
    auditPage(frame(nonce), { query: {}, found: { hospital, lines: [], filter: {}, lookedAt: 0 }, faults: [] }, NOW),
  '/console-audit-refused': (nonce) =>
    auditPage(
      frame(nonce),
      { query: { ...QUERY, from: '<b>' }, faults: [{ field: 'from', says: 'Enter the first day as 2026-11-27.' }] },
      NOW,
    ),
  '/console-report': (nonce) => reportPage(frame(nonce), REPORT),
  '/console-report-empty': (nonce) => {
    const { stoppedAt: _stoppedAt, ...whole } = REPORT;
    return reportPage(frame(nonce), { ...whole, lookedAt: 0, counted: 0 });
  },
  '/console-report-refused': (nonce) =>
    reportPage(frame(nonce), { ...REPORT, faults: [{ field: 'to', says: 'The last day is before the first.' }] }),
};
