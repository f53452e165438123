/** What the pages of asking for access have in common: the device at a glance, and the answers so far. */
import type { FieldError } from '../form-errors.ts';
import { type Html, html } from '../html.ts';
import type { Viewer } from '../layout.ts';

/** A device in words, as the technician knows it from its label. */
export interface DeviceWords {
  readonly code: string;
  /** `Ventilator VX-7`. */
  readonly name: string;
  readonly serial: string;
  readonly tag: string;
  readonly unit: string;
  readonly site: string;
  readonly hospital: string;
}

/** Everything that was entered, as it was; empty where nothing was yet. */
export interface Answers {
  readonly scopes: readonly string[];
  readonly minutes: string;
  readonly extends: string;
  readonly workOrder: string;
  readonly activity: string;
  readonly reason: string;
  readonly notInClinicalUse: boolean;
  readonly compensatingControls: boolean;
}

interface More {
  readonly reference: string;
  readonly workOrder: string;
  /** Of the total over all parts of one job. */
  readonly left: string;
}

/** What each of these pages is shown. */
export interface AskingView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly device: DeviceWords;
  readonly answers: Answers;
  readonly errors: readonly FieldError[];
  /** The visit that more is asked for; `gone` where it is not open for that any more. */
  readonly more?: More | 'gone' | undefined;
}

export function deviceLine({ name, serial, unit, hospital }: DeviceWords): Html {
  return html`<p class="govuk-body">${name} <strong>#${serial}</strong>, ${unit}, ${hospital}.</p>`;
}

/** The visit that this one goes on from, and what is left of its total. */
export function moreLine({ more, device }: Pick<AskingView, 'more' | 'device'>): Html | undefined {
  if (more === undefined) return undefined;
  if (more === 'gone') {
    return html`<p class="govuk-body">More cannot be asked for on that visit. <a class="govuk-link" href="/d/${device.code}/what">Ask anew, without it</a></p>`;
  }
  return html`<p class="govuk-body">Goes on from visit <strong>${more.reference}</strong>, work order ${more.workOrder}. Of the total that the hospital allows for one job, <strong>${more.left}</strong> are left.</p>`;
}

/** Answers that the form at hand does not ask for, so that none is lost on the way. */
export function hiddenAnswers(answers: Answers, shown: readonly (keyof Answers)[] = []): Html {
  const names = (Object.keys(answers) as (keyof Answers)[]).filter((name) => !shown.includes(name));
  return html`${names.flatMap((name) => valuesOf(answers[name]).map((value) => hidden(name, value)))}`;
}

function valuesOf(answer: Answers[keyof Answers]): readonly string[] {
  if (typeof answer === 'boolean') return answer ? ['yes'] : [];
  return typeof answer === 'string' ? [answer].filter((value) => value !== '') : answer;
}

function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">\n`;
}

/** The address of a step, with the choice so far in its query and nothing that somebody wrote. */
export function stepAddress(
  code: string,
  step: 'what' | 'why',
  answers: Pick<Answers, 'scopes' | 'minutes' | 'extends'>,
): string {
  const { scopes, minutes, extends: more } = answers;
  const query = new URLSearchParams(scopes.map((scope): [string, string] => ['scopes', scope]));
  if (minutes !== '') query.set('minutes', minutes);
  if (more !== '') query.set('extends', more);
  return `/d/${code}/${step}${query.size > 0 ? `?${query}` : ''}`;
}
