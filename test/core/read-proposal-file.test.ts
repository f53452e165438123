/** Who sees the file of devices that he is asked to confirm, and which (R18). */
import { describe, expect, test } from '@jest/globals';
import { hospitalRef, importPartRef, organisationRef, personRef, proposalRef } from '../../core/keys.ts';
import type { Identity, Ref } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import { readProposalFile } from '../../core/verbs/read-proposal-file.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';
import { hospital, NOW, personOf, servicer } from './rows.ts';

const PARTS = ['udi,tag,site,unit\n', '(01)09521000001015(21)LV3-0042,BME-1042,Main,ICU\n'];
/** SHA-256 of both, by `openssl dgst -sha256 -binary`, in base64url. */
const FILE = 'oCh-nisP0NWBoyawn-t7oDiGQnU64nwJyfQDFbg3lKE';
const BODY = { import: 'im1', file: FILE, parts: 2, lines: 1, gained: 1, changed: 0, loosened: 0 };

/** What `person` of the hospital is answered. */
async function read(
  person: string,
  verb = 'import-devices',
  parts: readonly string[] = PARTS,
  organisation = 'hdo-north',
) {
  const store = rowsInMemory();
  const put = (ref: Ref<unknown>, row: unknown) => store.rows.set(`${ref.table} ${ref.pk} ${ref.sk}`, row);
  put(organisationRef(organisation), { ...servicer, id: organisation });
  put(hospitalRef('hdo-north'), hospital);
  put(personRef(person), personOf(person, organisation));
  put(proposalRef('hdo-north', 'im1'), { verb, body: BODY });
  for (const [at, text] of parts.entries()) put(importPartRef('hdo-north', 'im1', at), { text });
  const who: Identity = { organisation, person, session: 'S'.repeat(43), authenticatedAt: NOW };
  return readProposalFile({ store }, who, 'hdo-north', 'im1').catch((error: unknown) =>
    error instanceof Problem ? error.type : error,
  );
}

describe('read-proposal-file', () => {
  test('hands an administrator the file, joined', async () => {
    const csv = 'udi,tag,site,unit\n(01)09521000001015(21)LV3-0042,BME-1042,Main,ICU\n';
    expect(await read('p_admin')).toEqual({ ok: true, value: { csv } });
  });

  test.each([
    ['an auditor', 'p_auditor', 'power_missing'],
    ['an approver', 'p_htm', 'not_a_reader'],
  ])('is refused to %s', async (_, person, code) => {
    expect(await read(person)).toEqual({ ok: false, code });
  });

  test('is not there for a stranger', async () => {
    expect(await read('p_stranger', 'import-devices', PARTS, 'iso-medserv')).toBe('not-found');
  });

  test.each<[string, string, readonly string[]]>([
    ['is another change', 'register-device', PARTS],
    ['has lost a part', 'import-devices', PARTS.slice(1)],
    ['has a part that was changed', 'import-devices', [...PARTS.slice(0, 1), 'x']],
    ['has no parts any more', 'import-devices', []],
  ])('is not there where the proposal %s', async (_, verb, parts) => {
    expect(await read('p_admin', verb, parts)).toBe('not-found');
  });
});
