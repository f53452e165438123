/**
 * Each component against the package's own fixtures: a fixture all of whose options we take must come out as the
 * package renders it, white space aside. What we do not take is listed with its reason, so that nothing is left out
 * unseen: a new option of the package fails here.
 */
import { describe, expect, test } from '@jest/globals';
import { button } from '../../web/components/button.ts';
import { type Choices, checkboxes, radios } from '../../web/components/choices.ts';
import { errorSummary } from '../../web/components/error-summary.ts';
import { errorMessage, hint, label } from '../../web/components/field.ts';
import { fieldset } from '../../web/components/fieldset.ts';
import { input, select, textarea } from '../../web/components/input.ts';
import { summaryList, table, taskList } from '../../web/components/lists.ts';
import { details, insetText, notificationBanner, panel, tag, warningText } from '../../web/components/messages.ts';
import { backLink, breadcrumbs, pagination, skipLink } from '../../web/components/navigation.ts';
import { html, type Value } from '../../web/html.ts';
import { type Fixture, fixturesOf, normalised, pathsOf, saysOf, trusted } from '../support/fixtures.ts';

type Given = Fixture['options'];

const labelOf = ({ label: part }: Given) => ({
  says: saysOf(part),
  classes: part?.classes,
  isPageHeading: part?.isPageHeading,
});
const controlOf = (given: Given) => ({
  ...given,
  id: given.id ?? given.name,
  label: labelOf(given),
  hint: saysOf(given.hint),
  error: saysOf(given.errorMessage),
});
const choicesOf = (given: Given, isOn: (value: string) => boolean): Choices => ({
  name: given.name,
  id: given.idPrefix,
  classes: given.classes,
  describedBy: given.fieldset?.describedBy ?? given.describedBy,
  hint: saysOf(given.hint),
  error: saysOf(given.errorMessage),
  fieldset: given.fieldset && {
    legend: saysOf(given.fieldset.legend),
    legendClasses: given.fieldset.legend?.classes,
    isPageHeading: given.fieldset.legend?.isPageHeading,
    classes: given.fieldset.classes,
  },
  items: given.items.filter(Boolean).map((item: Given) =>
    item.divider
      ? item
      : {
          ...item,
          says: saysOf(item),
          hint: saysOf(item.hint),
          labelClasses: item.label?.classes,
          checked: item.checked ?? isOn(item.value),
        },
  ),
});
const cellOf = (cell: Given) => ({ ...cell, says: saysOf(cell), isNumber: cell.format === 'numeric' });
const arrowOf = (link: Given) => link && { href: link.href, says: saysOf(link), label: link.labelText };

const RENDER: Readonly<Record<string, (given: Given) => Value>> = {
  'back-link': (given) => backLink({ href: given.href ?? '#', says: saysOf(given) ?? 'Back' }),
  breadcrumbs: ({ items }) =>
    breadcrumbs((items ?? []).map((item: Given) => ({ href: item.href, says: saysOf(item) }))),
  button: (given) => button({ ...given, says: saysOf(given) }),
  checkboxes: (given) => checkboxes(choicesOf(given, (value) => given.values?.includes(value) ?? false)),
  details: (given) =>
    details({
      summary: given.summaryHtml ? trusted(given.summaryHtml) : given.summaryText,
      says: saysOf(given),
      open: given.open,
      id: given.id,
    }),
  'error-message': (given) => errorMessage(saysOf(given), given.id),
  'error-summary': (given) =>
    errorSummary({
      title: given.titleHtml ? trusted(given.titleHtml) : given.titleText,
      says: given.descriptionHtml ? trusted(given.descriptionHtml) : given.descriptionText,
      errors: (given.errorList ?? []).map((item: Given) => ({ href: item.href, says: saysOf(item) })),
    }),
  fieldset: (given) =>
    fieldset({
      ...given,
      legend: saysOf(given.legend),
      legendClasses: given.legend?.classes,
      isPageHeading: given.legend?.isPageHeading,
      inner: given.html && trusted(given.html),
    }),
  hint: (given) => hint(saysOf(given), given.id, given.classes),
  input: (given) => input({ ...controlOf(given), prefix: saysOf(given.prefix), suffix: saysOf(given.suffix) }),
  'inset-text': (given) => insetText(saysOf(given), given.classes),
  label: (given) => html`${label({ ...given, says: saysOf(given) }, given.for)}`,
  'notification-banner': (given) =>
    notificationBanner({
      ...given,
      title: given.titleText,
      says: given.html ? trusted(given.html) : (given.text ?? html``),
    }),
  pagination: (given) =>
    pagination({ previous: arrowOf(given.previous), next: arrowOf(given.next), landmark: given.landmarkLabel }),
  panel: (given) =>
    panel({ ...given, title: given.titleHtml ? trusted(given.titleHtml) : given.titleText, says: saysOf(given) }),
  radios: (given) => radios(choicesOf(given, (value) => given.value === value)),
  select: (given) =>
    select({
      ...controlOf(given),
      items: (given.items ?? []).filter(Boolean).map((item: Given) => ({
        ...item,
        says: item.text,
        selected: item.selected ?? (given.value !== undefined && (item.value ?? item.text) === given.value),
      })),
    }),
  'skip-link': (given) => skipLink({ href: given.href ?? '#content', says: saysOf(given) }),
  'summary-list': (given) =>
    summaryList(
      (given.rows ?? []).filter(Boolean).map((row: Given) => ({
        key: saysOf(row.key),
        value: saysOf(row.value),
        classes: row.classes,
        actions: row.actions?.items?.map((action: Given) => ({
          href: action.href,
          says: saysOf(action),
          hidden: action.visuallyHiddenText,
        })),
      })),
      given.classes,
    ),
  table: (given) =>
    table({
      ...given,
      head: given.head?.map(cellOf),
      rows: (given.rows ?? []).filter(Boolean).map((row: Given) => row.map(cellOf)),
    }),
  tag: (given) => tag({ says: saysOf(given), classes: given.classes }),
  'task-list': (given) =>
    taskList(
      given.items.filter(Boolean).map((item: Given) => ({
        title: saysOf(item.title),
        href: item.href,
        hint: saysOf(item.hint),
        status: item.status.tag
          ? { tag: { says: saysOf(item.status.tag), classes: item.status.tag.classes } }
          : saysOf(item.status),
        classes: item.classes,
      })),
      given.idPrefix,
    ),
  textarea: (given) => textarea(controlOf(given)),
  'warning-text': (given) => warningText(saysOf(given), given.classes),
};

