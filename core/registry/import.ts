/**
 * A file of devices as one change (R18): two people let it in by its digest, then it is worked off in chunks. Until the last
 * line stands, what it brought is not there for anybody: the hospital's row names the file as long as it is at work.
 */
import { hospitalRef, importJobRef, importPartRef, importRef, queueFor } from '../keys.ts';
import type { Write } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import { type Hospital, isImporting, type Versioned } from '../registry.ts';
import type { ImportJob, LeftOut } from '../rows.ts';
import type { Base64url, EpochSeconds, HospitalId } from '../units.ts';
import { changed, changeRule, type Plan } from './change.ts';
import type { DeviceLine } from './device-lines.ts';
import { type LineFault, lineFault } from './line-faults.ts';
import { loosening } from './loosened-lines.ts';
import { inTheWay, isAsStated, registeredAs, type Standing } from './stated-device.ts';

/** What is proposed: the file itself stands beside it, in parts. */
export interface ImportOrder {
  /** The proposal's own id. */
  readonly import: string;
  /** SHA-256 of the file. */
  readonly file: Base64url;
  readonly parts: number;
  readonly lines: number;
  readonly gained: number;
  readonly changed: number;
  /** Of those that change, to how many more may be done afterwards. */
  readonly loosened: number;
}

/** A file that came into force. `left`: lines that could not stand any more when their turn came. */
export interface DeviceImport extends ImportOrder, Versioned {
  readonly status: 'running' | 'done';
  readonly left: readonly LeftOut[];
}

export const importDevices = changeRule({
  rows: (body: ImportOrder, tenant) => ({ import: importRef(tenant, body.import) }),
  plan: (body: ImportOrder, _rows, { tenant, hospital, now }): Decision<Plan> => {
    if (!hospital) return refused('entity_unknown');
    if (body.gained + body.changed === 0) return allowed({ changes: [] });
    const importing = [...(hospital.importing ?? []), body.import];
    const row: Omit<DeviceImport, 'version'> = { ...body, status: 'running', left: [] };
    return allowed({
      changes: [
        changed(importRef(tenant, body.import), undefined, row),
        changed(hospitalRef(tenant), hospital, { ...hospital, importing }),
      ],
      widens: [summaryOf(body)],
      extra: [beginning(body, tenant, now)],
    });
  },
});

function summaryOf({ lines, gained, changed: other, loosened }: ImportOrder): string {
  return `a file of ${lines} devices: ${gained} gained, ${other} changed, ${loosened} of them loosened`;
}

function beginning({ import: id, file, parts }: ImportOrder, tenant: HospitalId, now: EpochSeconds): Write {
  const row: ImportJob = { version: 1, kind: 'import', tenant, id, file, parts, next: 0, left: [] };
  return { kind: 'insert', ref: importJobRef(tenant, id), row, indexes: importQueue(row, now) };
}

/** Stands in the queue until the last line does. */
export function importQueue({ tenant, id }: ImportJob, now: EpochSeconds) {
  return { queue: [queueFor('import', importJobRef(tenant, id).pk), now] } as const;
}

/** UTF-16 units of a part: at most 300 KB of UTF-8, of the 400 that a row may have. */
const PART = 100_000;
/** Long after anything can come of the proposal; DynamoDB then tidies up. */
const KEPT_FOR = 90 * 86_400;

/** The rows that hold `csv` while it waits and is worked off. */
export function fileParts(csv: string, tenant: HospitalId, id: string, now: EpochSeconds): readonly Write[] {
  return textParts(csv).map((text, part) => ({
    kind: 'insert',
    ref: importPartRef(tenant, id, part),
    row: { text },
    expires: now + KEPT_FOR,
  }));
}

/** Cut between characters: half a surrogate pair has no UTF-8, so that a row would hold another text. */
function textParts(csv: string): readonly string[] {
  const parts: string[] = [];
  for (let from = 0; from < csv.length; ) {
    const to = from + PART;
    const isInPair = (csv.codePointAt(to - 1) ?? 0) > 0xffff;
    const end = isInPair ? to - 1 : to;
    parts.push(csv.slice(from, end));
    from = end;
  }
  return parts;
}

/** What `lines` would do to the hospital's devices, or every line that something is in the way of. */
export interface Held extends Pick<ImportOrder, 'gained' | 'changed' | 'loosened'> {
  readonly faults: readonly LineFault[];
}

/** @param standings what is registered for each line, in the order of the lines */
export function heldAgainst(lines: readonly DeviceLine[], standings: readonly Standing[], hospital: Hospital): Held {
  const held = lines.map((line, at) => [line, standings[at] ?? NOTHING] as const);
  const loosens = loosening(hospital.policy);
  const isGained = ([, standing]: (typeof held)[number]) => registeredAs(standing) === undefined;
  return {
    faults: held.flatMap(([line, standing]) =>
      inTheWay(line, standing, hospital).map(([part, code]) => lineFault(line.line, part, code)),
    ),
    gained: held.filter(isGained).length,
    changed: held.filter((one) => !isGained(one) && !isUnchanged(one[0], one[1], hospital)).length,
    loosened: held.filter(([line, standing]) => loosens(line, registeredAs(standing))).length,
  };
}

const NOTHING: Standing = Object.freeze({ device: undefined, id: undefined, tag: undefined, cmms: undefined });

/** Whether the device stands as the line says, for everybody. */
function isUnchanged(line: DeviceLine, standing: Standing, hospital: Hospital): boolean {
  const device = registeredAs(standing);
  return device !== undefined && !isImporting(device, hospital) && isAsStated(line, device);
}
