/** People of a suspended organisation read no requests and enrol no code (R17). */
import { describe, expect, test } from '@jest/globals';
import { enrolmentRef, hospitalRef, organisationRef, personRef } from '../../core/keys.ts';
import type { Identity, Ports, Ref } from '../../core/ports.ts';
import type { Organisation } from '../../core/registry.ts';
import { beginEnrolment, confirmEnrolment } from '../../core/verbs/enrol-credential.ts';
import { listHospitalAccess, listOwnAccess, readAccess } from '../../core/verbs/read-access.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';
import { hospital, NOW, personOf, REQUEST_ID, servicer, staffOf } from './rows.ts';

const WHO: Identity = { organisation: 'iso-medserv', person: 'p_one', session: 'S'.repeat(43), authenticatedAt: NOW };
const CODE = { code: '123456' };

type Verb = (ports: Ports) => Promise<unknown>;
const VERBS: readonly (readonly [string, Verb])[] = [
  ['read-access', (ports) => readAccess(ports, WHO, REQUEST_ID, NOW)],
  ['list-own-access', (ports) => listOwnAccess(ports, WHO, {}, NOW)],
  ['list-hospital-access', (ports) => listHospitalAccess(ports, WHO, 'hdo-north', {}, NOW)],
  ['begin-enrolment', (ports) => beginEnrolment(ports, WHO, NOW)],
  ['confirm-enrolment', (ports) => confirmEnrolment(ports, WHO, CODE, NOW)],
];

/** What `verb` says to a person of `employer`, and how often it read. */
async function said(verb: Verb, employer: Organisation) {
  const store = rowsInMemory();
  const put = (ref: Ref<unknown>, row: unknown) => store.rows.set(`${ref.table} ${ref.pk} ${ref.sk}`, row);
  put(organisationRef('iso-medserv'), employer);
  put(personRef('p_one'), personOf('p_one', 'iso-medserv'));
  put(hospitalRef('hdo-north'), { ...hospital, staff: [staffOf('p_one', ['auditor'])] });
  put(enrolmentRef('p_one'), { version: 1, sealed: '', until: NOW + 60, confirmations: 0 });
  let reads = 0;
  const counted: typeof store.load = (refs) => {
    reads += 1;
    return store.load(refs);
  };
  const answer = await verb({ store: { ...store, load: counted } } as unknown as Ports);
  return { answer, reads, writes: store.commits.length };
}

describe.each(VERBS)('%s', (_, verb) => {
  test.each(['suspended', 'offboarded'] as const)(
    'is refused in one read where the organisation is %s',
    async (status) => {
      expect(await said(verb, { ...servicer, status })).toEqual({
        answer: { ok: false, code: 'organisation_suspended' },
        reads: 1,
        writes: 0,
      });
    },
  );
});

test('an active organisation lists its own requests', async () => {
  expect((await said((ports) => listOwnAccess(ports, WHO, {}, NOW), servicer)).answer).toEqual({
    ok: true,
    value: { items: [] },
  });
});
