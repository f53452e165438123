/** A hospital's report of a period, for the screen and for paper: what became of its requests, and how servicers compare (R3). */
import type { AccessReport, ServicerRow } from '../../core/verbs/report-access.ts';
import { button } from '../components/button.ts';
import { input } from '../components/input.ts';
import { table } from '../components/lists.ts';
import { insetText, warningText } from '../components/messages.ts';
import { stateTag } from '../components/state-tag.ts';
import { errorAt, errorsAbove, titleOf } from '../form-errors.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { type ConsoleFrame, timeOf, trail } from './parts.ts';

export function reportPage({ nonce, viewer, tenant }: ConsoleFrame, report: AccessReport): string {
  const { hospital, faults } = report;
  const heading = `Report of ${hospital.name}`;
  const main = html`${errorsAbove(faults)}
<h1 class="govuk-heading-l">${heading}</h1>
${periodForm(tenant, report)}
${faults.length === 0 && content(report)}`;
  return documentFor(
    { nonce, title: titleOf(heading, faults), viewer, before: trail(tenant, 'Report'), isWide: true },
    main,
  );
}

function periodForm(tenant: string, { days, faults }: AccessReport): Html {
  const faultOf = (field: 'from' | 'to') => errorAt(field, faults);
  return html`<form method="get" action="/console/${tenant}/report" novalidate>
${input({ id: 'from', name: 'from', label: { says: 'First day' }, classes: 'govuk-input--width-10', hint: 'Such as 2026-11-01.', value: days.from, error: faultOf('from') })}
${input({ id: 'to', name: 'to', label: { says: 'Last day' }, classes: 'govuk-input--width-10', hint: 'Such as 2026-11-27.', value: days.to, error: faultOf('to') })}
${button({ says: 'Report on these days' })}
</form>`;
}

function content(report: AccessReport): Html {
  const { days, made, stoppedAt, hospital } = report;
  const requests = report.counted === 1 ? '1 request' : `${report.counted} requests`;
  return html`<p class="govuk-body">${days.from} to ${days.to}, days of ${hospital.zone}. Made ${timeOf(made)}. It covers ${requests}.</p>
${stoppedAt && warningText(html`There are more: only the newest ${report.lookedAt} of the period were looked at, back to ${timeOf(stoppedAt)}. Choose fewer days for the rest.`)}
${report.counted === 0 ? insetText('Nobody asked for access on these days.') : tables(report)}`;
}

function tables({ servicers, byStatus, byTier }: AccessReport): Html {
  return html`${framed('Servicers compared', comparison(servicers))}
<p class="govuk-body wk-small">OEM: the manufacturers themselves; ISO: independent service organisations. Approved of those answered: approved, denied, or expired without an answer. Time to decision: from the request to the last approval or the denial; half of them waited no longer than the median, nine in ten no longer than the second figure.</p>
${framed(
  'What became of them',
  table({
    caption: 'What became of them',
    head: [{ says: 'State' }, { says: 'Requests', isNumber: true }],
    rows: byStatus.map(([status, count]) => [{ says: stateTag(status) }, { says: counted(count), isNumber: true }]),
  }),
)}
${framed(
  'By tier',
  table({
    caption: 'By tier',
    head: [{ says: 'Tier' }, { says: 'Requests', isNumber: true }],
    rows: byTier.map(([tier, count]) => [{ says: tier }, { says: counted(count), isNumber: true }]),
  }),
)}`;
}

function framed(label: string, inside: Html): Html {
  return html`<div class="wk-scroll" tabindex="0" role="region" aria-label="${label}">${inside}</div>`;
}

/** Zero in a word, which is seen from afar. */
const counted = (count: number): string => (count === 0 ? 'none' : String(count));

const MEASURES = Object.freeze([
  ['Asked', ({ asked }) => counted(asked)],
  ['Approved', ({ approved }) => counted(approved)],
  ['Denied', ({ denied }) => counted(denied)],
  ['Expired', ({ expired }) => counted(expired)],
  ['Withdrawn', ({ withdrawn }) => counted(withdrawn)],
  ['Waiting', ({ waiting }) => counted(waiting)],
  ['Approved of those answered', ({ approvalRate }) => (approvalRate === undefined ? 'none' : `${approvalRate} %`)],
  ['Median time to decision', ({ waited }) => waited?.median ?? 'none'],
  ['Nine in ten decided within', ({ waited }) => waited?.ninetieth ?? 'none'],
] as const satisfies readonly (readonly [string, (row: ServicerRow) => string])[]);

function comparison(servicers: readonly ServicerRow[]): Html {
  return table({
    caption: 'Servicers compared',
    firstCellIsHeader: true,
    head: [{ says: 'Measure' }, ...servicers.map(({ name }) => ({ says: name, isNumber: true }))],
    rows: MEASURES.map(([says, of]) => [{ says }, ...servicers.map((row) => ({ says: of(row), isNumber: true }))]),
  });
}
