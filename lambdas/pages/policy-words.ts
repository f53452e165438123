/** A policy's rules as the words of a page: stages that take the same stand in one row. */
import { minutes, ROLE_WORDS } from '../../core/access/words.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { PreviewRow } from '../../core/policy/preview.ts';
import { SCOPES, type Scope } from '../../core/policy/tiers.ts';
import type { ApproverRole } from '../../core/registry.ts';
import type { CellChange } from '../../core/verbs/show-policy.ts';
import type { ChangeWords, PlaceWords, RuleWords } from '../../web/policy-parts.ts';

/** What holds for every request. */
export function sentencesOf({ approveWithin, escalateAfter, totalHoldCap }: Policy): readonly string[] {
  return [
    `Undecided requests die after ${minutes(approveWithin)}.`,
    `The next on-call group is asked after ${minutes(escalateAfter)}.`,
    `A request and all its extensions are held for at most ${minutes(totalHoldCap)} together.`,
  ];
}

/** Rows by place, and within a place by tier, in the order in which the policy's preview has them. */
export function placesIn(rows: readonly PreviewRow[]): readonly PlaceWords[] {
  const places = new Map<string, PreviewRow[]>();
  for (const row of rows) {
    const place = placeOf(row);
    places.set(place, [...(places.get(place) ?? []), row]);
  }
  return [...places].map(([place, own]) => ({ place, rules: rulesIn(own) }));
}

function placeOf({ place: { site, unit, model } }: Pick<PreviewRow, 'place'>): string {
  return [site, unit, model].filter((part) => part !== undefined).join(', ') || 'Everywhere';
}

function rulesIn(rows: readonly PreviewRow[]): readonly RuleWords[] {
  const merged = new Map<string, PreviewRow[]>();
  for (const row of rows) {
    const same = JSON.stringify([row.tier, row.says, row.reach]);
    merged.set(same, [...(merged.get(same) ?? []), row]);
  }
  const ofTier = (tier: string) => rows.filter((row) => row.tier === tier).length;
  return [...merged.values()].flatMap((group) => {
    const [row] = group;
    if (!row) return [];
    const isAll = group.length === ofTier(row.tier);
    return [{ ...ruleOf(row), stages: isAll ? 'every stage' : group.map(({ stage }) => stageOf(stage)).join(', ') }];
  });
}

function ruleOf({ tier, says, reach }: PreviewRow): Omit<RuleWords, 'stages'> {
  return {
    tier,
    says,
    people: peopleIn(reach?.people ?? {}),
    lack: reach?.lack,
    notFor: scopeWords(reach?.notFor ?? []),
  };
}

function peopleIn(people: Readonly<Partial<Record<ApproverRole, number>>>): string {
  const counted = Object.entries(people) as (readonly [ApproverRole, number])[];
  return counted.map(([role, count]) => `${count} as ${ROLE_WORDS[role]}`).join(', ');
}

function stageOf(stage: string): string {
  return stage.replaceAll('_', ' ');
}

function scopeWords(scopes: readonly Scope[]): string {
  return scopes.map((scope) => SCOPES[scope].says).join(', ');
}

/** Changes of one tier at one place that are the same at several stages stand in one row. */
export function changesIn(changes: readonly CellChange[]): readonly ChangeWords[] {
  const merged = new Map<string, CellChange[]>();
  for (const one of changes) {
    const same = JSON.stringify([placeOf(one.before), one.before.tier, takes(one.before), takes(one.after)]);
    merged.set(same, [...(merged.get(same) ?? []), one]);
  }
  return [...merged.values()].flatMap((group) => {
    const [one] = group;
    if (!one) return [];
    const stages = group.map(({ before }) => stageOf(before.stage)).join(', ');
    const where = `${one.before.tier}, ${stages}: ${placeOf(one.before)}`;
    return [{ where, before: takes(one.before), after: takes(one.after) }];
  });
}

function takes({ says, reach }: PreviewRow): string {
  return reach?.lack === undefined ? says : `${says} ${reach.lack}`;
}
