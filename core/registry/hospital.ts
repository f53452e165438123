/**
 * What a hospital says of itself, and its freeze switch (R5, R17, R18). A policy that is weaker anywhere takes two people;
 * one that only tightens takes one. Freezing takes one and works at once; opening again takes two.
 */
import { hospitalRef } from '../keys.ts';
import { policyFaults } from '../policy/fault.ts';
import type { Policy } from '../policy/policy.ts';
import { placesOf, unsatisfiable } from '../policy/satisfiable.ts';
import { weakerIn } from '../policy/weaker.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import { type Hospital, stopped } from '../registry.ts';
import type { OrganisationId } from '../units.ts';
import { changed, changeRule, type Plan } from './change.ts';
import type { DescribeHospital, SetPolicy, SetRoster } from './hospital-contract.ts';

const rows = (_body: unknown, tenant: OrganisationId) => ({ hospital: hospitalRef(tenant) });

interface Own {
  readonly hospital: Hospital | undefined;
}

/** The hospital's row with `members` in the place of its own. */
function withMembers(hospital: Hospital, members: Partial<Hospital>): Plan['changes'] {
  return [changed(hospitalRef(hospital.id), hospital, { ...hospital, ...members })];
}

/** Name, zone, sites and contacts: what gives nobody power. */
export const describeHospital = changeRule({
  rows,
  plan: ({ name, zone, sites, contacts }: DescribeHospital, { hospital }: Own): Decision<Plan> => {
    if (!hospital) return refused('entity_unknown');
    const given = Object.entries({ name, zone, sites, contacts }).filter(([, value]) => value !== undefined);
    const isSame = given.every(([member, value]) => isAlike(hospital[member as keyof Hospital], value));
    return allowed({ changes: isSame ? [] : withMembers(hospital, Object.fromEntries(given)) });
  },
});

function isAlike(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A policy that is sound and that the staff can fill; it widens wherever it is weaker than the one in force. */
export const setPolicy = changeRule({
  rows,
  plan: ({ policy }: SetPolicy, { hospital }: Own): Decision<Plan> => {
    if (!hospital) return refused('entity_unknown');
    const after: Policy = { ...policy, version: hospital.policy.version + 1 };
    if (isAlike({ ...after, version: 0 }, { ...hospital.policy, version: 0 })) return allowed({ changes: [] });
    const [fault] = policyFaults(after);
    if (fault) return refused('policy_faulty', { at: fault.path });
    const [unfillable] = unsatisfiable(after, hospital.staff, placesOf(after));
    if (unfillable) return refused('policy_unsatisfiable', { at: unfillable.path, says: unfillable.says });
    const widens = weakerIn(hospital.policy, after).map((path) => `the policy is weaker in ${path}`);
    return allowed({ changes: withMembers(hospital, { policy: after }), widens });
  },
});

/** The order in which people are asked gives nobody a say that he has not. */
export const setRoster = changeRule({
  rows,
  plan: ({ groups }: SetRoster, { hospital }: Own): Decision<Plan> => {
    if (!hospital) return refused('entity_unknown');
    const staff = hospital.staff.map(({ person }) => person);
    if (!groups.flat().every((person) => staff.includes(person))) return refused('entity_unknown');
    return allowed({ changes: isAlike(hospital.roster, groups) ? [] : withMembers(hospital, { roster: groups }) });
  },
});

/** Stops all service access of the hospital at once: nothing is approved or minted, and what is open is ended. */
export const freezeHospital = changeRule({
  rows,
  plan: (_body: unknown, { hospital }: Own): Decision<Plan> => {
    if (!hospital) return refused('entity_unknown');
    const stops = { reason: 'hospital_frozen', hospital: hospital.id } as const;
    const frozen = stopped(hospital, { status: 'suspended', isFrozen: true });
    return allowed({ changes: [changed(hospitalRef(hospital.id), hospital, frozen)], stops });
  },
});

/** Undoes a freeze; not a suspension by the operator. */
export const reopenHospital = changeRule({
  rows,
  undoesStop: true,
  plan: (_body: unknown, { hospital }: Own, { organisation }): Decision<Plan> => {
    if (!hospital) return refused('entity_unknown');
    if (organisation?.status !== 'active') return refused('organisation_suspended');
    if (hospital.status === 'active') return allowed({ changes: [] });
    return allowed({
      changes: withMembers(hospital, { status: 'active', isFrozen: false }),
      widens: ['service access is possible again'],
    });
  },
});
