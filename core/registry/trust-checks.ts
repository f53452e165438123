/** What is asked of every document that a manufacturer publishes: would a device take it, and does it fit what is registered. */
import type { DocumentKind } from '../../device/claims.ts';
import { rootRef } from '../keys.ts';
import type { TrustHeld, Write } from '../ports.ts';
import { allowed, type Decision, type Refused, refused } from '../problems.ts';
import type { Model } from '../registry.ts';
import type { MakerRoot } from '../trust-rows.ts';
import type { OrganisationId } from '../units.ts';
import type { Occasion, Plan } from './change.ts';
import { payloadOf } from './trust-documents.ts';
import type { TrustDocument } from './trust-widens.ts';

/** The very document stands already. */
export const UNCHANGED: Plan = Object.freeze({ changes: [] });

/** The document as a device takes it, or the device's own code for refusing it. */
export function verified<T>(
  kind: DocumentKind,
  envelope: string,
  held: TrustHeld,
  { trust, now }: Pick<Occasion, 'trust' | 'now'>,
): Decision<T> {
  const answer = trust.verify(kind, envelope, held, now);
  return 'code' in answer ? refused('trust_rejected', { document: answer.code }) : allowed(answer.payload as T);
}

/** Parts of a document that do not fit what is registered; a refusal names one. */
type Mismatch = 'model' | 'tier' | 'issuer' | 'public_key' | 'scope' | 'owner';

/** The first part that does not fit. */
export function mismatch(parts: readonly (readonly [Mismatch, boolean])[]): Refused | undefined {
  const [part] = parts.find(([, isBroken]) => isBroken) ?? [];
  return part && refused('trust_mismatch', { part });
}

/** A model of another maker is not there for this one. */
export function makersOwn(model: Model | undefined, tenant: OrganisationId): Refused | undefined {
  if (!model) return refused('profile_unknown');
  return model.oem === tenant ? undefined : refused('entity_unknown');
}

/** What the document in force says. */
export function standing<T extends TrustDocument>(envelope: string | undefined): T | undefined {
  return envelope === undefined ? undefined : payloadOf<T>(envelope);
}

/** What was verified under a root stands only while that is the root. */
export function underRoot(root: MakerRoot | undefined): readonly Write[] {
  return root ? [{ kind: 'unchanged', ref: rootRef(root.oem), version: root.version }] : [];
}
