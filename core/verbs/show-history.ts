/**
 * The history of a row of the registry as people read it: the newest first, with the printed names of those who acted and with
 * what each change moved (R19).
 */
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision } from '../problems.ts';
import type { OrganisationId } from '../units.ts';
import { peopleOf } from './administrators.ts';
import { type HistoryLine, lengthOfHistory, readHistory } from './registry-history.ts';
import { asReader } from './registry-reader.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store' | 'ledger'>;

/** A member of the row before and after; absent where the row had none. */
export interface Move {
  readonly member: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ShownLine extends HistoryLine {
  /** As he is called now; absent for the broker itself and whom the registry does not know. */
  readonly printedName?: string;
  /** Against the line before, where that is on the page; of the first version all of it is new. */
  readonly moves: readonly Move[];
}

export interface ShownHistory {
  readonly lines: readonly ShownLine[];
  /** `upTo` of the page before and of the page behind this one. */
  readonly earlier?: number;
  readonly later?: number;
}

/** Lines of a page, and one more, against which the first of them is held. */
const LINES = 25;

/** @param upTo the number of the page's newest event; absent = the newest of all. @throws Problem not-found */
export async function showHistory(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  entity: string,
  upTo: number | undefined,
): Promise<Decision<ShownHistory>> {
  const events = await asReader(ports, who, tenant, () => lengthOfHistory(ports, tenant, entity));
  if (!events.ok) return events;
  const length = events.value;
  const to = Math.min(upTo ?? length, length);
  const from = Math.max(0, to - LINES);
  const before = Math.max(0, from - 1);
  const asked = { entity, ...(before > 0 && { after: String(before) }), limit: String(to - before) };
  const history = await readHistory(ports, who, tenant, asked);
  if (!history.ok) return history;
  const { items } = history.value;
  const lines = items.map((line, at) => ({ ...line, moves: movesIn(items[at - 1], line) }));
  const shown = await named(ports, lines.filter(({ n }) => n > from).reverse());
  return allowed({
    lines: shown,
    ...(from > 0 && { earlier: from }),
    ...(to < length && { later: Math.min(length, to + LINES) }),
  });
}

async function named(ports: Needs, lines: readonly ShownLine[]): Promise<readonly ShownLine[]> {
  const people = await peopleOf(ports, [...new Set(lines.map(({ by }) => by.person))]);
  return lines.map((line) => {
    const printedName = people.get(line.by.person)?.printedName;
    return printedName === undefined ? line : { ...line, printedName };
  });
}

type Row = Readonly<Record<string, unknown>>;

/** Nothing where one of the two rows is not there, or they do not follow each other. */
function movesIn(before: HistoryLine | undefined, line: HistoryLine): readonly Move[] {
  if (!line.row || (line.version > 1 && before?.version !== line.version - 1)) return [];
  const [was, is] = [(before?.row ?? {}) as Row, line.row as Row];
  const members = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((member) => member !== 'version');
  return members
    .filter((member) => JSON.stringify(was[member]) !== JSON.stringify(is[member]))
    .map((member) => ({
      member,
      ...(member in was && { before: was[member] }),
      ...(member in is && { after: is[member] }),
    }));
}
