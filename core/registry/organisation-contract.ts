/** What changes of organisations, and what a deployment begins with, are sent as. */
import * as z from 'zod/mini';
import { at, email, organisationId, type Sent, text, withCode } from './contract-parts.ts';
import { contacts, sites, zone } from './hospital-contract.ts';

/**
 * HTTPS; on loopback also without, which is where the issuers of one machine are. Two administrators of the operator say
 * whose signatures count: what they name is fetched. Port 9001 of loopback is where a function finds Lambda's own runtime interface,
 * which is no issuer; where this runs a schema cannot know, so it is refused on one machine too.
 */
const address = z.string().check(
  z.maxLength(256),
  z.regex(/^(https:\/\/[a-z0-9.-]+|http:\/\/127\.0\.0\.1)(:\d{1,5})?(\/[A-Za-z0-9._~/-]*)?$/),
  z.refine((value) => !/^http:[^:]*:0*9001(\/|$)/.test(value), 'must not be the port of a runtime'),
);
const issuer = z.strictObject({
  issuer: address,
  jwksUri: address,
  audience: z.string().check(z.regex(/^[A-Za-z0-9._:/-]{1,128}$/)),
  clientId: z.optional(z.string().check(z.regex(/^[A-Za-z0-9._:/-]{1,128}$/))),
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

export const AddOrganisationBody = withCode({
  organisation: z.strictObject({ id: organisationId, kind: z.enum(['iso', 'oem']), name: text(80) }),
  issuer,
  admins,
});
export type AddOrganisation = Sent<typeof AddOrganisationBody>;

export const OnboardHospitalBody = withCode({
  hospital: organisationId,
  /** Absent: the operator's own organisation, whose administrators become the hospital's. */
  organisation: z.optional(z.strictObject({ name: text(80), issuer, admins })),
  zone,
  sites,
  contacts,
  policy: z.enum(['proposed']),
});
export type OnboardHospital = Sent<typeof OnboardHospitalBody>;

export const OrganisationBody = withCode({ organisation: organisationId });
export type OneOrganisation = Sent<typeof OrganisationBody>;

/** `keysUntil`: a hospital's token keys are given to KMS to delete after it. */
export const OffboardOrganisationBody = withCode({ organisation: organisationId, keysUntil: z.optional(at) });
export type OffboardOrganisation = Sent<typeof OffboardOrganisationBody>;

export const RotateTokenKeyBody = withCode({ keysUntil: at });
export type RotateTokenKey = Sent<typeof RotateTokenKeyBody>;
