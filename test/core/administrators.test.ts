/** Whom a proposed change is told to: who could confirm or withdraw it, by the power that it takes. */
import { describe, expect, test } from '@jest/globals';
import { hospitalRef, operatorRef, organisationRef, personRef } from '../../core/keys.ts';
import type { Ref, Rows, Store } from '../../core/ports.ts';
import type { Power } from '../../core/registry/verbs.ts';
import type { Organisation, Person } from '../../core/registry.ts';
import type { Slack } from '../../core/slack-ports.ts';
import { administratorsFor, membersOf } from '../../core/verbs/administrators.ts';
import { notifyOutbox } from '../../core/verbs/notify.ts';
import { hospital, NOW, staffOf } from './rows.ts';

const placeOf = ({ table, pk, sk }: Ref<unknown>) => `${table} ${pk} ${sk}`;
const organisation = (id: string, kind: Organisation['kind']) => ({ id, kind }) as Organisation;
const member = (id: string, roles: Person['roles'], status: Person['status'] = 'active') =>
  ({ id, roles, status }) as Person;

/** An organisation's people, and the rows that powers hang on; members come in pages of the size asked for. */
function storeOf(people: readonly Person[], ...rows: readonly (readonly [Ref<unknown>, unknown])[]): Store {
  const all = [...rows, ...people.map((person) => [personRef(person.id), person] as const)];
  const standing = new Map(all.map(([ref, row]) => [placeOf(ref), row]));
  const store: Pick<Store, 'load' | 'registryRows'> = {
    load: async <R extends Readonly<Record<string, Ref<unknown>>>>(refs: R) => {
      if (Object.keys(refs).length > 100) throw new Error('DynamoDB reads a hundred keys at once');
      return Object.fromEntries(
        Object.entries(refs).map(([name, ref]) => [name, standing.get(placeOf(ref))]),
      ) as Rows<R>;
    },
    registryRows: async <T>(
      _pk: string,
      _prefix: string,
      { limit, after = '0' }: { limit: number; after?: string },
    ) => {
      const from = Number(after);
      const items = people.slice(from, from + limit).map(({ id }) => ({ person: id }) as T);
      return from + limit < people.length ? { items, next: String(from + limit) } : { items };
    },
  };
  return store as Store;
}

const north: readonly [Ref<unknown>, unknown] = [
  hospitalRef('hdo-north'),
  {
    ...hospital,
    staff: [
      staffOf('p_1', ['hdo_admin']),
      staffOf('p_2', ['auditor']),
      staffOf('p_3', ['hdo_admin'], { status: 'suspended' }),
    ],
  },
];
const run: readonly [Ref<unknown>, unknown] = [operatorRef, { organisation: 'hdo-north', admins: ['p_8', 'p_9'] }];
const servicer = [
  member('p_4', ['iso_admin']),
  member('p_5', ['technician']),
  member('p_6', ['iso_admin'], 'suspended'),
  member('p_7', ['technician', 'oem_publisher']),
];

describe('administratorsFor', () => {
  test.each<[Power, string, Organisation['kind'], readonly string[]]>([
    ['hospital', 'hdo-north', 'hdo', ['p_1']],
    ['organisation', 'hdo-north', 'hdo', ['p_1']],
    ['operator', 'hdo-north', 'hdo', ['p_8', 'p_9']],
    ['operator', 'medserv', 'iso', []],
    ['organisation', 'medserv', 'iso', ['p_4']],
    ['organisation', 'aurora', 'oem', ['p_4']],
    ['publisher', 'aurora', 'oem', ['p_7']],
    ['hospital', 'medserv', 'iso', []],
  ])('%s at %s, an %s', async (power, tenant, kind, expected) => {
    const rows = [north, run, [organisationRef(tenant), organisation(tenant, kind)] as const];
    const store = storeOf(servicer, ...rows);
    expect(await administratorsFor({ store }, power, tenant)).toEqual(expected);
  });

  test('finds them among more people than one page holds', async () => {
    const many = Array.from({ length: 250 }, (_, index) => member(`p_x${index}`, index === 249 ? ['iso_admin'] : []));
    const store = storeOf(many, [organisationRef('medserv'), organisation('medserv', 'iso')]);
    expect(await administratorsFor({ store }, 'organisation', 'medserv')).toEqual(['p_x249']);
  });
});

describe('membersOf', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => member(`p_x${index}`, []));

  test.each([
    [0, 2, 0, true],
    [100, 2, 100, true],
    [200, 2, 200, true],
    [201, 2, 200, false],
  ])('of %d people looks at %d pages', async (count, pages, seen, isWhole) => {
    const found = await membersOf({ store: storeOf(many(count)) }, 'medserv', pages);
    expect([found.people.length, found.isWhole]).toEqual([seen, isWhole]);
  });
});

describe('notifyOutbox', () => {
  test('of a chain that tells nobody fails, so that its row is seen to wait', async () => {
    const outbox = { kind: 'notify', chain: 'T#hdo-north#G#H', from: 1, to: 1 } as const;
    const ports = {
      store: storeOf([]),
      random: () => new Uint8Array(),
      mailer: { send: async () => ({ accepted: 'x' }) },
      slack: {} as Slack,
    };
    await expect(notifyOutbox(ports, {} as Parameters<typeof notifyOutbox>[1], outbox, NOW)).rejects.toThrow(
      'nobody is told of such a chain',
    );
  });
});
