/** A file of devices: pasted or chosen, and every fault of it by line, with what to do. Nothing that was sent is lost. */
import type { LineFault } from '../core/registry/line-faults.ts';
import type { FileAtWork } from '../core/verbs/search-devices.ts';
import { codeField } from './code-field.ts';
import { button } from './components/button.ts';
import { input, textarea } from './components/input.ts';
import { table } from './components/lists.ts';
import { details, insetText } from './components/messages.ts';
import { backLink } from './components/navigation.ts';
import { filesAtWork } from './device-list-page.ts';
import { errorAt, errorsAbove, type FieldError, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';
import { LINE_ADVICE } from './line-advice.ts';

export interface ImportPageView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly base: string;
  readonly files: readonly FileAtWork[];
  readonly sites: readonly string[];
  /** As it was sent. */
  readonly csv: string;
  readonly faults: readonly LineFault[];
  /** Faults beyond those that are shown. */
  readonly omitted: number;
  readonly errors: readonly FieldError[];
  /** All devices stand so already. */
  readonly isUnchanged: boolean;
  /** Hidden fields of the form. */
  readonly hidden: Html;
}

export function importPage(view: ImportPageView): string {
  const { nonce, viewer, base, files, csv, faults, isUnchanged } = view;
  const heading = 'Import devices';
  const wrong = wrongIn(view);
  const main = html`${errorsAbove(wrong)}
<h1 class="govuk-heading-l">${heading}</h1>
${filesAtWork(files)}
${isUnchanged && insetText('All of it stands so already. Nothing was changed.')}
<p class="govuk-body">All of a file comes in or nothing. Another administrator confirms it; after the cool-down it is worked off.</p>
${faults.length > 0 && faultTable(faults, csv)}
${formOf(view)}
${details({ summary: 'What stands in a file', says: columnsOf(view) })}`;
  const before = backLink({ href: `${base}/devices`, says: 'Devices' });
  return documentFor({ nonce, title: titleOf(heading, wrong), viewer, before, isWide: true }, main);
}

/** What is wrong with the file is told line by line in a table of its own. */
function wrongIn({ faults, omitted, errors }: ImportPageView): readonly FieldError[] {
  const count = faults.length + omitted;
  if (count === 0) return errors;
  const things = count === 1 ? 'thing is' : 'things are';
  return [{ field: 'faults', says: `Nothing of the file was taken: ${count} ${things} wrong with it.` }, ...errors];
}

function faultTable(faults: readonly LineFault[], csv: string): Html {
  const lines = csv.split(/\r\n|\r|\n/);
  const rows = faults.map(({ line, column, code, says, also }) => [
    { says: String(line), isNumber: true },
    { says: column === '' ? 'the line' : column },
    { says: also === undefined ? says : `${says} It is line ${also}.` },
    { says: LINE_ADVICE[code] },
    { says: html`<code>${shortened(lines[line - 1] ?? '')}</code>` },
  ]);
  const head = [
    { says: 'Line', isNumber: true },
    { says: 'Column' },
    { says: 'What is wrong' },
    { says: 'What to do' },
    { says: 'The line' },
  ];
  return html`<div id="faults" class="wk-scroll" tabindex="0" role="region" aria-label="What is wrong, by line">${table({ caption: 'What is wrong, by line', head, rows })}</div>`;
}

/** Enough to find it by. */
const SHOWN = 80;

function shortened(line: string): string {
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

function formOf({ base, csv, errors, hidden }: ImportPageView): Html {
  return html`<form method="post" action="${base}/import" enctype="multipart/form-data" autocomplete="off" novalidate>${hidden}
${input({ id: 'file', name: 'file', type: 'file', label: { says: 'File' }, hint: 'CSV in UTF-8, at most 5,000 lines. Where a file is chosen, it is taken instead of the text below.', error: errorAt('file', errors), classes: 'wk-file', attributes: { accept: '.csv,text/csv' } })}
${textarea({ id: 'csv', name: 'csv', label: { says: 'Or its text' }, hint: 'Paste it from your CMMS’s export.', value: csv, rows: 12, spellcheck: false, classes: 'wk-source', error: errorAt('csv', errors) })}
${codeField(errors)}
${button({ says: 'Propose this file' })}
</form>`;
}

const COLUMNS: readonly (readonly [name: string, says: string])[] = Object.freeze([
  ['udi', 'as on the label, (01)… (21)…; or gtin and serial instead'],
  ['tag', 'asset tag, needed'],
  ['site', 'needed, one of the hospital’s'],
  ['unit', 'needed'],
  ['cmms', 'id in the maintenance system'],
  ['stage', 'development, support, limited_support, end_of_support or unknown'],
  ['end_of_life, end_of_support, end_of_guaranteed_support', 'first day, such as 2027-01-31'],
  ['agreement_until, risk_accepted_until', 'last day'],
]);

function columnsOf({ sites }: ImportPageView): Html {
  const items = COLUMNS.map(([name, says]) => html`<li><code>${name}</code>: ${says}</li>\n`);
  return html`<p class="govuk-body">A first line of column names, in any order, then a line for each device. Sticker codes are made here. Sites: ${sites.join(', ')}.</p>
<ul class="govuk-list govuk-list--bullet">
${items}</ul>
<pre class="wk-source" tabindex="0" role="region" aria-label="Example">udi,tag,site,unit,stage
(01)09521000001039(21)P7-0100,SM-30100,${sites[0] ?? 'Main'},ICU 3,support</pre>`;
}
