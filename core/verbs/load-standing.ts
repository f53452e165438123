/** What is registered where the devices of a file would stand: their own rows and what their names lead to. */
import { aliasRef, deviceRef } from '../keys.ts';
import type { Ports, Ref } from '../ports.ts';
import type { Standing, StatedDevice } from '../registry/stated-device.ts';
import type { HospitalId } from '../units.ts';

/** Four rows a line, and DynamoDB reads a hundred at once. */
const LINES_A_CALL = 25;
/** Calls at a time. */
const ABREAST = 8;

type Named = Pick<StatedDevice, 'id' | 'tag' | 'cmms'>;
type Refs = Readonly<Record<string, Ref<unknown>>>;

/** Rows of each line, named by its place. */
export function standingRefs(lines: readonly Named[], hospital: HospitalId): Refs {
  const entries = lines.flatMap(({ id, tag, cmms }, at): (readonly [string, Ref<unknown>])[] => [
    [`${at}.device`, deviceRef(hospital, id)],
    [`${at}.id`, aliasRef(id)],
    [`${at}.tag`, aliasRef(tag)],
    ...(cmms === '' ? [] : [[`${at}.cmms`, aliasRef(cmms)] as const]),
  ]);
  return Object.fromEntries(entries);
}

/** The standing of line `at` among `rows` that were read by {@link standingRefs}. */
export function standingOf(rows: Readonly<Record<string, unknown>>, at: number): Standing {
  const parts = ['device', 'id', 'tag', 'cmms'].map((part) => [part, rows[`${at}.${part}`]]);
  return Object.fromEntries(parts) as unknown as Standing;
}

/** In the order of `lines`; a call for each 25 of them. */
export async function loadStandings(
  { store }: Pick<Ports, 'store'>,
  lines: readonly Named[],
  hospital: HospitalId,
): Promise<readonly Standing[]> {
  const batches = Array.from({ length: Math.ceil(lines.length / LINES_A_CALL) }, (_, at) =>
    lines.slice(at * LINES_A_CALL, (at + 1) * LINES_A_CALL),
  );
  const found: Standing[] = [];
  for (let at = 0; at < batches.length; at += ABREAST) {
    const read = batches.slice(at, at + ABREAST).map(async (batch) => {
      const rows = await store.load(standingRefs(batch, hospital));
      return batch.map((_, line) => standingOf(rows, line));
    });
    found.push(...(await Promise.all(read)).flat());
  }
  return found;
}
