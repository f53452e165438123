/** The names that lead to a device. They are global, so each is put where none stands, and freed with what it named. */
import { aliasRef } from '../keys.ts';
import type { Write } from '../ports.ts';
import type { Device, DeviceAlias } from '../registry.ts';

/** Id, sticker code, asset tag and CMMS id, each once. A device that was transferred has none. */
function namesOf({ id, code, tag, cmms, status }: Device): readonly string[] {
  return status === 'transferred' ? [] : [...new Set([id, code, tag, cmms])].filter((name) => name !== '');
}

/** Names that `after` has and `before` has not: those that must be free. */
export function namesGained(before: Device | undefined, after: Device): readonly string[] {
  const had = before ? namesOf(before) : [];
  return namesOf(after).filter((name) => !had.includes(name));
}

/** The alias rows that follow a device from `before` to `after`. */
export function aliasMoves(before: Device | undefined, after: Device): readonly Write[] {
  const kept = namesOf(after);
  const lost = before ? namesOf(before).filter((name) => !kept.includes(name)) : [];
  const leadsTo: DeviceAlias = { hospital: after.hospital, device: after.id };
  return [
    ...lost.map((name): Write => ({ kind: 'remove', ref: aliasRef(name) })),
    ...namesGained(before, after).map((name): Write => ({ kind: 'insert', ref: aliasRef(name), row: leadsTo })),
  ];
}
