/** Pages of the registry for the browser: longest words, refused forms, and what stands where nothing is. */
import { changeDonePage } from '../../web/change-done-page.ts';
import { hospitalPage, rosterPage, vendorsPage } from '../../web/hospital-pages.ts';
import { html } from '../../web/html.ts';
import { invitationLinkPage, invitationPage } from '../../web/invitation-page.ts';
import type { Viewer } from '../../web/layout.ts';
import { organisationsPage } from '../../web/organisations-page.ts';
import { leavePage, linkPage, ownPage } from '../../web/own-page.ts';
import { linkCodePage, ownSlackPage } from '../../web/own-slack-page.ts';
import { invitationsPage, peoplePage, personPage } from '../../web/people-pages.ts';
import { type ProposalPageView, type ProposalState, proposalPage, proposalsPage } from '../../web/proposal-pages.ts';
import { type RegistryFormView, registryFormPage } from '../../web/registry-form.ts';
import { workspacePage } from '../../web/workspace-page.ts';

type Pages = Readonly<Record<string, (nonce: string) => string>>;

const AT = { at: 1_795_464_000, words: '2026-11-23, 14:20 CST' };
const PERSON = 'p_aqpmefepnplon7sqw2ik';
const TENANT = 'meridian-lab';
const DIGEST = 'b7Yt0m2Yb2XzB0n7mE8xq3Jm0v4rS5wT6uV7xY8zA9A';
const hidden = html`<input type="hidden" name="form" value="x">`;
const TWO_ERRORS = [
  { field: 'sites', says: 'Check “Sites”.' },
  { field: 'code', says: 'The one-time code was not accepted. Wait for the next one.' },
];
const LONG_NAME = 'Alexandra Konstantinopoulou-Featherstonehaugh of the Department of Ultrasound';

const ROLES = [
  { says: 'HTM approver', places: ['Main building', 'North annex', 'Ultrasound'] },
  { says: 'administrator of the hospital', places: [] },
];

const FIELDS: RegistryFormView['fields'] = [
  {
    name: 'printedName',
    label: 'Printed name',
    hint: 'At most 80 characters.',
    kind: 'text',
    choices: [],
    entered: [LONG_NAME],
  },
  { name: 'email', label: 'Mail address', kind: 'email', choices: [], entered: ['a.whitfield@meridian-lab.example'] },
  { name: 'days', label: 'Days', kind: 'number', choices: [], entered: ['30'] },
  { name: 'role', label: 'Role', kind: 'select', choices: [{ value: 'a', says: 'Auditor' }], entered: ['a'] },
  {
    name: 'sites',
    label: 'Sites',
    hint: 'None chosen: all sites.',
    kind: 'checkboxes',
    choices: [
      { value: 'Main', says: 'Main' },
      { value: 'North', says: 'North annex' },
    ],
    entered: ['North'],
  },
  { name: 'units', label: 'Units', hint: 'One a line.', kind: 'lines', choices: [], entered: ['ICU 3\nWard 5B'] },
  { name: 'from', label: 'First day', kind: 'day', choices: [], entered: ['2026-11-23'] },
  { name: 'to', label: 'Last day', kind: 'last-day', choices: [], entered: [] },
  {
    name: 'groups',
    label: 'On call',
    hint: 'Nobody chosen: all at once.',
    kind: 'order',
    choices: [
      { value: 'p_a', says: 'Ines Santos: HTM approver' },
      { value: 'p_b', says: 'Amos Greene: HTM approver' },
    ],
    entered: ['2:p_a', '1:p_b'],
  },
];

