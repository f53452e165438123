/** What pages of a tenant's console have in common: states, roles and places in words, links to forms, more of a list. */
import { button } from './components/button.ts';
import { input } from './components/input.ts';
import { tag } from './components/messages.ts';
import { pagination } from './components/navigation.ts';
import { type Html, html } from './html.ts';
import type { Viewer } from './layout.ts';

/** What every page of a console begins with. */
export interface ConsolePage {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly tenant: string;
}

/** A moment with its words in the hospital's zone. */
export interface Moment {
  readonly at: number;
  readonly words: string;
}

/** A link to a form; there are none for whoever may not send them. */
export interface Action {
  readonly href: string;
  readonly says: string;
}

/** [symbol, word, colour] of what can be stopped. */
const STANDINGS = Object.freeze({
  active: ['✓', 'Active', 'green'],
  suspended: ['⊘', 'Suspended', 'red'],
  left: ['■', 'Left', 'grey'],
  offboarded: ['■', 'Offboarded', 'grey'],
  open: ['○', 'Open', 'yellow'],
  redeemed: ['✓', 'Taken up', 'green'],
  withdrawn: ['↩', 'Withdrawn', 'grey'],
  over: ['◷', 'Too old', 'grey'],
} as const);
export type Standing = keyof typeof STANDINGS;

export function standingTag(standing: Standing): Html {
  const [symbol, word, colour] = STANDINGS[standing];
  return tag({ says: `${symbol} ${word}`, classes: `govuk-tag--${colour}` });
}

/** `Grant role`, of `grant-role`. */
export function verbWords(verb: string): string {
  const words = verb.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** A role, with its places where it has some. */
export function roleWords(role: string, places: readonly string[] = []): string {
  return places.length === 0 ? role : `${role} for ${places.join(', ')}`;
}

export function actionList(actions: readonly Action[]): Html | undefined {
  if (actions.length === 0) return undefined;
  const items = actions.map(({ href, says }) => html`<li><a class="govuk-link" href="${href}">${says}</a></li>\n`);
  return html`<h2 class="govuk-heading-m">Change</h2>
<ul class="govuk-list">
${items}</ul>`;
}

/** The rest of a list, by the cursor of the page that is shown. */
export function moreOf(path: string, next: string | undefined): Html | undefined {
  return next === undefined
    ? undefined
    : pagination({ next: { href: `${path}${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(next)}` } });
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
