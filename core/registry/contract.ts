/**
 * What a change of the registry is sent as: a strict schema for each verb, in one place for parser and OpenAPI document.
 * Each body carries the one-time code of who sends it (R10).
 */
import * as z from 'zod/mini';
import { bodyParts } from '../contract.ts';
import { parseUdi } from './udi.ts';
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

/** A device of the hospital: its id, sticker code, tag or CMMS id, as where access is asked for. */
const device = z.string().check(z.regex(/^[A-Za-z0-9./_:%-]{3,105}$/));
/** Typed like a tag: no colon, so that none looks like a device id. */
const alias = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{2,39}$/));
const udi = z.string().check(z.maxLength(256), (read) => {
  const parsed = parseUdi(read.value.trim());
  if ('fault' in parsed) read.issues.push({ code: 'custom', message: parsed.fault, input: read.value });
});
const unit = text(80);
const stage = z.enum(['development', 'support', 'limited_support', 'end_of_support', 'unknown']);
/** First second of a date from which on, or after the last day until which; 0 = none. */
const DATES = {
  endOfLife: z.optional(at),
  endOfSupport: z.optional(at),
  endOfGuaranteedSupport: z.optional(at),
  agreementUntil: z.optional(at),
  riskAcceptedUntil: z.optional(at),
};

const RegisterDeviceBody = withCode({
  udi,
  tag: alias,
  cmms: z.optional(alias),
  site: place,
  unit,
  stage: z.optional(stage),
  ...DATES,
});
export type RegisterDevice = Sent<typeof RegisterDeviceBody>;

/** `cmms` '' takes it away. */
const ChangeDeviceBody = withCode({
  device,
  site: z.optional(place),
  unit: z.optional(unit),
  tag: z.optional(alias),
  cmms: z.optional(z.union([alias, z.literal('')])),
  stage: z.optional(stage),
  ...DATES,
});
export type ChangeDevice = Sent<typeof ChangeDeviceBody>;

const ReportDeviceBody = withCode({
  device,
  status: z.enum(['lost', 'suspended', 'retired']),
  reason: text(200),
});
export type ReportDevice = Sent<typeof ReportDeviceBody>;

const DeviceBody = withCode({ device });
export type OneDevice = Sent<typeof DeviceBody>;

const TransferDeviceBody = withCode({ device, reason: text(200) });
export type TransferDevice = Sent<typeof TransferDeviceBody>;

/** The whole file as text: the digest that the second person confirms is of it. */
export const ImportDevicesBody = withCode({ csv: z.string().check(z.maxLength(2_097_152)) });
export type ImportDevicesBody = z.infer<typeof ImportDevicesBody>;

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
  'register-device': RegisterDeviceBody,
  'change-device': ChangeDeviceBody,
  'report-device': ReportDeviceBody,
  'reinstate-device': DeviceBody,
  'transfer-device': TransferDeviceBody,
  'import-devices': ImportDevicesBody,
});

/** The second person confirms exactly what he was shown (R9, R18). */
export const ConfirmChangeBody = z.strictObject({ digest, code });
export type ConfirmChangeBody = z.infer<typeof ConfirmChangeBody>;

export const LinkAccountBody = z.strictObject({ other: personId, code });
export type LinkAccountBody = z.infer<typeof LinkAccountBody>;

export const LeaveBody = z.strictObject({ code });
export type LeaveBody = z.infer<typeof LeaveBody>;
