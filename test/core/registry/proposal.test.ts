/** What a proposal was about stays what it was about, whatever becomes of the names in it (R18). */
import { describe, expect, test } from '@jest/globals';
import type { Found } from '../../../core/registry/change.ts';
import { leadsAsProposed, type Proposal } from '../../../core/registry/proposal.ts';

const PUMP = { hospital: 'hdo-north', device: 'gs1:01/09521000001015/21/LV3-0042' };
const OTHER = { hospital: 'hdo-north', device: 'gs1:01/09521000001015/21/LV3-0043' };

const proposal: Omit<Proposal, 'found'> = {
  version: 1,
  head: 'a'.repeat(64),
  at: 1_800_000_000,
  id: 'f0',
  tenant: 'hdo-north',
  verb: 'transfer-device',
  body: { device: 'HN-1' },
  status: 'confirmed',
  digest: 'A'.repeat(43),
  widens: [],
  gains: [],
  stops: 0,
  proposedBy: 'p_admin',
  proposedAt: 1_800_000_000,
};

describe('leadsAsProposed', () => {
  test.each<readonly [string, Found | undefined, Found, boolean]>([
    ['names that lead where they did', { 'HN-1': PUMP }, { 'HN-1': PUMP }, true],
    ['no names at all', undefined, {}, true],
    ['a name that leads to another device', { 'HN-1': PUMP }, { 'HN-1': OTHER }, false],
    ['a name that leads to another hospital', { 'HN-1': PUMP }, { 'HN-1': { ...PUMP, hospital: 'hdo-south' } }, false],
    ['a name that leads nowhere any more', { 'HN-1': PUMP }, { 'HN-1': undefined }, false],
    ['a name of which nothing was kept', undefined, { 'HN-1': PUMP }, false],
  ])('%s', (_, found, now, isSame) => {
    expect(leadsAsProposed({ ...proposal, ...(found && { found }) }, now)).toBe(isSame);
  });
});
