/** What is proposed at a tenant, and one proposal with what it changes: where the second person of R18 says yes, or anybody no. */

import type { Moment } from '../core/access/words.ts';
import { codeField } from './code-field.ts';
import { button } from './components/button.ts';
import { summaryList, taskList } from './components/lists.ts';
import { insetText } from './components/messages.ts';
import { backLink } from './components/navigation.ts';
import { type Mark, markTag } from './components/state-tag.ts';
import { moment } from './components/time.ts';
import type { ConsoleFrame } from './console/parts.ts';
import { errorsAbove, type FieldError, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor } from './layout.ts';
import { pagesOf } from './list-parts.ts';

/** `expired` was confirmed by nobody in time. */
const STATES = Object.freeze({
  proposed: ['○', 'Waits for a second person', 'yellow'],
  confirmed: ['◷', 'Confirmed, cooling down', 'blue'],
  in_force: ['✓', 'In force', 'green'],
  withdrawn: ['↩', 'Withdrawn', 'grey'],
  failed: ['✕', 'Failed', 'red'],
  expired: ['◷', 'Confirmed by nobody in time', 'grey'],
} as const satisfies Readonly<Record<string, Mark>>);
export type ProposalState = keyof typeof STATES;

function stateOf(state: ProposalState): Html {
  return markTag(STATES[state]);
}

interface ProposalLine {
  readonly id: string;
  readonly verb: string;
  readonly state: ProposalState;
  readonly widens: readonly string[];
  readonly proposedBy: string;
  readonly proposedAt: Moment;
}

export interface ProposalsView extends ConsoleFrame {
  readonly isSettled: boolean;
  readonly proposals: readonly ProposalLine[];
  readonly next?: string | undefined;
}

export function proposalsPage({ nonce, viewer, tenant, isSettled, proposals, next }: ProposalsView): string {
  const title = isSettled ? 'Settled proposals' : 'Proposals';
  const path = `/console/${tenant}/proposals`;
  const other = isSettled
    ? { href: path, says: 'Open proposals' }
    : { href: `${path}?settled=true`, says: 'Settled proposals' };
  const lines = proposals.map(({ id, verb, state, widens, proposedBy, proposedAt }) => ({
    title: verb,
    href: `${path}/${id}`,
    hint: html`${widens.join('; ')}. Proposed by ${proposedBy}, ${moment(proposedAt.at, proposedAt.words)}`,
    status: stateOf(state),
  }));
  const none = isSettled
    ? 'What came of proposals stands here.'
    : 'What takes a second person stands here until he says yes.';
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body"><a class="govuk-link" href="${other.href}">${other.says}</a></p>
${lines.length === 0 ? insetText(none) : taskList(lines)}
${pagesOf(path, { settled: isSettled ? 'true' : undefined }, next, 'More proposals')}`;
  return documentFor({ nonce, viewer, title }, main);
}

/** One value that it changes, with what stands there now. */
export interface ProposedLine {
  readonly label: string;
  readonly before?: string | undefined;
  readonly after: string;
}

export interface ProposalPageView extends ConsoleFrame {
  readonly proposal: ProposalLine & {
    readonly digest: string;
    readonly confirmBefore: Moment;
    readonly confirmedBy?: string | undefined;
    readonly inForceAt?: Moment | undefined;
    readonly settledAt: Moment;
    /** Why it could not come into force. */
    readonly failure?: string | undefined;
  };
  /** What it says; absent for whoever may not read that. */
  readonly lines?: readonly ProposedLine[] | undefined;
  /** Hidden fields of the two forms; absent where there is nothing to send. */
  readonly confirm?: { readonly hidden: Html } | undefined;
  /** Why the reader cannot confirm what waits. */
  readonly cannot?: string | undefined;
  readonly withdraw?: { readonly hidden: Html } | undefined;
  readonly errors: readonly FieldError[];
}

export function proposalPage(view: ProposalPageView): string {
  const { nonce, viewer, tenant, proposal, errors } = view;
  const title = `Proposal: ${proposal.verb}`;
  const before = backLink({ href: `/console/${tenant}/proposals`, says: 'Proposals' });
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${stateOf(proposal.state)}</p>
${insetText(nextOf(view))}
${summaryList(factsOf(view))}
${changesOf(view)}
${confirmForm(view)}
${withdrawForm(view)}`;
  return documentFor({ nonce, viewer, before, title: titleOf(title, errors) }, main);
}

