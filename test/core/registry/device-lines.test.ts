import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DeviceLine, deviceLinesFrom } from '../../../core/registry/device-lines.ts';
import { LINE_FAULTS } from '../../../core/registry/line-faults.ts';
import { faultsOf, GTIN, linesOf, UDI } from './device-file.ts';

const LINE: DeviceLine = {
  line: 2,
  id: 'gs1:01/09521000001022/21/001234',
  model: 'gs1:01/09521000001022',
  serial: '001234',
  tag: 'SM-1',
  cmms: '',
  site: 'Main',
  unit: 'ICU 3',
  stage: 'unknown',
  endOfLife: 0,
  endOfSupport: 0,
  endOfGuaranteedSupport: 0,
  agreementUntil: 0,
  riskAcceptedUntil: 0,
};

describe('deviceLinesFrom reads', () => {
  test.each<[string, string, Partial<DeviceLine>]>([
    ['what must be there', `udi,tag,site,unit\n${UDI},SM-1,Main,ICU 3\n`, {}],
    ['columns in another order and case', `Unit,SITE,Tag,UDI\nICU 3,Main,SM-1,${UDI}\n`, {}],
    ['GTIN and serial', `gtin,serial,tag,site,unit\n${GTIN},001234,SM-1,Main,ICU 3\n`, {}],
    [
      'a serial that an id encodes',
      `gtin,serial,tag,site,unit\n${GTIN},A/1,SM-1,Main,ICU 3\n`,
      { id: 'gs1:01/09521000001022/21/A%2F1', serial: 'A/1' },
    ],
    ['a scan with its separators', `udi,tag,site,unit\n]d201${GTIN}21001234\u001d10L1,SM-1,Main,ICU 3\n`, {}],
    ['our own id', `udi,tag,site,unit\ngs1:01/${GTIN}/21/001234,SM-1,Main,ICU 3\n`, {}],
    ['space around cells', `udi , tag,site,unit\n ${UDI} , SM-1 ,\tMain , ICU 3\n`, {}],
    [
      'a decomposed letter as the composed one',
      `udi,tag,site,unit\n${UDI},SM-1,Zu\u0308rich,ICU 3\n`,
      { site: 'Zürich' },
    ],
    ['a place with a comma', `udi,tag,site,unit\n${UDI},SM-1,Main,"ICU 3, bed 4"\n`, { unit: 'ICU 3, bed 4' }],
    ['64 characters', `udi,tag,site,unit\n${UDI},SM-1,Main,${'x'.repeat(64)}\n`, { unit: 'x'.repeat(64) }],
    [
      'everything',
      `udi,tag,site,unit,cmms,stage,end_of_life,end_of_support,end_of_guaranteed_support,agreement_until,risk_accepted_until\n${UDI},SM-1,Main,ICU 3,CM/0042,support,2027-01-31,2029-01-31,2028-01-31,2026-12-31,2026-06-30\n`,
      {
        cmms: 'CM/0042',
        stage: 'support',
        endOfLife: 1_801_353_600,
        endOfSupport: 1_864_512_000,
        endOfGuaranteedSupport: 1_832_889_600,
        // The first second after the last day.
        agreementUntil: 1_798_761_600,
        riskAcceptedUntil: 1_782_864_000,
      },
    ],
    [
      'empty cells as none',
      `udi,tag,site,unit,cmms,stage,end_of_life,agreement_until\n${UDI},SM-1,Main,ICU 3,,,,\n`,
      {},
    ],
    [
      'support that ends with the sales',
      `udi,tag,site,unit,end_of_life,end_of_support\n${UDI},SM-1,Main,ICU 3,2027-01-31,2027-01-31\n`,
      { endOfLife: 1_801_353_600, endOfSupport: 1_801_353_600 },
    ],
    ['a CMMS id that is the tag', `udi,tag,site,unit,cmms\n${UDI},SM-1,Main,ICU 3,SM-1\n`, { cmms: 'SM-1' }],
  ])('%s', (_name, text, changed) => {
    expect(linesOf(text)).toEqual({ ok: true, lines: [{ ...LINE, ...changed }] });
  });
});

