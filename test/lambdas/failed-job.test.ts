/** What `apply-registry` says of an item that failed, and what it keeps to itself. */
import { expect, test } from '@jest/globals';
import { Problem } from '../../core/problems.ts';
import { lineOf } from '../../lambdas/failed-job.ts';

const CHANGE = { queue: 'change', tenant: 'hdo-north', id: 'pr1', chain: undefined } as const;
const STOP = { queue: 'stop', tenant: 'iso-medserv', id: undefined, chain: 'T#iso-medserv#G#P#p_technician' } as const;

test('a change: its id, the error and its cause by name, never a message', () => {
  const cause = Object.assign(new Error('Dr. Okafor'), { name: 'ThrottlingException' });
  const line = lineOf({ ...CHANGE, error: new Problem('signer-unavailable', {}, { cause }) });
  expect(JSON.parse(line)).toEqual({
    level: 'error',
    job: 'apply-registry',
    queue: 'change',
    tenant: 'hdo-north',
    id: 'pr1',
    problem: 'signer-unavailable',
    causes: ['ThrottlingException'],
  });
});

test('a stop: the hash of its chain, which may name a person', () => {
  const line = lineOf({ ...STOP, error: new TypeError('p_technician') });
  expect(JSON.parse(line)).toMatchObject({
    queue: 'stop',
    tenant: 'iso-medserv',
    chain: 'adb52ccbbc3e9cc9270d9adcacc9538c8a9085e2e5f9fa442941d22a3a545479',
    problem: 'TypeError',
    at: expect.any(Array),
  });
  expect(line).not.toContain('p_technician');
});

test('what is no error is unknown', () => {
  expect(JSON.parse(lineOf({ ...CHANGE, error: 'Dr. Okafor' }))).toMatchObject({ id: 'pr1', problem: 'unknown' });
});
