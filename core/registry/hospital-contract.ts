/** What changes of a hospital's own row and of its servicers are sent as. */
import * as z from 'zod/mini';
import { PolicyBody } from '../contract.ts';
import type { Policy } from '../policy/policy.ts';
import { isScope, type Scope } from '../policy/tiers.ts';
import { at, email, organisationId, personId, place, type Sent, text, withCode } from './contract-parts.ts';

/** An IANA time zone, as `Intl` knows them. */
export const zone = z.string().check(z.maxLength(40), z.refine(isZone, 'must be an IANA time zone'));
export const sites = z.array(place).check(z.minLength(1), z.maxLength(64));
export const contacts = z.strictObject({ security: email, clinicalEngineering: email });

/** A name of the IANA database, as calendars know it; offsets (`+01:00`), which calendars take too, have no summer. */
function isZone(zone: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+/-]*$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const DescribeHospitalBody = withCode({
  name: z.optional(text(120)),
  zone: z.optional(zone),
  sites: z.optional(sites),
  contacts: z.optional(contacts),
});
export type DescribeHospital = Sent<typeof DescribeHospitalBody>;

export const SetPolicyBody = withCode({ policy: PolicyBody });
/** Optional members of a policy are left out, never `undefined`: JSON has no other way. */
export type SetPolicy = { readonly policy: Policy };

export const SetRosterBody = withCode({
  groups: z.array(z.array(personId).check(z.maxLength(50))).check(z.maxLength(20)),
});
export type SetRoster = Sent<typeof SetRosterBody>;

export const NothingBody = withCode({});

const scopes = z.array(z.string().check(z.refine(isScope, 'is no scope that Wardkey knows'))).check(
  z.minLength(1),
  z.maxLength(64),
  z.refine((list) => new Set(list).size === list.length, 'must not repeat a scope'),
);
export const SetVendorBody = withCode({
  organisation: organisationId,
  from: at,
  to: at,
  scopes,
  insurance: text(80),
  contract: text(80),
});
export type SetVendor = Omit<Sent<typeof SetVendorBody>, 'scopes'> & { readonly scopes: readonly Scope[] };
