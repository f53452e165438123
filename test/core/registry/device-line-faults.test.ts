import { describe, expect, test } from '@jest/globals';
import { type Fault, faultsOf, GTIN, UDI } from './device-file.ts';

describe('deviceLinesFrom refuses a header', () => {
  test.each<[string, string, readonly Fault[]]>([
    ['that is not there', '', [[1, '', 'header_absent']]],
    ['alone', 'udi,tag,site,unit\n', [[1, '', 'lines_absent']]],
    [
      'with names of its own',
      `udi,tag,site,unit,code,=1\n${UDI},SM-1,Main,ICU 3,7F3K-29QX,1\n`,
      [
        [1, 'column 5', 'header_unknown'],
        [1, 'column 6', 'header_unknown'],
      ],
    ],
    ['with a name that every object has', '__proto__,udi,tag,site,unit\n', [[1, 'column 1', 'header_unknown']]],
    ['with an empty name', 'udi,tag,site,unit,\n', [[1, 'column 5', 'header_unknown']]],
    ['with a name twice', 'udi,tag,site,unit,TAG\n', [[1, 'tag', 'header_repeated']]],
    [
      'without most names',
      'udi\n',
      [
        [1, 'tag', 'header_missing'],
        [1, 'site', 'header_missing'],
        [1, 'unit', 'header_missing'],
      ],
    ],
    ['without the device', 'tag,site,unit\n', [[1, 'udi', 'header_missing']]],
    ['with half the device', 'serial,tag,site,unit\n', [[1, 'gtin', 'header_missing']]],
    ['with two ways to name the device', 'udi,gtin,serial,tag,site,unit\n', [[1, 'udi', 'header_both']]],
    [
      'with semicolons',
      `udi;tag;site;unit\n${UDI};SM-1;Main;ICU 3\n`,
      [
        [1, 'column 1', 'header_unknown'],
        [1, 'udi', 'header_missing'],
        [1, 'tag', 'header_missing'],
        [1, 'site', 'header_missing'],
        [1, 'unit', 'header_missing'],
      ],
    ],
    ['behind an empty line, at its own line', '\nudi,tag,site\n', [[2, 'unit', 'header_missing']]],
    [
      'and says what is no table',
      'udi,tag,site\n1\n',
      [
        [1, 'unit', 'header_missing'],
        [2, '', 'csv_columns'],
      ],
    ],
  ])('%s', (_name, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });
});

describe('deviceLinesFrom refuses a cell', () => {
  test.each<[string, Partial<Record<string, string>>, readonly Fault[]]>([
    [
      'that must be filled',
      { tag: '', unit: ' ' },
      [
        [2, 'tag', 'cell_empty'],
        [2, 'unit', 'cell_empty'],
      ],
    ],
    ['without the device', { udi: '' }, [[2, 'udi', 'cell_empty']]],
    ['with a wrong check digit', { udi: `(01)09521000001023(21)001234` }, [[2, 'udi', 'udi_check_digit']]],
    ['with a serial of 21 characters', { udi: `01${GTIN}21${'2'.repeat(21)}` }, [[2, 'udi', 'udi_length']]],
    ['with an asset tag as the device', { udi: 'SM-20417' }, [[2, 'udi', 'udi_form']]],
    [
      'with a formula as a place',
      { site: '=HYPERLINK(1)', unit: '+1' },
      [
        [2, 'site', 'cell_formula'],
        [2, 'unit', 'cell_formula'],
      ],
    ],
    [
      'with a formula as a name',
      { tag: '-SM1', cmms: '@SUM(A1)' },
      [
        [2, 'tag', 'cell_formula'],
        [2, 'cmms', 'cell_formula'],
      ],
    ],
    [
      'with a formula behind space',
      { site: '\t=1', unit: '＝1' },
      [
        [2, 'site', 'cell_formula'],
        [2, 'unit', 'cell_formula'],
      ],
    ],
    ['with a right-to-left override', { site: 'Ma\u202ein' }, [[2, 'site', 'cell_text']]],
    ['with a zero-width space', { site: 'Ma\u200bin' }, [[2, 'site', 'cell_text']]],
    ['with a control', { unit: 'ICU\0' }, [[2, 'unit', 'cell_text']]],
    ['with a line end', { unit: '"ICU\n3"' }, [[2, 'unit', 'cell_text']]],
    ['with 65 characters', { unit: 'x'.repeat(65) }, [[2, 'unit', 'cell_long']]],
    ['with a tag nobody can type', { tag: 'SM 1' }, [[2, 'tag', 'alias_form']]],
    ['with a tag that is a device id', { tag: `gs1:01/${GTIN}/21/1` }, [[2, 'tag', 'alias_form']]],
    ['with a tag of two characters', { tag: 'S1' }, [[2, 'tag', 'alias_form']]],
    ['with a CMMS id of 41 characters', { cmms: 'C'.repeat(41) }, [[2, 'cmms', 'alias_form']]],
    ['with a tag of look-alikes', { tag: 'ЅМ-1' }, [[2, 'tag', 'alias_form']]],
    ['with a stage of its own', { stage: 'Support' }, [[2, 'stage', 'stage_form']]],
    [
      'with a date as others write it',
      { end_of_life: '31.01.2027', agreement_until: '1/31/27' },
      [
        [2, 'end_of_life', 'date_form'],
        [2, 'agreement_until', 'date_form'],
      ],
    ],
    [
      'with a date that is none',
      { end_of_guaranteed_support: '2027-02-29', risk_accepted_until: '0' },
      [
        [2, 'end_of_guaranteed_support', 'date_form'],
        [2, 'risk_accepted_until', 'date_form'],
      ],
    ],
    ['with the first day of time', { end_of_support: '1970-01-01' }, [[2, 'end_of_support', 'date_form']]],
    [
      'with support that ends before the sales',
      { end_of_life: '2027-02-01', end_of_support: '2027-01-31' },
      [[2, 'end_of_support', 'date_order']],
    ],
  ])('%s', (_name, changed, faults) => {
    const cells: Partial<Record<string, string>> = { udi: UDI, tag: 'SM-1', site: 'Main', unit: 'ICU 3', ...changed };
    expect(faultsOf(`${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`)).toEqual(faults);
  });

  test.each<[string, string, string, readonly Fault[]]>([
    ['a GTIN that lost its zero', '9521000001022', '001234', [[2, 'gtin', 'udi_gtin']]],
    ['a GTIN that a spreadsheet rounded', '9.521E+12', '001234', [[2, 'gtin', 'udi_gtin']]],
    ['a wrong check digit', '09521000001023', '001234', [[2, 'gtin', 'udi_check_digit']]],
    ['no serial', GTIN, '', [[2, 'serial', 'cell_empty']]],
    [
      'neither',
      '',
      '',
      [
        [2, 'gtin', 'cell_empty'],
        [2, 'serial', 'cell_empty'],
      ],
    ],
    ['a serial of 21 characters', GTIN, '1'.repeat(21), [[2, 'serial', 'udi_length']]],
    ['a serial with a space', GTIN, '00 1', [[2, 'serial', 'udi_charset']]],
    ['a serial with a separator', GTIN, '001\u001d10L', [[2, 'serial', 'udi_charset']]],
  ])('for %s', (_name, gtin, serial, faults) => {
    expect(faultsOf(`gtin,serial,tag,site,unit\n${gtin},${serial},SM-1,Main,ICU 3\n`)).toEqual(faults);
  });
});

