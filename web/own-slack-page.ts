/** One's own account of Slack: which it is, how it is linked, and the code that is typed there. */
import type { Moment } from '../core/access/words.ts';
import { codeField } from './code-field.ts';
import { button } from './components/button.ts';
import { summaryList } from './components/lists.ts';
import { insetText, warningText } from './components/messages.ts';
import { backLink } from './components/navigation.ts';
import { moment } from './components/time.ts';
import { errorsAbove, type FieldError, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';

export interface OwnSlackPageView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly link?: { readonly team: string; readonly user: string; readonly since: Moment } | undefined;
  /** The organisation's workspace; absent: none is connected. */
  readonly connected?: string | undefined;
  /** Hidden fields of the form that draws a link code, and of the one that unlinks. */
  readonly begin: Html;
  readonly unlink: Html;
  readonly errors: readonly FieldError[];
}

const BACK = backLink({ href: '/me', says: 'Back' });

export function ownSlackPage(view: OwnSlackPageView): string {
  const { nonce, viewer, link, connected, errors } = view;
  const title = link ? 'Your Slack account' : 'Link your Slack account';
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${title}</h1>
${link ? linked(link, connected) : html`<p class="govuk-body">Once it is linked, what you do for Wardkey in Slack counts as yours. To decide takes your one-time code there as well.</p>`}
${connected === undefined ? insetText('Your organisation has connected no Slack workspace. An administrator of yours can connect one.') : beginForm(view, connected)}
${link && unlinkForm(view.unlink)}`;
  return documentFor({ nonce, viewer, before: BACK, title: titleOf(title, errors) }, main);
}

function linked({ team, user, since }: NonNullable<OwnSlackPageView['link']>, connected: string | undefined): Html {
  const rows = [
    { key: 'Workspace', value: html`<code>${team}</code>` },
    { key: 'Account', value: html`<code>${user}</code>` },
    { key: 'Linked since', value: moment(since.at, since.words) },
  ];
  const isOver = team !== connected;
  return html`${summaryList(rows)}
${isOver && insetText('This workspace is not connected any more, so nothing that comes from this account counts.')}`;
}

function beginForm({ link, begin, errors }: OwnSlackPageView, connected: string): Html {
  return html`<h2 class="govuk-heading-m">${link ? 'Link another account instead' : 'Draw a link code'}</h2>
<p class="govuk-body">You are shown a code here and type it in Slack, in the workspace <code>${connected}</code>. Whoever types it there is you from then on, so give it to nobody.</p>
<form method="post" action="/me/slack" autocomplete="off" novalidate>
${begin}
${codeField(errors)}
${button({ says: 'Show the link code', classes: link && 'govuk-button--secondary' })}
</form>`;
}

function unlinkForm(hidden: Html): Html {
  return html`<h2 class="govuk-heading-m">Unlink</h2>
<p class="govuk-body">At once, nothing that comes from the account counts any more. Wardkey writes to you by mail again.</p>
<form method="post" action="/me/slack/unlink" novalidate>
${hidden}
${button({ says: 'Unlink', classes: 'govuk-button--warning' })}
</form>`;
}

export interface LinkCodeView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly connected: string;
  readonly linkCode: string;
  readonly until: Moment;
}

/** Shown once: loading it again asks for another one-time code. */
export function linkCodePage({ nonce, viewer, connected, linkCode, until }: LinkCodeView): string {
  const title = 'Type this in Slack';
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">In the workspace <code>${connected}</code>, in any conversation:</p>
${insetText(html`<code>/service-access link ${linkCode}</code>`)}
<p class="govuk-body">It is good once, until ${moment(until.at, until.words)}. Slack then says whom it linked; only you see that.</p>
${warningText('It is shown once, to you alone. Whoever types it is taken for you.')}
<p class="govuk-body"><a class="govuk-link" href="/me/slack">See whether it is linked</a></p>`;
  return documentFor({ nonce, viewer, before: BACK, title }, main);
}
