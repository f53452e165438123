import { describe, expect, test } from '@jest/globals';
import type { ChangeView } from '../../core/verbs/show-change.ts';
import { type RegistryField, shownOf, takenOf, wordsOf } from '../../lambdas/pages/registry-fields.ts';
import { bodyFrom, type RegistryForm, schemaErrors } from '../../lambdas/pages/registry-forms.ts';

/** Nothing stands anywhere: what a field shows is what its `now` says. */
const VIEW = {} as ChangeView;
const field = (kind: RegistryField['kind'], now?: unknown): RegistryField => ({
  name: 'x',
  label: 'X',
  kind,
  ...(now !== undefined && { now: () => now }),
});

describe('a field', () => {
  test.each<[RegistryField['kind'], readonly string[], unknown]>([
    ['text', ['  A  B '], 'A B'],
    ['text', ['A\u0308'], '\u00c4'],
    ['text', ['  '], undefined],
    ['text', ['one', 'two'], undefined],
    ['text', [], undefined],
    ['number', ['30'], 30],
    ['number', ['-1'], '-1'],
    ['lines', ['Main\r\n\r\n North  annex \n'], ['Main', 'North annex']],
    ['lines', [''], []],
    ['checkboxes', ['a', 'b'], ['a', 'b']],
    ['day', ['2028-02-29'], 1_835_395_200],
    ['last-day', ['2028-02-29'], 1_835_481_600],
    ['day', ['2027-02-29'], '2027-02-29'],
    ['day', [''], undefined],
    ['order', ['2:p_a', '1:p_b', '0:p_c', '2:p_d'], [['p_b'], ['p_a', 'p_d']]],
    ['order', ['x', '100:p_a'], []],
  ])('of kind %s makes of %j %j', (kind, values, taken) => {
    expect(takenOf(field(kind), { x: values }, VIEW)).toEqual(taken);
  });

  test('that was left as it is shown stays what it is, to the second', () => {
    const until = field('last-day', 1_835_450_000);
    expect(shownOf(until, VIEW)).toEqual(['2028-02-29']);
    expect(takenOf(until, { x: ['2028-02-29'] }, VIEW)).toBe(1_835_450_000);
    expect(takenOf(until, { x: ['2028-03-01'] }, VIEW)).toBe(1_835_568_000);
  });

  test('says in words what it holds', () => {
    const roster = { ...field('order'), choices: () => [{ value: 'p_a', says: 'Ada' }] };
    expect(wordsOf(roster, [['p_b'], ['p_a']], VIEW)).toBe('1. p_b; 2. Ada');
    expect(wordsOf(field('last-day'), 1_835_481_600, VIEW)).toBe('2028-02-29');
    expect(wordsOf(field('last-day'), 0, VIEW)).toBe('none');
    expect(wordsOf(field('lines'), ['Main', 'Annex'], VIEW)).toBe('Main; Annex');
  });
});

const FORM: RegistryForm = {
  title: 'Add',
  says: [],
  about: 'organisation',
  fields: [
    { name: 'organisation.name', label: 'Name', kind: 'text' },
    { name: 'admins.0.email', label: 'Mail of the first', kind: 'email' },
    { name: 'admins.1.email', label: 'Mail of the second', hint: 'Another one.', kind: 'email' },
    { name: 'sites', label: 'Sites', kind: 'lines' },
  ],
  back: () => '',
};
const at = { tenant: 't', verb: 'add-organisation', form: { ...FORM }, subject: {}, view: VIEW } as const;

describe('a form', () => {
  test('puts each value where its name says, and leaves out what is empty', () => {
    const { about: _about, ...form } = FORM;
    const sent = {
      'organisation.name': ['A'],
      'admins.0.email': ['a@b.example'],
      'admins.1.email': [''],
      sites: ['M'],
    };
    const body = { organisation: { name: 'A' }, admins: [{ email: 'a@b.example' }], sites: ['M'] };
    expect(bodyFrom({ ...at, form }, sent)).toEqual(body);
  });

  test('leads each message of the schema to its field, once', () => {
    const issues = [
      { path: ['admins', 1, 'email'], message: 'Invalid input' },
      { path: ['sites', 3], message: 'must be NFC text' },
      { path: ['sites', 4], message: 'must be NFC text' },
      { path: ['organisation', 'name'], message: 'Invalid input' },
      { path: ['zone'], message: 'Invalid input' },
    ];
    expect(schemaErrors(at, issues)).toEqual([
      { field: 'admins.1.email', says: 'Check “Mail of the second”. Another one.' },
      { field: 'sites', says: 'Check “Sites”: it must be NFC text.' },
      { field: 'organisation.name', says: 'Check “Name”.' },
      { field: undefined, says: 'Not of the form that is taken: zone.' },
    ]);
  });
});
