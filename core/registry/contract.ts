/**
 * What a change of the registry is sent as: a strict schema for each verb, in one place for parser and OpenAPI document.
 * Each body carries the one-time code of who sends it (R10).
 */
import * as z from 'zod/mini';
import { bodyParts } from '../contract.ts';
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

/** Part of every key and of request ids, so that it is never written otherwise. */
const organisationId = z.string().check(z.regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])$/));
/**
 * HTTPS; on loopback also without, which is where the issuers of one machine are. Two administrators of the operator say
 * whose signatures count: what they name is fetched.
 */
const address = z
  .string()
  .check(z.maxLength(256), z.regex(/^(https:\/\/[a-z0-9.-]+|http:\/\/127\.0\.0\.1)(:\d{1,5})?(\/[A-Za-z0-9._~/-]*)?$/));
const issuer = z.strictObject({
  issuer: address,
  jwksUri: address,
  audience: z.string().check(z.regex(/^[A-Za-z0-9._:/-]{1,128}$/)),
});
const admins = z.array(z.strictObject({ printedName: text(80), email })).check(
  z.minLength(2),
  z.maxLength(2),
  // Two mails to one place would be two people in one hand.
  z.refine((list) => new Set(list.map((one) => one.email.toLowerCase())).size === list.length, 'must be two people'),
);

/** What an empty registry begins with; no code, as nobody has one yet. */
export const BootstrapInput = z.strictObject({
  organisation: z.strictObject({ id: organisationId, kind: z.enum(['hdo', 'iso', 'oem']), name: text(80), issuer }),
  admins,
});
export type BootstrapInput = z.infer<typeof BootstrapInput>;

const AddOrganisationBody = withCode({
  organisation: z.strictObject({ id: organisationId, kind: z.enum(['iso', 'oem']), name: text(80) }),
  issuer,
  admins,
});
export type AddOrganisation = Sent<typeof AddOrganisationBody>;

const OnboardHospitalBody = withCode({
  hospital: organisationId,
  /** Absent: the operator's own organisation, whose administrators become the hospital's. */
  organisation: z.optional(z.strictObject({ name: text(80), issuer, admins })),
  zone: z.string().check(z.maxLength(40), z.refine(isZone, 'must be an IANA time zone')),
  sites: z.array(place).check(z.minLength(1), z.maxLength(64)),
  contacts: z.strictObject({ security: email, clinicalEngineering: email }),
  policy: z.enum(['proposed']),
});
export type OnboardHospital = Sent<typeof OnboardHospitalBody>;

const OrganisationBody = withCode({ organisation: organisationId });
export type OneOrganisation = Sent<typeof OrganisationBody>;

/** `keysUntil`: a hospital's token keys are given to KMS to delete after it. */
const OffboardOrganisationBody = withCode({ organisation: organisationId, keysUntil: z.optional(at) });
export type OffboardOrganisation = Sent<typeof OffboardOrganisationBody>;

const RotateTokenKeyBody = withCode({ keysUntil: at });
export type RotateTokenKey = Sent<typeof RotateTokenKeyBody>;

/** A name of the IANA database, as calendars know it; offsets (`+01:00`), which calendars take too, have no summer. */
function isZone(zone: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+/-]*$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

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
  'add-organisation': AddOrganisationBody,
  'onboard-hospital': OnboardHospitalBody,
  'suspend-organisation': OrganisationBody,
  'reinstate-organisation': OrganisationBody,
  'offboard-organisation': OffboardOrganisationBody,
  'rotate-token-key': RotateTokenKeyBody,
});

/** The second person confirms exactly what he was shown (R9, R18). */
export const ConfirmChangeBody = z.strictObject({ digest, code });
export type ConfirmChangeBody = z.infer<typeof ConfirmChangeBody>;

export const LinkAccountBody = z.strictObject({ other: personId, code });
export type LinkAccountBody = z.infer<typeof LinkAccountBody>;

export const LeaveBody = z.strictObject({ code });
export type LeaveBody = z.infer<typeof LeaveBody>;
