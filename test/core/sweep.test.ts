/** What `sweep` says about work that it could not get done. The rest of it is shown by test/lambdas on real engines. */
import { describe, expect, test } from '@jest/globals';
import type { Mailer, Store } from '../../core/ports.ts';
import type { Delivery, Outbox } from '../../core/rows.ts';
import type { Slack } from '../../core/slack-ports.ts';
import { sweep } from '../../core/verbs/sweep.ts';
import { NOW } from './rows.ts';

const CHAIN = 'T#hdo-north#R#K7Q29MABCDEF';
const ROW: Outbox = { kind: 'notify', chain: CHAIN, from: 1, to: 1, at: NOW - 301 };
const { at: _at, ...OLD_ROW } = ROW;
const MAIL: Delivery = {
  version: 1,
  chain: CHAIN,
  person: 'p-1',
  n: 1,
  message: 'ask',
  state: 'queued',
  attempts: 3,
  note: '',
  at: NOW - 10,
  since: NOW - 400,
};
const { since: _since, ...OLD_MAIL } = MAIL;

type Queued = readonly [partition: string, due: number, row: unknown];

/** The queues hold these rows, and every run fails to read more of them. */
function swept(...queued: readonly Queued[]) {
  const list = async (_: unknown, partition: string, { until = Infinity }: { until?: number }) => ({
    items: queued.filter(([at, due]) => at === partition && due <= until).map(([, , row]) => row),
  });
  const broken = async () => {
    throw new Error('no answer');
  };
  const store = { list, load: broken, commit: broken, children: broken } as unknown as Store;
  const ports = { store, mailer: {} as Mailer, slack: {} as Slack, random: (length: number) => new Uint8Array(length) };
  return sweep(ports, {} as Parameters<typeof sweep>[1], NOW, 60);
}

describe('the age of what waits', () => {
  test.each<[string, readonly Queued[], object]>([
    ['is none when nothing waits', [], { outbox: 0, oldest: 0 }],
    ['is that of a row which could not be done', [['notify#0', NOW - 301, ROW]], { outbox: 1, oldest: 301 }],
    [
      'is that of a young row too, which the stream has',
      [['notify#0', NOW, { ...ROW, at: NOW - 9 }]],
      { outbox: 0, oldest: 9 },
    ],
    ['counts a row without its time from now', [['notify#0', NOW - 301, OLD_ROW]], { outbox: 1, oldest: 0 }],
    [
      'is that of a mail which waits for its next try',
      [['delivery#3', NOW + 300, MAIL]],
      { deliveries: 0, oldest: 400 },
    ],
    ['counts a mail of before from its last try', [['delivery#3', NOW - 60, OLD_MAIL]], { deliveries: 1, oldest: 10 }],
    [
      'is the highest of all, whatever else is in the queues',
      [
        ['notify#1', NOW - 301, ROW],
        ['notify#2', NOW - 999, null],
        ['notify#2', NOW - 999, 7],
        ['delivery#0', NOW - 60, MAIL],
      ],
      { outbox: 3, deliveries: 1, oldest: 400 },
    ],
    ['is none of the log that has no sealer yet', [['seal#0', NOW - 999, { ...ROW, kind: 'seal' }]], { oldest: 0 }],
    ['is none of a clock that runs ahead', [['notify#0', NOW, { ...ROW, at: NOW + 5 }]], { oldest: 0 }],
  ])('%s', async (_, queued, expected) => {
    expect(await swept(...queued)).toMatchObject(expected);
  });
});
