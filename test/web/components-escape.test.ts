/** No value that a component takes becomes markup: with hostile text it has the shape that it has with plain text. */
import { describe, expect, test } from '@jest/globals';
import { attributesOf } from '../../web/components/attributes.ts';
import { button } from '../../web/components/button.ts';
import { checkboxes, radios } from '../../web/components/choices.ts';
import { errorSummary } from '../../web/components/error-summary.ts';
import { input, select, textarea } from '../../web/components/input.ts';
import { summaryList, table, taskList } from '../../web/components/lists.ts';
import { details, insetText, notificationBanner, panel, tag, warningText } from '../../web/components/messages.ts';
import { backLink, breadcrumbs, pagination, skipLink } from '../../web/components/navigation.ts';
import { momentInBothZones } from '../../web/components/time.ts';
import { type Html, html } from '../../web/html.ts';
import { HOSTILE_TEXTS } from '../support/injection.ts';

/** Every component with `x` in every place that takes text. */
const all = (x: string): readonly Html[] => [
  button({ says: x, classes: x, name: x, value: x, id: x }),
  button({ says: x, href: x }),
  radios({ name: x, id: x, hint: x, error: x, fieldset: { legend: x }, items: [{ value: x, says: x, hint: x }] }),
  checkboxes({ name: x, error: x, items: [{ value: x, says: x, id: x }, { divider: x }] }),
  errorSummary({ title: x, says: x, errors: [{ says: x, href: x }, { says: x }] }),
  input({ id: x, name: x, label: { says: x }, value: x, hint: x, error: x, prefix: x, attributes: { pattern: x } }),
  select({ id: x, name: x, label: { says: x }, items: [{ says: x, value: x }] }),
  summaryList([{ key: x, value: x, actions: [{ href: x, says: x, hidden: x }] }], x),
  table({ caption: x, head: [{ says: x, classes: x }], rows: [[{ says: x }, { says: x }]], firstCellIsHeader: true }),
  taskList([{ title: x, href: x, hint: x, status: { tag: { says: x, classes: x } } }], x),
  details({ summary: x, says: x, id: x }),
  insetText(x, x),
  notificationBanner({ title: x, titleId: x, says: x, role: x }),
  panel({ title: x, says: x }),
  tag({ says: x, classes: x }),
  warningText(x),
  backLink({ href: x, says: x }),
  skipLink({ href: x, says: x }),
  breadcrumbs([{ says: x, href: x }, { says: x }]),
  pagination({ previous: { href: x, says: x, label: x }, next: { href: x }, landmark: x }),
  momentInBothZones(0, 'x', `${x} `),
];
const shape = (part: Html): string =>
  part
    .toString()
    .replace(/>[^<]*/g, '>')
    .replace(/"[^"]*"/g, '""');

describe('every component', () => {
  test.each(HOSTILE_TEXTS)('keeps text as text: %s', (_name, text) => {
    expect(all(text).map(shape)).toEqual(all('plain').map(shape));
  });
});

describe('textarea', () => {
  test('shows the lines that were typed, each as text', () => {
    const field = textarea({ id: 'a', name: 'a', label: { says: 'A' }, value: '\r\n</textarea><b>\n\u202E' });
    expect(field.toString()).toContain('rows="5">\n\n&lt;/textarea&gt;&lt;b&gt;\n\uFFFD</textarea>');
  });
});

describe('attributesOf', () => {
  test('gives values escaped, and leaves out what is absent', () => {
    const given = attributesOf({ id: '"><b>', disabled: true, value: undefined, autofocus: false, maxlength: 0 });
    expect(html`<p${given}>`.toString()).toBe('<p id="&quot;&gt;&lt;b&gt;" disabled maxlength="0">');
  });

  test.each(['onclick', 'style', 'src', 'x><b', 'constructor', ''])('has no attribute %s', (name) => {
    expect(() => attributesOf({ [name]: 'x' })).toThrow('no attribute of ours');
  });
});
