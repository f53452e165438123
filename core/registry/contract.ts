/**
 * What a change of the registry is sent as: a strict schema for each verb, in one place for parser and OpenAPI document.
 * Each body carries the one-time code of who sends it (R10).
 */
import * as z from 'zod/mini';
import { bodyParts, PAGED, PolicyBody } from '../contract.ts';
import type { Policy } from '../policy/policy.ts';
import { isScope, type Scope } from '../policy/tiers.ts';
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

/** An IANA time zone, as `Intl` knows them. */
const zone = z.string().check(z.maxLength(40), z.refine(isZone, 'must be an IANA time zone'));
const sites = z.array(place).check(z.minLength(1), z.maxLength(64));
const contacts = z.strictObject({ security: email, clinicalEngineering: email });

const OnboardHospitalBody = withCode({
  hospital: organisationId,
  /** Absent: the operator's own organisation, whose administrators become the hospital's. */
  organisation: z.optional(z.strictObject({ name: text(80), issuer, admins })),
  zone,
  sites,
  contacts,
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

const DescribeHospitalBody = withCode({
  name: z.optional(text(120)),
  zone: z.optional(zone),
  sites: z.optional(sites),
  contacts: z.optional(contacts),
});
export type DescribeHospital = Sent<typeof DescribeHospitalBody>;

const SetPolicyBody = withCode({ policy: PolicyBody });
/** Optional members of a policy are left out, never `undefined`: JSON has no other way. */
export type SetPolicy = { readonly policy: Policy };

const SetRosterBody = withCode({ groups: z.array(z.array(personId).check(z.maxLength(50))).check(z.maxLength(20)) });
export type SetRoster = Sent<typeof SetRosterBody>;

const NothingBody = withCode({});

const scopes = z.array(z.string().check(z.refine(isScope, 'is no scope that Wardkey knows'))).check(
  z.minLength(1),
  z.maxLength(64),
  z.refine((list) => new Set(list).size === list.length, 'must not repeat a scope'),
);
const SetVendorBody = withCode({
  organisation: organisationId,
  from: at,
  to: at,
  scopes,
  insurance: text(80),
  contract: text(80),
});
export type SetVendor = Omit<Sent<typeof SetVendorBody>, 'scopes'> & { readonly scopes: readonly Scope[] };
/** A document of 64 KiB in base64url, with sixteen signatures (token profile 3). */
const MAX_ENVELOPE = 91_000;
const envelope = z.string().check(z.minLength(2), z.maxLength(MAX_ENVELOPE), z.regex(/^\{[\x20-\x7e]*\}$/));
const hospital = z.string().check(z.regex(/^[a-z0-9][a-z0-9_-]{1,31}$/));

/** What a person calls the model is in no signed document: a first profile may bring it, a later one may change it. */
const named = { name: z.optional(text(80)), kindName: z.optional(text(80)) };

const PublishTrustBody = z.discriminatedUnion('kind', [
  withCode({ kind: z.literal('root'), envelope }),
  withCode({ kind: z.literal('profile'), envelope, ...named }),
  withCode({ kind: z.literal('bundle'), envelope, hospital }),
  withCode({ kind: z.literal('owner'), envelope, hospital }),
]);
export type PublishTrust = Sent<typeof PublishTrustBody>;

/** What a manufacturer is asked to sign for: a hospital's keys on one model. */
export const SigningRequestQuery = z.strictObject({ hospital, model });
export type SigningRequestQuery = z.infer<typeof SigningRequestQuery>;

/** What the verb's rule is handed: the body without the code. */
type Sent<T extends z.core.$ZodType> = WithoutCode<z.infer<T>>;
type WithoutCode<T> = T extends unknown ? Omit<T, 'code'> : never;

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
  'describe-hospital': DescribeHospitalBody,
  'set-policy': SetPolicyBody,
  'set-roster': SetRosterBody,
  'freeze-hospital': NothingBody,
  'reopen-hospital': NothingBody,
  'set-vendor': SetVendorBody,
  'suspend-vendor': OrganisationBody,
  'reinstate-vendor': OrganisationBody,
  'publish-trust': PublishTrustBody,
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
