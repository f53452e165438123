import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SCOPES, type Scope } from '../../../core/policy/tiers.ts';
import { activationFor, signingInputFor } from '../../../core/token/signing-input.ts';
import { approvedOf, facts, NOW, terms } from '../rows.ts';

const JTI = 'AAECAwQFBgcICQoLDA0ODw';
const CNONCE = 'EBESExQVFhcYGRobHB0eHw';
const times = { nbf: NOW, exp: NOW + 900, dur: 3_600 };

/** Header and payload as JSON text; the segments are cut and decoded here, not by core. */
function textOf(signingInput: string): readonly string[] {
  return signingInput.split('.').map((segment) => Buffer.from(segment, 'base64url').toString());
}

describe('signingInputFor', () => {
  test('is, byte for byte, what another program writes for the same grant', () => {
    expect(signingInputFor(approvedOf(), terms, times, { jti: JTI })).toBe(
      'eyJhbGciOiJFUzI1NiIsImtpZCI6Imgtbm9ydGgtMSIsInR5cCI6ImRzYXQrand0In0.' +
        'eyJ2ZXIiOjEsImlzcyI6Imhkby1ub3J0aCIsInN1YiI6InQtODg0MiIsImF1ZCI6ImdzMTowMS8wOTUyMTAwMDAwMTAxNS8yMS9MVjMtMDA0' +
        'MiIsImp0aSI6IkFBRUNBd1FGQmdjSUNRb0xEQTBPRHciLCJpYXQiOjE4MDAwMDAwMDAsIm5iZiI6MTgwMDAwMDAwMCwiZXhwIjoxODAwMDAw' +
        'OTAwLCJzY29wZSI6InNlbGZ0ZXN0LnJ1biBsb2cucmVhZCIsImxpbSI6eyJkdXIiOjM2MDAsInVzZSI6MX0sInJlcSI6IjM2QTEtM1Y0VFlO' +
        'TjZ2WC13N29WZ1U3NndWTE1tTklLdWUxUXVLYlNRc00ifQ',
    );
  });

  test('binds the device’s challenge and the release code where there are any', () => {
    const cnf = { rc: { s: JTI, h: 'xxxxxxxxxxxxxxxxxxxxxx', n: 100_000 } };
    expect(textOf(signingInputFor(approvedOf(), terms, times, { jti: JTI, cnonce: CNONCE, cnf }))).toEqual([
      '{"alg":"ES256","kid":"h-north-1","typ":"dsat+jwt"}',
      '{"ver":1,"iss":"hdo-north","sub":"t-8842","aud":"gs1:01/09521000001015/21/LV3-0042","jti":"AAECAwQFBgcICQoLDA0ODw",' +
        '"iat":1800000000,"nbf":1800000000,"exp":1800000900,"scope":"selftest.run log.read","lim":{"dur":3600,"use":1},' +
        '"req":"36A1-3V4TYNN6vX-w7oVgU76wVLMmNIKue1QuKbSQsM","cnonce":"EBESExQVFhcYGRobHB0eHw",' +
        '"cnf":{"rc":{"s":"AAECAwQFBgcICQoLDA0ODw","h":"xxxxxxxxxxxxxxxxxxxxxx","n":100000}}}',
    ]);
  });

  test('holds no name, no mail address, no account and no reason (R20)', () => {
    const [, payload = ''] = textOf(signingInputFor(approvedOf(), terms, times, { jti: JTI }));
    for (const secret of ['Printed', '@', 'p_technician', 'p_htm', 'Occlusion', 'WO-7781', 'MedServ']) {
      expect(payload).not.toContain(secret);
    }
  });

  test('carries every subset of scopes once, in the order granted', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.keys(SCOPES) as Scope[], { minLength: 1, maxLength: 16 }), (scopes) => {
        const request = approvedOf({ facts: { ...facts, scopes } });
        const [, payload = ''] = textOf(signingInputFor(request, terms, times, { jti: JTI }));
        expect(JSON.parse(payload)).toMatchObject({ scope: scopes.join(' '), aud: facts.device });
      }),
    );
  });
});