/** Path -> page, for `viewer`. */
export function peopleGallery(viewer: Viewer): Pages {
  const shared = (nonce: string) => ({ nonce, viewer, tenant: TENANT });
  const form = (more: Partial<RegistryFormView>) => (nonce: string) =>
    registryFormPage({
      nonce,
      viewer,
      title: 'Suspend',
      heading: `Suspend: ${LONG_NAME}`,
      says: ['Everything of this person stops at once.', 'One person does this. To reinstate takes two.'],
      isStop: true,
      action: '/form',
      back: '/people',
      hidden,
      fields: [],
      errors: [],
      isUnchanged: false,
      ...more,
    });
  const proposal =
    (state: ProposalState, more: Partial<ProposalPageView> = {}) =>
    (nonce: string) =>
      proposalPage({
        ...shared(nonce),
        proposal: {
          ...LINE,
          state,
          digest: DIGEST,
          confirmBefore: AT,
          inForceAt: AT,
          settledAt: AT,
          confirmedBy: 'Edith Lam',
          failure: 'You do not hold the role that this change takes.',
        },
        lines: [
          { label: 'Printed name', before: 'Quentin Meyer', after: LONG_NAME },
          {
            label: 'What may be done',
            before: 'none',
            after: 'read service logs (log.read, T0), run diagnostics (diag.run, T1)',
          },
        ],
        errors: [],
        ...more,
      });
  return {
    '/people': (nonce) => peoplePage({ ...shared(nonce), people: PEOPLE, next: 'x', actions: ACTIONS }),
    '/people-empty': (nonce) => peoplePage({ ...shared(nonce), people: [], actions: [] }),
    '/person': (nonce) => personPage({ ...shared(nonce), person: WHITFIELD, actions: ACTIONS }),
    '/invitations': (nonce) => invitationsPage({ ...shared(nonce), invitations: INVITATIONS, actions: ACTIONS }),
    '/invitations-empty': (nonce) => invitationsPage({ ...shared(nonce), invitations: [], actions: [] }),
    '/change-form': form({ isStop: false, fields: FIELDS, isUnchanged: true }),
    '/change-refused': form({ isStop: false, fields: FIELDS, errors: TWO_ERRORS }),
    '/change-stop': form({ typed: { name: LONG_NAME, entered: '' } }),
    '/change-mistyped': form({
      typed: { name: LONG_NAME, entered: 'Alexandra' },
      errors: [{ field: 'typed', says: 'Type the name exactly as it stands here.' }],
    }),
    '/change-done': (nonce) =>
      changeDonePage({ ...shared(nonce), verb: 'suspend-person', entity: `person:${PERSON}`, at: AT, until: AT }),
    '/hospital': (nonce) => hospitalPage({ ...shared(nonce), hospital: MERIDIAN, actions: ACTIONS }),
    '/roster': (nonce) => rosterPage({ ...shared(nonce), groups: GROUPS, actions: ACTIONS }),
    '/roster-empty': (nonce) => rosterPage({ ...shared(nonce), groups: [], actions: [] }),
    '/vendors': (nonce) => vendorsPage({ ...shared(nonce), vendors: VENDORS, next: 'x', add: '/add' }),
    '/vendors-empty': (nonce) => vendorsPage({ ...shared(nonce), vendors: [] }),
    '/proposals': (nonce) => proposalsPage({ ...shared(nonce), isSettled: false, proposals: LINES, next: 'x' }),
    '/proposals-empty': (nonce) => proposalsPage({ ...shared(nonce), isSettled: true, proposals: [] }),
    '/proposal': proposal('proposed', { confirm: { hidden }, withdraw: { hidden } }),
    '/proposal-refused': proposal('proposed', { confirm: { hidden }, errors: TWO_ERRORS.slice(1) }),
    '/proposal-own': proposal('proposed', { cannot: 'Another administrator has to confirm.', withdraw: { hidden } }),
    '/proposal-confirmed': proposal('confirmed', { withdraw: { hidden } }),
    '/proposal-failed': proposal('failed', { lines: undefined }),
    '/organisations': (nonce) => organisationsPage({ ...shared(nonce), actions: ACTIONS, unknown: 'med-serv' }),
    '/organisation': (nonce) => organisationsPage({ ...shared(nonce), found: MEDSERV, actions: ACTIONS }),
    '/invitation-link': (nonce) =>
      invitationLinkPage({ nonce, organisation: 'Meridian Reference Laboratory', until: AT, signIn: '/sign-in' }),
    '/invitation': (nonce) =>
      invitationPage({
        nonce,
        viewer,
        organisation: 'Meridian Reference Laboratory',
        printedName: LONG_NAME,
        roles: ROLES,
        until: AT,
        action: '/accept',
        hidden,
        errors: [{ says: 'The account is registered already.' }],
      }),
    '/own': (nonce) =>
      ownPage({ nonce, viewer, account: PERSON, printedName: LONG_NAME, linked: [PERSON, PERSON], linking: PERSON }),
    '/own-link': (nonce) =>
      linkPage({ nonce, viewer, hidden, entered: 'p_', errors: [{ field: 'other', says: 'Enter the account.' }] }),
    '/own-slack': (nonce) => ownSlackPage({ ...OWN_SLACK, nonce, viewer, link: { ...ACCOUNT, since: AT } }),
    '/own-slack-over': (nonce) =>
      ownSlackPage({ ...OWN_SLACK, nonce, viewer, link: { ...ACCOUNT, since: AT }, connected: undefined }),
    '/own-slack-refused': (nonce) => ownSlackPage({ ...OWN_SLACK, nonce, viewer, errors: TWO_ERRORS.slice(1) }),
    '/own-slack-code': (nonce) =>
      linkCodePage({ nonce, viewer, connected: ACCOUNT.team, linkCode: '7F3K-29QX', until: AT }),
    '/workspace': (nonce) => workspacePage({ ...shared(nonce), decides: true, workspace: WORKSPACE, actions: ACTIONS }),
    '/workspace-none': (nonce) => workspacePage({ ...shared(nonce), decides: false, actions: [] }),
    '/own-leave': (nonce) => leavePage({ nonce, viewer, hidden, entered: '', errors: [], printedName: LONG_NAME }),
  };
}

