import { describe, expect, test } from '@jest/globals';
import { authWords, evidenceWords, linesFor, namedIn, titleOf } from '../../../core/access/event-words.ts';
import { namesIn } from '../../../core/access/names.ts';
import type { Canonical } from '../../../core/ledger/canonical.ts';
import type { EventRecord } from '../../../core/ledger/chain.ts';
import { facts, ONE_HTM } from '../rows.ts';

const telling = {
  zone: 'America/Chicago',
  names: namesIn({
    people: new Map([['p_htm', { printedName: 'Dana Okafor' }]]),
    organisations: new Map([['iso-medserv', { name: 'MedServ' }]]),
    devices: new Map([['gs1:01/09521000001015/21/LV3-0042', { serial: 'LV3-0042' }]]),
    models: new Map([['gs1:01/09521000001015', { name: 'LV-3' }]]),
  }),
};
const told = (data: Canonical) => linesFor(data, telling).map(({ label, words }) => `${label}: ${words}`);

describe("an event's words", () => {
  test('say all facts of a request, names for ids and times in the hospital’s zone', () => {
    const data = { facts: facts as unknown as Canonical, demand: ONE_HTM as unknown as Canonical, totalHold: 3600 };
    expect(told(data)).toEqual([
      'Reason: Occlusion alarm at start-up',
      'Device: LV-3 #LV3-0042 (gs1:01/09521000001015/21/LV3-0042)',
      'Site: main',
      'Unit: icu-2',
      'Scopes: run the self-test (selftest.run); read service logs (log.read)',
      'Tier: T1',
      'Working time: 60 min',
      'Longest session: 60 min',
      'Start within: 15 min',
      'Decide before: 2027-01-15, 02:30 CST',
      'Technician: p_technician',
      'Servicer: MedServ',
      'Type of servicer: iso',
      'Work order: WO-7781',
      'Activity: corrective maintenance',
      'Technician says: not in clinical use: yes',
      'Technician attests compensating controls: no',
      'Life-cycle stage: support',
      'Model: gs1:01/09521000001015',
      'Hospital: hdo-north',
      'Request: hdo-north_K7Q29MABCDEF',
      'Approvals needed: 1',
      'By different roles: no',
      'Must include: none',
      'Release from clinical use needed: no',
      'Roles that count: HTM approver',
      'Total on this work order: 60 min',
    ]);
  });

  test.each<[Canonical, readonly string[]]>([
    [
      { asked: ['p_htm', 'p_x'], last: true, round: 1 },
      ['Round: 1', 'Asked: Dana Okafor, p_x', 'Everybody who may decide was asked: yes'],
    ],
    [{ asked: [] }, ['Asked: nobody']],
    [
      { code: 'code_rejected' },
      ['Why: The one-time code was not accepted. Wait for the next one. (code_rejected, R10)'],
    ],
    [
      { outcome: 'not_fixed', note: 'Again.', returnToService: 'not_returned' },
      ['Outcome: not fixed', 'Note: Again.', 'Return to service: not returned'],
    ],
    [
      { returnToService: { selfTest: 'passed', testEquipment: 'FX-1', performance: 'as_specified' } },
      ['Self-test: passed', 'Test equipment: FX-1', 'Performance: as specified'],
    ],
    [
      { team: 'T0MEDSERV', user: 'U0OSEI', act: 'decide', code: 'slack_only_asks' },
      [
        'Why: Only a hospital’s own workspace decides. Here access can be asked for. (slack_only_asks, R1)',
        'What was tried: decide',
        'Workspace of Slack: T0MEDSERV',
        'Slack account: U0OSEI',
      ],
    ],
    [{}, []],
  ])('of %j are %j', (data, lines) => {
    expect(told(data)).toEqual(lines);
  });

  test.each<[Canonical, readonly string[]]>([
    [{ surprise: { deep: [1] } }, ['surprise: {"deep":[1]}']],
    [
      { code: 'made_up', scopes: 'os.shell', until: 'never', exp: 9e15 },
      ['Why: "made_up"', 'Scopes: "os.shell"', 'Approved until: "never"', 'Token ends: 9000000000000000'],
    ],
    [['a'], ['0: "a"']],
    ['text', ['data: "text"']],
    [{ toString: 'x', constructor: 1 }, ['toString: "x"', 'constructor: 1']],
  ])('of what the broker never wrote, %j, are as it is', (data, lines) => {
    expect(told(data)).toEqual(lines);
  });

  test('name kinds, ways of being known and versions, also new ones', () => {
    expect([titleOf('grant.revoked'), titleOf('session.reported')]).toEqual(['Revoked', 'session reported']);
    expect([titleOf('slack.linked'), titleOf('slack.refused')]).toEqual(['Slack account linked', 'Refused in Slack']);
    expect([authWords('oidc+totp'), authWords('toString')]).toEqual(['signed in, with a one-time code', 'toString']);
    expect([evidenceWords({ person: 3, hospital: 12 }), evidenceWords({}), evidenceWords([1])]).toEqual([
      'person 3, hospital 12',
      'none',
      '[1]',
    ]);
  });

  test('ids to be named are only what can be one', () => {
    const actor = { person: 'p_htm', role: 'htm_approver', employer: 'x'.repeat(200), auth: 'oidc' as const };
    const record = {
      actor,
      data: { facts: { device: facts.device, technician: '' }, asked: ['p_a', 7] },
    } as unknown as EventRecord;
    expect(namedIn([record])).toEqual({ people: ['p_htm', 'p_a'], organisations: [], devices: [facts.device] });
  });
});