describe('activationFor', () => {
  type Clamp = readonly [
    name: string,
    until: number,
    facts: Partial<typeof facts>,
    terms: {
      readonly maxLife?: number;
      readonly keyMaxLife?: number;
      readonly sessionCap?: number;
      readonly start?: number;
    },
    expected: { readonly exp: number; readonly dur: number },
  ];

  test.each<Clamp>([
    ['the tier’s start within, the hold asked for', NOW + 4_470, {}, {}, { exp: NOW + 900, dur: 3_600 }],
    ['a start no later than the window', NOW + 600, {}, {}, { exp: NOW + 600, dur: 600 }],
    ['a session no longer than the window', NOW + 1_000, {}, {}, { exp: NOW + 900, dur: 1_000 }],
    ['the last second of the window', NOW + 1, {}, {}, { exp: NOW + 1, dur: 1 }],
    ['the device’s longest life', NOW + 4_470, {}, { maxLife: 300 }, { exp: NOW + 300, dur: 3_600 }],
    ['the key’s longest life', NOW + 4_470, {}, { keyMaxLife: 120 }, { exp: NOW + 120, dur: 3_600 }],
    [
      'a start as soon as the policy by now demands (R8)',
      NOW + 4_470,
      {},
      { start: 60 },
      { exp: NOW + 60, dur: 3_600 },
    ],
    [
      'a start as it was shown, though the policy now allows more (R9)',
      NOW + 4_470,
      {},
      { start: 28_800 },
      { exp: NOW + 900, dur: 3_600 },
    ],
    ['the longest session of device and key', NOW + 4_470, {}, { sessionCap: 1_200 }, { exp: NOW + 900, dur: 1_200 }],
    [
      'the session as it was shown, though the device now takes longer (R9)',
      NOW + 9_000,
      { holdSeconds: 7_200, sessionSeconds: 1_800 },
      {},
      { exp: NOW + 900, dur: 1_800 },
    ],
    [
      'the hold as the approver shortened it (R6)',
      NOW + 4_470,
      { holdSeconds: 600, sessionSeconds: 600 },
      {},
      { exp: NOW + 900, dur: 600 },
    ],
  ])('clamps to %s', (_name, until, changed, caps, expected) => {
    const request = approvedOf({ facts: { ...facts, ...changed }, grant: { approvedAt: NOW - 30, until } });
    const { maxLife = terms.model.maxLife, keyMaxLife = terms.key.maxLife, sessionCap = terms.sessionCap } = caps;
    const { start: startWithin = terms.requirement.startWithin } = caps;
    const capped = {
      ...terms,
      requirement: { ...terms.requirement, startWithin },
      model: { ...terms.model, maxLife },
      key: { ...terms.key, maxLife: keyMaxLife },
      sessionCap,
    };
    expect(activationFor(request, capped, NOW)).toEqual({ nbf: NOW, ...expected });
  });

  test('never starts after the window, never runs longer than shown, and both are at least a second', () => {
    const seconds = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(
        seconds,
        seconds,
        seconds,
        seconds,
        seconds,
        (left, startWithin, sessionSeconds, maxLife, sessionCap) => {
          const until = NOW + left;
          const request = approvedOf({
            facts: { ...facts, startWithin, sessionSeconds, holdSeconds: sessionSeconds + 60 },
            grant: { approvedAt: NOW - 30, until },
          });
          const { exp, dur, nbf } = activationFor(
            request,
            { ...terms, model: { ...terms.model, maxLife }, sessionCap },
            NOW,
          );
          expect(nbf).toBe(NOW);
          expect(exp).toBeGreaterThan(nbf);
          expect(exp).toBeLessThanOrEqual(Math.min(until, NOW + startWithin, NOW + maxLife));
          expect(dur).toBeGreaterThan(0);
          expect(dur).toBeLessThanOrEqual(Math.min(sessionSeconds, sessionCap, left));
        },
      ),
    );
  });
});
