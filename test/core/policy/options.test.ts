import { describe, expect, test } from '@jest/globals';
import { evaluateAccess, type Situation } from '../../../core/policy/evaluate.ts';
import { optionsFor, stopOf } from '../../../core/policy/options.ts';
import { SCOPES } from '../../../core/policy/tiers.ts';
import { bundle, device, hospital, model, NOW, situation, staffOf, technician, vendor } from '../rows.ts';

const optionsIn = (more: Partial<Situation> = {}) => optionsFor({ ...situation, ...more }, NOW);

/** What is said of one scope: `T1, at most 14400 s`, or the code of the refusal. */
function said(scope: string, more: Partial<Situation> = {}): string {
  const option = optionsIn(more).find((one) => one.scope === scope);
  if (!option) return 'not there';
  return option.isPossible ? `${option.tier}, at most ${option.holdCap} s` : option.no;
}

describe('optionsFor', () => {
  test('has every scope that there is, once, in their order', () => {
    expect(optionsIn().map(({ scope }) => scope)).toEqual(Object.keys(SCOPES));
  });

  test.each<[string, string, string, Partial<Situation>]>([
    ['a self-test', 'selftest.run', 'T1, at most 14400 s', {}],
    ['a shell', 'os.shell', 'T4, at most 3600 s', {}],
    [
      'a tier that the profile raises',
      'log.read',
      'T3, at most 28800 s',
      {
        model: { ...model, scopes: [{ name: 'log.read', tier: 'T3' }] },
      },
    ],
    [
      'what he can still attest',
      'software.restore',
      'T3, at most 28800 s',
      {
        device: { ...device, stage: 'limited_support' },
      },
    ],
    ['what was not designed in', 'debug.port', 'scope_not_in_profile', {}],
    ['what the agreement leaves out', 'os.shell', 'vendor_scope', { vendor: { ...vendor, scopes: ['selftest.run'] } }],
    ['what no key is delegated for', 'selftest.run', 'trust_missing', { bundle: { ...bundle, keys: [] } }],
    [
      'adjusting past support',
      'calibration.adjust',
      'agreement_missing',
      { device: { ...device, stage: 'end_of_support' } },
    ],
    [
      'software past support under an agreement',
      'software.restore',
      'risk_not_accepted',
      {
        device: { ...device, stage: 'unknown', agreementUntil: NOW + 1 },
      },
    ],
    [
      'what nobody could approve',
      'software.restore',
      'policy_unsatisfiable',
      {
        hospital: { ...hospital, staff: [staffOf('p_htm', ['htm_approver'])] },
      },
    ],
  ])('says of %s what a request for it alone would meet', (_name, scope, says, more) => {
    expect(said(scope, more)).toBe(says);
  });

  test('counts nobody twice: who asks is no approver of his own request', () => {
    const only = { hospital: { ...hospital, staff: [staffOf(technician.id, ['htm_approver'])] } };
    expect(said('selftest.run', only)).toBe('policy_unsatisfiable');
  });

  test('says no to a scope exactly where the rules say no', () => {
    const declarations = { notInClinicalUse: false, compensatingControls: true };
    for (const option of optionsIn()) {
      const evaluated = evaluateAccess(situation, { scopes: [option.scope], holdSeconds: 60, declarations }, NOW);
      expect([option.scope, option.isPossible]).toEqual([option.scope, evaluated.ok]);
    }
  });
});

describe('stopOf', () => {
  test.each<[string, string | undefined, Partial<Situation>]>([
    ['nothing where something is possible', undefined, {}],
    ['nothing where each scope has its own reason', undefined, { vendor: { ...vendor, scopes: [] } }],
    [
      'the competence that is over',
      'competence_expired',
      {
        person: { ...technician, competences: [{ model: model.id, validTo: NOW }] },
      },
    ],
    ['the device that is suspended', 'device_suspended', { device: { ...device, status: 'suspended' } }],
    ['the hospital that stopped everything', 'hospital_frozen', { hospital: { ...hospital, status: 'suspended' } }],
    ['the profile that is not loaded', 'profile_unknown', { model: undefined }],
  ])('is %s', (_name, code, more) => {
    expect(stopOf(optionsIn(more))).toBe(code);
  });
});