/** What happens now, in one or two sentences. */
function nextOf({ proposal }: ProposalPageView): Html {
  const { state, confirmBefore, inForceAt, settledAt, failure } = proposal;
  const words = ({ at, words: said }: Moment) => moment(at, said);
  switch (state) {
    case 'proposed':
      return html`Nothing has changed yet. Another administrator confirms it with a one-time code before ${words(confirmBefore)}, or it dies by itself. Then a cool-down begins, in which every administrator can still withdraw it; after that it is in force.`;
    case 'confirmed':
      return html`Nothing has changed yet. It comes into force at ${inForceAt ? words(inForceAt) : 'the end of its cool-down'}, unless an administrator withdraws it before.`;
    case 'in_force':
      return html`It is in force since ${words(settledAt)}.`;
    case 'withdrawn':
      return html`An administrator withdrew it at ${words(settledAt)}. Nothing has changed.`;
    case 'failed':
      return html`It did not come into force. ${failure} Nothing has changed. If it is still wanted, propose it anew.`;
    case 'expired':
      return html`Nobody confirmed it before ${words(confirmBefore)}. Nothing has changed. If it is still wanted, propose it anew.`;
  }
  return state satisfies never;
}

function factsOf({ proposal }: ProposalPageView) {
  const { widens, proposedBy, proposedAt, confirmedBy, digest, id } = proposal;
  return [
    { key: 'It widens power', value: widens.join('; ') },
    { key: 'Proposed by', value: html`${proposedBy}, ${moment(proposedAt.at, proposedAt.words)}` },
    ...(confirmedBy === undefined ? [] : [{ key: 'Confirmed by', value: confirmedBy }]),
    { key: 'Digest', value: html`<code>${digest}</code>` },
    { key: 'Proposal', value: html`<code>${id}</code>` },
  ];
}

function changesOf({ lines, tenant, proposal: { id, verb } }: ProposalPageView): Html | undefined {
  if (lines === undefined) return undefined;
  const rows = lines.map(({ label, before, after }) => ({
    key: label,
    value: before === undefined ? after : html`${after}<br><span class="wk-small">now: ${before}</span>`,
  }));
  return html`<h2 class="govuk-heading-m">What it says</h2>
${rows.length === 0 ? html`<p class="govuk-body">Nothing but the change itself.</p>` : summaryList(rows)}
${verb === 'import devices' && html`<p class="govuk-body"><a class="govuk-link" href="/console/${tenant}/proposals/${id}/file">The file that it brings (CSV)</a></p>`}`;
}

function confirmForm({ tenant, proposal, confirm, cannot, errors }: ProposalPageView): Html | undefined {
  if (cannot !== undefined) return html`<h2 class="govuk-heading-m">Confirm</h2>\n<p class="govuk-body">${cannot}</p>`;
  return (
    confirm &&
    html`<h2 class="govuk-heading-m">Confirm</h2>
<p class="govuk-body">Look at the whole proposal first. After you confirm, every administrator can still withdraw it until the cool-down is over.</p>
<form method="post" action="/console/${tenant}/proposals/${proposal.id}/confirm" autocomplete="off" novalidate>
${confirm.hidden}
<input type="hidden" name="digest" value="${proposal.digest}">
${codeField(errors)}
${button({ says: 'Confirm' })}
</form>`
  );
}

function withdrawForm({ tenant, proposal, withdraw }: ProposalPageView): Html | undefined {
  return (
    withdraw &&
    html`<h2 class="govuk-heading-m">Withdraw</h2>
<p class="govuk-body">It takes no code: to stop a change is easy.</p>
<form method="post" action="/console/${tenant}/proposals/${proposal.id}/withdraw">
${withdraw.hidden}
${button({ says: 'Withdraw', classes: 'govuk-button--warning' })}
</form>`
  );
}
