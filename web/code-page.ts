/** One's own one-time code: whether there is one, a new secret for the authenticator app, and its confirmation. */
import type { Moment } from '../core/access/words.ts';
import { button } from './components/button.ts';
import { input } from './components/input.ts';
import { insetText, warningText } from './components/messages.ts';
import { qrCode } from './components/qr.ts';
import { moment } from './components/time.ts';
import { controlFor, errorsAbove, type FieldError, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';

export interface CodePageView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly isEnrolled: boolean;
  readonly since?: Moment | undefined;
  /** Of the form that makes a new secret; absent: the sign-in is too old for it. */
  readonly fields?: Html | undefined;
  /** Where one signs in anew. */
  readonly signInUrl: string;
  /** Why nothing came of what was sent. */
  readonly problem?: string | undefined;
}

export function codePage(view: CodePageView): string {
  const { nonce, viewer, isEnrolled, problem } = view;
  const errors = problem === undefined ? [] : [{ says: problem }];
  const title = isEnrolled ? 'You have a one-time code' : 'You have no one-time code yet';
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${title}</h1>
${view.since && html`<p class="govuk-body">Enrolled ${moment(view.since.at, view.since.words)}.</p>`}
<p class="govuk-body">Deciding, activating at a device and changing the registry take a code of your authenticator app each time.</p>
${isEnrolled && html`<p class="govuk-body">To replace it, have the old one at hand: the new one counts only with a code of both. Is the old one lost? Ask an administrator of your organisation to take it away.</p>`}
${view.fields ? beginForm(view.fields, isEnrolled) : signInFirst(view.signInUrl)}`;
  return documentFor({ nonce, title: titleOf(title, errors), viewer }, main);
}

function beginForm(fields: Html, isEnrolled: boolean): Html {
  return html`<form method="post" action="/code/begin" novalidate>
${fields}
${button({ says: isEnrolled ? 'Replace it' : 'Set one up' })}
</form>`;
}

function signInFirst(href: string): Html {
  return html`${insetText('A new code takes a sign-in of the last five minutes.')}
${button({ says: 'Sign in again', href })}`;
}

export interface NewCodeView {
  readonly nonce: string;
  readonly viewer: Viewer;
  /** An old code is asked for too. */
  readonly isEnrolled: boolean;
  /** Of the form that confirms. */
  readonly fields: Html;
  /** Shown once; absent when the page is shown again. */
  readonly secret?: { readonly uri: string; readonly text: string; readonly confirmBy: Moment } | undefined;
  readonly problem?: string | undefined;
}

export function newCodePage(view: NewCodeView): string {
  const { nonce, viewer, problem, secret } = view;
  const errors = problem === undefined ? [] : [{ field: 'code', says: problem }];
  const title = 'Confirm your new code';
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${title}</h1>
${secret ? secretPart(secret) : insetText(html`The secret is shown once. If it is not in your app, <a class="govuk-link" href="/code">begin anew</a>.`)}
<form method="post" action="/code/confirm" autocomplete="off" novalidate>
${view.fields}
${codeInput('code', 'Code of the new secret', 'Six digits, as your app shows them now.', errors)}
${view.isEnrolled && codeInput('oldCode', 'Code of the old secret', 'Six digits of the entry that counts until now.', errors)}
${button({ says: 'Confirm' })}
</form>`;
  return documentFor({ nonce, title: titleOf(title, errors), viewer }, main);
}

function secretPart({ uri, text, confirmBy }: NonNullable<NewCodeView['secret']>): Html {
  return html`<p class="govuk-body">Scan it with your authenticator app, or type the secret in.</p>
${qrCode(uri, 'Secret for your authenticator app')}
<p class="govuk-body">Secret: <code>${text}</code></p>
${warningText('It is shown once, to you alone. Whoever has it can make your codes.')}
<p class="govuk-body">Confirm it before ${moment(confirmBy.at, confirmBy.words)}.</p>`;
}

function codeInput(name: 'code' | 'oldCode', says: string, hint: string, errors: readonly FieldError[]): Html {
  return input({
    ...controlFor<string>(name, errors),
    label: { says, classes: 'govuk-label--s' },
    hint,
    classes: 'wk-code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    spellcheck: false,
  });
}
