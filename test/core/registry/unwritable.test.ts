/** A row that DynamoDB would not take is refused before it is written: it counts bytes, and letters may have several. */
import { describe, expect, test } from '@jest/globals';
import { hospitalRef } from '../../../core/keys.ts';
import type { Plan } from '../../../core/registry/change.ts';
import { unwritable } from '../../../core/verbs/registry-step.ts';
import { hospital } from '../rows.ts';

const planFor = (name: string): Plan => ({
  changes: [{ ref: hospitalRef('hdo-north'), before: hospital, after: { ...hospital, name } }],
});

describe('unwritable', () => {
  test.each([
    ['340,000 Latin letters', 'x'.repeat(340_000), undefined],
    ['360,000 Latin letters', 'x'.repeat(360_000), { ok: false, code: 'registry_row_full' }],
    ['170,000 Cyrillic letters', 'Ж'.repeat(170_000), undefined],
    ['200,000 Cyrillic letters, 400,000 bytes', 'Ж'.repeat(200_000), { ok: false, code: 'registry_row_full' }],
  ])('of a row with %s', (_, name, expected) => {
    expect(unwritable(planFor(name))).toEqual(expected);
  });
});
