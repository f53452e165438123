/**
 * Proposes a file of devices (R18). The whole file is checked first, by itself and against what is registered, and every
 * fault of it is answered; nothing is stored of a file with one. Then it is a proposal as any other: the file stands beside
 * it, and the second person confirms its digest.
 */
import { sha256Base64url } from '../hash.ts';
import { proposalRef } from '../keys.ts';
import type { Identity, Ports, Write } from '../ports.ts';
import { type Decision, Problem } from '../problems.ts';
import type { ImportDevicesBody } from '../registry/device-contract.ts';
import { type DeviceLine, deviceLinesFrom, MAX_FAULTS } from '../registry/device-lines.ts';
import { fileParts, type Held, heldAgainst, type ImportOrder } from '../registry/import.ts';
import type { LineFault } from '../registry/line-faults.ts';
import { powerMissing, powerRows } from '../registry/powers.ts';
import type { Proposed } from '../registry/proposal.ts';
import type { Hospital } from '../registry.ts';
import type { EpochSeconds, HospitalId } from '../units.ts';
import { type Changed, changeRegistry, proposalIdFor } from './change-registry.ts';
import { isCodeForm } from './check-code.ts';
import { loadStandings } from './load-standing.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes' | 'random' | 'trust' | 'csv'>;

/**
 * Whoever does not hold the power learns nothing, neither of his file nor of what is registered.
 *
 * @throws Problem schema with everything that is wrong, by line
 */
export async function importDevices(
  ports: Needs,
  who: Identity,
  tenant: HospitalId,
  { csv, code }: ImportDevicesBody,
  key: string,
  now: EpochSeconds,
): Promise<Decision<Changed>> {
  const id = proposalIdFor(who, key);
  const propose = (body: Proposed['body'], parts: readonly Write[] = []) =>
    changeRegistry(ports, who, { tenant, verb: 'import-devices', body }, code, key, now, parts);
  const { proposal, ...power } = await ports.store.load({
    ...powerRows(who.person, who.organisation, tenant),
    proposal: proposalRef(tenant, id),
  });
  const file = sha256Base64url(csv);
  if (powerMissing('hospital', tenant, power) || !power.hospital) return propose({ import: id, file });
  // What cannot be a code is refused there as a wrong one, and twenty thousand rows are not read for it.
  if (!isCodeForm(code)) return propose({ import: id, file });
  // A repeated call is about the file, not about what has been registered since.
  if (proposal?.body['file'] === file) return propose(proposal.body);
  const lines = linesOf(ports, csv);
  const { faults: _none, ...counts } = await heldOrThrow(ports, lines, power.hospital);
  const parts = fileParts(csv, tenant, id, now);
  const order = { import: id, file, parts: parts.length, lines: lines.length, ...counts };
  return propose(order satisfies ImportOrder, parts);
}

function linesOf({ csv: read }: Needs, csv: string): readonly DeviceLine[] {
  const table = deviceLinesFrom(read(csv));
  if (!table.ok) throw faulty(table.faults, table.omitted);
  return table.lines;
}

async function heldOrThrow(ports: Needs, lines: readonly DeviceLine[], hospital: Hospital): Promise<Held> {
  const held = heldAgainst(lines, await loadStandings(ports, lines, hospital.id), hospital);
  const { faults } = held;
  if (faults.length > 0) throw faulty(faults.slice(0, MAX_FAULTS), Math.max(0, faults.length - MAX_FAULTS));
  return held;
}

function faulty(lines: readonly LineFault[], omitted: number): Problem {
  return new Problem('schema', { detail: 'Nothing of the file was taken.', lines, omitted });
}
