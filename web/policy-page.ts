/** A hospital's policy in plain words, with its tester: who could do what, what that takes, and who could give it. */
import type { PolicyTestQuery } from '../core/registry/tester-contract.ts';
import type { KnownTechnician } from '../core/verbs/show-policy.ts';
import { button } from './components/button.ts';
import { checkboxes } from './components/choices.ts';
import { input, select, textarea } from './components/input.ts';
import { errorAt, errorsAbove, type FieldError, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';
import { type PlaceWords, policyTables, type TesterWords, testerAnswer } from './policy-parts.ts';

export interface PolicyPageView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly base: string;
  readonly hospital: string;
  readonly version: number;
  /** What holds for every request, a sentence each. */
  readonly sentences: readonly string[];
  readonly places: readonly PlaceWords[];
  readonly scopes: readonly { readonly name: keyof PolicyTestQuery; readonly tier: string; readonly says: string }[];
  readonly technicians: readonly KnownTechnician[];
  readonly query: PolicyTestQuery;
  readonly answer?: TesterWords | undefined;
  readonly errors: readonly FieldError[];
  /** The policy in force as JSON, to begin another from. */
  readonly json: string;
  /** Hidden fields of the form that compares. */
  readonly fields: Html;
}

export function policyPage(view: PolicyPageView): string {
  const { nonce, viewer, hospital, version, sentences, places, answer, errors } = view;
  const heading = `Policy of ${hospital}`;
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${heading}</h1>
<p class="govuk-body">Version ${version}, in force now. The stricter of two rules wins.</p>
<ul class="govuk-list govuk-list--bullet">
${sentences.map((sentence) => html`<li>${sentence}</li>\n`)}</ul>
${answer && testerAnswer(answer)}
<h2 class="govuk-heading-m">Who could do what?</h2>
${testerForm(view)}
<h2 class="govuk-heading-m">What each tier takes</h2>
${policyTables(places)}
<h2 class="govuk-heading-m">Another policy</h2>
${compareForm(view)}`;
  return documentFor({ nonce, title: titleOf(heading, errors), viewer, isWide: true }, main);
}

function testerForm({ base, query, technicians, scopes, errors }: PolicyPageView): Html {
  const errorOf = (field: string) => errorAt(field, errors);
  const items = [
    { value: '', says: 'Choose, or give an id below' },
    ...technicians.map(({ person, printedName, employer }) => ({
      value: person,
      says: `${printedName}, ${employer}`,
      selected: person === query.technician,
    })),
  ];
  return html`<form method="get" action="${base}/policy#answer" novalidate>
${input({ id: 'device', name: 'device', label: { says: 'Device' }, hint: 'Sticker code, asset tag, CMMS id or device id.', value: query.device ?? '', error: errorOf('device'), spellcheck: false, autocomplete: 'off' })}
${select({ id: 'technician', name: 'technician', label: { says: 'Technician' }, hint: 'The hospital’s own, and those who asked here of late.', items, error: errorOf('technician') })}
${input({ id: 'other', name: 'other', label: { says: 'Or somebody else’s id' }, value: query.other ?? '', error: errorOf('other'), spellcheck: false, autocomplete: 'off' })}
${checkboxes({
  name: 'scopes',
  classes: 'govuk-checkboxes--small',
  fieldset: { legend: 'What would be done?' },
  error: errorOf('scopes'),
  items: scopes.map(({ name, tier, says }) => ({
    name,
    value: 'yes',
    says: `${tier}: ${says}`,
    checked: query[name] === 'yes',
  })),
})}
${input({ id: 'minutes', name: 'minutes', label: { says: 'For how long?' }, suffix: 'min', inputmode: 'numeric', classes: 'wk-code', value: query.minutes ?? '', error: errorOf('minutes') })}
${checkboxes({
  name: 'declarations',
  classes: 'govuk-checkboxes--small',
  fieldset: { legend: 'What would the technician declare?' },
  items: [
    {
      name: 'notInClinicalUse',
      value: 'yes',
      says: 'The device is not in clinical use, no patient is connected',
      checked: query.notInClinicalUse === 'yes',
    },
    {
      name: 'compensatingControls',
      value: 'yes',
      says: 'Compensating controls are in place',
      checked: query.compensatingControls === 'yes',
    },
  ],
})}
${button({ says: 'Ask the policy' })}
</form>`;
}

function compareForm({ base, json, fields }: PolicyPageView): Html {
  return html`<form method="post" action="${base}/policy" novalidate>${fields}
${policyField(json)}
${button({ says: 'Show what it would change' })}
</form>`;
}

/** A policy as text: pasted from a file, or begun from the one in force. */
export function policyField(value: string, error?: string): Html {
  return textarea({
    id: 'policy',
    name: 'policy',
    label: { says: 'Policy as JSON' },
    hint: 'Nothing is changed by looking. docs/policy.md explains each member.',
    value,
    rows: 16,
    spellcheck: false,
    classes: 'wk-source',
    error,
  });
}
