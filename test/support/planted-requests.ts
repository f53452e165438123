/** Requests that nobody asked for, written beside the broker as the broker writes them: for lists that are longer than a test asks. */
import { modelLineOf } from '../../core/access/model-line.ts';
import type { AccessRequest } from '../../core/access/request.ts';
import { requestRef } from '../../core/keys.ts';
import type { Write } from '../../core/ports.ts';
import type { Stores } from '../contracts/store-harness.ts';

const A_WRITE = 50;

/** `rows` with their place in the hospital's list and in the maker's. They have no chain: only lists show them. */
export async function plant({ store }: Stores, rows: readonly AccessRequest[]): Promise<void> {
  for (let at = 0; at < rows.length; at += A_WRITE) {
    const writes = rows.slice(at, at + A_WRITE).map(
      (row): Write => ({
        kind: 'insert',
        ref: requestRef(row.id),
        row,
        indexes: {
          hospital: [`${row.facts.hospital}#${row.status}`, row.submittedAt],
          model: [row.facts.model, row.submittedAt, modelLineOf(row)],
        },
      }),
    );
    const lost = await store.commit({ events: [], writes });
    if (lost) throw new Error(`not planted: ${JSON.stringify(lost)}`);
  }
}
