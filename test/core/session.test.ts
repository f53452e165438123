/** Who may be signed in, and that a session that was ended stays ended. */
import { describe, expect, test } from '@jest/globals';
import { organisationRef, personRef } from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import { mayHoldSession } from '../../core/verbs/read-session.ts';
import { signOut } from '../../core/verbs/sign-out.ts';
import { rowsInMemory } from '../support/rows-in-memory.ts';

const NOW = 1_800_000_000;
const WHO = { organisation: 'medserv', person: 'p_a', session: 'S'.repeat(43), authenticatedAt: NOW - 60 };
const PERSON = { id: 'p_a', status: 'active' };
const ORGANISATION = { id: 'medserv', status: 'active' };

async function registry(person: object | undefined, organisation: object | undefined) {
  const store = rowsInMemory();
  const rows: readonly (readonly [Ref<unknown>, object | undefined])[] = [
    [personRef('p_a'), person],
    [organisationRef('medserv'), organisation],
  ];
  const writes = rows.flatMap(([ref, row]) => (row ? [{ kind: 'insert' as const, ref, row }] : []));
  await store.commit({ events: [], writes });
  return { store };
}

describe('a session stands for', () => {
  test.each<[string, object | undefined, object | undefined, boolean]>([
    ['a person of an organisation', PERSON, ORGANISATION, true],
    ['somebody whom nobody invited yet', undefined, ORGANISATION, true],
    ['somebody suspended', { ...PERSON, status: 'suspended' }, ORGANISATION, false],
    ['somebody who left', { ...PERSON, left: NOW }, ORGANISATION, false],
    [
      'a person of an organisation that is suspended: he may see, and is refused by each rule',
      PERSON,
      { ...ORGANISATION, status: 'suspended' },
      true,
    ],
    ['a person of an organisation that left', PERSON, { ...ORGANISATION, status: 'offboarded' }, false],
    ['a person of an organisation that is not here', PERSON, undefined, false],
  ])('%s: %j', async (_name, person, organisation, stands) => {
    expect(await mayHoldSession(await registry(person, organisation), WHO)).toBe(stands);
  });
});

describe('sign-out', () => {
  test('ends this session and no other, once or twice', async () => {
    const ports = await registry(PERSON, ORGANISATION);
    await signOut(ports, WHO, NOW);
    await signOut(ports, WHO, NOW + 1);
    expect(await mayHoldSession(ports, WHO)).toBe(false);
    expect(await mayHoldSession(ports, { ...WHO, session: 'T'.repeat(43) })).toBe(true);
  });

  test('is kept for as long as a session lasts', async () => {
    const ports = await registry(PERSON, ORGANISATION);
    await signOut(ports, WHO, NOW);
    expect(ports.store.commits.at(-1)?.writes).toMatchObject([
      { row: { version: 1, at: NOW }, expires: 1_800_043_200 },
    ]);
  });
});
