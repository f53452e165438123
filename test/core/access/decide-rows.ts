/** Every way in which decideAccess says no, one named row a reason: what is changed, and the exact code. */
import type { Deciding, DecisionInput } from '../../../core/access/decide.ts';
import type { Demand } from '../../../core/access/demand.ts';
import type { Facts } from '../../../core/access/facts.ts';
import type { Approval } from '../../../core/access/request.ts';
import type { RefusalCode } from '../../../core/problems.ts';
import type { ApproverRole, HospitalRole, Person } from '../../../core/registry.ts';
import {
  device,
  facts,
  hospital,
  NOW,
  pendingOf,
  personOf,
  servicer,
  TWO_ROLES,
  technician,
  vendor,
  WITH_SECURITY,
} from '../rows.ts';

/** Of the facts in rows.ts and of those below, by another program: SHA-256 of the sorted JSON, base64url. */
export const DIGEST = '36A1-3V4TYNN6vX-w7oVgU76wVLMmNIKue1QuKbSQsM';
export const SOFTWARE_DIGEST = 'p50sl0YKpGl7XokF0zfahlJkrQDgNTY3t8rxGZdhN_Y';
const SHELL_DIGEST = 'S_V9esEeENSF-7-KdZGAdOtQ3oZGSGcZEpW9fJmEaNw';
export const ALARMS_DIGEST = 'TtnZUQNneHPoaDRhkP019eq1jA_Rv8f1aIiUIm-1Dfc';

const softwareFacts: Facts = { ...facts, scopes: ['software.restore'], tier: 'T3' };
export const shellFacts: Facts = { ...facts, scopes: ['os.shell'], tier: 'T4', startWithin: 300 };
const alarmsFacts: Facts = { ...facts, scopes: ['alarm.defaults.write'], tier: 'T3' };
/** Alarm defaults are output: the physicist counts, security does not. */
const ALARMS: Demand = { ...TWO_ROLES, roles: ['htm_approver', 'clinical_owner', 'domain_safety'] };

export const approve: DecisionInput = { decision: 'approve', digest: DIGEST };
export const approveSoftware: DecisionInput = { ...approve, digest: SOFTWARE_DIGEST, clinicalRelease: true };
export const approveShell: DecisionInput = { ...approve, digest: SHELL_DIGEST, clinicalRelease: true };
export const approveAlarms: DecisionInput = { ...approve, digest: ALARMS_DIGEST, clinicalRelease: true };

/** A hospital employee who decides. */
export function deciding(approver: string | Person, more: Partial<Deciding> = {}): Deciding {
  return {
    request: pendingOf(),
    approver: typeof approver === 'string' ? personOf(approver, 'hdo-north') : approver,
    person: technician,
    organisation: servicer,
    vendor,
    hospital,
    device,
    ...more,
  };
}

export function given(person: string, role: ApproverRole): Approval {
  return { person, role, at: NOW - 20 };
}

/** The pump's self-test, asked for by the hospital's own technician who also approves for others. */
const inHouse = pendingOf({
  facts: { ...facts, employer: 'hdo-north', servicerType: 'in_house', technician: 'p_htm' },
});
const own: Partial<Deciding> = {
  request: inHouse,
  organisation: { ...servicer, id: 'hdo-north', kind: 'hdo' },
  vendor: undefined,
  person: personOf('p_htm', 'hdo-north', { roles: ['technician'] }),
};

const withPartner = pendingOf({ facts: { ...facts, partner: 'p_htm' } });
export const software = pendingOf({ facts: softwareFacts, demand: TWO_ROLES });
export const softwareByHtm = pendingOf({
  facts: softwareFacts,
  demand: TWO_ROLES,
  approvals: [given('p_htm', 'htm_approver')],
});
export const shell = pendingOf({ facts: shellFacts, demand: WITH_SECURITY });
export const alarmsByHtm = pendingOf({
  facts: alarmsFacts,
  demand: ALARMS,
  approvals: [given('p_htm', 'htm_approver')],
});

