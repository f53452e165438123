/**
 * What may be sent: every body and query as a strict schema (an unknown field is an error), in one place, so that the
 * parser, the OpenAPI document and the forms cannot drift apart. Free text is inert by construction: NFC, no controls,
 * no bidirectional or invisible characters.
 */
import * as z from 'zod/mini';
import { APPROVER_ROLES } from './access/demand.ts';
import { ACTIVITIES } from './access/facts.ts';
import { FINDINGS, OUTCOMES, SELF_TESTS } from './access/return-to-service.ts';
import { LONGEST } from './policy/policy.ts';
import { LONGEST_PLACE, STAGES } from './registry.ts';
import { hasUnsafe, isNfc } from './text.ts';

const text = (max: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(max),
    z.refine(isNfc, 'must be NFC text'),
    z.refine((value) => !hasUnsafe(value), 'must not hold control, bidirectional or invisible characters'),
    z.refine((value) => value.trim() === value, 'must not begin or end with space'),
  );

const seconds = (max: number) => z.int().check(z.gte(60), z.lte(max));
const scopes = z.array(z.string().check(z.regex(/^[a-z0-9.:-]{1,32}$/))).check(
  z.minLength(1),
  z.maxLength(16),
  z.refine((list) => new Set(list).size === list.length, 'must not repeat a scope'),
  // Else an approved request could lead to a token that no device reads (token format: `scope` has 256 characters).
  z.refine((list) => list.join(' ').length <= 256, 'must have at most 256 characters in all'),
);
/** 32 random bytes, base64url SHA-256 or the like. */
const digest = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
/** Exactly six ASCII digits; a wrong form is answered as a wrong code, not as a schema error (one answer for all). */
const code = z.string().check(z.maxLength(64));
const approverRole = z.enum(APPROVER_ROLES as [(typeof APPROVER_ROLES)[number], ...(typeof APPROVER_ROLES)[number][]]);
const requestId = z.string().check(z.regex(/^[a-z0-9-]{2,32}_[A-Z0-9]{12}$/));
const personId = z.string().check(z.regex(/^p_[a-z2-7]{20}$/));

/** What other bodies are made of as well. */
export const bodyParts = Object.freeze({ text, seconds, digest, code, personId });

export const SubmitBody = z.strictObject({
  /** A device id, its sticker code or its asset tag. */
  device: z.string().check(z.regex(/^[A-Za-z0-9./_:%-]{3,105}$/)),
  scopes,
  holdSeconds: seconds(86_400),
  workOrder: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/)),
  activity: z.enum(ACTIVITIES),
  reason: text(500),
  declarations: z.strictObject({ notInClinicalUse: z.boolean(), compensatingControls: z.boolean() }),
  partner: z.optional(personId),
  extends: z.optional(requestId),
});
export type SubmitBody = z.infer<typeof SubmitBody>;

export const DecisionBody = z.strictObject({
  decision: z.enum(['approve', 'deny']),
  digest,
  code,
  role: z.optional(approverRole),
  holdSeconds: z.optional(seconds(86_400)),
  scopes: z.optional(scopes),
  clinicalRelease: z.optional(z.boolean()),
  reason: z.optional(text(500)),
});
export type DecisionBody = z.infer<typeof DecisionBody>;

/** The decision page's form: every field as the list of its values; empty fields count as not sent. */
export const DecisionForm = z.record(
  z.enum(['decision', 'digest', 'code', 'holdMinutes', 'scopes', 'clinicalRelease', 'reason', 'role']),
  z.optional(z.array(z.string().check(z.maxLength(600)))),
);
export type DecisionForm = z.infer<typeof DecisionForm>;

export const MintBody = z.strictObject({
  /** The device in front of the technician: must be the approved one (R2). */
  device: z.string().check(z.regex(/^[a-z0-9]{2,8}:[A-Za-z0-9./_:%-]{3,96}$/)),
  code,
  /** The device's own challenge, 16 bytes as canonical base64url. */
  cnonce: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{21}[AQgw]$/))),
});
export type MintBody = z.infer<typeof MintBody>;

export const RevokeBody = z.strictObject({ reason: text(500) });
export type RevokeBody = z.infer<typeof RevokeBody>;

export const CloseBody = z.strictObject({
  outcome: z.enum(OUTCOMES),
  note: text(500),
  softwareVersion: z.optional(text(64)),
  suspicion: z.optional(text(500)),
  /** From T2 on (R13): the record, or that the device is not returned. */
  returnToService: z.optional(
    z.union([
      z.literal('not_returned'),
      z.strictObject({
        selfTest: z.enum(SELF_TESTS),
        testEquipment: text(200),
        performance: z.enum(FINDINGS),
        cybersecurity: z.enum(FINDINGS),
      }),
    ]),
  ),
});
export type CloseBody = z.infer<typeof CloseBody>;

