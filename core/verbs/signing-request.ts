/**
 * What a manufacturer is asked to sign for a hospital: the public halves of its token keys, and the bundle that stands.
 * He carries it to his own root keys, which the broker never sees, and publishes what he signed (`publish-trust`).
 */
import type { BundleDocument } from '../../device/claims.ts';
import { bundleRef, hospitalRef, modelRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, Problem } from '../problems.ts';
import { powerMissing, powerRows } from '../registry/powers.ts';
import { payloadOf } from '../registry/trust-documents.ts';
import type { HospitalId, ModelId, OrganisationId } from '../units.ts';
import { type PublicKeys, publicKeysOf } from './device-trust.ts';

interface SigningRequest {
  readonly kind: 'signing-request';
  readonly hospital: HospitalId;
  readonly model: ModelId;
  readonly keys: PublicKeys['keys'];
  /** Of the document that stands; 0 = none yet. */
  readonly bundle_version: number;
}

/** @throws Problem not-found where there is no such hospital, or the model is not this maker's */
export async function readSigningRequest(
  { store }: Pick<Ports, 'store'>,
  who: Identity,
  tenant: OrganisationId,
  asked: { readonly hospital: HospitalId; readonly model: ModelId },
): Promise<Decision<SigningRequest>> {
  const { customer, model, bundle, ...power } = await store.load({
    ...powerRows(who.person, who.organisation, tenant),
    customer: hospitalRef(asked.hospital),
    model: modelRef(asked.model),
    bundle: bundleRef(asked.hospital, asked.model),
  });
  const missing = powerMissing('publisher', tenant, power);
  if (missing) return missing;
  if (!customer || model?.oem !== tenant) throw new Problem('not-found');
  return allowed({
    kind: 'signing-request',
    hospital: customer.id,
    model: model.id,
    keys: publicKeysOf(customer),
    bundle_version: bundle ? payloadOf<BundleDocument>(bundle.document).version : 0,
  });
}
