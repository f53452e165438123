import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseStrictJson } from '../../lambdas/strict-json.ts';

const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('parseStrictJson', () => {
  test('takes a text of a million escapes', () => {
    const csv = '"\n'.repeat(500_000);
    expect(parseStrictJson(JSON.stringify({ csv }))).toEqual({ csv });
  });

  const refused: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['white space only', '  '],
    ['a truncated object', '{"a":1'],
    ['a byte order mark', '\uFEFF{"a":1}'],
    ['trailing bytes', '{"a":1}x'],
    ['two objects', '{"a":1}{"a":1}'],
    ['an array', '[1]'],
    ['a string', '"a"'],
    ['a number', '1'],
    ['null', 'null'],
    ['a member twice', '{"a":1,"a":2}'],
    ['a member twice below', '{"x":[{"a":1,"a":2}]}'],
    ['a member twice, once escaped', '{"a":1,"\\u0061":2}'],
    ['an empty name twice', '{"":1,"":2}'],
    ['__proto__', '{"__proto__":{"admin":true}}'],
    ['__proto__ below', '{"a":{"__proto__":1}}'],
    ['depth 17', nested(17)],
    ['a comment', '{"a":1/*x*/}'],
    ['single quotes', "{'a':1}"],
    ['a trailing comma', '{"a":1,}'],
    ['NaN', '{"a":NaN}'],
    ['a raw control character', '{"a":"\u0001"}'],
    ['a leading zero', '{"a":01}'],
  ];
  test.each(refused)('refuses %s', (_name, text) => {
    expect(() => parseStrictJson(text)).toThrow(expect.objectContaining({ type: 'bad-json' }));
  });

  test('takes colons and quotes inside strings for what they are', () => {
    expect(parseStrictJson('{"a:":"\\":\\"","b":{"c":[":",{"d":"\\\\"}]}}')).toEqual({
      'a:': '":"',
      b: { c: [':', { d: '\\' }] },
    });
  });

  test('takes depth 16', () => {
    expect(Object.keys(parseStrictJson(nested(16)))).toEqual(['a']);
  });

  test('reads any object as JSON.parse reads it, unless a member stands twice', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        expect(parseStrictJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
