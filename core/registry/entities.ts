/** From what events call a row (`device:gs1:01/...`, `hospital`) back to where it stands, for the reader of its history. */
import {
  bundleRef,
  deviceRef,
  hospitalRef,
  importRef,
  invitationRef,
  modelRef,
  operatorRef,
  organisationRef,
  ownerRef,
  personRef,
  rootRef,
  slackWorkspaceRef,
  vendorRef,
} from '../keys.ts';
import type { Ref } from '../ports.ts';
import type { Versioned } from '../registry.ts';
import type { OrganisationId } from '../units.ts';

/** Kind -> the row of `tenant` that is called `name`. A row with a history has its kind here. */
const REFS: Readonly<Record<string, (tenant: OrganisationId, name: string) => Ref<Versioned>>> = Object.freeze({
  hospital: hospitalRef,
  organisation: organisationRef,
  operator: () => operatorRef,
  root: rootRef,
  slack: slackWorkspaceRef,
  import: importRef,
  device: deviceRef,
  vendor: vendorRef,
  bundle: bundleRef,
  owner: ownerRef,
  invitation: invitationRef,
  person: (_tenant, name) => personRef(name),
  model: (_tenant, name) => modelRef(name),
});

/** Kind and name, split at the first colon: a device's id has colons of its own. */
export function partsOf(entity: string): { readonly kind: string; readonly name: string } {
  const colon = entity.indexOf(':');
  return colon === -1 ? { kind: entity, name: '' } : { kind: entity.slice(0, colon), name: entity.slice(colon + 1) };
}

/** Undefined for a kind that has no history. */
export function refOf(kind: string, name: string, tenant: OrganisationId): Ref<Versioned> | undefined {
  return REFS[kind]?.(tenant, name);
}
