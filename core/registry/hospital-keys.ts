/**
 * A hospital as it comes under the broker, and the keys that its tokens are signed with (R18). Keys are made when the change
 * comes into force, by the function that alone may make them.
 */
import { bundleList, hospitalRef } from '../keys.ts';
import { isDelegated } from '../policy/evaluate.ts';
import { type Policy, PROPOSED_POLICY } from '../policy/policy.ts';
import type { Ref, Rows } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import type { Hospital, Issuer, Operator, Organisation, Staff, TokenKey } from '../registry.ts';
import type { Bundle } from '../trust-rows.ts';
import type { EpochSeconds } from '../units.ts';
import { changed, changeRule, type Occasion, type Plan } from './change.ts';
import { joiningRows, newOrganisation } from './new-organisation.ts';
import type { OnboardHospital, RotateTokenKey } from './organisation-contract.ts';
import { isKeptLongEnough, nameOf } from './organisations.ts';
import { firstKids, kidAfter } from './token-key-names.ts';

/** Policies that a hospital can begin with; it changes its own later. */
const TEMPLATES: Readonly<Record<OnboardHospital['policy'], Policy>> = Object.freeze({ proposed: PROPOSED_POLICY });

/** Everything, everywhere in the hospital. */
const HDO_ADMIN = Object.freeze([{ role: 'hdo_admin' as const, sites: [], units: [] }]);

interface OnboardRows {
  readonly [name: string]: Ref<unknown>;
  readonly namesake: Ref<Organisation>;
  readonly standing: Ref<Hospital>;
  readonly issuer: Ref<Issuer>;
}

/** The hospital with two token keys; the operator's own organisation, or one that joins with it (R18). */
export const onboardHospital = changeRule({
  rows: ({ hospital: id, organisation }: OnboardHospital): OnboardRows => ({
    standing: hospitalRef(id),
    ...joiningRows({ id, issuer: organisation?.issuer ?? NO_ISSUER }),
  }),
  keys: ({ hospital }, _rows, { now }) => firstKids(hospital, now).map((kid) => ({ hospital, kid })),
  plan: (body: OnboardHospital, rows, about): Decision<Plan> => {
    if (rows.standing) return refused('organisation_exists');
    const [active, next] = about.newKeys;
    if (!active || !next) throw new Error('unreachable: two keys are asked for');
    const owner = body.organisation ? newOwner(body, body.organisation, rows, about) : ownOwner(body, rows, about);
    if (!owner.ok) return owner;
    const { name, staff, plan } = owner.value;
    const row = hospitalRow(body, { name, staff, keys: { active, next } });
    return allowed({
      ...plan,
      changes: [changed(hospitalRef(body.hospital), undefined, row), ...plan.changes],
      widens: [`${body.hospital} is onboarded, with token keys of its own and two administrators`],
    });
  },
});

/** An organisation that stands already has its issuer; nothing is found under this. */
const NO_ISSUER = Object.freeze({ issuer: '', jwksUri: '', audience: '' });

/** Whose hospital it is, who administers it from its first day, and what else has to be written. */
interface Owner {
  readonly name: string;
  readonly staff: readonly Staff[];
  readonly plan: Plan;
}

function newOwner(
  { hospital: id }: OnboardHospital,
  organisation: NonNullable<OnboardHospital['organisation']>,
  rows: Pick<Rows<OnboardRows>, 'namesake' | 'issuer'>,
  about: Occasion,
): Decision<Owner> {
  const held = { roles: [], entitlements: HDO_ADMIN, operator: false };
  const founding = newOrganisation({ id, kind: 'hdo', ...organisation }, held, rows, about);
  if (!founding.ok) return founding;
  const { changes, extra, tells } = founding.value;
  return allowed({ name: organisation.name, staff: [], plan: { changes, extra, tells } });
}

/**
 * The operator's own hospital. Its administrators gain by it and still propose and confirm it: there is nobody else yet,
 * and neither of the two can do it without the other.
 */
function ownOwner(
  { hospital }: OnboardHospital,
  { namesake }: Pick<Rows<OnboardRows>, 'namesake'>,
  { operator }: Pick<Occasion, 'operator'>,
): Decision<Owner> {
  if (namesake?.kind !== 'hdo' || operator?.organisation !== hospital) return refused('entity_unknown');
  return allowed({ name: namesake.name, staff: staffOf(operator), plan: { changes: [] } });
}

function staffOf({ admins }: Operator): readonly Staff[] {
  return admins.map((person) => ({ person, status: 'active', entitlements: HDO_ADMIN }));
}

function hospitalRow(
  { hospital: id, zone, sites, contacts, policy }: OnboardHospital,
  rest: Pick<Hospital, 'name' | 'staff' | 'keys'>,
): Omit<Hospital, 'version'> {
  return { id, zone, sites, contacts, status: 'active', policy: TEMPLATES[policy], roster: [], ...rest };
}

/** The next key signs from now on. Refused while devices that take the active one would not take it. */
export const rotateTokenKey = changeRule({
  rows: () => ({}),
  lists: bundleList,
  keys: (_body: RotateTokenKey, _rows, { hospital, tenant, now }) =>
    hospital ? [{ hospital: tenant, kid: kidAfter(hospital.keys.next.kid, tenant, now) }] : [],
  plan: ({ keysUntil }: RotateTokenKey, _rows, { tenant, hospital, listed, newKeys, now }): Decision<Plan> => {
    const [made] = newKeys;
    if (!hospital || !made) return refused('entity_unknown');
    if (!isKeptLongEnough(keysUntil, now)) return refused('retention_too_short');
    const { active, next } = hospital.keys;
    const bundles = listed as readonly Bundle[];
    // A bundle under which devices do not take today's tokens either loses nothing by it.
    const inUse = bundles.filter((bundle) => delegates(bundle, active, now));
    if (!inUse.every((bundle) => delegates(bundle, next, now))) return refused('next_key_not_delegated');
    const after = { ...hospital, keys: { active: next, next: made } };
    return allowed({
      changes: [changed(hospitalRef(tenant), hospital, after)],
      widens: [`${next.kid} signs instead of ${active.kid}, and ${made.kid} is made to follow it`],
      retires: { hospital: tenant, keys: [nameOf(active)], after: keysUntil },
    });
  },
});

/** Devices under a bundle that does not delegate the key would be dead to the hospital. */
function delegates({ keys }: Bundle, key: TokenKey, now: EpochSeconds): boolean {
  return keys.some((entry) => isDelegated(entry, key, now));
}
