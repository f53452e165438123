import { describe, expect, test } from '@jest/globals';
import { evaluateAccess, excludedFromApproval } from '../../../core/policy/evaluate.ts';
import { bundle, device, hospital, model, NOW, servicer, situation, technician, vendor, wish } from '../rows.ts';
import { EVALUATE_ROWS } from './evaluate-rows.ts';

describe('evaluateAccess refuses', () => {
  test.each(EVALUATE_ROWS)('%s: %s', (_name, code, changed, wanted = {}) => {
    expect(evaluateAccess({ ...situation, ...changed }, { ...wish, ...wanted }, NOW)).toEqual({ ok: false, code });
  });
});

describe('evaluateAccess allows', () => {
  test('a self-test under an agreement in force, with the tier’s demands', () => {
    expect(evaluateAccess(situation, wish, NOW)).toMatchObject({
      ok: true,
      value: {
        tier: 'T1',
        scopes: ['selftest.run'],
        servicerType: 'iso',
        sessionCap: 7_200,
        key: { kid: 'h-north-1' },
        requirement: { approvals: 1, startWithin: 900, holdCap: 14_400 },
      },
    });
  });

  test('exactly the cap, and the last second of agreement and competence', () => {
    const person = { ...technician, competences: [{ model: device.model, validTo: NOW + 1 }] };
    const term = { ...vendor, from: NOW, to: NOW + 1 };
    const decision = evaluateAccess({ ...situation, person, vendor: term }, { ...wish, holdSeconds: 14_400 }, NOW);
    expect(decision.ok).toBe(true);
  });

  test.each([
    ['in-house work, which needs no vendor row', 'hdo', 'hdo-north', 'in_house'],
    ['the manufacturer’s own people, by the same rows as any servicer (R3)', 'oem', 'iso-medserv', 'oem'],
    ['another hospital’s people as an outside servicer', 'hdo', 'iso-medserv', 'iso'],
  ] as const)('%s', (_name, kind, id, servicerType) => {
    const organisation = { ...servicer, id, kind };
    const person = { ...technician, organisation: id };
    const agreement = id === 'hdo-north' ? undefined : vendor;
    const decision = evaluateAccess({ ...situation, organisation, person, vendor: agreement }, wish, NOW);
    expect(decision).toMatchObject({ ok: true, value: { servicerType } });
  });

  test('reading logs on a model whose profile lists them in T3 only as T3', () => {
    const showsPatients = { ...model, scopes: [{ name: 'log.read', tier: 'T3' } as const] };
    const decision = evaluateAccess({ ...situation, model: showsPatients }, { ...wish, scopes: ['log.read'] }, NOW);
    expect(decision).toMatchObject({ ok: true, value: { tier: 'T3', requirement: { approvals: 2 } } });
  });

  test('adjusting in the last second of support, as in support', () => {
    const ageing = { ...device, endOfLife: NOW + 1, endOfSupport: NOW + 1 };
    const decision = evaluateAccess({ ...situation, device: ageing }, { ...wish, scopes: ['calibration.adjust'] }, NOW);
    expect(decision).toMatchObject({ ok: true, value: { requirement: { approvals: 1, holdCap: 14_400 } } });
  });

  test('software past support with agreement, accepted risk and security', () => {
    const old = { ...device, stage: 'end_of_support', agreementUntil: NOW + 1, riskAcceptedUntil: NOW + 1 } as const;
    const decision = evaluateAccess({ ...situation, device: old }, { ...wish, scopes: ['software.restore'] }, NOW);
    expect(decision).toMatchObject({
      ok: true,
      value: { requirement: { approvals: 2, mustInclude: ['security_approver'], holdCap: 3_600 } },
    });
  });

  test('what another unit’s tightening would refuse', () => {
    const policy = { ...hospital.policy, tightenings: [{ units: ['ward-9'], tiers: { T1: { approvals: 3 } } }] };
    const strict = { ...situation, hospital: { ...hospital, policy } };
    expect(evaluateAccess(strict, wish, NOW)).toMatchObject({ ok: true, value: { requirement: { approvals: 1 } } });
    const moved = { ...strict, device: { ...device, unit: 'ward-9' } };
    expect(evaluateAccess(moved, wish, NOW)).toMatchObject({ ok: true, value: { requirement: { approvals: 3 } } });
  });

  test('sessions no longer than both the model and the delegated key take', () => {
    const keys = bundle.keys.map((key) => ({ ...key, maxDur: 1_200 }));
    const decision = evaluateAccess({ ...situation, bundle: { ...bundle, keys } }, wish, NOW);
    expect(decision).toMatchObject({ ok: true, value: { sessionCap: 1_200 } });
    const short = evaluateAccess({ ...situation, model: { ...model, maxDur: 600 } }, wish, NOW);
    expect(short).toMatchObject({ ok: true, value: { sessionCap: 600 } });
  });

  test('in the first and the last second of its key, as a device does', () => {
    const only = (times: { readonly nbf: number; readonly naf: number }) => ({
      ...bundle,
      keys: bundle.keys.map((entry) => ({ ...entry, ...times })),
    });
    const codes = [
      { nbf: NOW, naf: NOW + 1 },
      { nbf: NOW - 1, naf: NOW },
      { nbf: NOW - 2, naf: NOW - 1 },
      { nbf: NOW + 1, naf: NOW + 2 },
    ].map((times) => {
      const said = evaluateAccess({ ...situation, bundle: only(times) }, wish, NOW);
      return said.ok ? 'allowed' : said.code;
    });
    expect(codes).toEqual(['allowed', 'allowed', 'trust_missing', 'trust_missing']);
  });

  test('with the next key only once it is the active one', () => {
    const rotated = { ...hospital, keys: { active: hospital.keys.next, next: hospital.keys.active } };
    const keys = [
      ...bundle.keys,
      { ...bundle.keys[0], ...hospital.keys.next, scopes: vendor.scopes, maxLife: 9, maxDur: 9, nbf: NOW, naf: NOW },
    ];
    const both = { ...bundle, keys };
    expect(evaluateAccess({ ...situation, bundle: both }, wish, NOW)).toMatchObject({
      value: { key: { kid: 'h-north-1' } },
    });
    expect(evaluateAccess({ ...situation, bundle: both, hospital: rotated }, wish, NOW)).toMatchObject({
      value: { key: { kid: 'h-north-2' } },
    });
  });
});

describe('excludedFromApproval', () => {
  test('names the technician, his linked accounts and his partner (R4)', () => {
    const person = { ...technician, linked: ['p_other_account'] };
    const partner = { ...technician, id: 'p_partner', linked: ['p_third_account'] };
    const asking = ['p_technician', 'p_other_account', 'p_partner', 'p_third_account'];
    expect(excludedFromApproval(person, partner)).toEqual(asking);
    expect(excludedFromApproval(person, 'alone')).toEqual(['p_technician', 'p_other_account']);
  });
});
