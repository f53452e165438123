/** What `npm run policy` prints: a policy's faults and who could do what, for people. */
import { minutes, ROLE_WORDS } from '../../core/access/words.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { PreviewRow } from '../../core/policy/preview.ts';
import type { Cell, Somewhere } from '../../core/policy/satisfiable.ts';
import type { ApproverRole, Stage } from '../../core/registry.ts';

/** What makes a policy unusable, and where in the file. */
export interface Fault {
  readonly path: string;
  readonly says: string;
  /** For which tier, stage and place, where it depends on the staff. */
  readonly at?: Cell;
}

/** One line a fault. */
export function faultLines(faults: readonly Fault[]): readonly string[] {
  return faults.map(({ path, says, at }) => {
    const where = at
      ? ` (${at.tier} in ${at.stage}${at.place.site || at.place.unit || at.place.model ? `, ${placeWords(at.place)}` : ''})`
      : '';
    return `${path || '(the whole)'}: ${says}${where}`;
  });
}

/** The whole-policy times, then a paragraph a place with stages that demand the same in one row. */
export function tableLines(policy: Policy, rows: readonly PreviewRow[]): readonly string[] {
  const places = [...new Set(rows.map(({ place }) => JSON.stringify(place)))];
  return [
    `A request is decided within ${minutes(policy.approveWithin)}, the next on call is asked after ` +
      `${minutes(policy.escalateAfter)}, all extensions end at ${minutes(policy.totalHoldCap)}.`,
    ...places.flatMap((key) => {
      const there = rows.filter(({ place }) => JSON.stringify(place) === key);
      return ['', titleOf(there, places.length), ...mergedRows(there).flatMap(rowLines)];
    }),
  ];
}

function titleOf([first]: readonly PreviewRow[], places: number): string {
  const words = first ? placeWords(first.place) : '';
  return words || (places > 1 ? 'Everywhere else' : 'Everywhere');
}

function placeWords({ site, unit, model }: Somewhere): string {
  const parts = [unit && `unit ${unit}`, site && `site ${site}`, model && `model ${model}`];
  return parts.filter((part) => part !== undefined).join(', ');
}

type Merged = PreviewRow & { readonly stages: readonly Stage[] };

/** Rows that differ in their stage alone, as one. */
function mergedRows(rows: readonly PreviewRow[]): readonly Merged[] {
  const kinds = new Map<string, Merged>();
  for (const row of rows) {
    const kind = JSON.stringify([row.tier, row.says, row.reach]);
    kinds.set(kind, { ...row, stages: [...(kinds.get(kind)?.stages ?? []), row.stage] });
  }
  return [...kinds.values()];
}

const INDENT = ' '.repeat(6);

function rowLines({ tier, stages, says, roles, reach }: Merged): readonly string[] {
  const of = stages.length === 4 ? 'every stage' : stages.join(', ');
  const counts = roles.map((role) => roleWords(role, reach?.people[role]));
  const who =
    counts.length > 0 ? [`${INDENT}${reach ? 'could approve' : 'roles that can count'}: ${counts.join(', ')}`] : [];
  const lack = reach?.lack ? [`${INDENT}NOT SATISFIABLE: ${reach.lack}`] : [];
  const notFor =
    reach && reach.notFor.length > 0 ? [`${INDENT}nobody could approve alone: ${reach.notFor.join(', ')}`] : [];
  return [`  ${tier}  ${of}: ${says}`, ...who, ...lack, ...notFor];
}

function roleWords(role: ApproverRole, people: number | undefined): string {
  return people === undefined ? ROLE_WORDS[role] : `${people} as ${ROLE_WORDS[role]}`;
}
