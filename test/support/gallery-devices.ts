/** Pages of devices, files, stickers, the policy and the registry's log, in each of their states and with the longest words. */
import type { SeenDevice } from '../../core/verbs/search-devices.ts';
import { deviceListPage } from '../../web/device-list-page.ts';
import { devicePage } from '../../web/device-page.ts';
import { historyPage } from '../../web/history-page.ts';
import type { TimedLine } from '../../web/history-parts.ts';
import { html } from '../../web/html.ts';
import { importPage } from '../../web/import-page.ts';
import type { Viewer } from '../../web/layout.ts';
import { policyComparePage } from '../../web/policy-compare-page.ts';
import { policyPage } from '../../web/policy-page.ts';
import { stickerPage } from '../../web/sticker-page.ts';

const VIEWER: Viewer = {
  organisation: 'Meridian Reference Laboratory',
  person: 'Alexandra Whitfield',
  home: '/',
  places: [
    { href: '#devices', says: 'Devices' },
    { href: '#stickers', says: 'Stickers' },
  ],
  signOut: { action: '/sign-out' },
};
const BASE = '/console/meridian-lab';
const HOSPITAL = {
  id: 'meridian-lab',
  name: 'Meridian Reference Laboratory',
  zone: 'America/Chicago',
  sites: ['Main'],
};
const AT = 1_795_464_000;

/** As long as the registry lets it be; serial and CMMS id with everything that might run. */
const DEVICE: SeenDevice = {
  id: 'gs1:01/09521000001084/21/HX-00051-0123456789',
  model: 'gs1:01/09521000001084',
  modelName: 'Haematology analyser H-200 with autoloader',
  hospital: 'meridian-lab',
  status: 'suspended',
  statusReason: '<script>alert(1)</script> Waits for the manufacturer’s answer about the network.',
  code: 'G7NF-4CSK',
  tag: 'ML-0051-of-the-second-building-0123456789',
  cmms: 'CM-0051-0123456789012345678901234567890',
  serial: '<b>HX-00051</b>&"\'123',
  site: 'Main',
  unit: 'Cardiothoracic Intensive Care Unit 3 North, second floor, bay 12',
  stage: 'support',
  stageNow: 'limited_support',
  endOfLife: AT,
  endOfSupport: 0,
  endOfGuaranteedSupport: 0,
  agreementUntil: 0,
  riskAcceptedUntil: 0,
  version: 3,
};
const SECOND: SeenDevice = {
  ...DEVICE,
  code: 'G7NG-8VWT',
  status: 'active',
  serial: 'HX-00052',
  cmms: '',
  tag: 'ML-0052',
};
const GONE: SeenDevice = { ...SECOND, code: 'G7NA-3XJB', status: 'transferred' };

const DIGEST = 'b7Yt0m2Yb2XzB0n7mE8xq3Jm0v4rS5wT6uV7xY8zA9A';
const LINE: TimedLine = {
  n: 3,
  at: AT,
  when: '2026-11-23, 14:20 CST',
  verb: 'change-device',
  version: 3,
  widens: ['to more people: gs1:01/09521000001084/21/HX-00051'],
  proposal: '0123456789abcdef0123',
  by: { person: 'p_aaaaaaaaaaaaaaaaaaaa', role: 'hospital', employer: 'meridian-lab', auth: 'oidc+totp' },
  printedName: 'Alexandra Whitfield',
  digest: DIGEST,
  row: { ...DEVICE },
  matches: true,
  moves: [
    { member: 'unit', before: 'Line 1', after: DEVICE.unit },
    { member: 'cmms', before: '=HYPERLINK("http://evil.example")', after: '' },
    { member: 'statusReason', before: 'x' },
  ],
};
const BROKEN: TimedLine = { ...LINE, n: 2, version: 2, matches: false, moves: [], widens: [] };

const list =
  (items: readonly SeenDevice[], more: object = {}, next?: string) =>
  (nonce: string) =>
    deviceListPage({
      nonce,
      viewer: VIEWER,
      base: BASE,
      seen: { hospital: HOSPITAL, files: [], items, ...(next !== undefined && { next }) },
      query: {},
      mayChange: true,
      ...more,
    });

const history = (more: object) => (nonce: string) =>
  historyPage({ nonce, viewer: VIEWER, base: BASE, entity: 'device:G7NF-4CSK', ...more });

const imported = (more: object) => (nonce: string) =>
  importPage({
    nonce,
    viewer: VIEWER,
    base: BASE,
    files: [],
    sites: HOSPITAL.sites,
    csv: '',
    faults: [],
    omitted: 0,
    errors: [],
    isUnchanged: false,
    hidden: html`<input type="hidden" name="key" value="x">`,
    ...more,
  });

const RULE = {
  tier: 'T3',
  stages: 'limited support',
  says: '2 people in different roles approve and confirm that no patient is connected; at most 8 h, begun within 15 min of an activation; needs attested compensating controls.',
  people: '3 as HTM approver, 1 as clinical owner, 1 as security approver, 1 as domain safety',
  lack: undefined,
  notFor: '',
};
const RULES = [
  RULE,
  { ...RULE, tier: 'T4', lack: 'Nobody holds the role security approver.', notFor: 'open an operating-system shell' },
];
const CSV = 'udi,tag,site,unit\n(01)09521000001039(21)Q1,<script>alert(1)</script>,Main,Ward\n,=1+1,Main,';

