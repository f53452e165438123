/** Every page of the signed in: who may see it, and where, in each of the states that matter. */
import { REGISTRY_FORMS } from '../../lambdas/pages/registry-form-list.ts';
import type { Busy } from './busy-hospital.ts';
import { HOSPITAL, MONITOR, VENTILATOR } from './running-broker.ts';

/** Login and organisation; nobody has neither. */
export type Who = readonly [login: string, organisation: string] | readonly [];
const NOBODY: Who = [];
const TECHNICIAN: Who = ['j.osei', 'medserv'];
const NEWCOMER: Who = ['n.brandt', 'medserv'];
const APPROVER: Who = ['d.okafor', HOSPITAL];
const ADMIN: Who = ['a.kowalski', HOSPITAL];
const SECOND_ADMIN: Who = ['b.haddad', HOSPITAL];
const AUDITOR: Who = ['e.fischer', HOSPITAL];

/** Who looks, and where: in each of the states that matter. */
type Row = readonly [Who, (busy: Busy) => string];
const console_ = (path = '') => `/console/${HOSPITAL}${path}`;
const visits = (rest = ''): readonly Row[] =>
  (['pending', 'approved', 'denied', 'revoked', 'closed'] as const).map((state) => [
    TECHNICIAN,
    (busy) => `/visits/${busy[state].id}${rest}`,
  ]);
const at = (who: Who, path: string): Row => [who, () => path];

export const PAGES: Readonly<Record<string, readonly Row[]>> = {
  'show-start': [TECHNICIAN, NEWCOMER, APPROVER, ADMIN, AUDITOR].map((who) => at(who, '/')),
  'begin-sign-in': [at(NOBODY, '/sign-in'), at(TECHNICIAN, '/sign-in')],
  'find-device': [at(TECHNICIAN, '/d')],
  'show-device': [at(TECHNICIAN, `/d/${VENTILATOR.code}`)],
  'choose-scopes': [at(TECHNICIAN, `/d/${VENTILATOR.code}/what`)],
  'give-reason': [at(TECHNICIAN, `/d/${VENTILATOR.code}/why?scopes=diag.run&minutes=30`)],
  'list-visits': [at(TECHNICIAN, '/visits'), at(['d.mwangi', HOSPITAL], '/visits')],
  'show-visit': visits(),
  'show-close': [[TECHNICIAN, ({ approved }) => `/visits/${approved.id}/close`]],
  'read-receipt': [[TECHNICIAN, ({ closed }) => `/visits/${closed.id}/receipt`]],
  'list-decisions': [at(APPROVER, '/decisions'), at(['p.lindqvist', HOSPITAL], '/decisions')],
  'show-decision': (['pending', 'approved', 'denied', 'revoked', 'closed'] as const).map((state) => [
    APPROVER,
    (busy) => `/decisions/${busy[state].id}`,
  ]),
  'show-ticket': [[NOBODY, ({ decide }) => decide]],
  'show-today': [at(APPROVER, console_()), at(AUDITOR, console_())],
  'show-timeline': [
    [APPROVER, ({ pending }) => console_(`/requests/${pending.id}`)],
    [AUDITOR, ({ closed }) => console_(`/requests/${closed.id}`)],
  ],
  'show-delivery': [at(APPROVER, console_('/delivery'))],
  'search-access': [at(AUDITOR, console_('/audit')), at(AUDITOR, console_('/audit?status=denied'))],
  'report-access': [at(AUDITOR, console_('/report'))],
  'show-models': [at(['s.lang', 'oem-aurora'], '/console/oem-aurora/models')],
  'show-change-form': Object.entries(REGISTRY_FORMS).map(([verb, { about }]) => [
    ADMIN,
    (busy) => console_(`/changes/${verb}${about ? `?${about}=${subjectOf(about, busy)}` : ''}`),
  ]),
  'show-change-done': [[ADMIN, ({ done }) => done]],
  'show-people': [at(ADMIN, console_('/people')), at(['m.duarte', 'medserv'], '/console/medserv/people')],
  'show-person': [[ADMIN, ({ technician }) => console_(`/people/${technician}`)]],
  'show-invitations': [at(ADMIN, console_('/invitations'))],
  'show-hospital': [at(ADMIN, console_('/hospital'))],
  'show-workspace': [at(ADMIN, console_('/slack')), at(['m.duarte', 'medserv'], '/console/medserv/slack')],
  'show-roster': [at(ADMIN, console_('/roster'))],
  'show-vendors': [at(ADMIN, console_('/vendors'))],
  'show-proposals': [at(ADMIN, console_('/proposals')), at(ADMIN, console_('/proposals?settled=true'))],
  'show-proposal': [ADMIN, SECOND_ADMIN].flatMap((who): readonly Row[] => [
    [who, ({ proposal }) => proposal],
    [who, ({ file }) => file],
  ]),
  'show-organisations': [
    at(ADMIN, console_('/organisations')),
    at(ADMIN, console_('/organisations?organisation=medserv')),
  ],
  'show-invitation-link': [[NOBODY, ({ invitation }) => invitation]],
  'show-invitation': [[NEWCOMER, ({ invitation }) => `${invitation}/accept`]],
  'show-own': [at(TECHNICIAN, '/me'), at(ADMIN, '/me')],
  'show-link': [at(TECHNICIAN, '/me/link')],
  'show-leave': [at(TECHNICIAN, '/me/leave')],
  'show-own-slack': [at(TECHNICIAN, '/me/slack'), at(APPROVER, '/me/slack')],
  'show-devices': [at(ADMIN, console_('/devices')), at(ADMIN, console_('/devices?unit=Nowhere'))],
  'show-hospital-device': [
    at(ADMIN, console_(`/devices/${VENTILATOR.code}`)),
    at(AUDITOR, console_(`/devices/${MONITOR.code}`)),
  ],
  'show-stickers': [at(ADMIN, console_('/stickers'))],
  'show-history': [at(AUDITOR, console_('/history')), at(AUDITOR, console_('/history?entity=hospital'))],
  'show-import': [at(ADMIN, console_('/import'))],
  'show-policy': [at(ADMIN, console_('/policy'))],
  'show-own-code': [at(TECHNICIAN, '/code'), at(APPROVER, '/code')],
};

const DEVICE_SUBJECT = { device: VENTILATOR.code, organisation: 'kestrel-biomed' };
function subjectOf(about: string, { technician, withdrawable }: Busy): string {
  const subjects: Readonly<Record<string, string>> = {
    ...DEVICE_SUBJECT,
    person: technician,
    invitation: withdrawable,
  };
  return subjects[about] ?? '';
}

/** Files that a browser saves: their bytes are other suites' subject. */
export const FILES: readonly string[] = ['export-access-csv', 'export-access-json', 'download-devices'];

/** Beside the pages of the signed in. */
export const OPEN: readonly string[] = ['begin-sign-in', 'show-ticket', 'show-invitation-link'];
