import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../../adapters/csv/read-csv.ts';
import type { CsvFaultCode } from '../../core/ports.ts';

type Rows = readonly (readonly [line: number, ...cells: string[]])[];

describe('readCsv reads', () => {
  test.each<[string, string, Rows]>([
    ['nothing', '', []],
    ['empty lines', '\n\r\n\n', []],
    ['a byte order mark alone', '\ufeff', []],
    [
      'a byte order mark',
      '\ufefftag,site\nA,B\n',
      [
        [1, 'tag', 'site'],
        [2, 'A', 'B'],
      ],
    ],
    [
      'a byte order mark before a quote',
      '\ufeff"tag"\nA',
      [
        [1, 'tag'],
        [2, 'A'],
      ],
    ],
    [
      'a second byte order mark as text',
      'tag\n\ufeffA',
      [
        [1, 'tag'],
        [2, '\ufeffA'],
      ],
    ],
    [
      'a file without a last line end',
      'a,b\n1,2',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    ],
    [
      'CRLF',
      'a\r\n1\r\n',
      [
        [1, 'a'],
        [2, '1'],
      ],
    ],
    [
      'CR',
      'a\r1\r',
      [
        [1, 'a'],
        [2, '1'],
      ],
    ],
    [
      'mixed line ends',
      'a\r\n1\n2\r3',
      [
        [1, 'a'],
        [2, '1'],
        [3, '2'],
        [4, '3'],
      ],
    ],
    [
      'empty lines between rows, which count',
      'a\n\n\n1',
      [
        [1, 'a'],
        [4, '1'],
      ],
    ],
    [
      'quotes in quotes',
      'a\n"1 ""x"""',
      [
        [1, 'a'],
        [2, '1 "x"'],
      ],
    ],
    [
      'commas in quotes',
      'a\n"1,2"',
      [
        [1, 'a'],
        [2, '1,2'],
      ],
    ],
    [
      'a line end in quotes, and counts on',
      'a\r\n"1\r\n2"\r\n3',
      [
        [1, 'a'],
        [2, '1\n2'],
        [4, '3'],
      ],
    ],
    [
      'empty cells',
      'a,b\n,\n"",',
      [
        [1, 'a', 'b'],
        [2, '', ''],
        [3, '', ''],
      ],
    ],
    [
      'space as it came',
      'a,b\n 1 ,\t',
      [
        [1, 'a', 'b'],
        [2, ' 1 ', '\t'],
      ],
    ],
    [
      'controls as they came',
      'a\n\0\u001d',
      [
        [1, 'a'],
        [2, '\0\u001d'],
      ],
    ],
    [
      'names that every object has',
      '__proto__,constructor\n1,2',
      [
        [1, '__proto__', 'constructor'],
        [2, '1', '2'],
      ],
    ],
    [
      'semicolons as text',
      'a;b\n1;2',
      [
        [1, 'a;b'],
        [2, '1;2'],
      ],
    ],
    [
      'a cell of 256 characters',
      `a\n${'x'.repeat(256)}`,
      [
        [1, 'a'],
        [2, 'x'.repeat(256)],
      ],
    ],
  ])('%s', (_name, text, rows) => {
    expect(readCsv(text)).toEqual({ rows: rows.map(([line, ...cells]) => ({ line, cells })), faults: [] });
  });
});

describe('readCsv names', () => {
  test.each<[string, string, readonly [line: number, code: CsvFaultCode][], number]>([
    ['a quote that does not close, where the file ends', 'a,b\n1,"2\n3,4\n', [[3, 'csv_quote']], 0],
    ['a quote inside a cell', 'a,b\n1,2"x"\n', [[2, 'csv_quote']], 0],
    ['text behind a quote', 'a,b\n1,"2"x\n', [[2, 'csv_quote']], 0],
    ['a quote that does not close in the header', '"a,b\n1,2\n', [[2, 'csv_quote']], 0],
    [
      'every row of another width',
      'a,b\n1\n1,2\n1,2,3\n',
      [
        [2, 'csv_columns'],
        [4, 'csv_columns'],
      ],
      2,
    ],
    ['a comma too many at the end', 'a,b\n1,2,\n', [[2, 'csv_columns']], 1],
    ['a cell of 257 characters', `a\n${'x'.repeat(257)}\n1`, [[2, 'csv_cell']], 2],
    [
      'a long cell in a row of another width',
      `a,b\n${'x'.repeat(257)}\n`,
      [
        [2, 'csv_columns'],
        [2, 'csv_cell'],
      ],
      1,
    ],
    ['5,001 rows', `a\n${'1\n'.repeat(5001)}`, [[5002, 'csv_rows']], 0],
    ['far more rows, at the first that is too many', `a\n${'1\n'.repeat(60_000)}`, [[5002, 'csv_rows']], 0],
  ])('%s', (_name, text, faults, left) => {
    const table = readCsv(text);
    expect(table.faults).toEqual(faults.map(([line, code]) => ({ line, code })));
    expect(table.rows.length).toBe(left);
  });

  test('nothing in 5,000 rows', () => {
    const table = readCsv(`a,b\r\n${'1,2\r\n'.repeat(5000)}`);
    expect([table.rows.length, table.faults.length, table.rows.at(-1)?.line]).toEqual([5001, 0, 5001]);
  });
});

describe('readCsv', () => {
  test('reads back what RFC 4180 writes', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', 'ä', '😀', ';', '='), maxLength: 6 });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
        const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join(end);
        const read = readCsv(text);
        expect(read.faults).toEqual([]);
        expect(read.rows.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  test('answers every text, with lines that it has', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\ufeff', '\0', '\ud800'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (one) => {
        const { rows, faults } = readCsv(one);
        const lines = one.split(/\r\n|\r|\n/).length;
        for (const { line } of [...rows, ...faults]) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });
});
