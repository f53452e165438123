/** What two lines of a device file both claim: a device, or a name that leads to one (tag and CMMS id lead alike). */
import type { DeviceLine } from './device-lines.ts';
import { type LineFault, type LineFaultCode, lineFault } from './line-faults.ts';

type Claim = readonly [column: 'tag' | 'cmms', line: number];

/** A fault at each line that repeats an earlier one, which it names. A line's CMMS id may be its own tag. */
export function repeatedFaults(lines: readonly DeviceLine[]): readonly LineFault[] {
  const devices = new Map<string, number>();
  const names = new Map<string, Claim>();
  return lines.flatMap((line) => [
    ...deviceFaults(line, devices),
    ...nameFaults(line, 'tag', names),
    ...nameFaults(line, 'cmms', names),
  ]);
}

function deviceFaults({ id, line }: DeviceLine, seen: Map<string, number>): readonly LineFault[] {
  if (id === '') return [];
  const also = seen.get(id);
  if (also !== undefined) return [lineFault(line, '', 'device_repeated', also)];
  seen.set(id, line);
  return [];
}

function nameFaults(line: DeviceLine, column: Claim[0], seen: Map<string, Claim>): readonly LineFault[] {
  const name = line[column];
  if (name === '') return [];
  const [claimedAs, also] = seen.get(name) ?? [];
  if (also === undefined) seen.set(name, [column, line.line]);
  if (also === undefined || also === line.line) return [];
  const code: LineFaultCode = claimedAs === column ? `${column}_repeated` : 'alias_repeated';
  return [lineFault(line.line, column, code, also)];
}