function staffed(
  person: string,
  role: HospitalRole,
  sites: readonly string[],
  units: readonly string[],
): Partial<Deciding> {
  return { hospital: { ...hospital, staff: [{ person, status: 'active', entitlements: [{ role, sites, units }] }] } };
}

type Row = readonly [name: string, code: RefusalCode, deciding: Deciding, input: DecisionInput];

export const DECIDE_ROWS: readonly Row[] = [
  ['somebody without any role here', 'approver_unknown', deciding('p_stranger'), approve],
  ['a suspended approver', 'approver_suspended', deciding('p_gone'), approve],
  [
    'a person suspended by his own organisation',
    'approver_suspended',
    deciding(personOf('p_htm', 'hdo-north', { status: 'suspended' })),
    approve,
  ],
  [
    'anybody of a suspended hospital (R17)',
    'approver_suspended',
    deciding('p_htm', { hospital: { ...hospital, status: 'suspended' } }),
    approve,
  ],
  ['the requester (R4)', 'approver_is_requester', deciding('p_htm', own), approve],
  [
    'the requester who says no to himself (R4)',
    'approver_is_requester',
    deciding('p_htm', own),
    { ...approve, decision: 'deny', reason: 'no' },
  ],
  ['the session partner (R4)', 'approver_is_requester', deciding('p_htm', { request: withPartner }), approve],
  [
    'an account that the requester linked (R4)',
    'approver_is_linked',
    deciding('p_htm', { person: { ...technician, linked: ['p_htm'] } }),
    approve,
  ],
  [
    'an account that linked the requester (R4)',
    'approver_is_linked',
    deciding(personOf('p_htm', 'hdo-north', { linked: ['p_technician'] })),
    approve,
  ],
  [
    'an account that linked the session partner (R4)',
    'approver_is_linked',
    deciding(personOf('p_both', 'hdo-north', { linked: ['p_htm'] }), { request: withPartner }),
    approve,
  ],
  [
    'a colleague of an outside requester (R4)',
    'approver_of_servicer',
    deciding(personOf('p_htm', 'iso-medserv')),
    approve,
  ],
  [
    'a member of the servicer under another account (R4)',
    'approver_of_servicer',
    deciding(personOf('p_htm', 'hdo-north', { alsoOf: ['iso-medserv'] })),
    approve,
  ],
  [
    'somebody who approved already (R5)',
    'already_approved_by_you',
    deciding('p_both', {
      request: pendingOf({ facts: softwareFacts, demand: TWO_ROLES, approvals: [given('p_both', 'htm_approver')] }),
    }),
    { ...approveSoftware, role: 'security_approver' },
  ],
  [
    'the same human under another account (R4, R5)',
    'already_approved_by_you',
    deciding(personOf('p_security', 'hdo-north', { linked: ['p_htm'] }), { request: softwareByHtm }),
    approveSoftware,
  ],
  [
    'while the servicer is suspended (R17)',
    'organisation_suspended',
    deciding('p_htm', { organisation: { ...servicer, status: 'suspended' } }),
    approve,
  ],
  [
    'while the technician is suspended (R17)',
    'person_suspended',
    deciding('p_htm', { person: { ...technician, status: 'suspended' } }),
    approve,
  ],
  ['after the agreement was taken away', 'vendor_unknown', deciding('p_htm', { vendor: undefined }), approve],
  [
    'while the agreement is suspended (R17)',
    'vendor_suspended',
    deciding('p_htm', { vendor: { ...vendor, status: 'suspended' } }),
    approve,
  ],
  ['after the agreement’s end', 'vendor_out_of_term', deciding('p_htm', { vendor: { ...vendor, to: NOW } }), approve],
  ['on a lost device', 'device_lost', deciding('p_htm', { device: { ...device, status: 'lost' } }), approve],
  ['on a retired device', 'device_retired', deciding('p_htm', { device: { ...device, status: 'retired' } }), approve],
  [
    'on a suspended device (R17)',
    'device_suspended',
    deciding('p_htm', { device: { ...device, status: 'suspended' } }),
    approve,
  ],
  ['as a role that is not his', 'role_not_held', deciding('p_htm'), { ...approve, role: 'security_approver' }],
  ['an administrator', 'role_not_entitled', deciding('p_admin'), approve],
  ['an auditor', 'role_not_entitled', deciding('p_auditor'), approve],
  ['a clinical owner on a T1 request', 'role_not_entitled', deciding('p_owner'), approve],
  ['security on a request that touches none of it', 'role_not_entitled', deciding('p_security'), approve],
  [
    'a physicist on a request without output',
    'role_not_entitled',
    deciding('p_physicist', { request: software }),
    approveSoftware,
  ],
  [
    'an approver of another site',
    'role_not_entitled',
    deciding('p_htm', staffed('p_htm', 'htm_approver', ['annex'], [])),
    approve,
  ],
  [
    'an approver of another unit',
    'role_not_entitled',
    deciding('p_htm', staffed('p_htm', 'htm_approver', [], ['ward-9'])),
    approve,
  ],
  [
    'a clinical owner of another unit on software',
    'role_not_entitled',
    deciding('p_owner', { ...staffed('p_owner', 'clinical_owner', [], ['ward-9']), request: software }),
    approveSoftware,
  ],
  [
    'one of several roles that does not count here',
    'role_not_entitled',
    deciding('p_both'),
    { ...approve, role: 'security_approver' },
  ],
  [
    'a second approver of the same role on software (R5)',
    'role_already_used',
    deciding('p_htm_two', { request: softwareByHtm }),
    approveSoftware,
  ],
  [
    'a role that is taken, though another of his is free (R5)',
    'role_already_used',
    deciding('p_both', { request: softwareByHtm }),
    { ...approveSoftware, role: 'htm_approver' },
  ],
  [
    'a second htm_approver where the physicist is needed (scenario 7)',
    'role_already_used',
    deciding('p_htm_two', { request: alarmsByHtm }),
    approveAlarms,
  ],
  ['on facts that he did not see (R9)', 'stale_view', deciding('p_htm'), { ...approve, digest: SOFTWARE_DIGEST }],
  ['with a digest in another case (R9)', 'stale_view', deciding('p_htm'), { ...approve, digest: DIGEST.toLowerCase() }],
  [
    'on facts that changed since (R9)',
    'stale_view',
    deciding('p_htm', { request: pendingOf({ facts: { ...facts, reason: 'Occlusion alarm at start-up.' } }) }),
    approve,
  ],
  [
    'a denial of facts that he did not see (R9)',
    'stale_view',
    deciding('p_htm'),
    { decision: 'deny', digest: SHELL_DIGEST, reason: 'no' },
  ],
  ['a denial without a reason', 'reason_missing', deciding('p_htm'), { decision: 'deny', digest: DIGEST }],
  ['one second more than asked (R6)', 'may_not_lengthen', deciding('p_htm'), { ...approve, holdSeconds: 3_601 }],
  [
    'a scope nobody asked for (R6)',
    'may_not_widen',
    deciding('p_htm'),
    { ...approve, scopes: ['selftest.run', 'diag.run'] },
  ],
  ['a scope that is none (R6)', 'may_not_widen', deciding('p_htm'), { ...approve, scopes: ['selftest.run', '*'] }],
  [
    'the name of a prototype for a scope (R6)',
    'may_not_widen',
    deciding('p_htm'),
    { ...approve, scopes: ['__proto__'] },
  ],
  ['narrowing to nothing (R6)', 'narrowed_to_nothing', deciding('p_htm'), { ...approve, scopes: [] }],
  [
    'software without the clinical release (R12)',
    'release_missing',
    deciding('p_htm', { request: software }),
    { ...approveSoftware, clinicalRelease: undefined },
  ],
  [
    'software with the release denied (R12)',
    'release_missing',
    deciding('p_htm', { request: software }),
    { ...approveSoftware, clinicalRelease: false },
  ],
];
