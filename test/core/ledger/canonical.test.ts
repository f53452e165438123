import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Canonical, canonicalBytes, canonicalJson } from '../../../core/ledger/canonical.ts';

describe('canonicalJson', () => {
  test.each<[string, Canonical, string]>([
    ['nothing', {}, '{}'],
    ['literals', [null, true, false], '[null,true,false]'],
    [
      'integers',
      [0, 1, -1, 9_007_199_254_740_991, -9_007_199_254_740_991],
      '[0,1,-1,9007199254740991,-9007199254740991]',
    ],
    ['members in order of their names', { b: 1, a: 2, aa: 3, A: 4, '': 5 }, '{"":5,"A":4,"a":2,"aa":3,"b":1}'],
    ['names that look like numbers, as text', { 10: 1, 9: 2, 1: 3 }, '{"1":3,"10":1,"9":2}'],
    [
      'names in UTF-16 order (RFC 8785 3.2.3)',
      { '€': 1, '\r': 2, '\uff21': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\uff21":3}',
    ],
    [
      'escapes (RFC 8785 3.2.2.2)',
      '€$\u000f\nA\'B"\\\\"/\u007f\u2028\b\f\t\r\u001f',
      '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f\u2028\\b\\f\\t\\r\\u001f"',
    ],
    ['a member that is undefined as none', { a: undefined, b: 1 }, '{"b":1}'],
    [
      'a member named as a prototype',
      JSON.parse('{"b":1,"__proto__":{"a":2}}') as Canonical,
      '{"__proto__":{"a":2},"b":1}',
    ],
    ['nesting', { z: [{ b: [], a: {} }, [[]]], a: 'x' }, '{"a":"x","z":[{"a":{},"b":[]},[[]]]}'],
  ])('writes %s', (_name, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  /** What types forbid, as it could come from a row read back or a cast. */
  const wrong = (value: unknown) => value as Canonical;

  test.each<[string, Canonical]>([
    ['a fraction', 1.5],
    ['a small fraction', 1e-7],
    ['minus zero', -0],
    ['not a number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['an integer that doubles cannot tell from its neighbour', 2 ** 53],
    ['a lone high surrogate', '\ud83d'],
    ['a lone low surrogate', 'a\ude00'],
    ['a lone surrogate in a name', { '\ud83d': 1 }],
    ['text that is not NFC', 'e\u0301'],
    ['a name that is not NFC', { 'e\u0301': 1 }],
    ['undefined', wrong(undefined)],
    ['undefined in a list', wrong([undefined])],
    ['a hole in a list', wrong(new Array(2))],
    ['a big integer', wrong(1n)],
    ['a function', wrong(() => 1)],
    ['a symbol', wrong(Symbol('a'))],
    ['a date', wrong(new Date(0))],
    ['a map', wrong(new Map([['a', 1]]))],
    ['bytes', wrong(new Uint8Array(2))],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson([value])).toThrow(TypeError);
  });

  const nested = (depth: number): Canonical => (depth === 0 ? 1 : [nested(depth - 1)]);

  test('takes sixteen levels and refuses seventeen, and what holds itself', () => {
    expect(canonicalJson(nested(16))).toBe(`${'['.repeat(16)}1${']'.repeat(16)}`);
    expect(() => canonicalJson(nested(17))).toThrow('canonical JSON: too deep');
    const own: Canonical[] = [];
    own.push(own);
    expect(() => canonicalJson(own)).toThrow('canonical JSON: too deep');
  });

  const text = fc.string({ unit: 'binary' }).map((value) => value.normalize('NFC'));
  const { tree } = fc.letrec<{ tree: Canonical }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.maxSafeInteger().map((n) => n + 0),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
    ),
  }));

  test('reads back as what was written, and writes that alike', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const written = canonicalJson(value);
        expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(written) as Canonical)).toBe(written);
      }),
    );
  });

  test('writes one text for one value, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(text, tree, { maxKeys: 6 }), (object) => {
        expect(canonicalJson(Object.fromEntries(Object.entries(object).reverse()))).toBe(canonicalJson(object));
      }),
    );
  });
});

describe('canonicalBytes', () => {
  test('are UTF-8 without a mark', () => {
    expect(Buffer.from(canonicalBytes({ ö: '€' })).toString('hex')).toBe('7b22c3b6223a22e282ac227d');
  });
});
