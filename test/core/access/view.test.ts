import { describe, expect, test } from '@jest/globals';
import { type RequestView, referenceOf, viewOf } from '../../../core/access/view.ts';
import type { Delivery } from '../../../core/rows.ts';
import { approvedOf, NOW, pendingOf } from '../rows.ts';
import { DIGEST } from './decide-rows.ts';

function delivery(person: string, state: Delivery['state'], more: Partial<Delivery> = {}): Delivery {
  return {
    version: 1,
    chain: 'T#hdo-north#R#K7Q29MABCDEF',
    person,
    n: 2,
    message: 'ask',
    state,
    attempts: 1,
    note: '',
    at: NOW,
    ...more,
  };
}

const two = pendingOf({ asked: ['p_htm', 'p_both'] });

describe('viewOf', () => {
  test.each<[string, readonly Delivery[], string]>([
    ['nothing was sent yet', [], 'sending'],
    ['one message is on its way', [delivery('p_htm', 'failed'), delivery('p_both', 'queued')], 'sending'],
    ['one message arrived', [delivery('p_htm', 'failed'), delivery('p_both', 'sent')], 'asked'],
    ['one mail server took it', [delivery('p_htm', 'failed'), delivery('p_both', 'delivered')], 'asked'],
    ['all messages came back (R16)', [delivery('p_htm', 'bounced'), delivery('p_both', 'bounced')], 'nobody_reachable'],
    ['one came back and one is on its way', [delivery('p_htm', 'bounced'), delivery('p_both', 'queued')], 'sending'],
    ['no message arrived (R16)', [delivery('p_htm', 'failed'), delivery('p_both', 'failed')], 'nobody_reachable'],
    [
      'only what came of it arrived',
      [delivery('p_htm', 'failed'), delivery('p_both', 'failed'), delivery('p_both', 'sent', { message: 'outcome' })],
      'nobody_reachable',
    ],
    ['an earlier message arrived', [delivery('p_htm', 'sent'), delivery('p_htm', 'failed', { n: 3 })], 'asked'],
    ['a message to somebody else arrived', [delivery('p_gone', 'sent'), delivery('p_htm', 'failed')], 'sending'],
  ])('says how far the question came when %s', (_name, deliveries, reach) => {
    expect(viewOf(two, deliveries, NOW).reach).toBe(reach);
  });

  test.each<[Delivery['state'], readonly Delivery['state'][]]>([
    ['delivered', ['sent', 'delivered', 'bounced']],
    ['sent', ['bounced', 'sent', 'queued']],
    ['queued', ['failed', 'queued', 'bounced']],
    ['bounced', ['failed', 'bounced']],
    ['failed', ['failed']],
  ])('shows the best that became of the messages to one person: %s', (best, states) => {
    const deliveries = states.map((state, index) => delivery('p_htm', state, { n: index + 2 }));
    expect(viewOf(pendingOf({ asked: ['p_htm'] }), deliveries, NOW).asked).toEqual([
      expect.objectContaining({ person: 'p_htm', delivery: best }),
    ]);
  });

  test.each<[string, readonly Delivery[], RequestView['asked'][number]]>([
    ['nothing before there is a message', [], { person: 'p_htm', delivery: 'queued', by: [] }],
    [
      'mail, where Slack took none of it',
      [delivery('p_htm', 'failed', { via: 'slack' }), delivery('p_htm', 'sent')],
      { person: 'p_htm', delivery: 'sent', by: ['mail'] },
    ],
    [
      'Slack, where the mail came back',
      [delivery('p_htm', 'sent', { via: 'slack' }), delivery('p_htm', 'bounced')],
      { person: 'p_htm', delivery: 'sent', by: ['slack'] },
    ],
    [
      'both, where both may be read, and the better state',
      [delivery('p_htm', 'sent', { via: 'slack' }), delivery('p_htm', 'delivered')],
      { person: 'p_htm', delivery: 'delivered', by: ['mail', 'slack'] },
    ],
    [
      'both, where neither was taken',
      [delivery('p_htm', 'failed', { via: 'slack' }), delivery('p_htm', 'failed')],
      { person: 'p_htm', delivery: 'failed', by: ['mail', 'slack'] },
    ],
  ])('says by what somebody was asked: %s', (_name, deliveries, expected) => {
    expect(viewOf(pendingOf({ asked: ['p_htm'] }), deliveries, NOW).asked).toEqual([expected]);
  });

  test('reaches nobody by a card in the channel alone', () => {
    const channel = delivery('channel', 'sent', { via: 'slack' });
    expect(viewOf(pendingOf({ asked: ['p_htm'] }), [channel, delivery('p_htm', 'failed')], NOW).reach).toBe(
      'nobody_reachable',
    );
  });

  test('says nobody was reachable where nobody could be asked (R16)', () => {
    expect(viewOf(pendingOf({ asked: [] }), [], NOW).reach).toBe('nobody_reachable');
  });

  test('shows the state of this moment, with the digest of what is shown', () => {
    expect(viewOf(two, [], NOW)).toMatchObject({ status: 'pending', digest: DIGEST, reference: 'K7Q-29M', version: 2 });
    expect(viewOf(two, [], NOW + 1_800)).toMatchObject({ status: 'expired' });
    expect(viewOf(two, [], NOW + 1_800).reach).toBeUndefined();
    expect(viewOf(approvedOf(), [], NOW)).toMatchObject({ status: 'approved', grant: { until: NOW + 4_470 } });
    expect(viewOf(approvedOf(), [], NOW + 4_470)).toMatchObject({ status: 'lapsed' });
  });

  test('shows no chain head, no mail note and no session', () => {
    const shown = JSON.stringify(viewOf(two, [delivery('p_htm', 'failed', { note: 'bounced <x@example.org>' })], NOW));
    expect(shown).not.toMatch(/ffffffff|example|note|session"/);
  });
});

describe('referenceOf', () => {
  test('is the first six characters of the random part', () => {
    expect(referenceOf('hdo_north_K7Q29MABCDEF')).toBe('K7Q-29M');
  });
});
