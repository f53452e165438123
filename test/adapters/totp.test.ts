import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { totpCodes } from '../../adapters/otp/totp.ts';

/** RFC 6238 appendix B: the seed of its SHA-1 rows. */
const SEED = Buffer.from('12345678901234567890', 'ascii');
const NEVER_USED = 0;

describe('check accepts the SHA-1 rows of RFC 6238 appendix B, last six digits', () => {
  test.each([
    [59, '287082', 0x1],
    [1111111109, '081804', 0x23523ec],
    [1111111111, '050471', 0x23523ed],
    [1234567890, '005924', 0x273ef07],
    [2000000000, '279037', 0x3f940aa],
    [20000000000, '353130', 0x27bc86aa],
  ])('at %i', async (now, code, step) => {
    expect(await totpCodes.check(SEED, code, now, NEVER_USED)).toBe(step);
  });
});

// 050471 belongs to step 37037037, which lasts from 1111111110 to 1111111139.
const STEP = 37037037;
const CODE = '050471';

describe('check', () => {
  test.each([
    ['accepts a code in its first second', 1111111110, STEP - 1, STEP],
    ['accepts a code in its last second', 1111111139, STEP - 1, STEP],
    ['accepts a code one step late', 1111111169, STEP - 1, STEP],
    ['refuses a code two steps late', 1111111170, STEP - 1, undefined],
    ['refuses a code of the next step', 1111111109, STEP - 2, undefined],
    ['refuses a code that was used', 1111111111, STEP, undefined],
    ['refuses a code before one that was used', 1111111141, STEP + 1, undefined],
    ['refuses any code while the stored step lies in the future', 1111111111, STEP + 1, undefined],
    ['refuses any code while the stored step lies far in the future', 1111111111, STEP + 100000, undefined],
    ['refuses where the stored step is no step', 1111111111, Number.NaN, undefined],
    ['refuses where the stored step is negative', 1111111111, -1, undefined],
  ])('%s', async (_name, now, lastStep, step) => {
    expect(await totpCodes.check(SEED, CODE, now, lastStep)).toBe(step);
  });

  test.each([
    ['nothing', ''],
    ['five digits', '05047'],
    ['seven digits', '0050471'],
    ['eight digits of the same row', '14050471'],
    ['full-width digits', '０５０４７１'],
    ['Arabic-Indic digits', '٠٥٠٤٧١'],
    ['a line end', '050471\n'],
    ['white space before', ' 050471'],
    ['white space inside', '050 471'],
    ['a sign', '+50471'],
    ['another digit', '050472'],
    ['letters', 'O5O471'],
    ['an exponent', '5.0e10'],
  ])('refuses %s', async (_name, code) => {
    expect(await totpCodes.check(SEED, code, 1111111111, NEVER_USED)).toBeUndefined();
  });

  test("refuses another person's code", async () => {
    expect(await totpCodes.check(Buffer.from('22345678901234567890'), CODE, 1111111111, NEVER_USED)).toBeUndefined();
  });

  test('refuses, and does not throw, on a seed that is too short', async () => {
    expect(await totpCodes.check(new Uint8Array(5), CODE, 1111111111, NEVER_USED)).toBeUndefined();
  });

  test('never throws, whatever is typed and stored', async () => {
    const lastStep = fc.oneof(fc.integer(), fc.double());
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.integer(), lastStep, async (code, now, last) => {
        const step = await totpCodes.check(SEED, code, now, last);
        expect(step === undefined || step > last).toBe(true);
      }),
    );
  });
});

describe('a new authenticator', () => {
  test('has 20 bytes of its own', () => {
    const [first, second] = [totpCodes.newSecret(), totpCodes.newSecret()];
    expect([first.length, second.length]).toEqual([20, 20]);
    expect(Buffer.from(first).equals(second)).toBe(false);
  });

  test('is handed over as an otpauth address', () => {
    expect(totpCodes.uri(SEED, 'Wardkey', 'Ada Núñez & co')).toBe(
      'otpauth://totp/Wardkey:Ada%20N%C3%BA%C3%B1ez%20%26%20co?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Wardkey',
    );
  });
});
