/**
 * What do you need, and for how long? Scopes in plain words, by tier; what cannot be asked for stands below with the reason. The
 * choice goes on in the address. Once reasons were written it is a posted form that carries them, as no address may.
 */
import { button } from '../components/button.ts';
import { checkboxes } from '../components/choices.ts';
import { select } from '../components/input.ts';
import { insetText } from '../components/messages.ts';
import { backLink } from '../components/navigation.ts';
import { controlFor, errorAt, errorsAbove, titleOf } from '../form-errors.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { type AskingView, deviceLine, hiddenAnswers, moreLine } from './parts.ts';
import { MINUTES } from './words.ts';

interface ScopeWords {
  readonly name: string;
  readonly says: string;
}

export interface WhatView extends AskingView {
  /** What can be asked for, from the lowest tier to the highest. */
  readonly groups: readonly {
    readonly tier: string;
    readonly says: string;
    /** What the tier takes here. */
    readonly demands: string;
    readonly scopes: readonly ScopeWords[];
  }[];
  /** What cannot, by the reason. */
  readonly closed: readonly {
    readonly why: string;
    readonly scopes: readonly (ScopeWords & { readonly tier: string })[];
  }[];
  readonly lengths: readonly { readonly minutes: number; readonly says: string }[];
  /** The hidden field of the posted form; absent: the choice goes on in the address. */
  readonly formFields?: Html | undefined;
}

const HEADING = 'What do you need?';

export function whatPage(view: WhatView): string {
  const { nonce, viewer, device, errors } = view;
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${HEADING}</h1>
${deviceLine(device)}
${moreLine(view)}
${view.groups.length > 0 ? choiceForm(view) : insetText('Nothing can be asked for on this device now. The reasons stand below.')}
${view.closed.length > 0 && notPossible(view)}`;
  const before = backLink({ href: `/d/${device.code}`, says: 'Back to the device' });
  return documentFor({ nonce, title: titleOf(HEADING, errors), viewer, before }, main);
}

function choiceForm(view: WhatView): Html {
  const { device, answers, formFields } = view;
  const start = formFields
    ? html`<form method="post" action="/d/${device.code}/check" novalidate>\n${formFields}\n${hiddenAnswers(answers, ['scopes', 'minutes'])}`
    : html`<form method="get" action="/d/${device.code}/why" novalidate>\n${hiddenAnswers({ ...answers, ...UNWRITTEN }, ['scopes', 'minutes'])}`;
  return html`${start}
${view.groups.map((_, at) => html`${group(view, at)}\n`)}
${timeField(view)}
${button({ says: 'Continue' })}
</form>`;
}

/** What no address may hold. */
const UNWRITTEN = Object.freeze({
  workOrder: '',
  activity: '',
  reason: '',
  notInClinicalUse: false,
  compensatingControls: false,
});

/** The first group bears the error and the id that the summary leads to. */
function group({ groups, answers, errors }: WhatView, at: number): Html | undefined {
  const one = groups[at];
  return (
    one &&
    checkboxes({
      name: 'scopes',
      id: at === 0 ? 'scopes' : `scopes-${one.tier}`,
      hint: one.demands,
      error: at === 0 ? errorAt('scopes', errors) : undefined,
      fieldset: { legend: `${one.tier}: ${one.says}`, legendClasses: 'govuk-fieldset__legend--s' },
      classes: 'govuk-checkboxes--small',
      items: one.scopes.map(({ name, says }) => ({
        value: name,
        says: `${says} (${name})`,
        checked: answers.scopes.includes(name),
      })),
    })
  );
}

function timeField({ lengths, answers, errors }: WhatView): Html {
  return select({
    ...controlFor('minutes', errors),
    label: { says: MINUTES.label, classes: 'govuk-label--s' },
    hint: MINUTES.hint,
    items: [
      { value: '', says: 'Choose' },
      ...lengths.map(({ minutes, says }) => ({ value: minutes, says, selected: answers.minutes === String(minutes) })),
    ],
  });
}

function notPossible({ closed }: WhatView): Html {
  const groups = closed.map(({ why, scopes }, at) =>
    checkboxes({
      name: 'not-possible',
      id: `not-possible-${at + 1}`,
      fieldset: { legend: why },
      classes: 'govuk-checkboxes--small',
      items: scopes.map(({ name, says, tier }) => ({
        value: name,
        says: `${says} (${name}, ${tier})`,
        disabled: true,
      })),
    }),
  );
  return html`<h2 class="govuk-heading-m">What is not possible here, and why</h2>\n${groups.map((one) => html`${one}\n`)}`;
}
