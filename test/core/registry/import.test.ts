/** A file of devices as one change: what is proposed, what begins when it is in force, what stands in its way (R18). */
import { describe, expect, test } from '@jest/globals';
import { readCsv } from '../../../adapters/csv/read-csv.ts';
import { type DeviceLine, deviceLinesFrom } from '../../../core/registry/device-lines.ts';
import { fileParts, heldAgainst, importDevices } from '../../../core/registry/import.ts';
import type { Standing } from '../../../core/registry/stated-device.ts';
import type { Device } from '../../../core/registry.ts';
import { device, hospital, NOW } from '../rows.ts';
import { planned, planOf } from './rule.ts';

const order = { import: 'im1', file: 'F'.repeat(43), parts: 1, lines: 3, gained: 1, changed: 2, loosened: 1 };

describe('import-devices', () => {
  test('begins behind a gate: the hospital names the file before its first device stands', () => {
    const at = { ...hospital, importing: ['im0'] };
    const plan = planned(planOf(importDevices, order, { import: undefined }, {}, at));
    expect(plan.widens).toEqual(['a file of 3 devices: 1 gained, 2 changed, 1 of them loosened']);
    expect(plan.changes).toMatchObject([
      { ref: { pk: 'T#hdo-north', sk: 'I#im1' }, before: undefined, after: { ...order, status: 'running', left: [] } },
      { ref: { pk: 'T#hdo-north', sk: 'H' }, before: at, after: { importing: ['im0', 'im1'] } },
    ]);
    expect(plan.extra).toMatchObject([
      {
        kind: 'insert',
        ref: { table: 'state', pk: 'T#hdo-north#G#I#im1', sk: 'J' },
        row: { version: 1, kind: 'import', id: 'im1', next: 0 },
        indexes: { queue: [expect.stringMatching(/^import#[0-3]$/), NOW] },
      },
    ]);
  });

  test('is nothing new where every device stands as the file says', () => {
    const same = { ...order, gained: 0, changed: 0, loosened: 0 };
    expect(planned(planOf(importDevices, same, { import: undefined })).changes).toEqual([]);
  });
});

describe('fileParts', () => {
  test('cuts a file into rows that DynamoDB takes, and leaves every character in', () => {
    const csv = `a,b\n${'x'.repeat(99_995)}😀${'y'.repeat(100_001)}`;
    const parts = fileParts(csv, 'hdo-north', 'im1', NOW);
    expect(parts.map((part) => [part.kind, 'ref' in part && part.ref.sk])).toEqual([
      ['insert', 'F#0000'],
      ['insert', 'F#0001'],
      ['insert', 'F#0002'],
    ]);
    const stored = parts.map((part) => JSON.parse(JSON.stringify('row' in part ? part.row : {})) as { text: string });
    expect(stored.map(({ text }) => text).join('')).toBe(csv);
    expect(stored.map(({ text }) => text.length)).toEqual([99_999, 100_000, 3]);
  });

  test.each<[string, string, readonly number[]]>([
    ['a character of two units before it', `${'x'.repeat(99_998)}😀y`, [100_000, 1]],
    ['a character of two units across it', `${'x'.repeat(99_999)}😀y`, [99_999, 3]],
    ['a character of two units behind it', `${'x'.repeat(100_000)}😀y`, [100_000, 3]],
    ['nothing but such characters', '😀'.repeat(75_000), [100_000, 50_000]],
    ['nothing behind it', 'x'.repeat(100_000), [100_000]],
  ])('holds the same UTF-8 in parts where the cut has %s', (_, csv, lengths) => {
    const parts = fileParts(csv, 'hdo-north', 'im1', NOW);
    const texts = parts.map((part) => ('row' in part ? (part.row as { readonly text: string }).text : ''));
    expect(texts.map((text) => text.length)).toEqual(lengths);
    const stored = texts.map((text) => Buffer.from(text, 'utf8').toString('utf8')).join('');
    expect(stored === csv).toBe(true);
  });
});

const line = linesOf('(01)09521000001015(21)LV3-0042,BME-1042,Main,ICU,CM-0042,support')[0] as DeviceLine;
const registered: Device = {
  ...device,
  tag: 'BME-1042',
  cmms: 'CM-0042',
  site: 'Main',
  unit: 'ICU',
  stage: 'support',
  endOfLife: 0,
  endOfSupport: 0,
};
const own = { hospital: 'hdo-north', device: device.id };
const here: Standing = { device: registered, id: own, tag: own, cmms: own };
const nowhere: Standing = { device: undefined, id: undefined, tag: undefined, cmms: undefined };

function linesOf(...rows: readonly string[]): readonly DeviceLine[] {
  const read = deviceLinesFrom(readCsv(['udi,tag,site,unit,cmms,stage', ...rows].join('\n')));
  if (!read.ok) throw new Error('the file has faults');
  return read.lines;
}

describe('heldAgainst', () => {
  test.each<readonly [string, Standing, Partial<DeviceLine>, counts: readonly [number, number, number]]>([
    ['a device nobody has', nowhere, {}, [1, 0, 0]],
    ['a device that stands so', here, {}, [0, 0, 0]],
    ['a device in another unit', here, { unit: 'OR' }, [0, 1, 0]],
    [
      'a device whose agreement is taken away',
      { ...here, device: { ...registered, agreementUntil: 5 } },
      {},
      [0, 1, 0],
    ],
    ['a device whose agreement is longer', here, { agreementUntil: 5 }, [0, 1, 1]],
    ['a device of a looser stage', { ...here, device: { ...registered, stage: 'unknown' } }, {}, [0, 1, 1]],
    ['a device moved to where less is demanded', { ...here, device: { ...registered, unit: 'NICU' } }, {}, [0, 1, 1]],
    ['a device moved to where more is demanded', here, { unit: 'NICU' }, [0, 1, 0]],
    ['a lost device that stands so', { ...here, device: { ...registered, status: 'lost' } }, {}, [0, 0, 0]],
    ['a device that was given away', { ...nowhere, device: { ...registered, status: 'transferred' } }, {}, [1, 0, 0]],
  ])('counts %s as gained, changed and loosened', (_, standing, more, [gained, changed, loosened]) => {
    const tightenings = [{ units: ['NICU'], tiers: { T1: { approvals: 2 } } }];
    const strict = { ...hospital, policy: { ...hospital.policy, tightenings } };
    expect(heldAgainst([{ ...line, ...more }], [standing], strict)).toEqual({ faults: [], gained, changed, loosened });
  });

  test('names everything that is in the way, by line and column', () => {
    const elsewhere = { hospital: 'hdo-south', device: 'gs1:x' };
    const taken: Standing = { device: undefined, id: elsewhere, tag: elsewhere, cmms: elsewhere };
    const retired: Standing = { ...here, device: { ...registered, status: 'retired' } };
    const { faults } = heldAgainst(
      [
        { ...line, line: 2, site: 'Annex' },
        { ...line, line: 3 },
      ],
      [taken, retired],
      hospital,
    );
    expect(faults.map((fault) => [fault.line, fault.column, fault.code])).toEqual([
      [2, '', 'alias_taken'],
      [2, 'site', 'site_unknown'],
      [2, 'tag', 'alias_taken'],
      [2, 'cmms', 'alias_taken'],
      [3, '', 'device_retired'],
    ]);
  });
});
