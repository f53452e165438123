/** The pages of asking for access, each in the states that matter, with the longest of the seeded words. */
import { checkPage } from '../../web/asking/check-page.ts';
import { devicePage } from '../../web/asking/device-page.ts';
import { findPage } from '../../web/asking/find-page.ts';
import type { Answers } from '../../web/asking/parts.ts';
import { whatPage } from '../../web/asking/what-page.ts';
import { whyPage } from '../../web/asking/why-page.ts';
import { html } from '../../web/html.ts';
import type { Viewer } from '../../web/layout.ts';

const FORM_FIELDS = html`<input type="hidden" name="nonce" value="x">`;

const viewer: Viewer = {
  organisation: 'Kestrel Biomedical',
  person: 'Alexandra Whitfield',
  home: '/',
  places: [{ href: '/d', says: 'Ask for access' }],
  signOut: { action: '/sign-out', fields: FORM_FIELDS },
};

const device = {
  code: 'E5GY-3BZU',
  name: 'Anaesthesia machine A-5',
  serial: 'AN-5512-000000000042',
  tag: 'SM-50012',
  unit: 'Ultrasound',
  site: 'Main',
  hospital: "St. Mary's Teaching Hospital",
};

const answers: Answers = {
  scopes: ['diag.run', 'config.write.operational'],
  minutes: '60',
  extends: 'st-marys_K7Q29MABCDEF',
  workOrder: 'WO-2026-0088417',
  activity: 'corrective_maintenance',
  reason: 'Self-test fails with error 0x31 after power-up. '.repeat(10).trim(),
  notInClinicalUse: true,
  compensatingControls: true,
};
const more = { reference: 'K7Q-29M', workOrder: 'WO-2026-0088417', left: '15 h 30 min' };
const asking = { viewer, device, answers, errors: [], more };

const groups = [
  {
    tier: 'T1',
    says: 'test and diagnose',
    demands: '1 person approves; at most 4 h, begun within 15 min of an activation.',
    scopes: [
      { name: 'diag.run', says: 'run diagnostics' },
      { name: 'service-mode.enter', says: 'enter service mode' },
    ],
  },
  {
    tier: 'T3',
    says: 'software, alarms, output, network and patient data',
    demands:
      '2 people in different roles, among them security approver, approve and confirm that no patient is connected; at most 60 min, begun within 15 min of an activation; needs a responsibility agreement in force and an unexpired risk acceptance.',
    scopes: [{ name: 'config.write.operational', says: 'change operational settings' }],
  },
];
const closed = [
  {
    why: 'The device is past its support, and nobody at the hospital has accepted the risk of this.',
    scopes: [{ name: 'software.update.install', says: 'install a software update', tier: 'T3' }],
  },
];
const lengths = [15, 30, 60].map((minutes) => ({ minutes, says: `${minutes} min` }));
const activities = ['calibration', 'corrective_maintenance'].map((name) => ({ name, says: name.replace('_', ' ') }));

const why = {
  ...asking,
  formFields: FORM_FIELDS,
  choice: 'run diagnostics, change operational settings for 60 min, tier T3',
  activities,
  asksControls: true,
};
const check = {
  ...asking,
  changeFields: FORM_FIELDS,
  what: [{ key: 'Device', value: `${device.name} #${device.serial}, ${device.unit}, ${device.hospital}` }],
  why: [{ key: 'Reason', value: answers.reason }],
};
const sending = {
  formFields: FORM_FIELDS,
  key: 'k'.repeat(32),
  asked: '4 people: 2 as HTM approver, 1 as clinical owner, 1 as security approver and domain safety',
  demands: groups[1]?.demands ?? '',
  escalation: 'After 10 min the next on call are asked.',
  within: '30 min',
  decideBy: 1_795_464_000,
  decideByWords: '14:20 CST',
  contact: 'biomed@lakeside-imaging.example',
};
const shownDevice = {
  viewer,
  device,
  status: 'active' as const,
  stage: 'Limited support: no longer sold; some work takes more here',
  open: [{ id: 'st-marys_K7Q29MABCDEF', reference: 'K7Q-29M', status: 'approved' as const }],
};
const unknown = {
  says: 'No device with GTIN 09521000001022 and serial number AN-5512-000000000042 was found.',
  next: 'Compare both with the label, or try the sticker’s code. What is found are devices of hospitals that your organisation has an agreement in force with.',
};

export const ASKING_GALLERY: Readonly<Record<string, (nonce: string) => string>> = {
  '/asking/find': (nonce) => findPage({ nonce, viewer, typed: '' }),
  '/asking/not-found': (nonce) => findPage({ nonce, viewer, typed: `(01)${'0'.repeat(80)}`, error: unknown }),
  '/asking/device': (nonce) => devicePage({ nonce, ...shownDevice }),
  '/asking/stopped': (nonce) =>
    devicePage({
      nonce,
      ...shownDevice,
      open: [],
      status: 'lost' as const,
      stop: {
        says: 'You cannot ask for access here. The device is reported lost.',
        next: 'Tell clinical engineering.',
      },
    }),
  '/asking/what': (nonce) => whatPage({ nonce, ...asking, groups, closed, lengths }),
  '/asking/nothing': (nonce) => whatPage({ nonce, ...asking, more: undefined, groups: [], closed, lengths: [] }),
  '/asking/what-refused': (nonce) =>
    whatPage({
      nonce,
      ...asking,
      more: 'gone',
      errors: [
        { field: 'scopes', says: 'Choose what you need.' },
        { field: 'minutes', says: 'Choose how long you need.' },
      ],
      formFields: FORM_FIELDS,
      groups,
      closed,
      lengths,
    }),
  '/asking/why': (nonce) => whyPage({ nonce, ...why }),
  '/asking/why-refused': (nonce) =>
    whyPage({
      nonce,
      ...why,
      errors: ['workOrder', 'activity', 'reason', 'notInClinicalUse', 'compensatingControls'].map((field) => ({
        field,
        says: 'The reason holds characters that cannot be seen or that turn the direction of text. Type it anew.',
      })),
    }),
  '/asking/check': (nonce) => checkPage({ nonce, ...check, sending }),
  '/asking/check-refused': (nonce) =>
    checkPage({ nonce, ...check, errors: [{ says: 'The device is suspended from service.' }] }),
};
