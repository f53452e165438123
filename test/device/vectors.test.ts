/** The public cases, one test each. The CWT form is not read yet and answers E_FORM. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type CaseFile, playCase } from '../support/dsat-cases.ts';

const file: CaseFile = JSON.parse(readFileSync(new URL('../vectors/dsat-public.json', import.meta.url), 'utf8'));

describe('the public cases', () => {
  test.each(file.cases.filter(({ form }) => form !== 'cwt').map((one) => [one.id, one] as const))('%s', (_id, one) => {
    expect(playCase(file, one)).toEqual({ id: one.id, expect: one.expect, got: expect.any(String), pass: true });
  });
  test.each(file.cases.filter(({ form }) => form === 'cwt').map((one) => [one.id, one] as const))(
    '%s is refused by its form',
    (_id, one) => expect(playCase(file, one).got).toBe('E_FORM'),
  );
});

describe('a case', () => {
  const [first] = file.cases;
  test('fails when the code is another', () => {
    expect(playCase(file, { id: 'x', form: 'jws', token: '', expect: 'OK' })).toMatchObject({
      got: 'E_SIZE',
      pass: false,
    });
  });
  test('passes with either code of an alternative', () => {
    expect(playCase(file, { id: 'x', form: 'jws', token: '', expect: 'E_B64|E_SIZE' }).pass).toBe(true);
  });
  test('fails when the verifier crashes, even if the crash was expected', () => {
    const broken = {
      ...file,
      fixtures: { ...file.fixtures, state_default: { ...file.fixtures.state_default, seen: 5 } },
    };
    const hostile = {
      id: 'x',
      form: 'jws',
      token: first?.token ?? '',
      expect: 'OK',
      device: { scopes: null },
    } as never;
    expect(playCase(broken as never, hostile)).toMatchObject({ got: expect.stringMatching(/^CRASH: /), pass: false });
  });
  test('fails alone when it cannot even be set up', () => {
    const hostile = { id: 'x', form: 'jws', token: '', expect: 'E_SIZE', device: { bundle: { keys: 5 } } } as never;
    expect(playCase(file, hostile)).toMatchObject({ got: expect.stringMatching(/^CRASH: /), pass: false });
  });
  test('names the step that went wrong', () => {
    const steps = [{ op: 'present', token: 'x', expect: 'OK' }] as const;
    expect(playCase(file, { id: 'x', form: 'seq', expect: 'OK', steps })).toMatchObject({ got: 'step 1: E_SEGMENTS' });
  });
});
