/** What servicers may do at a hospital, and until when (R1, R17, R18): more or longer takes two people, less takes one. */
import { organisationRef, vendorRef } from '../keys.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import { type Organisation, stopped, type Vendor } from '../registry.ts';
import type { OrganisationId } from '../units.ts';
import { changed, changeRule, type Plan } from './change.ts';
import type { SetVendor } from './hospital-contract.ts';
import type { OneOrganisation } from './organisation-contract.ts';

const rows = ({ organisation }: OneOrganisation, tenant: OrganisationId) => ({
  vendor: vendorRef(tenant, organisation),
  organisation: organisationRef(organisation),
});

interface VendorRows {
  readonly vendor: Vendor | undefined;
  readonly organisation: Organisation | undefined;
}

/** What stands agreed between the hospital and a servicer; the servicer's own stop is not undone by it. */
export const setVendor = changeRule({
  rows,
  plan: (body: SetVendor, { vendor, organisation }: VendorRows, { tenant }): Decision<Plan> => {
    // In-house work needs no agreement, and a hospital does not service another one's devices.
    if (!organisation || organisation.kind === 'hdo') return refused('entity_unknown');
    if (organisation.status === 'offboarded') return refused('organisation_offboarded');
    if (body.from >= body.to) return refused('vendor_term');
    const after: Omit<Vendor, 'version'> = { ...body, hospital: tenant, ...standingOf(vendor) };
    if (vendor && isSame(vendor, after)) return allowed({ changes: [] });
    const change = changed(vendorRef(tenant, organisation.id), vendor, after);
    return allowed({ changes: [change], widens: widensVendor(vendor, after) });
  },
});

/** A new term does not undo a stop. */
function standingOf(vendor: Vendor | undefined): Pick<Vendor, 'status' | 'stops'> {
  const { status = 'active', stops } = vendor ?? {};
  return { status, ...(stops !== undefined && { stops }) };
}

function isSame(before: Vendor, after: Omit<Vendor, 'version'>): boolean {
  const names = ['from', 'to', 'insurance', 'contract'] as const;
  const isAlike = names.every((name) => before[name] === after[name]);
  return isAlike && before.scopes.length === after.scopes.length && addedScopes(before, after).length === 0;
}

function addedScopes(before: Vendor | undefined, after: Pick<Vendor, 'scopes'>): readonly string[] {
  return after.scopes.filter((scope) => !before?.scopes.includes(scope));
}

/** How `after` lets a servicer do more, or at other times, than `before`; in words. */
export function widensVendor(
  before: Vendor | undefined,
  after: Pick<Vendor, 'scopes' | 'from' | 'to' | 'organisation'>,
): readonly string[] {
  const who = after.organisation;
  if (!before) return [`${who} may service here: ${after.scopes.join(', ')}`];
  const added = addedScopes(before, after);
  return [
    ...(added.length > 0 ? [`${who} may also: ${added.join(', ')}`] : []),
    ...(after.from < before.from ? [`${who} may begin earlier`] : []),
    ...(after.to > before.to ? [`${who} may go on for longer`] : []),
  ];
}

/** Ends all that is open of the servicer at this hospital; elsewhere he goes on. */
export const suspendVendor = changeRule({
  rows,
  plan: (_body: OneOrganisation, { vendor }: VendorRows, { tenant }): Decision<Plan> => {
    if (!vendor) return refused('entity_unknown');
    const stops = { reason: 'vendor_suspended', hospital: tenant, organisation: vendor.organisation } as const;
    const after = stopped(vendor, { status: 'suspended' });
    return allowed({ changes: [changed(vendorRef(tenant, vendor.organisation), vendor, after)], stops });
  },
});

/** Always widens: what the agreement allows may be asked for again. */
export const reinstateVendor = changeRule({
  rows,
  undoesStop: true,
  plan: (_body: OneOrganisation, { vendor }: VendorRows, { tenant }): Decision<Plan> => {
    if (!vendor) return refused('entity_unknown');
    if (vendor.status === 'active') return allowed({ changes: [] });
    const after = { ...vendor, status: 'active' } as const;
    return allowed({
      changes: [changed(vendorRef(tenant, vendor.organisation), vendor, after)],
      widens: [`${vendor.organisation} is reinstated`],
    });
  },
});
