/** A file of devices as it was sent, from the rows that keep it beside its proposal. */
import { sha256Base64url } from '../hash.ts';
import { importPartRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { ImportOrder } from '../registry/import.ts';
import type { HospitalId } from '../units.ts';

/** The text, or undefined where what is kept is not (or no longer) the file of this digest. */
export async function loadFile(
  { store }: Pick<Ports, 'store'>,
  tenant: HospitalId,
  { import: id, file, parts }: Pick<ImportOrder, 'import' | 'file' | 'parts'>,
): Promise<string | undefined> {
  const refs = Array.from({ length: parts }, (_, part) => [String(part), importPartRef(tenant, id, part)] as const);
  const rows = await store.load(Object.fromEntries(refs));
  const text = refs.map(([name]) => rows[name]?.text ?? '').join('');
  return sha256Base64url(text) === file ? text : undefined;
}
