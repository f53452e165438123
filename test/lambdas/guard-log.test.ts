/** What `guard-log` says about a record of the events table's stream. */
import { createHash } from 'node:crypto';
import { afterEach, expect, jest, test } from '@jest/globals';
import { handler } from '../../lambdas/guard-log.ts';

const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
afterEach(() => {
  log.mockClear();
});

const Keys = { pk: { S: 'T#st-mary#R#A1' }, sk: { S: 'E#000001' } };
const NewImage = { ...Keys, bytes: { S: 'Dr. Okafor' } };

test.each(['MODIFY', 'REMOVE'] as const)(
  'a %s is one line: which, and the hash of its key, never what stood there',
  async (eventName) => {
    await handler({ Records: [{ eventName, dynamodb: { Keys, NewImage } }] });
    const key = createHash('sha256').update('T#st-mary#R#A1 E#000001').digest('hex');
    const line = { level: 'error', job: 'guard-log', problem: 'log-touched', change: eventName, key };
    expect(log.mock.calls.map(([text]) => JSON.parse(String(text)))).toEqual([line]);
  },
);

test('an INSERT is what happens there', async () => {
  await handler({ Records: [{ eventName: 'INSERT', dynamodb: { Keys, NewImage } }] });
  expect(log).not.toHaveBeenCalled();
});
