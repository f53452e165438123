/** What is read of the registry for a file before its sender's code is one (R10, R18). */
import { describe, expect, test } from '@jest/globals';
import { readCsv } from '../../adapters/csv/read-csv.ts';
import { hospitalRef, organisationRef, personRef } from '../../core/keys.ts';
import type { Identity, Ports, Ref } from '../../core/ports.ts';
import { importDevices } from '../../core/verbs/import-devices.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';
import { hospital, NOW, personOf, servicer } from './rows.ts';

const CSV = 'udi,tag,site,unit\n(01)09521000001015(21)LV3-0042,BME-1042,Main,ICU\n';
const WHO: Identity = { organisation: 'hdo-north', person: 'p_admin', session: 'S'.repeat(43), authenticatedAt: NOW };

/** What the answer is, and how many rows of devices and their names were read for it. */
async function sentWith(code: string) {
  const store = rowsInMemory();
  const put = (ref: Ref<unknown>, row: unknown) => store.rows.set(`${ref.table} ${ref.pk} ${ref.sk}`, row);
  put(organisationRef('hdo-north'), { ...servicer, id: 'hdo-north' });
  put(hospitalRef('hdo-north'), hospital);
  put(personRef('p_admin'), personOf('p_admin', 'hdo-north'));
  let read = 0;
  const counted: typeof store.load = (refs) => {
    read += Object.values(refs).filter(({ pk, sk }) => pk.startsWith('A#') || sk.startsWith('D#')).length;
    return store.load(refs);
  };
  const credentials = { reserveTry: async () => 'exhausted' as const };
  const ports = { store: { ...store, load: counted }, csv: readCsv, credentials } as unknown as Ports;
  const answer = await importDevices(ports, WHO, 'hdo-north', { csv: CSV, code }, 'key-1', NOW);
  return [answer.ok || answer.code, read];
}

describe('import-devices', () => {
  test.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('reads no device for the code "%s"', async (code) => {
    expect(await sentWith(code)).toEqual(['code_rejected', 0]);
  });

  test('reads what stands in the way for what could be a code', async () => {
    expect(await sentWith('123456')).toEqual(['tries_exhausted', 3]);
  });
});
