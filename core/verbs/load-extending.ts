/** The request that more time is asked for, and the one that asked before: only one at a time, or caps would not add up (R6). */

import type { Facts } from '../access/facts.ts';
import { type AccessRequest, statusAt } from '../access/request.ts';
import { extensionRef, requestRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { Extension } from '../rows.ts';
import type { EpochSeconds, RequestId } from '../units.ts';

export interface Extending {
  readonly parent: AccessRequest | undefined;
  readonly marker: Extension | undefined;
  readonly child: AccessRequest | undefined;
}

/** What a wish for more time on request `id` is judged by; empty where there is no such request. */
export async function loadExtending({ store }: Pick<Ports, 'store'>, id: RequestId): Promise<Extending> {
  const { parent, marker } = await store.load({ parent: requestRef(id), marker: extensionRef(id) });
  const { child } = marker ? await store.load({ child: requestRef(marker.child) }) : { child: undefined };
  return { parent, marker, child };
}

/** The request, where more time can be asked for it now, on this device by this technician. */
export function openToMore(
  { parent, child }: Extending,
  { device, technician }: Pick<Facts, 'device' | 'technician'>,
  now: EpochSeconds,
): AccessRequest | undefined {
  const isTaken = child !== undefined && (statusAt(child, now) === 'pending' || 'grant' in child);
  const isSame = parent?.facts.device === device && parent.facts.technician === technician;
  return !isTaken && isSame && statusAt(parent, now) === 'approved' ? parent : undefined;
}
