/**
 * Hands out what a device is trusted by: the manufacturer's signed documents as they came, and the hospital's public
 * token keys. All of it is public; a visiting technician's laptop carries it to devices that have no network.
 */
import { aliasRef, bundleRef, deviceRef, hospitalRef, modelOf, modelRef, ownerRef, rootRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import { Problem } from '../problems.ts';
import { type Hospital, isImporting } from '../registry.ts';
import type { DeviceId, HospitalId } from '../units.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

/** Signed envelopes, as strings of JSON, byte for byte as the manufacturer published them. */
export interface TrustDocuments {
  readonly device: DeviceId;
  readonly root: string;
  readonly bundle: string;
  readonly owner: string;
  readonly profile: string;
}

/** The documents for a device, found by its id, sticker code or asset tag. @throws Problem not-found */
export async function readDeviceTrust(ports: Needs, alias: string): Promise<TrustDocuments> {
  const found = await ports.store.load({ alias: aliasRef(alias) });
  if (!found.alias) throw new Problem('not-found');
  const { hospital, device } = found.alias;
  const { row, at, bundle, owner, model } = await ports.store.load({
    row: deviceRef(hospital, device),
    at: hospitalRef(hospital),
    bundle: bundleRef(hospital, modelOf(device)),
    owner: ownerRef(hospital, device),
    model: modelRef(modelOf(device)),
  });
  if (!row || !at || isImporting(row, at)) throw new Problem('not-found');
  if (!bundle || !owner || !model) throw new Problem('not-found');
  const { root } = await ports.store.load({ root: rootRef(model.oem) });
  if (!root) throw new Problem('not-found');
  return { device, root: root.document, bundle: bundle.document, owner: owner.document, profile: model.profile };
}

/** A hospital's token keys: uncompressed P-256 points in hex. */
export interface PublicKeys {
  readonly hospital: HospitalId;
  readonly keys: readonly {
    readonly kid: string;
    readonly alg: 'ES256';
    readonly pub: string;
    readonly state: 'active' | 'next';
  }[];
}

/** The public token keys of a hospital. @throws Problem not-found */
export async function readPublicKeys(ports: Needs, id: HospitalId): Promise<PublicKeys> {
  const { hospital } = await ports.store.load({ hospital: hospitalRef(id) });
  if (!hospital) throw new Problem('not-found');
  return { hospital: id, keys: publicKeysOf(hospital) };
}

/** The public halves of what a hospital signs with now and next. */
export function publicKeysOf({ keys }: Pick<Hospital, 'keys'>): PublicKeys['keys'] {
  const states = ['active', 'next'] as const;
  return states.map((state) => ({ kid: keys[state].kid, alg: 'ES256', pub: keys[state].pub, state }));
}
