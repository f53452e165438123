/** Facts and rows: summary list, table and task list. */
import { type Html, html, type Value } from '../html.ts';
import { classList } from './attributes.ts';
import { type Tag, tag } from './messages.ts';

interface Action {
  readonly href: string;
  readonly says: Value;
  /** What it is done to, for who does not see the row. */
  readonly hidden?: string | undefined;
}

export interface SummaryRow {
  readonly key: Value;
  readonly value: Value;
  readonly actions?: readonly Action[] | undefined;
  readonly classes?: string | undefined;
}

export function summaryList(rows: readonly SummaryRow[], classes?: string): Html {
  const someAct = rows.some(({ actions = [] }) => actions.length > 0);
  return html`<dl class="${classList('govuk-summary-list', classes)}">
${rows.map((row) => summaryRow(row, someAct))}</dl>`;
}

function summaryRow({ key, value, actions, classes }: SummaryRow, someAct: boolean): Html {
  const none = someAct && !actions && 'govuk-summary-list__row--no-actions';
  return html`<div class="${classList('govuk-summary-list__row', none, classes)}">
<dt class="govuk-summary-list__key">${key}</dt>
<dd class="govuk-summary-list__value">${value}</dd>
${actions && actions.length > 0 && html`<dd class="govuk-summary-list__actions">${actionList(actions)}</dd>`}</div>
`;
}

function actionList(actions: readonly Action[]): Value {
  const links = actions.map(
    ({ href, says, hidden }) =>
      html`<a class="govuk-link" href="${href}">${says}${hidden && html`<span class="govuk-visually-hidden"> ${hidden}</span>`}</a>`,
  );
  if (links.length === 1) return links;
  return html`<ul class="govuk-summary-list__actions-list">
${links.map((link) => html`<li class="govuk-summary-list__actions-list-item">\n${link}\n</li>\n`)}</ul>`;
}

interface Cell {
  readonly says: Value;
  readonly isNumber?: boolean | undefined;
  readonly classes?: string | undefined;
  readonly colspan?: number | undefined;
  readonly rowspan?: number | undefined;
}

export interface Table {
  readonly caption?: string | undefined;
  readonly captionClasses?: string | undefined;
  readonly head?: readonly Cell[] | undefined;
  readonly rows: readonly (readonly Cell[])[];
  /** The first cell of each row names the row. */
  readonly firstCellIsHeader?: boolean | undefined;
  readonly classes?: string | undefined;
}

export function table({ caption, captionClasses, head, rows, firstCellIsHeader, classes }: Table): Html {
  const body = rows.map(
    (row) =>
      html`<tr class="govuk-table__row">\n${row.map((one, at) => cell(one, at === 0 && firstCellIsHeader === true))}</tr>\n`,
  );
  return html`<table class="${classList('govuk-table', classes)}">
${caption && html`<caption class="${classList('govuk-table__caption', captionClasses)}">${caption}</caption>`}
${head && html`<thead class="govuk-table__head">\n<tr class="govuk-table__row">\n${head.map(columnHead)}</tr>\n</thead>`}
<tbody class="govuk-table__body">
${body}</tbody>
</table>`;
}

function columnHead({ says, isNumber, classes, ...spans }: Cell): Html {
  const names = classList('govuk-table__header', isNumber && 'govuk-table__header--numeric', classes);
  return html`<th scope="col" class="${names}"${spansOf(spans)}>${says}</th>\n`;
}

function cell({ says, isNumber, classes, ...spans }: Cell, isHeader: boolean): Html {
  if (isHeader)
    return html`<th scope="row" class="${classList('govuk-table__header', classes)}"${spansOf(spans)}>${says}</th>\n`;
  const names = classList('govuk-table__cell', isNumber && 'govuk-table__cell--numeric', classes);
  return html`<td class="${names}"${spansOf(spans)}>${says}</td>\n`;
}

function spansOf({ colspan, rowspan }: Pick<Cell, 'colspan' | 'rowspan'>): Value {
  return [colspan && html` colspan="${colspan}"`, rowspan && html` rowspan="${rowspan}"`].filter(isFragment);
}

function isFragment(value: Html | 0 | undefined): value is Html {
  return value instanceof Object;
}

export interface Task {
  readonly title: Value;
  readonly href?: string | undefined;
  readonly hint?: Value;
  readonly status: Value | { readonly tag: Tag };
  readonly classes?: string | undefined;
}

/** Steps, each with its state. As a time line: oldest first, the moment as hint, the state as tag. */
export function taskList(tasks: readonly Task[], idPrefix = 'task-list'): Html {
  return html`<ul class="govuk-task-list">\n${tasks.map((task, at) => taskItem(task, `${idPrefix}-${at + 1}`))}</ul>`;
}

function taskItem({ title, href, hint, status, classes }: Task, id: string): Html {
  const described = hint ? `${id}-hint ${id}-status` : `${id}-status`;
  const name = href
    ? html`<a class="govuk-link govuk-task-list__link" href="${href}" aria-describedby="${described}">\n${title}\n</a>`
    : html`<div>\n${title}\n</div>`;
  return html`<li class="${classList('govuk-task-list__item', href && 'govuk-task-list__item--with-link', classes)}">
<div class="govuk-task-list__name-and-hint">
${name}
${hint && html`<div id="${id}-hint" class="govuk-task-list__hint">\n${hint}\n</div>`}
</div>
<div class="govuk-task-list__status" id="${id}-status">
${isTagged(status) ? tag(status.tag) : status}
</div>
</li>
`;
}

function isTagged(status: Task['status']): status is { readonly tag: Tag } {
  return typeof status === 'object' && 'tag' in status;
}
