/** What pages of a tenant's console have in common: states, roles and places in words, links to forms. */
import { button } from './components/button.ts';
import { input } from './components/input.ts';
import { type Mark, markTag } from './components/state-tag.ts';
import { type Html, html } from './html.ts';

/** A link to a form; there are none for whoever may not send them. */
export interface Action {
  readonly href: string;
  readonly says: string;
}

/** Of what can be stopped. */
const STANDINGS = Object.freeze({
  active: ['✓', 'Active', 'green'],
  suspended: ['⊘', 'Suspended', 'red'],
  left: ['■', 'Left', 'grey'],
  offboarded: ['■', 'Offboarded', 'grey'],
  open: ['○', 'Open', 'yellow'],
  redeemed: ['✓', 'Taken up', 'green'],
  withdrawn: ['↩', 'Withdrawn', 'grey'],
  over: ['◷', 'Too old', 'grey'],
  connected: ['✓', 'Connected', 'green'],
  disconnected: ['■', 'Disconnected', 'grey'],
} as const satisfies Readonly<Record<string, Mark>>);
export type Standing = keyof typeof STANDINGS;

export function standingTag(standing: Standing): Html {
  return markTag(STANDINGS[standing]);
}

/** A role in words, and the places for which it is held; none: everywhere. */
export interface HeldRole {
  readonly says: string;
  readonly places: readonly string[];
}

/** `HTM approver for Main, ICU 3`. */
export function heldWords({ says, places }: HeldRole): string {
  return places.length === 0 ? says : `${says} for ${places.join(', ')}`;
}

export function actionList(actions: readonly Action[]): Html | undefined {
  if (actions.length === 0) return undefined;
  const items = actions.map(({ href, says }) => html`<li><a class="govuk-link" href="${href}">${says}</a></li>\n`);
  return html`<h2 class="govuk-heading-m">Change</h2>
<ul class="govuk-list">
${items}</ul>`;
}

/** Leads to the page `action` of the organisation whose short name is typed: there is no list of them. */
export function byShortName(
  action: string,
  says: string,
  wrong?: { readonly typed: string; readonly error: string },
): Html {
  const field = input({
    id: 'organisation',
    name: 'organisation',
    label: { says: 'Short name of the organisation' },
    hint: 'Small letters, digits and hyphens, for example medserv.',
    value: wrong?.typed,
    error: wrong?.error,
    autocapitalize: 'none',
    spellcheck: false,
    attributes: { maxlength: 32 },
  });
  return html`<form method="get" action="${action}">
${field}
${button({ says, classes: 'govuk-button--secondary' })}
</form>`;
}
