/**
 * What a change of the registry is sent as: a strict schema for each verb, in one place for parser and OpenAPI document.
 * Each body carries the one-time code of who sends it (R10).
 */
import * as z from 'zod/mini';
import { bodyParts, PAGED } from '../contract.ts';
import type { ChangeVerb } from './verbs.ts';

const { code, digest, personId, text } = bodyParts;

const model = z.string().check(z.regex(/^[a-z0-9]{2,8}:[A-Za-z0-9./_:%-]{3,96}$/));
const email = z.string().check(z.maxLength(254), z.regex(/^[^\s@"<>(),:;\\[\]]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/));
const at = z.int().check(z.gte(0), z.lte(4_102_444_800));
const place = text(64);
const places = z.array(place).check(z.maxLength(64));

const ORGANISATION_ROLES = ['technician', 'iso_admin', 'oem_publisher'] as const;
const HOSPITAL_ROLES = [
  'htm_approver',
  'clinical_owner',
  'security_approver',
  'domain_safety',
  'hdo_admin',
  'auditor',
  'emergency_custodian',
] as const;
const anyRole = z.enum([...ORGANISATION_ROLES, ...HOSPITAL_ROLES, 'operator_admin']);
const entitlement = z.strictObject({ role: z.enum(HOSPITAL_ROLES), sites: places, units: places });

const withCode = <T extends z.core.$ZodLooseShape>(fields: T) => z.strictObject({ ...fields, code });

const InvitePersonBody = withCode({
  printedName: text(80),
  email,
  roles: z.array(z.enum(ORGANISATION_ROLES)).check(z.maxLength(3)),
  entitlements: z.array(entitlement).check(z.maxLength(16)),
});
export type InvitePerson = Sent<typeof InvitePersonBody>;

const WithdrawInvitationBody = withCode({ invitation: z.string().check(z.regex(/^[0-9a-f]{20}$/)) });
export type WithdrawInvitation = Sent<typeof WithdrawInvitationBody>;

const RoleBody = withCode({ person: personId, role: anyRole, sites: z.optional(places), units: z.optional(places) });
export type RoleChange = Sent<typeof RoleBody>;

const PersonBody = withCode({ person: personId });
export type OnePerson = Sent<typeof PersonBody>;

const DescribePersonBody = withCode({ person: personId, printedName: z.optional(text(80)), email: z.optional(email) });
export type DescribePerson = Sent<typeof DescribePersonBody>;

/** `validTo` 0 takes the record away. */
const CompetenceBody = withCode({ person: personId, model, validTo: at });
export type CompetenceRecord = Sent<typeof CompetenceBody>;

/** What the verb's rule is handed: the body without the code. */
type Sent<T extends z.core.$ZodType> = Omit<z.infer<T>, 'code'>;

/** Every verb's body. */
export const CHANGE_BODIES: Readonly<Record<ChangeVerb, z.ZodMiniType>> = Object.freeze({
  'invite-person': InvitePersonBody,
  'withdraw-invitation': WithdrawInvitationBody,
  'grant-role': RoleBody,
  'remove-role': RoleBody,
  'describe-person': DescribePersonBody,
  'set-competence': CompetenceBody,
  'suspend-person': PersonBody,
  'reinstate-person': PersonBody,
  'reset-code': PersonBody,
});

/** The second person confirms exactly what he was shown (R9, R18). */
export const ConfirmChangeBody = z.strictObject({ digest, code });
export type ConfirmChangeBody = z.infer<typeof ConfirmChangeBody>;

export const LinkAccountBody = z.strictObject({ other: personId, code });
export type LinkAccountBody = z.infer<typeof LinkAccountBody>;

export const LeaveBody = z.strictObject({ code });
export type LeaveBody = z.infer<typeof LeaveBody>;

/** What is read of the registry: people, devices, agreements, invitations, stickers. */
export const RegistryListQuery = z.strictObject(PAGED);
export type RegistryListQuery = z.infer<typeof RegistryListQuery>;

export const ProposalsQuery = z.strictObject({ settled: z.optional(z.enum(['true', 'false'])), ...PAGED });
export type ProposalsQuery = z.infer<typeof ProposalsQuery>;

/** Pages of a chain go on after an event's number; fifty rows as they stood fit an answer. */
const afterEvent = z.optional(z.string().check(z.regex(/^[1-9][0-9]{0,5}$/)));
const upToFifty = z.optional(z.string().check(z.regex(/^([1-9]|[1-4][0-9]|50)$/)));

/** As events call the row, or a device by its sticker, tag or CMMS id. */
const entity = z
  .string()
  .check(
    z.regex(
      /^(hospital|organisation|operator|(device|person|vendor|invitation|bundle|owner|model):[A-Za-z0-9./_:%-]{1,105})$/,
    ),
  );
export const HistoryQuery = z.strictObject({ entity, after: afterEvent, limit: upToFifty });
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export const ChainsQuery = z.strictObject({ after: PAGED.after });
export type ChainsQuery = z.infer<typeof ChainsQuery>;

const chain = z.string().check(z.regex(/^T#[a-z0-9-]{2,32}#[A-Za-z0-9./_:%#-]{1,200}$/));
export const EventsQuery = z.strictObject({ chain, after: afterEvent, limit: upToFifty });
export type EventsQuery = z.infer<typeof EventsQuery>;
