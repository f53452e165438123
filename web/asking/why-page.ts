/** Why? Work order, activity, reason, and what the technician declares. Sent as a form: nothing of it is for an address. */
import { button, buttonGroup } from '../components/button.ts';
import { checkboxes, radios } from '../components/choices.ts';
import { input, textarea } from '../components/input.ts';
import { backLink } from '../components/navigation.ts';
import { MAX_REASON } from '../decision-words.ts';
import { controlFor, errorAt, errorsAbove, titleOf } from '../form-errors.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { type AskingView, deviceLine, hiddenAnswers, moreLine, stepAddress } from './parts.ts';
import { ACTIVITY, CLINICAL, CONTROLS, REASON, WORK_ORDER } from './words.ts';

export interface WhyView extends AskingView {
  readonly formFields: Html;
  /** `run diagnostics for 60 min, tier T1`. */
  readonly choice: string;
  readonly activities: readonly { readonly name: string; readonly says: string }[];
  /** The manufacturer's support demands that compensating controls are attested. */
  readonly asksControls: boolean;
}

const HEADING = 'Why?';
const SMALL = 'govuk-fieldset__legend--s';

export function whyPage(view: WhyView): string {
  const { nonce, viewer, device, answers, errors } = view;
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${HEADING}</h1>
${deviceLine(device)}
<p class="govuk-body">You ask to ${view.choice}.</p>
${moreLine(view)}
<form method="post" action="/d/${device.code}/check" novalidate>
${view.formFields}
${hiddenAnswers(answers, ASKED)}
${workOrderField(view)}
${activityField(view)}
${reasonField(view)}
${clinicalField(view)}
${view.asksControls && controlsField(view)}
${buttonGroup(
  button({ says: 'Continue' }),
  button({ says: 'Change what you need', name: 'change', value: 'what', classes: 'govuk-button--secondary' }),
)}
</form>`;
  const before = backLink({ href: stepAddress(device.code, 'what', answers), says: 'Back to what you need' });
  return documentFor({ nonce, title: titleOf(HEADING, errors), viewer, before }, main);
}

const ASKED = ['workOrder', 'activity', 'reason', 'notInClinicalUse', 'compensatingControls'] as const;

function workOrderField({ answers, errors, more }: WhyView): Html {
  return input({
    ...controlFor('workOrder', errors),
    label: { says: WORK_ORDER, classes: 'govuk-label--s' },
    hint:
      more && more !== 'gone'
        ? `More can be asked for on ${more.workOrder} only.`
        : 'As it stands in the order, such as WO-88213.',
    value: answers.workOrder,
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: false,
  });
}

function activityField({ answers, errors, activities }: WhyView): Html {
  return radios({
    name: 'activity',
    error: errorAt('activity', errors),
    classes: 'govuk-radios--small',
    fieldset: { legend: ACTIVITY, legendClasses: SMALL },
    items: activities.map(({ name, says }) => ({ value: name, says, checked: answers.activity === name })),
  });
}

function reasonField({ answers, errors }: WhyView): Html {
  const { attributes, ...wrong } = controlFor('reason', errors);
  return textarea({
    ...wrong,
    label: { says: REASON.label, classes: 'govuk-label--s' },
    hint: REASON.hint,
    rows: 4,
    value: answers.reason,
    attributes: { maxlength: MAX_REASON, ...attributes },
  });
}

function clinicalField({ answers, errors }: WhyView): Html {
  return checkboxes({
    name: 'notInClinicalUse',
    error: errorAt('notInClinicalUse', errors),
    hint: CLINICAL.hint,
    fieldset: { legend: CLINICAL.label, legendClasses: SMALL },
    items: [
      {
        value: 'yes',
        says: CLINICAL.says,
        checked: answers.notInClinicalUse,
      },
    ],
  });
}

function controlsField({ answers, errors }: WhyView): Html {
  return checkboxes({
    name: 'compensatingControls',
    error: errorAt('compensatingControls', errors),
    hint: CONTROLS.hint,
    fieldset: { legend: CONTROLS.label, legendClasses: SMALL },
    items: [{ value: 'yes', says: CONTROLS.says, checked: answers.compensatingControls }],
  });
}
