import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../../../adapters/csv/read-csv.ts';
import { toCsv } from '../../../core/registry/csv-out.ts';

describe('toCsv', () => {
  test.each([
    ['nothing', [], ''],
    [
      'plain cells',
      [
        ['a', 'b'],
        ['1', ''],
      ],
      'a,b\r\n1,\r\n',
    ],
    [
      'commas, quotes and line ends',
      [['a,b', 'say "x"', 'one\ntwo', '\r\n']],
      '"a,b","say ""x""","one\ntwo","\'\r\n"\r\n',
    ],
    ['formulas', [['=1+1', '+1', '-1', '@SUM(A1)']], "'=1+1,'+1,'-1,'@SUM(A1)\r\n"],
    ['formulas behind what is skipped', [['\t=1', '\r=1']], '\'\t=1,"\'\r=1"\r\n'],
    ['full-width formulas', [['＝1', '＋1', '－1', '＠1']], "'＝1,'＋1,'－1,'＠1\r\n"],
    ['a formula that needs quotes', [['=HYPERLINK("x","y")']], '"\'=HYPERLINK(""x"",""y"")"\r\n'],
    ['signs inside a cell', [['a=1', '1-2', "'x"]], "a=1,1-2,'x\r\n"],
  ])('writes %s', (_name, rows, text) => {
    expect(toCsv(rows)).toBe(text);
  });

  test('writes what reads back as it was, but for the apostrophe', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '=', '-', '\t', ' ', 'é'), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constant('x'), cell), { minLength: 1 }), (rows) => {
        const read = readCsv(toCsv(rows)).rows.map(({ cells }) => cells);
        expect(read).toEqual(rows.map(([x, one]) => [x, /^[=\-\t]/.test(one) ? `'${one}` : one]));
        for (const one of read.flat()) expect(one).not.toMatch(/^[=+\-@\t\r]/);
      }),
    );
  });
});
