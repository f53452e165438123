import { describe, expect, test } from '@jest/globals';
import { type CallRows, callFor } from '../../../core/access/call.ts';
import type { Delivery } from '../../../core/rows.ts';
import { NOW, personOf } from '../rows.ts';

function question(person: string, more: Partial<Delivery> = {}): Delivery {
  return {
    version: 2,
    chain: 'T#hdo-north#R#K7Q29MABCDEF',
    person,
    n: 2,
    message: 'ask',
    state: 'sent',
    attempts: 1,
    note: '',
    at: NOW + 5,
    since: NOW,
    ...more,
  };
}

const people = new Map(['p_one', 'p_two'].map((id) => [id, personOf(id, 'hdo-north')]));
const rows = (before: readonly Delivery[], approvals: CallRows['request']['approvals'] = []): CallRows => ({
  request: { approvals },
  before,
  people,
  zone: 'America/Chicago',
});

describe('callFor', () => {
  test('the first question needs no reason', () => {
    expect(callFor('ask', 'p_one', rows([]))).toEqual({ message: 'ask', lines: [] });
  });

  test('a reminder says when the reader was asked first', () => {
    const before = [question('p_two'), question('p_one'), question('p_one', { n: 3, since: NOW + 600 })];
    expect(callFor('reminder', 'p_one', rows(before)).lines).toEqual([
      'You were asked at 02:00 CST and have not answered yet.',
    ]);
  });

  test.each<[string, readonly Delivery[], CallRows['request']['approvals'], string | undefined]>([
    [
      'those asked before, each once, and since when',
      [question('p_one'), question('p_two', { since: NOW + 60 }), question('p_one', { n: 3 })],
      [],
      'Asked before you, without an answer: Printed p_one at 02:00 CST; Printed p_two at 02:01 CST.',
    ],
    [
      'nobody who has approved',
      [question('p_one'), question('p_two')],
      [{ person: 'p_one', role: 'htm_approver', at: NOW }],
      'Asked before you, without an answer: Printed p_two at 02:00 CST.',
    ],
    [
      'whom no message reached (R16)',
      [question('p_one', { state: 'bounced' }), question('p_two', { state: 'failed' }), question('p_two', { n: 3 })],
      [],
      'Asked before you, without an answer: Printed p_one at 02:00 CST (no message reached this person); Printed p_two at 02:00 CST.',
    ],
    [
      'no name that the registry does not know',
      [question('p_gone')],
      [],
      'Asked before you, without an answer: a person no longer registered at 02:00 CST.',
    ],
    [
      'five names at most',
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => question(id)),
      [],
      `Asked before you, without an answer: ${'a person no longer registered at 02:00 CST; '.repeat(5)}2 more.`,
    ],
    [
      'nobody, where all of them have approved',
      [question('p_one')],
      [{ person: 'p_one', role: 'htm_approver', at: NOW }],
      undefined,
    ],
  ])('an escalation names %s', (_name, before, approvals, line) => {
    expect(callFor('escalation', 'p_three', rows(before, approvals)).lines).toEqual([
      'It is not decided yet, so it comes to you as the next to be asked.',
      ...(line === undefined ? [] : [line]),
    ]);
  });
});