const wholeSeconds = z.int().check(z.gte(1), z.lte(LONGEST.time));
const site = text(LONGEST_PLACE);
const model = z.string().check(z.regex(/^[a-z0-9]{2,8}:[A-Za-z0-9./_%-]{3,96}$/));

/** Names that are read as a set; a list that nobody can read through is refused. */
const someOf = <T extends z.ZodMiniType>(name: T, max = 20) =>
  z.array(name).check(
    z.maxLength(max),
    z.refine((list) => new Set(list).size === list.length, 'must not repeat a name'),
  );

const TIER_RULE = {
  approvals: z.int().check(z.gte(1), z.lte(9)),
  differentRoles: z.boolean(),
  mustInclude: someOf(approverRole, APPROVER_ROLES.length),
  startWithin: wholeSeconds,
  holdCap: wholeSeconds,
  clinicalRelease: z.boolean(),
};
const tierRule = z.strictObject({ ...TIER_RULE, closed: z.optional(z.boolean()) });
const partRule = z.optional(z.partial(tierRule));

const WHERE = {
  sites: z.optional(someOf(site)),
  units: z.optional(someOf(site)),
  models: z.optional(someOf(model)),
  stages: z.optional(someOf(z.enum(STAGES))),
};
const tightening = z
  .strictObject({
    ...WHERE,
    tiers: z.strictObject({ T0: partRule, T1: partRule, T2: partRule, T3: partRule, T4: partRule }),
  })
  .check(
    z.refine(
      (one) => [one.sites, one.units, one.models].reduce((so, list) => so * Math.max(1, list?.length ?? 0), 1) <= 100,
      'must name at most 100 places',
    ),
  );

/** A hospital's policy; docs/policy.md explains it. What can be used beyond its form is core/policy/fault.ts (R5). */
export const PolicyBody = z.strictObject({
  version: z.int().check(z.gte(1), z.lte(1_000_000)),
  approveWithin: wholeSeconds,
  escalateAfter: wholeSeconds,
  totalHoldCap: z.int().check(z.gte(1), z.lte(LONGEST.totalHold)),
  tiers: z.strictObject({ T0: tierRule, T1: tierRule, T2: tierRule, T3: tierRule, T4: tierRule }),
  tightenings: z.optional(z.array(tightening).check(z.maxLength(20))),
});
export type PolicyBody = z.infer<typeof PolicyBody>;

/** A hospital's staff as the registry holds it. */
export const StaffList = z
  .array(
    z.strictObject({
      person: personId,
      status: z.enum(['active', 'suspended']),
      entitlements: z
        .array(
          z.strictObject({
            role: z.enum([...APPROVER_ROLES, 'hdo_admin', 'auditor', 'emergency_custodian'] as const),
            sites: z.array(site),
            units: z.array(site),
          }),
        )
        .check(z.maxLength(50)),
    }),
  )
  .check(z.maxLength(2_000));
export type StaffList = z.infer<typeof StaffList>;

/** Where a hospital's devices stand. */
export const PlaceList = z.array(z.strictObject({ site, unit: site, model })).check(z.maxLength(2_000));
export type PlaceList = z.infer<typeof PlaceList>;

/** Nothing is sent; the empty object keeps the parser the same. */
export const EmptyBody = z.strictObject({});

export const ConfirmCodeBody = z.strictObject({ code, oldCode: z.optional(code) });
export type ConfirmCodeBody = z.infer<typeof ConfirmCodeBody>;

export const STATUSES = [
  'pending',
  'approved',
  'denied',
  'expired',
  'withdrawn',
  'lapsed',
  'revoked',
  'closed',
] as const;

/** A page of a list: where the last one ended, and how much at most. */
export const PAGED = {
  after: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,512}$/))),
  limit: z.optional(z.string().check(z.regex(/^([1-9]|[1-9][0-9]|100)$/))),
};

export const OwnListQuery = z.strictObject(PAGED);
export type OwnListQuery = z.infer<typeof OwnListQuery>;

export const ListQuery = z.strictObject({ status: z.optional(z.enum(STATUSES)), ...PAGED });
export type ListQuery = z.infer<typeof ListQuery>;

/** JSON Schema (2020-12) of one of the bodies above; text rules that a schema cannot say are left to the parser. */
export function schemaJson(schema: z.core.$ZodType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}
