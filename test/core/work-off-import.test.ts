/** A job of `state` is held against the registry's row of the file before a device stands (R18). */
import { describe, expect, test } from '@jest/globals';
import { readCsv } from '../../adapters/csv/read-csv.ts';
import { hospitalRef, importJobRef, importPartRef, importRef } from '../../core/keys.ts';
import type { Ref, Store } from '../../core/ports.ts';
import type { DeviceImport } from '../../core/registry/import.ts';
import type { ImportJob } from '../../core/rows.ts';
import { workOffImport } from '../../core/verbs/work-off-import.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';
import { hospital, NOW } from './rows.ts';

const CSV = 'udi,tag,site,unit\n(01)09521000001015(21)LV3-0042,BME-1042,Main,ICU\n';
/** SHA-256 of CSV, by `openssl dgst -sha256 -binary`, in base64url. */
const FILE = 'oCh-nisP0NWBoyawn-t7oDiGQnU64nwJyfQDFbg3lKE';
const LET_IN: DeviceImport = {
  version: 1,
  import: 'im1',
  file: FILE,
  parts: 1,
  lines: 1,
  gained: 1,
  changed: 0,
  loosened: 0,
  status: 'running',
  left: [],
};
const JOB: ImportJob = {
  version: 1,
  kind: 'import',
  tenant: 'hdo-north',
  id: 'im1',
  file: FILE,
  parts: 1,
  next: 0,
  left: [],
};

async function workedOff(job: ImportJob, letIn: DeviceImport | undefined) {
  const store = rowsInMemory();
  const put = (ref: Ref<unknown>, row: unknown) => store.rows.set(`${ref.table} ${ref.pk} ${ref.sk}`, row);
  put(importJobRef('hdo-north', 'im1'), job);
  put(importPartRef('hdo-north', 'im1', 0), { text: CSV });
  put(hospitalRef('hdo-north'), hospital);
  if (letIn) put(importRef('hdo-north', 'im1'), letIn);
  const ports = { store: store as Store, csv: readCsv, random: (length: number) => new Uint8Array(length) };
  const taken = await workOffImport(ports, JOB, 1, NOW).catch((error: Error) => error.message);
  const isLeft = store.rows.has('state T#hdo-north#G#I#im1 J');
  return { taken, isLeft, devices: [...store.rows.keys()].filter((place) => place.includes(' D#')).length };
}

describe('work-off-import', () => {
  test('takes the lines of a file that is in force', async () => {
    expect(await workedOff(JOB, LET_IN)).toEqual({ taken: 1, isLeft: true, devices: 1 });
  });

  test.each<[string, ImportJob, DeviceImport | undefined]>([
    ['a file that nobody let in', JOB, undefined],
    ['another file than was let in', JOB, { ...LET_IN, file: 'F'.repeat(43) }],
    ['more parts than were let in', { ...JOB, parts: 2 }, LET_IN],
    ['a file that is done', JOB, { ...LET_IN, status: 'done' }],
    ['another hospital', { ...JOB, tenant: 'hdo-south' }, LET_IN],
    ['another import', { ...JOB, id: 'im2' }, LET_IN],
  ])('refuses a job of %s, and leaves it', async (_, job, letIn) => {
    const taken = 'the job is not of a file that is in force';
    expect(await workedOff(job, letIn)).toEqual({ taken, isLeft: true, devices: 0 });
  });
});
