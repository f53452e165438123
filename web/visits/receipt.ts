/** The receipt of a visit, to be printed and filed: what was asked, decided, handed out and done, and where the log ended. */
import type { Receipt } from '../../core/verbs/read-receipt.ts';
import { type SummaryRow, summaryList, table } from '../components/lists.ts';
import { backLink } from '../components/navigation.ts';
import { stateTag } from '../components/state-tag.ts';
import { moment } from '../components/time.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { outcomeLines, pathOf, type VisitView, visitFacts } from './parts.ts';

export type ReceiptView = Omit<VisitView, 'visit'> & { readonly receipt: Receipt };

export function receiptPage({ nonce, viewer, receipt }: ReceiptView): string {
  const { visit, chain } = receipt;
  const title = `Receipt ${visit.card.reference}`;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${visit.card.hospital}. ${stateTag(visit.card.status)}</p>
<h2 class="govuk-heading-m">What was asked</h2>
${visitFacts(visit)}
<h2 class="govuk-heading-m">What became of it</h2>
<p class="govuk-body">Asked ${moment(visit.submitted.at, visit.submitted.words)}.</p>
${outcomeLines(visit)}
${tokensOf(receipt)}
${receipt.closing && closingOf(receipt.closing)}
<h2 class="govuk-heading-m">In the log</h2>
${summaryList([
  { key: 'Request', value: html`<code>${visit.id}</code>` },
  { key: 'Last event', value: chain.n },
  { key: 'Its hash', value: html`<code>${chain.hash}</code>` },
  { key: 'Digest of the facts', value: html`<code>${visit.card.digest}</code>` },
])}
<p class="govuk-body wk-small">The hash is SHA-256 of the last event’s bytes, each of which holds the hash of the one before: whoever has the log can check this receipt against it.</p>`;
  const before = backLink({ href: pathOf(visit), says: 'The visit' });
  return documentFor({ nonce, viewer, title, before }, main);
}

function tokensOf({ tokens }: Receipt): Html {
  if (tokens.length === 0) return html`<p class="govuk-body">No token was handed out.</p>`;
  return html`<div class="wk-scroll" tabindex="0" role="region" aria-label="Tokens">${table({
    caption: `Tokens handed out: ${tokens.length}`,
    captionClasses: 'govuk-table__caption--s',
    head: [{ says: 'When' }, { says: 'Start before' }, { says: 'Session at most' }],
    rows: tokens.map(({ issued, opensUntil, session }) => [
      { says: moment(issued.at, issued.words) },
      { says: moment(opensUntil.at, opensUntil.words) },
      { says: session },
    ]),
  })}</div>`;
}

function closingOf(closing: NonNullable<Receipt['closing']>): Html {
  return html`<h2 class="govuk-heading-m">How it was closed</h2>
${summaryList([
  { key: 'Outcome', value: said(closing.outcome) },
  { key: 'Software version read back', value: closing.softwareVersion ?? 'not said' },
  ...recordRows(closing.returnToService),
  { key: 'Anything suspicious', value: closing.suspicion ?? 'nothing was said' },
  { key: 'What was done', value: closing.note },
])}`;
}

function recordRows(given: NonNullable<Receipt['closing']>['returnToService']): readonly SummaryRow[] {
  if (given === undefined) return [];
  if (given === 'not_returned')
    return [{ key: 'Return to service', value: 'No record: the device is not returned to service' }];
  return [
    { key: 'Self-test', value: said(given.selfTest) },
    { key: 'Test equipment', value: given.testEquipment },
    { key: 'Performance', value: said(given.performance) },
    { key: 'Cybersecurity', value: said(given.cybersecurity) },
  ];
}

const said = (code: string) => code.replaceAll('_', ' ');
