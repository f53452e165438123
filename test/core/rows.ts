/** A hospital, its people, a vendor and a pump, in which every rule says yes; each test changes what it is about. */
import type { Demand } from '../../core/access/demand.ts';
import type { Facts } from '../../core/access/facts.ts';
import type { ApprovedRequest, PendingRequest } from '../../core/access/request.ts';
import type { Situation, Terms, Wish } from '../../core/policy/evaluate.ts';
import { PROPOSED_POLICY } from '../../core/policy/policy.ts';
import type {
  Device,
  Hospital,
  HospitalRole,
  Model,
  Organisation,
  Person,
  Staff,
  Vendor,
} from '../../core/registry.ts';
import type { Bundle } from '../../core/trust-rows.ts';

/** 2027-01-15 08:00:00 UTC. */
export const NOW = 1_800_000_000;
const DEVICE_ID = 'gs1:01/09521000001015/21/LV3-0042';
export const REQUEST_ID = 'hdo-north_K7Q29MABCDEF';
const MODEL_ID = 'gs1:01/09521000001015';
const SCOPES = [
  'log.read',
  'selftest.run',
  'calibration.adjust',
  'software.restore',
  'alarm.defaults.write',
  'os.shell',
] as const;

export function personOf(id: string, organisation: string, more: Partial<Person> = {}): Person {
  return {
    id,
    organisation,
    version: 3,
    printedName: `Printed ${id}`,
    email: `${id}@example.org`,
    status: 'active',
    roles: [],
    competences: [],
    linked: [],
    alsoOf: [],
    pseudonym: `t-${id}`,
    ...more,
  };
}

export const technician: Person = personOf('p_technician', 'iso-medserv', {
  roles: ['technician'],
  competences: [{ model: MODEL_ID, validTo: NOW + 86_400 }],
  pseudonym: 't-8842',
});

export const servicer: Organisation = {
  version: 1,
  id: 'iso-medserv',
  kind: 'iso',
  name: 'MedServ',
  issuer: 'https://id.medserv.example',
  status: 'active',
};

export const vendor: Vendor = {
  version: 2,
  hospital: 'hdo-north',
  organisation: 'iso-medserv',
  status: 'active',
  from: NOW - 86_400,
  to: NOW + 86_400,
  scopes: SCOPES,
  insurance: 'INS-1',
  contract: 'C-1',
};

export function staffOf(person: string, roles: readonly HospitalRole[], more: Partial<Staff> = {}): Staff {
  return { person, status: 'active', entitlements: roles.map((role) => ({ role, sites: [], units: [] })), ...more };
}

export const hospital: Hospital = {
  version: 7,
  id: 'hdo-north',
  name: 'North Hospital',
  zone: 'America/Chicago',
  sites: ['Main'],
  contacts: { security: 's@h.example', clinicalEngineering: 'b@h.example' },
  status: 'active',
  policy: PROPOSED_POLICY,
  staff: [
    staffOf('p_htm', ['htm_approver']),
    staffOf('p_htm_two', ['htm_approver']),
    staffOf('p_owner', ['clinical_owner']),
    staffOf('p_security', ['security_approver']),
    staffOf('p_physicist', ['domain_safety']),
    staffOf('p_both', ['htm_approver', 'security_approver']),
    staffOf('p_admin', ['hdo_admin']),
    staffOf('p_auditor', ['auditor']),
    staffOf('p_gone', ['htm_approver'], { status: 'suspended' }),
  ],
  roster: [],
  keys: {
    active: { kid: 'h-north-1', arn: 'arn:aws:kms:eu-central-1:111122223333:key/one', pub: `04${'ab'.repeat(64)}` },
    next: { kid: 'h-north-2', arn: 'arn:aws:kms:eu-central-1:111122223333:key/two', pub: `04${'cd'.repeat(64)}` },
  },
};

export const device: Device = {
  version: 5,
  id: DEVICE_ID,
  model: MODEL_ID,
  hospital: 'hdo-north',
  status: 'active',
  code: '7F3K-29QX',
  tag: 'BME-1042',
  cmms: 'CM-0042',
  serial: 'LV3-0042',
  site: 'main',
  unit: 'icu-2',
  stage: 'support',
  endOfLife: 0,
  endOfSupport: 0,
  endOfGuaranteedSupport: 0,
  agreementUntil: 0,
  riskAcceptedUntil: 0,
};