/** Options that we do not take, by `component option` or `component option=value`, and why. */
const NOT_TAKEN: readonly (readonly [RegExp, string])[] = [
  [/ \S*attributes\./, 'extra attributes are of a closed list (web/components/attributes.ts)'],
  [/ (preventDoubleClick|disableAutoFocus)|behaviour|conditional/, 'only a script would act on it'],
  [/ (isStartButton|collapseOnMobile|actions\.|card\.)|govuk-panel--interruption/, 'a variant that no page shows'],
  [/ (formGroup|inputWrapper|iconFallbackText|titleHtml|labelText)|radios items\[\]\.name/, 'no page has a use for it'],
  [
    /^(back-link|breadcrumbs|details|error-message|error-summary|pagination|skip-link|task-list) classes/,
    'has no variant',
  ],
  [/(prefix|suffix|key|value|title|status|actions)\.classes|actions\.items\[\]\.classes/, 'has no variant'],
  [/^error-message visuallyHiddenText|^inset-text id/, 'no page has a use for it'],
  [/^pagination items/, 'lists go on by a cursor, not by number'],
  [/ items\[\](=|\.value=false)/, 'types leave no hole in a list'],
  [/^notification-banner type/, 'no page says Success'],
];

const reasonFor = (component: string, { options }: Fixture): string | undefined => {
  const given = pathsOf(options).map((path) => `${component} ${path}`);
  return NOT_TAKEN.find(([path]) => given.some((one) => path.test(one)))?.[1];
};

/** Fixtures that come out the same, of how many. Literal, so that none falls out of the count by a wider reason. */
const TAKEN: Readonly<Record<string, readonly [same: number, all: number]>> = {
  'back-link': [4, 7],
  breadcrumbs: [6, 12],
  button: [31, 38],
  checkboxes: [26, 42],
  details: [8, 10],
  'error-message': [4, 9],
  'error-summary': [13, 19],
  fieldset: [17, 18],
  hint: [5, 6],
  input: [38, 45],
  'inset-text': [4, 6],
  label: [16, 17],
  'notification-banner': [12, 21],
  pagination: [5, 15],
  panel: [6, 19],
  radios: [27, 43],
  select: [14, 19],
  'skip-link': [6, 9],
  'summary-list': [15, 30],
  table: [17, 21],
  tag: [11, 12],
  'task-list': [6, 11],
  textarea: [16, 18],
  'warning-text': [4, 8],
};

describe.each(Object.entries(RENDER))('%s', (component, render) => {
  const fixtures = fixturesOf(component);
  const taken = fixtures.filter((fixture) => reasonFor(component, fixture) === undefined);

  test.each(taken.map((fixture) => [fixture.name, fixture] as const))('is as the package has it: %s', (_name, one) => {
    expect(normalised(html`${render(one.options)}`.toString())).toBe(normalised(one.html));
  });

  test('leaves out no more fixtures than are known', () => {
    expect([taken.length, fixtures.length]).toEqual(TAKEN[component]);
  });
});

describe('what is not taken', () => {
  test.each(NOT_TAKEN)('%s keeps a fixture out: %s', (path) => {
    const given = Object.keys(RENDER).flatMap((component) =>
      fixturesOf(component).flatMap(({ options }) => pathsOf(options).map((one) => `${component} ${one}`)),
    );
    expect(given.some((one) => path.test(one))).toBe(true);
  });
});
