/** What changes of people are sent as. */
import * as z from 'zod/mini';
import { at, email, model, personId, places, type Sent, text, withCode } from './contract-parts.ts';
import { HOSPITAL_ROLES, ORGANISATION_ROLES } from './roles.ts';

const anyRole = z.enum([...ORGANISATION_ROLES, ...HOSPITAL_ROLES, 'operator_admin']);
const entitlement = z.strictObject({ role: z.enum(HOSPITAL_ROLES), sites: places, units: places });

export const InvitePersonBody = withCode({
  printedName: text(80),
  email,
  roles: z.array(z.enum(ORGANISATION_ROLES)).check(z.maxLength(3)),
  entitlements: z.array(entitlement).check(z.maxLength(16)),
});
export type InvitePerson = Sent<typeof InvitePersonBody>;

export const WithdrawInvitationBody = withCode({ invitation: z.string().check(z.regex(/^[0-9a-f]{20}$/)) });
export type WithdrawInvitation = Sent<typeof WithdrawInvitationBody>;

export const RoleBody = withCode({
  person: personId,
  role: anyRole,
  sites: z.optional(places),
  units: z.optional(places),
});
export type RoleChange = Sent<typeof RoleBody>;

export const PersonBody = withCode({ person: personId });
export type OnePerson = Sent<typeof PersonBody>;

export const DescribePersonBody = withCode({
  person: personId,
  printedName: z.optional(text(80)),
  email: z.optional(email),
});
export type DescribePerson = Sent<typeof DescribePersonBody>;

/** `validTo` 0 takes the record away. */
export const CompetenceBody = withCode({ person: personId, model, validTo: at });
export type CompetenceRecord = Sent<typeof CompetenceBody>;
