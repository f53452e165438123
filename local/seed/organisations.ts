/** The demo's organisations, as tables. All of them are fictional; addresses end in `.example` (RFC 2606). */
import type { Policy } from '../../core/policy/policy.ts';
import { PROPOSED_POLICY } from '../../core/policy/policy.ts';
import { SCOPES, type Scope, TIERS, type Tier } from '../../core/policy/tiers.ts';
import type { OrganisationKind } from '../../core/registry.ts';

export const ORGANISATIONS = Object.freeze([
  ['st-marys', 'hdo', "St. Mary's Teaching Hospital"],
  ['cedar-county', 'hdo', 'Cedar County Hospital'],
  ['lakeside-imaging', 'hdo', 'Lakeside Imaging Center'],
  ['meridian-lab', 'hdo', 'Meridian Reference Laboratory'],
  ['medserv', 'iso', 'MedServ'],
  ['kestrel-biomed', 'iso', 'Kestrel Biomedical'],
  ['oem-aurora', 'oem', 'Aurora Medical Devices'],
  ['oem-halden', 'oem', 'Halden Imaging'],
  ['oem-larkspur', 'oem', 'Larkspur Diagnostics'],
] as const satisfies readonly (readonly [string, OrganisationKind, string])[]);

export type OrganisationName = (typeof ORGANISATIONS)[number][0];
export type HospitalName = Extract<(typeof ORGANISATIONS)[number], readonly [string, 'hdo', string]>[0];
export type MakerName = Extract<(typeof ORGANISATIONS)[number], readonly [string, 'oem', string]>[0];

const MINUTE = 60;

/**
 * One person covers a county: he gets an hour, and the next is asked later. Nobody there answers for security, and there
 * is no second approver for what is past its support: the hospital says so, and who asks is told (R5).
 */
const RURAL_POLICY: Policy = Object.freeze<Policy>({
  ...PROPOSED_POLICY,
  tiers: { ...PROPOSED_POLICY.tiers, T4: { ...PROPOSED_POLICY.tiers.T4, closed: true } },
  tightenings: [{ stages: ['end_of_support'], tiers: { T2: { closed: true }, T3: { closed: true } } }],
  approveWithin: 60 * MINUTE,
  escalateAfter: 20 * MINUTE,
});

/** Hospital, zone, policy, on-call groups in the order they are asked (scenario 2: the first is silent). */
export const HOSPITALS: readonly (readonly [HospitalName, string, Policy, readonly (readonly string[])[]])[] =
  Object.freeze([
    ['st-marys', 'America/Chicago', PROPOSED_POLICY, [['d.okafor'], ['p.lindqvist']]],
    ['cedar-county', 'America/Denver', RURAL_POLICY, []],
    ['lakeside-imaging', 'America/Chicago', PROPOSED_POLICY, []],
    ['meridian-lab', 'America/New_York', PROPOSED_POLICY, [['i.santos'], ['a.greene']]],
  ]);

/** All scopes up to `tier`: what an agreement covers. */
function upTo(tier: Tier): readonly Scope[] {
  const names = Object.keys(SCOPES) as Scope[];
  return names.filter((name) => TIERS.indexOf(SCOPES[name].tier) <= TIERS.indexOf(tier));
}

type VendorRow = readonly [HospitalName, OrganisationName, readonly Scope[], fromDays: number, toDays: number];

/** Hospital, servicer, scopes of the agreement, in force from and to in days from the seed. */
export const VENDORS: readonly VendorRow[] = Object.freeze([
  ['st-marys', 'medserv', upTo('T3'), -400, 700],
  ['st-marys', 'kestrel-biomed', upTo('T3'), -90, 275],
  ['st-marys', 'oem-aurora', upTo('T4'), -1000, 1000],
  ['st-marys', 'oem-halden', upTo('T4'), -1000, 1000],
  ['cedar-county', 'medserv', upTo('T2'), -200, 500],
  // Over: shows `vendor_out_of_term`.
  ['cedar-county', 'kestrel-biomed', upTo('T2'), -375, -10],
  ['cedar-county', 'oem-aurora', upTo('T4'), -1000, 1000],
  ['lakeside-imaging', 'kestrel-biomed', upTo('T3'), -30, 335],
  ['lakeside-imaging', 'oem-halden', upTo('T4'), -1000, 1000],
  ['meridian-lab', 'medserv', upTo('T3'), -60, 305],
  ['meridian-lab', 'oem-larkspur', upTo('T4'), -1000, 1000],
]);
