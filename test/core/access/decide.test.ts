import { describe, expect, test } from '@jest/globals';
import { type Deciding, type DecisionInput, decideAccess } from '../../../core/access/decide.ts';
import { facts, hospital, NOW, pendingOf, personOf, staffOf, WITH_SECURITY } from '../rows.ts';
import {
  ALARMS_DIGEST,
  alarmsByHtm,
  approve,
  approveAlarms,
  approveShell,
  approveSoftware,
  DECIDE_ROWS,
  DIGEST,
  deciding,
  given,
  SOFTWARE_DIGEST,
  shell,
  shellFacts,
  software,
  softwareByHtm,
} from './decide-rows.ts';

describe('decideAccess refuses', () => {
  test.each(DECIDE_ROWS)('%s: %s', (_name, code, who, input) => {
    expect(decideAccess(who, input, NOW)).toEqual({ ok: false, code });
  });

  test('for the first reason in the order of the rules, suspension before anything about the request', () => {
    const own = pendingOf({ facts: { ...facts, technician: 'p_gone' } });
    expect(decideAccess(deciding('p_gone', { request: own }), approve, NOW)).toEqual({
      ok: false,
      code: 'approver_suspended',
    });
  });
});

describe('decideAccess records', () => {
  test('the only approval of a T1 request, and that it is approved until start and hold are over', () => {
    expect(decideAccess(deciding('p_htm'), approve, NOW)).toEqual({
      ok: true,
      value: [
        {
          type: 'approval.recorded',
          data: {
            role: 'htm_approver',
            digest: DIGEST,
            scopes: ['selftest.run', 'log.read'],
            holdSeconds: 3_600,
            sessionSeconds: 3_600,
            release: undefined,
          },
        },
        { type: 'request.approved', data: { until: NOW + 4_500, digest: DIGEST } },
      ],
    });
  });

  test('shorter and narrower terms, in the order of the facts, under the digest of what then holds (R6, R9)', () => {
    const input: DecisionInput = { ...approve, holdSeconds: 1_800, scopes: ['selftest.run'] };
    expect(decideAccess(deciding('p_htm'), input, NOW)).toMatchObject({
      value: [
        { data: { digest: DIGEST, scopes: ['selftest.run'], holdSeconds: 1_800, sessionSeconds: 1_800 } },
        { data: { until: NOW + 2_700, digest: 'QrZBiMB3EDbL7fm6QoWaKk8jj_hfWvqvSzTdUqynfK0' } },
      ],
    });
    const turned: DecisionInput = { ...approve, scopes: ['log.read', 'selftest.run', 'log.read'] };
    expect(decideAccess(deciding('p_htm'), turned, NOW)).toMatchObject({
      value: [{ data: { scopes: ['selftest.run', 'log.read'] } }, { data: { digest: DIGEST } }],
    });
  });

  test('sessions that stay as short as they were shown', () => {
    const request = pendingOf({ facts: { ...facts, sessionSeconds: 600 } });
    const input = { ...approve, digest: 'Yz0J0AeYkUHwMhFd5qt8hcPyNdxMBNgo164Ibo1K088' };
    const decision = decideAccess(deciding('p_htm', { request }), input, NOW);
    expect(decision).toMatchObject({ value: [{ data: { sessionSeconds: 600, holdSeconds: 3_600 } }, {}] });
  });

  test('a denial with role, digest and reason', () => {
    const input: DecisionInput = { decision: 'deny', digest: DIGEST, reason: 'In use until noon' };
    expect(decideAccess(deciding('p_htm'), input, NOW)).toEqual({
      ok: true,
      value: [{ type: 'request.denied', data: { role: 'htm_approver', digest: DIGEST, reason: 'In use until noon' } }],
    });
  });

  test('a denial by somebody whose role has approved already: one no is enough', () => {
    const input: DecisionInput = { decision: 'deny', digest: SOFTWARE_DIGEST, reason: 'Patient attached' };
    const decision = decideAccess(deciding('p_htm_two', { request: softwareByHtm }), input, NOW);
    expect(decision).toMatchObject({ value: [{ type: 'request.denied', data: { role: 'htm_approver' } }] });
  });

  test('in-house work decided by a colleague (R4: another person, not another organisation)', () => {
    const request = pendingOf({
      facts: { ...facts, employer: 'hdo-north', technician: 'p_htm', servicerType: 'in_house' },
    });
    const rows: Partial<Deciding> = { request, vendor: undefined, person: personOf('p_htm', 'hdo-north') };
    const organisation = { ...deciding('p_htm').organisation, id: 'hdo-north' };
    const input = { ...approve, digest: '7XvWF6G2SFf09egBU-ZQPbTZcudGIT889WClttTYijI' };
    const decision = decideAccess(deciding('p_htm_two', { ...rows, organisation }), input, NOW);
    expect(decision.ok).toBe(true);
  });

  test('a denial by somebody who approved before: he may change his mind while it is open', () => {
    const input = { ...approveSoftware, decision: 'deny', reason: 'The patient needs it now.' } as const;
    expect(decideAccess(deciding('p_htm', { request: softwareByHtm }), input, NOW)).toMatchObject({
      value: [{ type: 'request.denied', data: { role: 'htm_approver' } }],
    });
  });

  test('evidence of the release where the approver gives it', () => {
    const decision = decideAccess(deciding('p_htm'), { ...approve, clinicalRelease: true }, NOW);
    expect(decision).toMatchObject({ value: [{ data: { release: 'named_release' } }, {}] });
  });
});

