/** A registry chain that could not have come about by R18 is named, at the event that breaks it. */
import { describe, expect, test } from '@jest/globals';
import { type Actor, SYSTEM } from '../../../core/access/events.ts';
import {
  deviceRef,
  hospitalRef,
  modelRef,
  operatorRef,
  organisationRef,
  personRef,
  proposalChain,
  registryChain,
  registryRefOf,
  rootRef,
  vendorRef,
} from '../../../core/keys.ts';
import type { EventRecord } from '../../../core/ledger/chain.ts';
import { registryBreak } from '../../../core/ledger/replay-registry.ts';

const PROPOSAL = proposalChain('hdo-north', 'a1');
const HOSPITAL = registryChain(hospitalRef('hdo-north'), 'hdo-north');
const IN_FORCE_AT = 1_790_003_600;

const by = (person: string, auth: Actor['auth'] = 'oidc+totp'): Actor => ({
  person,
  role: 'hospital',
  employer: 'hdo-north',
  auth,
});

type Step = readonly [type: EventRecord['type'], actor: Actor, at: number, data?: object | undefined];

function chainOf(chain: string, steps: readonly Step[]): readonly EventRecord[] {
  return steps.map(([type, actor, at, data = {}], index) => ({
    v: 1,
    tenant: 'hdo-north',
    chain,
    n: index + 1,
    prev: '',
    type,
    at,
    actor,
    evidence: {},
    data: { digest: 'd', ...data },
  }));
}

const proposed: Step = [
  'registry.proposed',
  by('p_one'),
  1_790_000_000,
  { verb: 'grant-role', widens: ['x'], gains: ['p_gains'] },
];
const confirmed: Step = ['registry.confirmed', by('p_two'), 1_790_000_060, { inForceAt: IN_FORCE_AT }];
const inForce: Step = ['registry.in_force', SYSTEM, IN_FORCE_AT];
const withdrawn: Step = ['registry.withdrawn', by('p_three', 'oidc'), 1_790_000_090];

describe('a proposal', () => {
  test.each<[string, readonly Step[], number | undefined]>([
    ['proposed, confirmed, in force', [proposed, confirmed, inForce], undefined],
    ['proposed and withdrawn', [proposed, withdrawn], undefined],
    ['confirmed and withdrawn', [proposed, confirmed, withdrawn], undefined],
    ['died unconfirmed', [proposed, ['registry.failed', SYSTEM, IN_FORCE_AT, { code: 'proposal_settled' }]], undefined],
    ['proposed without a code', [['registry.proposed', by('p_one', 'oidc'), 5, proposed[3]]], 1],
    ['confirmed by the proposer', [proposed, ['registry.confirmed', by('p_one'), 6, confirmed[3]], inForce], 2],
    ['confirmed by whoever gains', [proposed, ['registry.confirmed', by('p_gains'), 6, confirmed[3]]], 2],
    ['confirmed without a code', [proposed, ['registry.confirmed', by('p_two', 'oidc'), 6, confirmed[3]]], 2],
    [
      'confirmed with another digest',
      [proposed, ['registry.confirmed', by('p_two'), 6, { ...confirmed[3], digest: 'e' }]],
      2,
    ],
    ['in force unconfirmed', [proposed, inForce], 2],
    ['in force a second early', [proposed, confirmed, ['registry.in_force', SYSTEM, IN_FORCE_AT - 1]], 3],
    ['in force by somebody’s hand', [proposed, confirmed, ['registry.in_force', by('p_two'), IN_FORCE_AT]], 3],
    ['in force after it was withdrawn', [proposed, confirmed, withdrawn, inForce], 4],
    ['in force twice', [proposed, confirmed, inForce, inForce], 4],
    ['withdrawn by the broker', [proposed, ['registry.withdrawn', SYSTEM, 7]], 2],
    ['begun by a confirmation', [confirmed], 1],
    ['begun by a change', [['registry.changed', by('p_one'), 5, { version: 1, widens: [] }]], 1],
  ])('%s', (_what, steps, at) => {
    expect(registryBreak(PROPOSAL, chainOf(PROPOSAL, steps))).toBe(at);
  });
});

const change = (version: number, widens: readonly string[] = [], proposal?: string): Step => [
  'registry.changed',
  by('p_one'),
  5,
  { version, widens, proposal },
];

const begun = (actor: Actor): Step => [
  'registry.changed',
  actor,
  5,
  { verb: 'bootstrap', version: 1, widens: ['an administrator'] },
];

describe('a registry row', () => {
  test.each<[string, readonly Step[], number | undefined]>([
    ['narrowed twice', [change(2), change(3)], undefined],
    ['widened by a proposal', [change(1), change(2, ['more'], 'a1')], undefined],
    ['begun by bootstrap', [begun(SYSTEM)], undefined],
    ['begun by somebody who calls it bootstrap', [begun(by('p_one'))], 1],
    ['bootstrapped later', [change(1), begun(SYSTEM)], 2],
    ['widened by one person', [change(1), change(2, ['more'])], 2],
    ['with a version that is missing', [change(1), change(3)], 2],
    ['with a version twice', [change(1), change(1)], 2],
    ['whose keys ended between two changes', [change(1), ['registry.keys_retired', SYSTEM, 6], change(2)], undefined],
    ['whose keys somebody ended', [change(1), ['registry.keys_retired', by('p_one'), 6]], 2],
    ['with another kind of event', [change(1), withdrawn], 2],
  ])('%s', (_what, steps, at) => {
    expect(registryBreak(HOSPITAL, chainOf(HOSPITAL, steps))).toBe(at);
  });
});

describe('the chain of a row', () => {
  test.each([
    ['T#h#G#H', hospitalRef('h')],
    ['T#h#G#V#medserv', vendorRef('h', 'medserv')],
    ['T#h#G#P#p_a', personRef('p_a')],
    ['T#h#G#O', organisationRef('h')],
    ['T#h#G#M#gs1:01/09521000001022', modelRef('gs1:01/09521000001022')],
    ['T#h#G#OPERATOR', operatorRef],
    ['T#h#G#R', rootRef('h')],
    ['T#h#G#D#gs1:01/09521000001022/21/1', deviceRef('h', 'gs1:01/09521000001022/21/1')],
  ])('%s leads to its row and back', (chain, ref) => {
    expect(registryChain(ref, 'h')).toBe(chain);
    expect(registryRefOf(chain)).toEqual(ref);
  });
});
