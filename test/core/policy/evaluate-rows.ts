/** Every way in which evaluateAccess says no, one named row a reason: what is changed, and the exact code. */
import type { Situation, Wish } from '../../../core/policy/evaluate.ts';
import type { Policy, TierRule, Tightening } from '../../../core/policy/policy.ts';
import type { Tier } from '../../../core/policy/tiers.ts';
import type { RefusalCode } from '../../../core/problems.ts';
import type { Stage } from '../../../core/registry.ts';
import { bundle, device, hospital, model, NOW, servicer, technician, vendor } from '../rows.ts';

type Row = readonly [name: string, code: RefusalCode, situation: Partial<Situation>, wish?: Partial<Wish>];

const key = {
  kid: 'h-north-1',
  pub: hospital.keys.active.pub,
  scopes: bundle.keys[0]?.scopes ?? [],
  maxLife: 14_400,
  maxDur: 7_200,
  nbf: NOW,
  naf: NOW,
};
const everyScope = vendor.scopes;

function policyWith(tier: Tier, rule: Partial<TierRule>): Policy {
  const { policy } = hospital;
  return { ...policy, tiers: { ...policy.tiers, [tier]: { ...policy.tiers[tier], ...rule } } };
}

function staged(stage: Stage | 'unknown', agreementUntil = 0, riskAcceptedUntil = 0): Partial<Situation> {
  return { device: { ...device, stage, agreementUntil, riskAcceptedUntil } };
}

function inUnit(unit: string, tiers: Tightening['tiers']): Partial<Situation> {
  return { hospital: { ...hospital, policy: { ...hospital.policy, tightenings: [{ units: [unit], tiers }] } } };
}

const attested = { notInClinicalUse: true, compensatingControls: true };

