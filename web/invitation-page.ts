/** Behind an invitation's link: where to sign in, and then what one becomes. Looking at it takes nothing up. */
import type { Moment } from '../core/access/words.ts';
import { button } from './components/button.ts';
import { summaryList } from './components/lists.ts';
import { insetText } from './components/messages.ts';
import { moment } from './components/time.ts';
import { type HeldRole, heldWords } from './console-parts.ts';
import { errorsAbove, type FieldError, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';

export interface InvitationLinkView {
  readonly nonce: string;
  readonly organisation: string;
  readonly until: Moment;
  /** To its issuer, and back to where the invitation is taken up. */
  readonly signIn: string;
}

export function invitationLinkPage({ nonce, organisation, until, signIn }: InvitationLinkView): string {
  const title = `${organisation} invites you to Wardkey`;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">The invitation is good until ${moment(until.at, until.words)}, and once. Nothing is taken up before you have signed in and said so.</p>
${button({ says: `Sign in at ${organisation}`, href: signIn })}
<p class="govuk-body">If you expected no invitation, close this page: without that sign-in the link opens nothing.</p>`;
  return documentFor({ nonce, title }, main);
}

export interface InvitationView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly organisation: string;
  readonly printedName: string;
  readonly roles: readonly HeldRole[];
  readonly until: Moment;
  readonly action: string;
  readonly hidden: Html;
  readonly errors: readonly FieldError[];
}

export function invitationPage(view: InvitationView): string {
  const { nonce, viewer, organisation, printedName, roles, until, action, hidden, errors } = view;
  const title = `Join ${organisation} as ${printedName}`;
  const rows = [
    { key: 'Name that others will see', value: printedName },
    { key: 'Roles', value: roles.map(heldWords).join('; ') || 'none yet' },
    { key: 'Good until', value: moment(until.at, until.words) },
  ];
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${title}</h1>
${summaryList(rows)}
${insetText('The account with which you are signed in becomes this person. Afterwards enrol a one-time code: nothing is decided or activated without one.')}
<form method="post" action="${action}">
${hidden}
${button({ says: 'Take up the invitation' })}
</form>`;
  return documentFor({ nonce, viewer, title: titleOf(title, errors) }, main);
}
