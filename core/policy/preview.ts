/**
 * The policy tester: who could do what under a policy, one row for each tier, stage and place that it tells apart, in words for
 * whoever runs the hospital. It asks the same functions that requests are decided with, so it cannot say otherwise.
 */
import { couldFill, demandFor } from '../access/demand.ts';
import { minutes, ROLE_WORDS } from '../access/words.ts';
import type { ApproverRole, Staff } from '../registry.ts';
import type { Policy } from './policy.ts';
import type { Requirement } from './requirement.ts';
import { type Cell, cellsOf, poolAt, requirementIn, type Somewhere, scopesOf, whyUnfillable } from './satisfiable.ts';
import type { Scope } from './tiers.ts';

/** Who could approve. */
interface Reach {
  /** How many of the staff could say yes in each role that counts. */
  readonly people: Readonly<Partial<Record<ApproverRole, number>>>;
  /** Why nobody could ever approve; absent where somebody could. */
  readonly lack?: string;
  /** Scopes of the tier that nobody could approve alone, though others of the tier can be approved. */
  readonly notFor: readonly Scope[];
}

export interface PreviewRow extends Cell {
  readonly requirement: Requirement;
  /** What it demands, as one sentence. */
  readonly says: string;
  /** The roles whose yes can count. */
  readonly roles: readonly ApproverRole[];
  /** Absent where no staff was given. */
  readonly reach?: Reach;
}

/** What `policy` demands at `places`, and whom of `staff`, if it is given, that leaves. */
export function previewPolicy(
  policy: Policy,
  staff: readonly Staff[] | undefined,
  places: readonly Somewhere[],
): readonly PreviewRow[] {
  return cellsOf(places).map((cell) => {
    const requirement = requirementIn(policy, cell);
    const { roles } = demandFor(requirement, cell.tier, scopesOf(cell.tier));
    const row = { ...cell, requirement, says: demandWords(requirement), roles: requirement.closed ? [] : roles };
    return staff && !requirement.closed ? { ...row, reach: reachOf(policy, staff, cell, requirement) } : row;
  });
}

function reachOf(policy: Policy, staff: readonly Staff[], cell: Cell, requirement: Requirement): Reach {
  const scopes = scopesOf(cell.tier);
  const demand = demandFor(requirement, cell.tier, scopes);
  const pool = poolAt(staff, cell.place, demand);
  const people = demand.roles.map((role) => [role, pool.filter((one) => one.roles.includes(role)).length]);
  const lack = whyUnfillable(policy, staff, cell);
  const alone = scopes.filter((scope) => {
    const demandAlone = demandFor(requirement, cell.tier, [scope]);
    return !couldFill(demandAlone, poolAt(staff, cell.place, demandAlone));
  });
  return { people: Object.fromEntries(people), notFor: lack ? [] : alone, ...(lack ? { lack } : {}) };
}

/** `2 people in different roles, among them security approver, approve; at most 60 min, begun within 5 min of an activation.` */
export function demandWords(requirement: Requirement): string {
  if (requirement.closed) return 'Closed: nobody may do this here.';
  const papers = PAPERS.filter(([paper]) => requirement[paper]).map(([, words]) => words);
  const needs = papers.length > 0 ? `; needs ${papers.join(' and ')}` : '';
  const times = `at most ${minutes(requirement.holdCap)}, begun within ${minutes(requirement.startWithin)} of an activation`;
  return `${approvalWords(requirement)}; ${times}${needs}.`;
}

const PAPERS = Object.freeze([
  ['controlsAttested', 'attested compensating controls'],
  ['agreement', 'a responsibility agreement in force'],
  ['riskAcceptance', 'an unexpired risk acceptance'],
] as const);

/** Singular and plural of what is said of those who approve. */
const VERBS = Object.freeze({ one: ['approves', 'confirms'], more: ['approve', 'confirm'] } as const);

function approvalWords({ approvals, differentRoles, mustInclude, clinicalRelease }: Requirement): string {
  const roles = mustInclude.map((role) => ROLE_WORDS[role]).join(' and ');
  const [approve, confirm] = VERBS[approvals === 1 ? 'one' : 'more'];
  const release = clinicalRelease ? ` and ${confirm} that no patient is connected` : '';
  if (approvals === 1) return `1 person${roles && ` as ${roles}`} ${approve}${release}`;
  const different = differentRoles ? ' in different roles' : '';
  return `${approvals} people${different}${roles && `, among them ${roles},`} ${approve}${release}`;
}
