/** What somebody does about himself: say that another account is his too, and leave for good. */
import { codeField } from './code-field.ts';
import { button } from './components/button.ts';
import { input } from './components/input.ts';
import { summaryList } from './components/lists.ts';
import { insetText, warningText } from './components/messages.ts';
import { controlFor, errorsAbove, type FieldError, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';
import { typedField } from './registry-form.ts';

export interface OwnView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly account: string;
  readonly printedName: string;
  readonly linked: readonly string[];
  /** The account that he named, which has not said the same yet. */
  readonly linking?: string | undefined;
}

export function ownPage({ nonce, viewer, account, printedName, linked, linking }: OwnView): string {
  const title = printedName;
  const codes = (ids: readonly string[]) => ids.map((id, at) => html`${at > 0 && html`<br>`}<code>${id}</code>`);
  const rows = [
    { key: 'Your account', value: html`<code>${account}</code>` },
    { key: 'Your other accounts', value: linked.length === 0 ? 'none' : codes(linked) },
  ];
  const waits =
    linking &&
    insetText(
      html`You said that <code>${linking}</code> is yours too. It counts once that account says the same of this one.`,
    );
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${summaryList(rows)}
${waits}
<h2 class="govuk-heading-m">Change</h2>
<ul class="govuk-list">
<li><a class="govuk-link" href="/me/slack">Your Slack account</a></li>
<li><a class="govuk-link" href="/me/link">Link another account of yours</a></li>
<li><a class="govuk-link" href="/me/leave">Leave Wardkey for good</a></li>
</ul>`;
  return documentFor({ nonce, viewer, title }, main);
}

export interface OwnFormView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly hidden: Html;
  readonly entered: string;
  readonly errors: readonly FieldError[];
}

export function linkPage(view: OwnFormView): string {
  const field = input({
    ...controlFor('other', view.errors),
    label: { says: 'The other account', classes: 'govuk-label--s' },
    hint: 'As its own page shows it, for example p_aaaaaaaaaaaaaaaaaaaa.',
    value: view.entered,
    autocapitalize: 'none',
    spellcheck: false,
  });
  const says = html`<p class="govuk-body">Linked accounts are one person: he decides on nothing that one of them asked for. It counts once both accounts say so.</p>`;
  return ownForm(view, { title: 'Link another account', action: '/me/link', says, field });
}

export function leavePage(view: OwnFormView & { readonly printedName: string }): string {
  const typed = { name: view.printedName, entered: view.entered };
  return ownForm(view, {
    title: 'Leave Wardkey for good',
    action: '/me/leave',
    says: warningText('You lose every role, and your open requests end at once. Coming back takes a new invitation.'),
    field: typedField(typed, controlFor('typed', view.errors)),
    isStop: true,
  });
}

interface OwnForm {
  readonly title: string;
  readonly action: string;
  readonly says: Html;
  readonly field: Html;
  readonly isStop?: true;
}

function ownForm(
  { nonce, viewer, hidden, errors }: OwnFormView,
  { title, action, says, field, isStop }: OwnForm,
): string {
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${title}</h1>
${says}
<form method="post" action="${action}" autocomplete="off" novalidate>
${hidden}
${field}
${codeField(errors)}
${button({ says: title, classes: isStop && 'govuk-button--warning' })}
</form>`;
  return documentFor({ nonce, viewer, title: titleOf(title, errors) }, main);
}