export const model: Model = {
  version: 1,
  id: MODEL_ID,
  name: 'LV-3',
  kind: 'infusion pump',
  oem: 'oem-lumen',
  class: 'B',
  form: 'jws',
  scopes: [
    { name: 'log.read', tier: 'T0' },
    { name: 'selftest.run', tier: 'T1' },
    { name: 'calibration.adjust', tier: 'T2' },
    { name: 'software.restore', tier: 'T3' },
    { name: 'alarm.defaults.write', tier: 'T3' },
    { name: 'os.shell', tier: 'T4' },
  ],
  maxLife: 14_400,
  maxDur: 7_200,
  requireCnf: false,
  profile: '{}',
};

export const bundle: Bundle = {
  version: 1,
  model: MODEL_ID,
  hospital: 'hdo-north',
  keys: [
    {
      kid: 'h-north-1',
      pub: `04${'ab'.repeat(64)}`,
      scopes: SCOPES,
      maxLife: 14_400,
      maxDur: 7_200,
      nbf: NOW - 60,
      naf: NOW + 9_999_999,
    },
  ],
  document: '{}',
};

export const situation: Situation = {
  person: technician,
  organisation: servicer,
  vendor,
  hospital,
  device,
  model,
  bundle,
};

export const wish: Wish = {
  scopes: ['selftest.run'],
  holdSeconds: 3_600,
  declarations: { notInClinicalUse: true, compensatingControls: false },
};

/** What a self-test on the pump looks like to those who decide. */
export const facts: Facts = {
  request: REQUEST_ID,
  hospital: 'hdo-north',
  device: DEVICE_ID,
  model: MODEL_ID,
  site: 'main',
  unit: 'icu-2',
  stage: 'support',
  scopes: ['selftest.run', 'log.read'],
  tier: 'T1',
  holdSeconds: 3_600,
  sessionSeconds: 3_600,
  startWithin: 900,
  approveBy: NOW + 1_800,
  technician: 'p_technician',
  employer: 'iso-medserv',
  servicerType: 'iso',
  workOrder: 'WO-7781',
  activity: 'corrective_maintenance',
  reason: 'Occlusion alarm at start-up',
  declarations: { notInClinicalUse: true, compensatingControls: false },
};

export const ONE_HTM: Demand = {
  approvals: 1,
  differentRoles: false,
  mustInclude: [],
  clinicalRelease: false,
  roles: ['htm_approver'],
};

/** Software on the pump: two yeses in different roles. */
export const TWO_ROLES: Demand = {
  approvals: 2,
  differentRoles: true,
  mustInclude: [],
  clinicalRelease: true,
  roles: ['htm_approver', 'clinical_owner', 'security_approver'],
};

/** A shell on the pump: two, one of them security. */
export const WITH_SECURITY: Demand = { ...TWO_ROLES, mustInclude: ['security_approver'] };

export function pendingOf(more: Partial<PendingRequest> = {}): PendingRequest {
  return {
    id: REQUEST_ID,
    status: 'pending',
    version: 2,
    head: 'f'.repeat(64),
    facts,
    demand: ONE_HTM,
    at: NOW - 60,
    submittedAt: NOW - 60,
    escalateAfter: 600,
    totalHold: 3_600,
    round: 1,
    asked: ['p_htm'],
    everybodyAsked: true,
    approvals: [],
    refusals: 0,
    tokens: 0,
    ...more,
  };
}

export function approvedOf(more: Partial<ApprovedRequest> = {}): ApprovedRequest {
  const approvals = [{ person: 'p_htm', role: 'htm_approver' as const, at: NOW - 30 }];
  return {
    ...pendingOf({ approvals }),
    status: 'approved',
    grant: { approvedAt: NOW - 30, until: NOW + 4_470 },
    ...more,
  };
}

/** What evaluating {@link wish} in {@link situation} leads to. */
export const terms: Terms = {
  person: technician,
  organisation: servicer,
  vendor,
  hospital,
  device,
  model,
  key: {
    kid: 'h-north-1',
    pub: `04${'ab'.repeat(64)}`,
    scopes: SCOPES,
    maxLife: 14_400,
    maxDur: 7_200,
    nbf: NOW - 60,
    naf: NOW + 9_999_999,
  },
  scopes: ['selftest.run'],
  tier: 'T1',
  requirement: {
    approvals: 1,
    differentRoles: false,
    mustInclude: [],
    startWithin: 900,
    holdCap: 14_400,
    clinicalRelease: false,
    closed: false,
    controlsAttested: false,
    agreement: false,
    riskAcceptance: false,
  },
  servicerType: 'iso',
  sessionCap: 7_200,
};