describe('deviceLinesFrom', () => {
  const many = (count: number, cell: (at: number) => string) =>
    `gtin,serial,tag,site,unit\n${Array.from({ length: count }, (_, at) => `${GTIN},${cell(at)},T-${at},Main,ICU`).join('\n')}`;

  test('reads 5,000 lines in one call', () => {
    const read = linesOf(many(5000, String));
    expect(read.ok && [read.lines.length, read.lines.at(-1)?.line, read.lines.at(-1)?.serial]).toEqual([
      5000,
      5001,
      '4999',
    ]);
  });

  test('reports 1,000 faults of 5,000 and says how many more there are', () => {
    const read = linesOf(many(5000, () => 'Ä'));
    expect(!read.ok && [read.faults.length, read.omitted, read.faults.at(-1)?.line]).toEqual([1000, 4000, 1001]);
  });

  test('reports every line of another width with the faults of the others, by line', () => {
    const text = `udi,tag,site,unit\n${UDI},T-1,Main\n${UDI},T 2,Main,ICU\n${UDI}\n${UDI},T-4,=1,ICU\n`;
    expect(faultsOf(text)).toEqual([
      [2, '', 'csv_columns'],
      [3, 'tag', 'alias_form'],
      [4, '', 'csv_columns'],
      [5, 'site', 'cell_formula'],
      [5, '', 'device_repeated', 3],
    ]);
  });

  test('says of what is no table only that', () => {
    expect(faultsOf('udi,tag,site,unit\n"x\n')).toEqual([[2, '', 'csv_quote']]);
    expect(faultsOf(many(5001, String))).toEqual([[5002, '', 'csv_rows']]);
  });

  test('gives the same lines again', () => {
    const text = many(50, String);
    expect(linesOf(text)).toEqual(linesOf(text));
  });

  test('has a fixed sentence for each fault', () => {
    for (const says of Object.values(LINE_FAULTS)) expect(says).toMatch(/^[A-Z].*\.$/);
  });

  test('gives inert lines or faults that echo nothing, whatever the cells', () => {
    const odd = fc.string({
      unit: fc.constantFrom('Q', '=', '-', '"', ' ', '\0', '\u202e', '\u200b', 'é', '\u0301', '1'),
    });
    const cell = fc.oneof(odd, fc.constantFrom(UDI, 'T-1', '2027-01-31', 'support'));
    const wild = fc.array(cell, { minLength: 7, maxLength: 7 });
    const place = fc.oneof(odd, fc.string({ unit: fc.constantFrom('Q', 'é', '1'), minLength: 1, maxLength: 9 }));
    const placed = fc.tuple(place, place);
    const header = { line: 1, cells: ['udi', 'tag', 'site', 'unit', 'cmms', 'stage', 'end_of_life'] };
    /** Two cells are the places of a device that nothing else is wrong with. */
    const rowOf = (one: readonly string[], at: number) =>
      one.length === 2 ? [`gs1:01/${GTIN}/21/x${at}`, `TAG-${at}`, ...one] : one;
    let read = 0;
    fc.assert(
      fc.property(fc.array(fc.oneof(wild, placed), { minLength: 1, maxLength: 4 }), (all) => {
        const rows = [header, ...all.map((one, at) => ({ line: at + 2, cells: rowOf(one, at) }))];
        const answer = deviceLinesFrom({ rows, faults: [] });
        if (answer.ok) read += 1;
        if (!answer.ok) expect(JSON.stringify(answer.faults)).not.toMatch(/Q(?!R)|é|\u202e|\u200b|\u0301/);
        for (const { site, unit } of answer.ok ? answer.lines : []) {
          for (const text of [site, unit]) {
            expect(text).not.toMatch(/^[=+\-@\s]|[\p{Cc}\p{Cf}]|\s$/u);
            expect(text).toBe(text.normalize('NFC'));
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(2);
  });
});
