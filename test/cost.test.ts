/** docs/cost.md says what was counted, and multiplies rightly. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../docs/cost.md');

/** Cells of the rows of the page that have `columns` columns, without bold. */
function rowsOf(columns: number): readonly (readonly string[])[] {
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  const cells = rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.replaceAll('**', '').trim()),
  );
  return cells.filter((row) => row.length === columns);
}

test('the steps of a grant are those of the golden count', () => {
  const [, ...steps] = read('golden/capacity.txt').trimEnd().split('\n');
  const counted = steps.map((line) => {
    const [, name = '', calls, reads, writes, kms = ''] = /^(.{24})\s*(\S+)\s+(\S+)\s+(\S+)\s*(.*)$/.exec(line) ?? [];
    return [name.trim(), calls, reads, writes, kms];
  });
  expect(rowsOf(5).slice(1)).toEqual(counted);
});

test('the sums are sums', () => {
  const prices = rowsOf(3).map(([part = '', , price = '']) => [part, Number(price)] as const);
  const priceOf = (name: string) => prices.find(([part]) => part === name)?.[1] ?? Number.NaN;
  const first = prices.findIndex(([part]) => part === 'DynamoDB writes');
  const until = prices.findIndex(([part]) => part === 'without mail');
  const withoutMail = prices.slice(first, until).reduce((sum, [, price]) => sum + price, 0);
  expect(withoutMail).toBeCloseTo(priceOf('without mail'), 2);
  expect(priceOf('without mail') + priceOf('SES')).toBeCloseTo(priceOf('all of it'), 3);
  const idle = prices.slice(prices.findIndex(([part]) => part.startsWith('KMS keys')));
  const parts = idle.filter(([part]) => !['each further hospital', 'one hospital'].includes(part));
  expect(parts.reduce((sum, [, price]) => sum + price, 0)).toBeCloseTo(priceOf('one hospital'), 2);
});
