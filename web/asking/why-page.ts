/** Why? Work order, activity, reason, and what the technician declares. Sent as a form: nothing of it is for an address. */
import { button, buttonGroup } from '../components/button.ts';
import { checkboxes, radios } from '../components/choices.ts';
import { input, textarea } from '../components/input.ts';
import { backLink } from '../components/navigation.ts';
import { controlFor, errorAt, errorsAbove, titleOf } from '../form-errors.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { type AskingView, deviceLine, hiddenAnswers, moreLine, stepAddress } from './parts.ts';

export interface WhyView extends AskingView {
  readonly formFields: Html;
  /** `run diagnostics for 60 min, tier T1`. */
  readonly choice: string;
  readonly activities: readonly { readonly name: string; readonly says: string }[];
  /** The manufacturer's support demands that compensating controls are attested. */
  readonly asksControls: boolean;
}

const HEADING = 'Why?';
const MAX_REASON = 500;
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
    label: { says: 'Work order', classes: 'govuk-label--s' },
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
    fieldset: { legend: 'What kind of work is it?', legendClasses: SMALL },
    items: activities.map(({ name, says }) => ({ value: name, says, checked: answers.activity === name })),
  });
}

function reasonField({ answers, errors }: WhyView): Html {
  const { attributes, ...wrong } = controlFor('reason', errors);
  return textarea({
    ...wrong,
    label: { says: 'Reason', classes: 'govuk-label--s' },
    hint: `What is the matter, and what you are going to do. Whoever decides reads it, and it is kept. No patient data. At most ${MAX_REASON} characters.`,
    rows: 4,
    value: answers.reason,
    attributes: { maxlength: MAX_REASON, ...attributes },
  });
}

function clinicalField({ answers, errors }: WhyView): Html {
  return checkboxes({
    name: 'notInClinicalUse',
    error: errorAt('notInClinicalUse', errors),
    hint: 'Your word, which is shown to whoever decides. From tier T2 on an approver has to confirm it as well. Leave it empty if you do not know.',
    fieldset: { legend: 'Clinical use', legendClasses: SMALL },
    items: [
      {
        value: 'yes',
        says: 'The device is not in clinical use, and no patient is connected.',
        checked: answers.notInClinicalUse,
      },
    ],
  });
}

function controlsField({ answers, errors }: WhyView): Html {
  return checkboxes({
    name: 'compensatingControls',
    error: errorAt('compensatingControls', errors),
    hint: 'The manufacturer supports this device in part only. For this tier you have to attest what makes up for it: such as that it is off the network, or that it is watched while you work.',
    fieldset: { legend: 'Compensating controls', legendClasses: SMALL },
    items: [{ value: 'yes', says: 'Compensating controls are in place.', checked: answers.compensatingControls }],
  });
}
