/** What somebody wrote, or put beside the broker, is text on every page of the console. */
import { describe, expect, test } from '@jest/globals';
import type { RequestLine } from '../../core/access/request-line.ts';
import { auditPage } from '../../web/console/audit-page.ts';
import { deliveryPage } from '../../web/console/delivery-page.ts';
import { timelinePage } from '../../web/console/timeline-page.ts';
import { todayPage } from '../../web/console/today-page.ts';

const NOW = 1_795_464_000;
const TRICK = `<img src=x onerror=alert(1)>"'&\u202e\u0000`;
const INERT = '&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\uFFFD\uFFFD';

const frame = {
  nonce: 'nonce',
  tenant: 'st-marys',
  viewer: { organisation: TRICK, person: TRICK, home: '/', signOut: { action: '/sign-out' } },
};
const moment = { at: NOW, words: TRICK };
const hospital = { name: TRICK, zone: 'UTC' };
const line: RequestLine = {
  id: 'st-marys_K7Q29MABCDEF',
  reference: TRICK,
  status: 'closed',
  device: { id: TRICK, name: TRICK },
  place: TRICK,
  technician: { id: TRICK, name: TRICK },
  servicer: { id: TRICK, name: TRICK, type: TRICK },
  tier: 'T1',
  scopes: TRICK,
  time: TRICK,
  workOrder: TRICK,
  submitted: moment,
  approvals: { given: 1, needed: 1, by: [TRICK] },
  ended: { ...moment, how: TRICK, by: TRICK },
};
const event = {
  n: 1,
  title: TRICK,
  type: TRICK,
  at: moment,
  actor: { name: TRICK, role: TRICK, employer: TRICK, known: TRICK },
  lines: [{ label: TRICK, words: TRICK }],
  evidence: TRICK,
  prev: TRICK,
  hash: TRICK,
  now: TRICK,
};
const mail = { requests: 1, queued: 0, sent: 1, delivered: 0, bounced: 0, failed: 0 };
const stuck = {
  recipient: TRICK,
  request: line,
  message: 'ask',
  by: 'slack',
  isMailedToo: true,
  state: 'failed',
  note: TRICK,
  attempts: 3,
  at: moment,
} as const;

describe.each<[string, string]>([
  [
    'today',
    todayPage(
      frame,
      { hospital, waiting: [line], active: [line], ended: [line], isCut: { open: false, ended: false }, mail },
      NOW,
    ),
  ],
  ['the timeline', timelinePage(frame, { hospital, request: line, events: [event], count: 1, verified: moment }, NOW)],
  [
    'delivery health',
    deliveryPage(frame, { hospital, stuck: [stuck], requests: 1, messages: 1, newest: moment, oldest: moment }),
  ],
  [
    'the audit',
    auditPage(
      frame,
      {
        query: { device: TRICK, technician: TRICK, servicer: TRICK, from: TRICK },
        found: {
          hospital,
          lines: [line],
          filter: { technician: TRICK, servicer: TRICK, device: TRICK },
          lookedAt: 1,
          backTo: moment,
        },
        faults: [],
      },
      NOW,
    ),
  ],
])('%s', (_name, text) => {
  test('shows hostile text as text', () => {
    expect(text).toContain(INERT);
    expect(text).not.toContain('<img');
    expect(text).not.toContain('\u202e');
    expect(text).not.toContain('onerror=alert(1)>');
  });
});