export const EVALUATE_ROWS: readonly Row[] = [
  ['a person nobody registered', 'person_unknown', { person: undefined }],
  ['an organisation nobody registered', 'organisation_unknown', { organisation: undefined }],
  ['a device nobody registered', 'device_unknown', { device: undefined }],
  ['a hospital nobody registered', 'device_unknown', { hospital: undefined }],
  [
    'a hospital that has frozen all access (R17)',
    'hospital_frozen',
    { hospital: { ...hospital, status: 'suspended' } },
  ],
  ['a hospital that has gone', 'device_unknown', { hospital: { ...hospital, status: 'offboarded' } }],
  ['a model whose profile is not loaded', 'profile_unknown', { model: undefined }],
  ['no scope at all', 'scope_unknown', {}, { scopes: [] }],
  ['a scope that is no row', 'scope_unknown', {}, { scopes: ['selftest.run', 'pump.open'] }],
  ['a wildcard', 'scope_unknown', {}, { scopes: ['*'] }],
  ['a scope with another case', 'scope_unknown', {}, { scopes: ['Selftest.run'] }],
  ['a name that every object has', 'scope_unknown', {}, { scopes: ['toString'] }],
  ['the name of a prototype', 'scope_unknown', {}, { scopes: ['__proto__'] }],
  ['a suspended organisation', 'organisation_suspended', { organisation: { ...servicer, status: 'suspended' } }],
  [
    'an organisation that is not the person’s own',
    'organisation_suspended',
    { person: { ...technician, organisation: 'iso-other' } },
  ],
  ['a suspended person', 'person_suspended', { person: { ...technician, status: 'suspended' } }],
  ['a servicer without an agreement', 'vendor_unknown', { vendor: undefined }],
  [
    'a manufacturer without an agreement, as any servicer (R3)',
    'vendor_unknown',
    { vendor: undefined, organisation: { ...servicer, kind: 'oem' } },
  ],
  [
    'another hospital’s people without an agreement',
    'vendor_unknown',
    { vendor: undefined, organisation: { ...servicer, kind: 'hdo' } },
  ],
  ['a suspended agreement', 'vendor_suspended', { vendor: { ...vendor, status: 'suspended' } }],
  ['an agreement that begins tomorrow', 'vendor_out_of_term', { vendor: { ...vendor, from: NOW + 1 } }],
  ['an agreement in its first second after the end', 'vendor_out_of_term', { vendor: { ...vendor, to: NOW } }],
  ['a lost device', 'device_lost', { device: { ...device, status: 'lost' } }],
  ['a retired device', 'device_retired', { device: { ...device, status: 'retired' } }],
  ['a suspended device', 'device_suspended', { device: { ...device, status: 'suspended' } }],
  ['a device that went to another hospital', 'device_transferred', { device: { ...device, status: 'transferred' } }],
  [
    'a device of a file that is still being worked off',
    'device_unknown',
    { device: { ...device, import: 'im1' }, hospital: { ...hospital, importing: ['im0', 'im1'] } },
  ],
  ['somebody who is no technician', 'not_a_technician', { person: { ...technician, roles: ['iso_admin'] } }],
  ['no competence', 'competence_missing', { person: { ...technician, competences: [] } }],
  [
    'a competence for another model',
    'competence_missing',
    { person: { ...technician, competences: [{ model: 'gs1:01/09521000001022', validTo: NOW + 9 }] } },
  ],
  [
    'a competence that ends this second',
    'competence_expired',
    { person: { ...technician, competences: [{ model: device.model, validTo: NOW }] } },
  ],
  ['a scope the manufacturer does not offer', 'scope_not_in_profile', {}, { scopes: ['factory.reset'] }],
  ['a bundle that was never published', 'trust_missing', { bundle: undefined }],
  [
    'a bundle without the active key',
    'trust_missing',
    { bundle: { ...bundle, keys: [{ ...key, kid: 'h-north-2', scopes: everyScope }] } },
  ],
  [
    'a bundle that has another key under the active name',
    'trust_missing',
    { bundle: { ...bundle, keys: [{ ...key, pub: hospital.keys.next.pub, scopes: everyScope }] } },
  ],
  [
    'a key to which the scope is not delegated',
    'trust_missing',
    { bundle: { ...bundle, keys: [{ ...key, scopes: ['log.read'] }] } },
  ],
  ['a key whose time has not come', 'trust_missing', { bundle: { ...bundle, keys: [{ ...key, nbf: NOW + 1 }] } }],
  ['a key whose time is over', 'trust_missing', { bundle: { ...bundle, keys: [{ ...key, naf: NOW - 1 }] } }],
  ['a model that takes another form of token', 'form_not_issued', { model: { ...model, form: 'cwt' } }],
  ['a scope outside the agreement', 'vendor_scope', { vendor: { ...vendor, scopes: ['log.read'] } }],
  ['one second over the tier’s cap', 'duration_over_cap', {}, { holdSeconds: 14_401 }],
  [
    'a cap that counts for the highest scope',
    'duration_over_cap',
    {},
    { scopes: ['log.read', 'os.shell'], holdSeconds: 3_601 },
  ],
  [
    'adjusting in limited support over two hours',
    'duration_over_cap',
    staged('limited_support'),
    { scopes: ['calibration.adjust'], holdSeconds: 7_201 },
  ],
  [
    'software in limited support without controls',
    'controls_not_attested',
    staged('limited_support'),
    { scopes: ['software.restore'] },
  ],
  [
    'adjusting past support without an agreement',
    'agreement_missing',
    staged('end_of_support'),
    { scopes: ['calibration.adjust'] },
  ],
  [
    'adjusting past support with an agreement that ends now',
    'agreement_missing',
    staged('end_of_support', NOW),
    { scopes: ['calibration.adjust'] },
  ],
  [
    'adjusting past support over an hour',
    'duration_over_cap',
    staged('end_of_support', NOW + 1),
    { scopes: ['calibration.adjust'], holdSeconds: 3_601 },
  ],
  [
    'software in the first second after the last sale, without controls',
    'controls_not_attested',
    { device: { ...device, endOfLife: NOW } },
    { scopes: ['software.restore'] },
  ],
  [
    'adjusting in the first second past support without an agreement',
    'agreement_missing',
    { device: { ...device, endOfSupport: NOW } },
    { scopes: ['calibration.adjust'] },
  ],
  ['adjusting in a stage nobody stated', 'agreement_missing', staged('unknown'), { scopes: ['calibration.adjust'] }],
  [
    'software past support without an accepted risk',
    'risk_not_accepted',
    staged('end_of_support', NOW + 1),
    { scopes: ['software.restore'], declarations: attested },
  ],
  [
    'software past support with a risk acceptance that ends now',
    'risk_not_accepted',
    staged('end_of_support', NOW + 1, NOW),
    { scopes: ['software.restore'], declarations: attested },
  ],
  [
    'a tier that the hospital has closed (R5)',
    'tier_closed',
    { hospital: { ...hospital, policy: policyWith('T1', { closed: true }) } },
  ],
  [
    'a tier that it has closed in this unit, before the time is looked at',
    'tier_closed',
    inUnit('icu-2', { T1: { closed: true } }),
    { holdSeconds: 14_401 },
  ],
  ['a cap of this unit', 'duration_over_cap', inUnit('icu-2', { T1: { holdCap: 3_599 } })],
  [
    'a tightening of another unit that nobody could meet (R5)',
    'policy_unsatisfiable',
    inUnit('ward-9', { T1: { approvals: 0 } }),
  ],
  [
    'a policy that asks nobody (R5)',
    'policy_unsatisfiable',
    { hospital: { ...hospital, policy: policyWith('T1', { approvals: 0 }) } },
  ],
  [
    'a policy that asks fewer than nobody (R5)',
    'policy_unsatisfiable',
    { hospital: { ...hospital, policy: policyWith('T1', { approvals: -1 }) } },
  ],
];
