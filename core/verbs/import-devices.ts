/**
 * Proposes a file of devices (R18). The whole file is checked first, by itself and against what is registered, and every
 * fault of it is answered; nothing is stored of a file with one. Then it is a proposal as any other: the file stands beside
 * it, and the second person confirms its digest.
 */
import { sha256Base64url } from '../hash.ts';
import { proposalRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { type Decision, Problem } from '../problems.ts';
import type { ImportDevicesBody } from '../registry/contract.ts';
import { type DeviceLine, deviceLinesFrom } from '../registry/device-lines.ts';
import { fileParts, heldAgainst, type ImportOrder } from '../registry/import.ts';
import type { LineFault } from '../registry/line-faults.ts';
import { powerMissing, powerRows } from '../registry/powers.ts';
import type { EpochSeconds, HospitalId } from '../units.ts';
import { type Changed, changeRegistry, proposalIdFor } from './change-registry.ts';
import { loadStandings } from './load-standing.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes' | 'random' | 'trust' | 'csv'>;

/** @throws Problem schema with everything that is wrong, by line */
export async function importDevices(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  { csv, code }: ImportDevicesBody,
  key: string,
  now: EpochSeconds,
): Promise<Decision<Changed>> {
  const read = deviceLinesFrom(ports.csv(csv));
  if (!read.ok) throw faulty(read.faults, read.omitted);
  const id = proposalIdFor(who, key);
  const parts = fileParts(csv, tenant, id, now);
  const file = { import: id, file: sha256Base64url(csv), parts: parts.length, lines: read.lines.length };
  const body = await orderFor(ports, who, tenant, file, read.lines);
  return changeRegistry(ports, who, { tenant, verb: 'import-devices', body }, code, key, now, parts);
}

function faulty(lines: readonly LineFault[], omitted: number): Problem {
  return new Problem('schema', { detail: 'Nothing of the file was taken.', lines, omitted });
}

type File = Omit<ImportOrder, 'gained' | 'changed'>;

/** What the file does. Somebody without the power learns nothing of what is registered: for him it does nothing. */
async function orderFor(
  ports: Needs,
  { person, organisation }: Identity,
  tenant: HospitalId,
  file: File,
  lines: readonly DeviceLine[],
): Promise<Readonly<Record<string, unknown>>> {
  const { proposal, ...power } = await ports.store.load({
    ...powerRows(person, organisation, tenant),
    proposal: proposalRef(tenant, file.import),
  });
  // A repeated call is about the file, not about what has been registered since.
  if (proposal?.body['file'] === file.file) return proposal.body;
  if (powerMissing('hospital', tenant, power) || !power.hospital) return { ...file, gained: 0, changed: 0 };
  const standings = await loadStandings(ports, lines, tenant);
  const { faults, gained, changed } = heldAgainst(lines, standings, power.hospital);
  if (faults.length > 0) throw faulty(faults.slice(0, MAX_FAULTS), Math.max(0, faults.length - MAX_FAULTS));
  return { ...file, gained, changed };
}

/** As many as a file's own. */
const MAX_FAULTS = 1000;
