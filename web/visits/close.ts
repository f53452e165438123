/** How a visit ends: outcome, version read back, anything suspicious, and from T2 on the return to service (R13). */
import type { Visit } from '../../core/access/visit.ts';
import { button } from '../components/button.ts';
import { radios } from '../components/choices.ts';
import { input, textarea } from '../components/input.ts';
import { backLink } from '../components/navigation.ts';
import { controlFor, errorAt, errorsAbove, type FieldError, titleOf } from '../form-errors.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { pathOf, type VisitView, visitFacts } from './parts.ts';

const CLOSE_FIELDS = [
  'outcome',
  'softwareVersion',
  'note',
  'suspicion',
  'returned',
  'selfTest',
  'testEquipment',
  'performance',
  'cybersecurity',
] as const;
export type CloseField = (typeof CLOSE_FIELDS)[number];

export interface CloseView extends VisitView {
  readonly fields: Html;
  /** What a refused form had sent. */
  readonly entered?: Readonly<Partial<Record<CloseField, string>>> | undefined;
  readonly errors?: readonly FieldError<CloseField>[] | undefined;
}

export function closePage(view: CloseView): string {
  const { nonce, viewer, visit, errors = [] } = view;
  const title = `Finish the visit ${visit.card.reference}`;
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${title}</h1>
<form method="post" action="${pathOf(visit)}/close" autocomplete="off" novalidate>${view.fields}
${choice(view, 'outcome', 'Is it fixed?', OUTCOMES)}
${line(view, 'softwareVersion', 'Software version read back', versionHint(visit))}
${visit.needsRecord && returnToService(view)}
${lines(view, 'suspicion', 'Was anything suspicious?', 'Unknown accounts or software, opened seals, alarms that were off, wrong time. Leave empty if nothing was. No patient data.')}
${lines(view, 'note', 'What was done', 'The hospital reads it. No patient data.')}
${button({ says: 'Finish the visit' })}
</form>
<h2 class="govuk-heading-m">What was asked</h2>
${visitFacts(visit)}`;
  const before = backLink({ href: pathOf(visit), says: 'The visit' });
  return documentFor({ nonce, viewer, before, title: titleOf(title, errors) }, main);
}

const OUTCOMES = Object.freeze({ fixed: 'Fixed', not_fixed: 'Not fixed', not_needed: 'No work was needed' });
const RETURNED = Object.freeze({
  record: 'I give the record below',
  not_returned: 'The device is not returned to service: there is no record',
});
const SELF_TESTS = Object.freeze({
  passed: 'Passed',
  failed: 'Failed',
  not_offered: 'The device has none',
});
const FINDINGS = Object.freeze({
  as_specified: 'As specified',
  not_as_specified: 'Not as specified',
  not_checked: 'Not checked',
});

function versionHint({ needsRecord }: Visit): string {
  return needsRecord
    ? 'As the device shows it after the work; part of the record.'
    : 'As the device shows it after the work, if you looked.';
}

function returnToService(view: CloseView): Html {
  return html`<h2 class="govuk-heading-m">Return to service</h2>
<p class="govuk-body">Work of this tier ends with a record. A device that did not pass is not fixed, and stands as not returned to service.</p>
${choice(view, 'returned', 'Is there a record?', RETURNED)}
${choice(view, 'selfTest', 'Self-test', SELF_TESTS)}
${line(view, 'testEquipment', 'Test equipment', 'Name and number, or that none was needed.')}
${choice(view, 'performance', 'Performance', FINDINGS)}
${choice(view, 'cybersecurity', 'Cybersecurity: accounts, ports, settings, software', FINDINGS)}`;
}

function choice(
  { entered, errors = [] }: CloseView,
  name: CloseField,
  legend: string,
  items: Readonly<Record<string, string>>,
): Html {
  return radios({
    name,
    error: errorAt(name, errors),
    fieldset: { legend, legendClasses: 'govuk-fieldset__legend--s' },
    items: Object.entries(items).map(([value, says]) => ({ value, says, checked: entered?.[name] === value })),
  });
}

function line({ entered, errors = [] }: CloseView, name: CloseField, says: string, hint: string): Html {
  const label = { says, classes: 'govuk-label--s' };
  return input({ ...controlFor(name, errors), label, hint, value: entered?.[name] });
}

function lines({ entered, errors = [] }: CloseView, name: CloseField, says: string, hint: string): Html {
  const label = { says, classes: 'govuk-label--s' };
  return textarea({ ...controlFor(name, errors), label, hint, rows: 3, value: entered?.[name] });
}
