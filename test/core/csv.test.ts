import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { csvText } from '../../core/csv.ts';
import { INERT_TEXTS } from '../support/injection.ts';

describe('a table as comma-separated text', () => {
  test('has every cell in quotes and every line with its end', () => {
    expect(
      csvText([
        ['a', 'b'],
        ['say "no"', 7],
      ]),
    ).toBe('"a","b"\r\n"say ""no""","7"\r\n');
  });

  test.each([
    '=HYPERLINK("http://evil.example","x")',
    '+1+1',
    '-2+3',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1+1',
    '\u3000=1',
    '\uff1d1+1',
    '\uff0b1',
    '\uff0d1',
    '\uff20A1',
    "cmd|' /C calc'!A0",
    '","=1+1',
    '"\r\n=1+1,"',
    ...INERT_TEXTS.map(([, text]) => text),
  ])('%j stays one cell, and none that a spreadsheet computes', (text) => {
    const [[cell, next] = []]: string[][] = parse(csvText([[text, 'next']]));
    expect(next).toBe('next');
    expect([text, `'${text}`]).toContain(cell);
    expect(cell).not.toMatch(/^[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    expect(cell).not.toMatch(/^[\t\r\n]/);
  });

  test.each(['plain', 'a=b', '1-2', "it's", 7])('%j is as it was', (value) => {
    expect(parse(csvText([[value]]))).toEqual([[String(value)]]);
  });
});
