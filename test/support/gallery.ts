/** Pages for the browser: one with every component in every state, and those of each room with the longest words. */
import { button, buttonGroup } from '../../web/components/button.ts';
import { checkboxes, radios } from '../../web/components/choices.ts';
import { countdown } from '../../web/components/countdown.ts';
import { errorSummary } from '../../web/components/error-summary.ts';
import { input, select, textarea } from '../../web/components/input.ts';
import { summaryList, table, taskList } from '../../web/components/lists.ts';
import { details, insetText, notificationBanner, panel, warningText } from '../../web/components/messages.ts';
import { backLink, breadcrumbs, pagination } from '../../web/components/navigation.ts';
import { qrCode } from '../../web/components/qr.ts';
import { stateTag } from '../../web/components/state-tag.ts';
import { moment, momentInBothZones } from '../../web/components/time.ts';
import { type Html, html } from '../../web/html.ts';
import { documentFor, type Viewer } from '../../web/layout.ts';
import { portalProblemPage } from '../../web/portal-problem-page.ts';
import { problemPage } from '../../web/problem-page.ts';
import { chooseOrganisationPage, leaveForIssuerPage } from '../../web/sign-in-page.ts';
import { startPage } from '../../web/start-page.ts';
import { ASKING_GALLERY } from './gallery-asking.ts';
import { CONSOLE_GALLERY } from './gallery-console.ts';
import { DECISION_PAGES } from './gallery-decide.ts';
import { DEVICE_PAGES } from './gallery-devices.ts';
import { MODEL_GALLERY } from './gallery-models.ts';
import { peopleGallery } from './gallery-people.ts';
import { VISIT_GALLERY } from './gallery-visits.ts';

/** Who looks at the pages of the signed in. */
const VIEWER: Viewer = {
  organisation: 'Meridian Reference Laboratory',
  person: 'Quentin Meyer',
  home: '/',
  places: [
    { href: '#api', says: 'What can be called here', about: 'Every call that a program can make.' },
    { href: '#more', says: 'Requests' },
  ],
  signOut: { action: '/sign-out', fields: html`<input type="hidden" name="form" value="x">` },
};

const STATES = ['pending', 'approved', 'denied', 'expired', 'withdrawn', 'lapsed', 'revoked', 'closed'] as const;
const AT = 1_795_464_000;

const MESSAGES: readonly Html[] = [
  errorSummary({ title: 'There is a problem', errors: [{ says: 'Enter the work order.', href: '#order' }] }),
  html`<h1 class="govuk-heading-l">Every component</h1>`,
  panel({ title: '✓ Approved until 15:17 CST', says: html`Reference <strong>K7Q-29M</strong>`, headingLevel: 2 }),
  notificationBanner({ title: 'Waiting', says: 'Two people were asked. Nobody has answered yet.' }),
  warningText('A token that was handed out opens its device until it expires.'),
  insetText('This request is of tier T3. It is decided signed in.'),
  details({ summary: 'Why is this not possible?', says: 'The manufacturer did not design it in.', open: true }),
  html`<p class="govuk-body">${STATES.map((state) => html`${stateTag(state)}\n`)}</p>`,
  html`<p class="govuk-body">${moment(AT, '14:20 CST')}, ${momentInBothZones(AT, '14:20 CST', '21:20 CET')}. <a class="govuk-link" href="#more">What it means</a></p>`,
];

