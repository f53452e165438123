/**
 * Organisations of a deployment: how they join, are stopped and leave (R17, R18). It is the operator's to say; what
 * they do among themselves is theirs. Stopping takes one person, everything else two.
 */
import { hospitalRef, organisationRef, slackWorkspaceRef } from '../keys.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import { type Hospital, type Organisation, type OrganisationKind, stopped } from '../registry.ts';
import type { SlackWorkspace } from '../slack-rows.ts';
import type { OrganisationId } from '../units.ts';
import { changed, changeRule, type Occasion, type Plan, type RowChange } from './change.ts';
import { type Held, joiningRows, newOrganisation } from './new-organisation.ts';
import type { AddOrganisation, OffboardOrganisation, OneOrganisation } from './organisation-contract.ts';
import { disconnection } from './slack.ts';

const DAY = 86_400;
/** What a hospital signed stays verifiable without its keys; they are kept in case it comes back at once. */
const KEYS_KEPT = 30 * DAY;

/** What the first two administrators of an organisation become. A hospital's are its hdo_admins, by its own row. */
export const ADMIN_ROLES: Readonly<Record<OrganisationKind, Held['roles']>> = Object.freeze({
  hdo: [],
  iso: ['iso_admin'],
  oem: ['iso_admin', 'oem_publisher'],
});

/** A servicer, maker or hospital owner with an issuer of its own; its first two administrators are invited. */
export const addOrganisation = changeRule({
  rows: ({ organisation, issuer }: AddOrganisation) => joiningRows({ id: organisation.id, issuer }),
  plan: ({ organisation, issuer, admins }, rows, about): Decision<Plan> => {
    const held = { roles: ADMIN_ROLES[organisation.kind], entitlements: [], operator: false };
    const founding = newOrganisation({ ...organisation, issuer, admins }, held, rows, about);
    if (!founding.ok) return founding;
    const { changes, extra, tells } = founding.value;
    const widens = [`${organisation.id} joins (${organisation.kind}), its people sign in at an issuer of its own`];
    return allowed({ changes, extra, tells, widens });
  },
});

/** An organisation, and its hospital if it is one. */
const standingRows = ({ organisation }: OneOrganisation) => ({
  standing: organisationRef(organisation),
  itsHospital: hospitalRef(organisation),
  itsSlack: slackWorkspaceRef(organisation),
});

interface StandingRows {
  readonly standing: Organisation | undefined;
  readonly itsHospital: Hospital | undefined;
  readonly itsSlack: SlackWorkspace | undefined;
}

/** The operator's own would take everybody's power with it. */
function another({ standing }: StandingRows, tenant: OrganisationId): Decision<Organisation> {
  if (!standing) return refused('entity_unknown');
  if (standing.id === tenant) return refused('operator_organisation');
  return standing.status === 'offboarded' ? refused('organisation_offboarded') : allowed(standing);
}

/** Both rows move: a hospital's own is what its requests are held against. What it froze itself stays frozen. */
function withStatus(standing: Organisation, hospital: Hospital | undefined, status: Organisation['status']) {
  const after = status === 'active' ? { ...standing, status } : stopped(standing, { status });
  const changes: RowChange[] = [changed(organisationRef(standing.id), standing, after)];
  if (!hospital) return changes;
  const itsStatus = status === 'active' && hospital.isFrozen ? hospital.status : status;
  return [...changes, changed(hospitalRef(hospital.id), hospital, { ...hospital, status: itsStatus })];
}

/** Stops all of its people, and of a hospital all access to its devices. */
export const suspendOrganisation = changeRule({
  rows: standingRows,
  plan: (_body: OneOrganisation, rows, { tenant }): Decision<Plan> => {
    const found = another(rows, tenant);
    if (!found.ok) return found;
    const { id } = found.value;
    const stops = rows.itsHospital
      ? ({ reason: 'hospital_frozen', hospital: id } as const)
      : ({ reason: 'organisation_suspended', organisation: id } as const);
    return allowed({ changes: withStatus(found.value, rows.itsHospital, 'suspended'), stops });
  },
});

/** Undoes a suspension; what the hospital froze itself stays frozen. */
export const reinstateOrganisation = changeRule({
  rows: standingRows,
  undoesStop: true,
  plan: (_body: OneOrganisation, rows, { tenant }): Decision<Plan> => {
    const found = another(rows, tenant);
    if (!found.ok) return found;
    if (found.value.status === 'active') return allowed({ changes: [] });
    const widens = [`${found.value.id} is reinstated`];
    return allowed({ changes: withStatus(found.value, rows.itsHospital, 'active'), widens });
  },
});

/** Nothing brings it back; a hospital's token keys end on a day that is named. */
export const offboardOrganisation = changeRule({
  rows: standingRows,
  plan: (body: OffboardOrganisation, rows, about): Decision<Plan> => {
    const found = another(rows, about.tenant);
    if (!found.ok) return found;
    const slack = disconnection(body.organisation, rows.itsSlack);
    const changes = [...withStatus(found.value, rows.itsHospital, 'offboarded'), ...slack.changes];
    // It narrows, yet takes two: nothing brings it back.
    const plan = { changes, extra: slack.extra, widens: [`${body.organisation} leaves for good`] };
    const reason = 'organisation_offboarded';
    if (rows.itsHospital) return hospitalLeaves(plan, rows.itsHospital, body, about);
    return allowed({ ...plan, stops: { reason, organisation: body.organisation } });
  },
});

function hospitalLeaves(
  plan: Plan,
  { id: hospital, keys }: Hospital,
  { keysUntil }: OffboardOrganisation,
  { now }: Occasion,
): Decision<Plan> {
  if (!isKeptLongEnough(keysUntil, now)) return refused('retention_too_short');
  const retires = { hospital, keys: [keys.active, keys.next].map(nameOf), after: keysUntil };
  return allowed({ ...plan, stops: { reason: 'organisation_offboarded', hospital }, retires });
}

/** Whether keys that are not used from `now` on would stand until a day that gives time to think again. */
export function isKeptLongEnough(keysUntil: number | undefined, now: number): keysUntil is number {
  return keysUntil !== undefined && keysUntil >= now + KEYS_KEPT;
}

/** What a retire order holds of a key. */
export function nameOf({ kid, arn }: Hospital['keys']['active']) {
  return { kid, arn };
}