const policy = (more: object) => (nonce: string) =>
  policyPage({
    nonce,
    viewer: VIEWER,
    base: BASE,
    hospital: HOSPITAL.name,
    version: 7,
    sentences: ['Undecided requests die after 30 min.'],
    places: [
      { place: 'Everywhere', rules: RULES },
      { place: `Main, ${DEVICE.unit}`, rules: RULES },
    ],
    scopes: [
      { name: 'diag.run', tier: 'T1', says: 'run diagnostics' },
      { name: 'config.write.operational', tier: 'T2', says: 'change operational settings' },
    ],
    technicians: [
      { person: 'p_aaaaaaaaaaaaaaaaaaaa', printedName: 'Alexandra Whitfield', employer: 'Kestrel Biomedical' },
    ],
    query: {},
    errors: [],
    json: '{\n  "version": 7\n}',
    fields: html``,
    ...more,
  });

const compared = (more: object) => (nonce: string) =>
  policyComparePage({
    nonce,
    viewer: VIEWER,
    base: BASE,
    hospital: HOSPITAL.name,
    json: '{ "version": 7 }',
    faults: [],
    looserIn: ['tiers/T1/holdCap'],
    changes: [{ where: 'T1, support: Everywhere', before: RULE.says, after: RULE.says }],
    fields: html``,
    proposing: html``,
    errors: [],
    isUnchanged: false,
    ...more,
  });

const QUESTION = 'Alexandra Whitfield: run diagnostics on G7NF-4CSK for 60 min';

export const DEVICE_PAGES: Readonly<Record<string, (nonce: string) => string>> = {
  '/devices': list([DEVICE, SECOND, GONE], { query: { unit: 'Card', after: 'x' } }, 'abc'),
  '/devices-none': list([]),
  '/devices-at-work': (nonce) =>
    deviceListPage({
      nonce,
      viewer: VIEWER,
      base: BASE,
      seen: { hospital: HOSPITAL, files: [{ lines: 600, done: 55 }], items: [] },
      query: { name: 'QQ' },
      mayChange: false,
    }),
  '/device': (nonce) =>
    devicePage({
      nonce,
      viewer: VIEWER,
      base: BASE,
      device: DEVICE,
      url: 'https://broker.example/d/G7NF-4CSK',
      kind: 'analyser',
      scopes: [{ name: 'diag.run', tier: 'T1', says: 'run diagnostics' }],
      dates: [['No longer sold from', '2026-11-23']],
      lines: [LINE, BROKEN],
      hasMore: true,
      mayChange: true,
    }),
  '/device-new': (nonce) =>
    devicePage({
      nonce,
      viewer: VIEWER,
      base: BASE,
      device: SECOND,
      url: 'https://broker.example/d/G7NG-8VWT',
      dates: [],
      lines: [],
      hasMore: false,
      mayChange: false,
    }),
  '/history': history({ history: { lines: [LINE, BROKEN], earlier: 0, later: 50 } }),
  '/history-none': history({ history: { lines: [] } }),
  '/history-refused': history({ entity: '<b>', error: 'Nothing of this name has a log here. Look at the examples.' }),
  '/stickers': (nonce) =>
    stickerPage({
      nonce,
      viewer: VIEWER,
      base: BASE,
      hospital: HOSPITAL,
      stickers: Array.from({ length: 40 }, () => ({ ...DEVICE, url: 'https://broker.example/d/G7NF-4CSK' })),
      query: { site: 'Main' },
      next: 'abc',
    }),
  '/stickers-none': (nonce) =>
    stickerPage({ nonce, viewer: VIEWER, base: BASE, hospital: HOSPITAL, stickers: [], query: {} }),
  '/import': imported({ files: [{ lines: 600, done: 55 }] }),
  '/import-refused': imported({
    csv: CSV,
    faults: [
      { line: 2, column: 'tag', code: 'alias_form', says: 'Must have 3 to 40 of A-Z a-z 0-9 . _ / -.' },
      { line: 3, column: 'tag', code: 'tag_repeated', says: 'Another line has this tag.', also: 2 },
    ],
    omitted: 12,
    errors: [{ field: 'code', says: 'The code was not accepted.' }, { says: 'You do not hold the role.' }],
  }),
  '/import-same': imported({ csv: CSV, isUnchanged: true }),
  '/policy': policy({
    query: { 'diag.run': 'yes', device: 'G7NF-4CSK' },
    answer: {
      question: QUESTION,
      tier: 'T1',
      says: RULE.says,
      candidates: [{ name: 'Alexandra Whitfield', roles: 'HTM approver, clinical owner' }],
      asked: ['Alexandra Whitfield'],
    },
  }),
  '/policy-refused': policy({
    answer: { question: QUESTION, reason: 'scope_not_in_profile', refusal: 'The manufacturer did not design it in.' },
  }),
  '/policy-asked-badly': policy({
    errors: [
      { field: 'device', says: 'Enter the device.' },
      { field: 'scopes', says: 'Choose one.' },
    ],
  }),
  '/policy-compared': compared({ errors: [{ field: 'code', says: 'The code was not accepted.' }] }),
  '/policy-tighter': compared({ looserIn: [], changes: [], isUnchanged: true }),
  '/policy-faulty': compared({ faults: ['tiers/T1/approvals: must be a whole number'], proposing: undefined }),
};
