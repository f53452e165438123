import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  deviceRef,
  hospitalOf,
  idempotencyRef,
  modelOf,
  outboxRef,
  personChain,
  queueFor,
  requestChain,
  requestRef,
  SHARDS,
  tenantOf,
  ticketRef,
} from '../../core/keys.ts';

describe('a request’s id', () => {
  test('leads to its hospital, chain and row by itself', () => {
    expect(hospitalOf('hdo-north_K7Q29MABCDEF')).toBe('hdo-north');
    expect(hospitalOf('hdo_north_K7Q29MABCDEF')).toBe('hdo_north');
    expect(requestChain('hdo-north_K7Q29MABCDEF')).toBe('T#hdo-north#R#K7Q29MABCDEF');
    expect(requestRef('hdo-north_K7Q29MABCDEF')).toEqual({ table: 'state', pk: 'T#hdo-north#R#K7Q29MABCDEF', sk: 'S' });
  });

  const hospital = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{1,31}$/);
  const reference = fc.stringMatching(/^[A-Z2-9]{12}$/);

  test('of one hospital never leads into another’s log', () => {
    fc.assert(
      fc.property(hospital, reference, (id, random) => {
        expect(hospitalOf(`${id}_${random}`)).toBe(id);
        expect(tenantOf(requestChain(`${id}_${random}`))).toBe(id);
      }),
    );
  });
});

describe('a device’s id', () => {
  test.each([
    ['gs1:01/09521000001015/21/LV3-0042', 'gs1:01/09521000001015'],
    ['gs1:01/09521000001015/21/A%2F21%2FB', 'gs1:01/09521000001015'],
    ['oem:lumen/pump/7', 'oem:lumen/pump'],
  ])('%s is of the model %s', (device, model) => {
    expect(modelOf(device)).toBe(model);
  });
});

describe('rows', () => {
  test('of hospital data begin with the hospital', () => {
    expect(deviceRef('hdo-north', 'oem:lumen/1')).toEqual({
      table: 'registry',
      pk: 'T#hdo-north',
      sk: 'D#oem:lumen/1',
    });
    expect(tenantOf(personChain('iso-medserv', 'p_technician'))).toBe('iso-medserv');
  });

  test('of an Idempotency-Key are the person’s own', () => {
    expect(idempotencyRef('p_a', 'k'.repeat(16)).pk).not.toBe(idempotencyRef('p_b', 'k'.repeat(16)).pk);
  });

  test('of a ticket hold a hash of it and nothing else', () => {
    // printf 'ticket-one' | openssl dgst -sha256 -binary | base64 | tr '/+' '_-' | tr -d '='
    expect(ticketRef('ticket-one')).toEqual({
      table: 'credentials',
      pk: 'K#7_ikTegxxX4mE9Fv_8S-sL1VLeTWYVUPAwlv4qp8bHk',
      sk: 'K',
    });
  });

  test('of an outbox stand in the order of their events', () => {
    expect([2, 10, 999_999].map((n) => outboxRef('c', 'seal', n).sk)).toEqual([
      'O#seal#000002',
      'O#seal#000010',
      'O#seal#999999',
    ]);
  });
});

describe('queueFor', () => {
  test('puts a chain into one shard always, and chains into all shards', () => {
    const shards = Array.from({ length: 200 }, (_, at) => queueFor('notify', `T#hdo-north#R#${at}`));
    expect(queueFor('notify', 'T#hdo-north#R#7')).toBe(shards[7]);
    expect([...new Set(shards)].sort()).toEqual(Array.from({ length: SHARDS }, (_, shard) => `notify#${shard}`));
  });
});