const LISTS: readonly Html[] = [
  html`<h2 class="govuk-heading-m" id="more">Lists</h2>`,
  summaryList([
    { key: 'Device', value: 'VX-7 #001234, ICU 3', actions: [{ href: '#d', says: 'Change', hidden: 'device' }] },
    {
      key: 'Work order',
      value: 'WO-2211',
      actions: [
        { href: '#a', says: 'Change' },
        { href: '#b', says: 'Remove' },
      ],
    },
    { key: 'Digest', value: 'b7Yt0m2Yb2XzB0n7mE8xq3Jm0v4rS5wT6uV7xY8zA9A'.repeat(2) },
  ]),
  html`<div class="wk-scroll" tabindex="0" role="region" aria-label="Approvals">${table({
    caption: 'Approvals',
    firstCellIsHeader: true,
    head: [{ says: 'Servicer' }, { says: 'State' }, { says: 'Minutes', isNumber: true }],
    rows: [[{ says: 'Kestrel Biomedical' }, { says: stateTag('approved') }, { says: '14', isNumber: true }]],
  })}</div>`,
  taskList([
    { title: 'Sent', hint: '14:02 CST', status: { tag: { says: '✓ Done', classes: 'govuk-tag--green' } } },
    { title: 'Decided', href: '#t', hint: 'Until 14:20 CST', status: stateTag('pending') },
  ]),
  html`<p class="govuk-body">${countdown(AT + 3599, AT)} left, until ${moment(AT + 3599, '15:20 CST')}.</p>`,
  qrCode('https://broker.example/d/7F3K-29QX', 'Code of the device’s page'),
  pagination({ previous: { href: '#p' }, next: { href: '#n', label: 'Requests of last week' } }),
];

const FORM: readonly Html[] = [
  html`<h2 class="govuk-heading-m">Form</h2>\n<form method="post">`,
  input({ id: 'order', name: 'order', label: { says: 'Work order' }, hint: 'From your CMMS.', error: 'Enter it.' }),
  input({ id: 'time', name: 'time', label: { says: 'Time' }, suffix: 'min', inputmode: 'numeric' }),
  select({ id: 'activity', name: 'activity', label: { says: 'Activity' }, items: [{ says: 'Calibration' }] }),
  textarea({ id: 'why', name: 'why', label: { says: 'Why?' }, value: 'It fails.\nTwice.' }),
  radios({
    name: 'fixed',
    fieldset: { legend: 'Is it fixed?' },
    error: 'Choose one.',
    items: [{ value: 'yes', says: 'Yes', checked: true }, { divider: 'or' }, { value: 'no', says: 'No' }],
  }),
  checkboxes({
    name: 'scopes',
    fieldset: { legend: 'What do you need?' },
    items: [
      { value: 'a', says: 'run diagnostics', hint: 'Tier T1', checked: true },
      { value: 'b', says: 'restore the installed software', hint: 'Not possible here', disabled: true },
    ],
  }),
  buttonGroup(
    button({ says: 'Send' }),
    button({ says: 'Save', classes: 'govuk-button--secondary' }),
    button({ says: 'Revoke', classes: 'govuk-button--warning' }),
    button({ says: 'Open', href: '#open' }),
  ),
  html`</form>`,
];

function galleryPage(nonce: string): string {
  const before = html`${backLink({ href: '/', says: 'Back' })}${breadcrumbs([{ says: 'Today', href: '/' }, { says: 'K7Q-29M' }])}`;
  const all = [...MESSAGES, ...LISTS, ...FORM].map((part) => html`${part}\n`);
  return documentFor({ nonce, title: 'Every component', viewer: VIEWER, before }, html`${all}`);
}

/** Path -> page for a nonce. */
export const PAGES: Readonly<Record<string, (nonce: string) => string>> = {
  '/gallery': galleryPage,
  ...DECISION_PAGES,
  '/problem': (nonce) => problemPage(404, nonce),
  '/choose': (nonce) => chooseOrganisationPage({ nonce, to: '/', unknown: 'st-mary' }),
  '/leave': (nonce) => leaveForIssuerPage({ nonce, organisation: 'st-marys', address: 'https://id.example/authorize' }),
  '/start': (nonce) =>
    startPage({
      nonce,
      viewer: VIEWER,
      person: { printedName: 'A. Whitfield', roles: ['administrator of the hospital', 'auditor'] },
    }),
  '/unregistered': (nonce) => startPage({ nonce, viewer: VIEWER }),
  '/portal-problem': (nonce) =>
    portalProblemPage({ nonce, status: 503, says: 'Try again.', next: { href: '/', says: 'To the start' } }),
  ...DEVICE_PAGES,
  ...peopleGallery(VIEWER),
  ...ASKING_GALLERY,
  ...CONSOLE_GALLERY,
  ...MODEL_GALLERY,
  ...VISIT_GALLERY,
};