describe('deviceLinesFrom names both lines', () => {
  const of = (...lines: readonly (readonly [serial: string, tag: string, cmms: string])[]) =>
    `gtin,serial,tag,cmms,site,unit\n${lines.map(([serial, tag, cmms]) => `${GTIN},${serial},${tag},${cmms},Main,ICU`).join('\n')}`;

  test.each<[string, string, readonly Fault[]]>([
    ['of a device', of(['1', 'T-1', ''], ['2', 'T-2', ''], ['1', 'T-3', '']), [[4, '', 'device_repeated', 2]]],
    ['of a tag', of(['1', 'T-1', ''], ['2', 'T-1', '']), [[3, 'tag', 'tag_repeated', 2]]],
    ['of a CMMS id', of(['1', 'T-1', 'C-1'], ['2', 'T-2', 'C-1']), [[3, 'cmms', 'cmms_repeated', 2]]],
    ['of a tag that was a CMMS id', of(['1', 'T-1', 'C-1'], ['2', 'C-1', '']), [[3, 'tag', 'alias_repeated', 2]]],
    ['of a CMMS id that was a tag', of(['1', 'T-1', ''], ['2', 'T-2', 'T-1']), [[3, 'cmms', 'alias_repeated', 2]]],
    [
      'of all of a line',
      of(['1', 'T-1', 'C-1'], ['1', 'T-1', 'C-1']),
      [
        [3, '', 'device_repeated', 2],
        [3, 'tag', 'tag_repeated', 2],
        [3, 'cmms', 'cmms_repeated', 2],
      ],
    ],
    [
      'of a third line, with the first',
      of(['1', 'T-1', ''], ['1', 'T-2', ''], ['1', 'T-3', '']),
      [
        [3, '', 'device_repeated', 2],
        [4, '', 'device_repeated', 2],
      ],
    ],
    [
      'of a line that has another fault',
      of(['1', 'T-1', ''], ['2 ?', 'T-1', '']),
      [
        [3, 'serial', 'udi_charset'],
        [3, 'tag', 'tag_repeated', 2],
      ],
    ],
  ])('%s', (_name, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  test.each([
    ['tags that differ in case', of(['1', 'T-1', ''], ['2', 't-1', ''])],
    ['serials that differ in case', of(['a', 'T-1', ''], ['A', 'T-2', ''])],
    ['a CMMS id that nobody has, twice', of(['1', 'T-1', ''], ['2', 'T-2', ''])],
  ])('but not of %s', (_name, text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  test('of one device in two forms', () => {
    const text = `udi,tag,site,unit\n${UDI},T-1,Main,ICU\nhttps://x.example/01/${GTIN}/21/001234,T-2,Main,ICU\n`;
    expect(faultsOf(text)).toEqual([[3, '', 'device_repeated', 2]]);
  });
});