const ACTIONS = [
  { href: '#grant', says: 'Grant a role' },
  { href: '#suspend', says: 'Suspend' },
];
const WHITFIELD = {
  id: PERSON,
  printedName: LONG_NAME,
  standing: 'active',
  roles: ROLES,
  email: 'alexandra.konstantinopoulou-featherstonehaugh@meridian-lab.example',
  competences: [
    { model: 'gs1:01/09521000001022', until: AT, isOver: false },
    { model: 'gs1:01/09521000001039', until: AT, isOver: true },
  ],
  linked: [PERSON],
} as const;
const PEOPLE = [WHITFIELD, { id: PERSON, printedName: 'Edith Lam', standing: 'suspended', roles: [] }] as const;
const INVITATIONS = [
  {
    printedName: LONG_NAME,
    email: WHITFIELD.email,
    roles: ROLES,
    standing: 'open',
    until: AT,
    mail: '✕ came back',
    withdraw: '#withdraw',
  },
  { printedName: 'Nils Brandt', email: 'n@x.example', roles: [], standing: 'over', until: AT, mail: '✓ sent' },
] as const;
const MERIDIAN = {
  name: 'Meridian Reference Laboratory',
  standing: 'suspended',
  isFrozen: true,
  zone: 'America/New_York',
  sites: ['Main building', 'North annex'],
  contacts: { security: 'security@meridian-lab.example', clinicalEngineering: 'engineering@meridian-lab.example' },
  keys: { active: 'meridian-lab:2026-1', next: 'meridian-lab:2026-2' },
} as const;
const ACCOUNT = { team: 'T0MERIDIANREFERENCELAB', user: 'U0ALEXANDRAWHITFIELD' };
const OWN_SLACK = { connected: ACCOUNT.team, begin: hidden, unlink: hidden, errors: [] };
const WORKSPACE = { team: ACCOUNT.team, channel: 'C0SERVICE', standing: 'disconnected' } as const;
const GROUPS = [[{ name: LONG_NAME, roles: ['HTM approver'] }], [{ name: 'Amos Greene', roles: ['HTM approver'] }]];
const VENDORS = [
  {
    name: 'Kestrel Biomedical',
    standing: 'active',
    from: AT,
    to: AT,
    isInTerm: false,
    scopes: ['read service logs', 'run diagnostics', 'adjust the calibration'],
    insurance: 'INS-2026-0088417',
    contract: 'C-2026-0088417',
    actions: ACTIONS,
  },
] as const;
const MEDSERV = {
  id: 'medserv',
  name: 'MedServ',
  kind: 'iso',
  standing: 'suspended',
  issuer: 'https://login.medserv.example/realms/service-technicians',
} as const;
const LINE = {
  id: '0123456789abcdef0123',
  verb: 'grant role',
  state: 'proposed',
  widens: [`htm_approver for ${LONG_NAME}`, 'the policy is weaker in tiers.T3.approvals'],
  proposedBy: 'Daniel Frost',
  proposedAt: AT,
} as const;
const LINES = (['proposed', 'confirmed', 'expired'] as const).map((state) => ({ ...LINE, state }));