/** Event types of a yes. */
function typesOf(who: Deciding, input: DecisionInput): readonly string[] {
  const decision = decideAccess(who, input, NOW);
  return decision.ok ? decision.value.map((event) => event.type) : [decision.code];
}

describe('decideAccess of two', () => {
  const one = ['approval.recorded'];
  const both = ['approval.recorded', 'request.approved'];

  test('leaves software pending after one, approves after another in another role', () => {
    expect(typesOf(deciding('p_htm', { request: software }), approveSoftware)).toEqual(one);
    expect(typesOf(deciding('p_security', { request: softwareByHtm }), approveSoftware)).toEqual(both);
    expect(typesOf(deciding('p_owner', { request: softwareByHtm }), approveSoftware)).toEqual(both);
  });

  test('takes a free role of somebody whose other role is used', () => {
    const decision = decideAccess(deciding('p_both', { request: softwareByHtm }), approveSoftware, NOW);
    expect(decision).toMatchObject({ value: [{ data: { role: 'security_approver' } }, {}] });
  });

  test('takes the physicist after HTM where output is touched (scenario 7)', () => {
    const decision = decideAccess(deciding('p_physicist', { request: alarmsByHtm }), approveAlarms, NOW);
    expect(decision).toMatchObject({
      value: [{ data: { role: 'domain_safety' } }, { data: { digest: ALARMS_DIGEST } }],
    });
  });

  test('leaves a shell pending after two without security, whoever they are', () => {
    const request = pendingOf({
      facts: shellFacts,
      demand: WITH_SECURITY,
      approvals: [given('p_htm', 'htm_approver')],
    });
    expect(typesOf(deciding('p_owner', { request }), approveShell)).toEqual(one);
    expect(typesOf(deciding('p_security', { request }), approveShell)).toEqual(both);
  });

  test('lets a person of several roles stand for the mandatory one', () => {
    const decision = decideAccess(deciding('p_both', { request: shell }), approveShell, NOW);
    expect(decision).toMatchObject({ value: [{ data: { role: 'security_approver' } }] });
  });

  test('keeps a clinical owner to his unit', () => {
    const staff = [
      staffOf('p_owner', [], { entitlements: [{ role: 'clinical_owner', sites: ['main'], units: ['icu-2'] }] }),
    ];
    const who = deciding('p_owner', { request: software, hospital: { ...hospital, staff } });
    expect(typesOf(who, approveSoftware)).toEqual(one);
  });
});
