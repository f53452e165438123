/** What the page about a policy is asked: a form sends every field, so an empty one is none. */
import * as z from 'zod/mini';
import { pageKey, typed, value } from '../contract-parts.ts';
import { SCOPES, type Scope } from '../policy/tiers.ts';

const ticked = z.optional(z.literal('yes'));

/** Each scope is a field of its own: a query has no name twice. */
const EACH_SCOPE = Object.fromEntries(Object.keys(SCOPES).map((scope) => [scope, ticked])) as Record<
  Scope,
  typeof ticked
>;

/** "Who could do what" at a hospital. */
export const PolicyTestQuery = z.strictObject({
  device: typed(105),
  technician: typed(128),
  /** Instead of one of the list. */
  other: typed(128),
  minutes: typed(4),
  notInClinicalUse: ticked,
  compensatingControls: ticked,
  ...EACH_SCOPE,
});
export type PolicyTestQuery = z.infer<typeof PolicyTestQuery>;

/** A policy as text; what is wrong with it, the page says. */
const policy = value(60_000);
export const ComparePolicyForm = z.strictObject({ policy });
export type ComparePolicyForm = z.infer<typeof ComparePolicyForm>;

/** `key` is the form's own. */
export const ProposePolicyForm = z.strictObject({
  policy,
  code: value(64),
  key: pageKey,
});
export type ProposePolicyForm = z.infer<typeof ProposePolicyForm>;
