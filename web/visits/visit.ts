/** One visit: what it shows follows from its state, never from the caller. */
import type { Visit } from '../../core/access/visit.ts';
import { button, buttonGroup } from '../components/button.ts';
import { taskList } from '../components/lists.ts';
import { insetText, warningText } from '../components/messages.ts';
import { backLink } from '../components/navigation.ts';
import { stateTag, symbolOf } from '../components/state-tag.ts';
import { moment } from '../components/time.ts';
import { type Html, html, type Value } from '../html.ts';
import { documentFor } from '../layout.ts';
import { type Activation, activateForm } from './activate.ts';
import { buttonForm, outcomeLines, pathOf, timeUntil, type VisitView, visitFacts } from './parts.ts';

export interface VisitPageView extends VisitView {
  /** Absent for readers, who cannot act. */
  readonly forms?: { readonly withdraw: Html; readonly activate: Activation } | undefined;
}

/** Seconds between two looks of a page that others move on. */
const LIVE = Object.freeze({ everySeconds: 10 });

export function visitPage(view: VisitPageView): string {
  const { nonce, viewer, visit } = view;
  const before = visit.isOwn && backLink({ href: '/visits', says: 'My visits' });
  const { title, says } = contentOf(view);
  const main = html`<h1 class="govuk-heading-l">${symbolOf(visit.card.status)} ${title}</h1>
${says}
<h2 class="govuk-heading-m">What was asked</h2>
${visitFacts(visit)}`;
  return documentFor({ nonce, viewer, title, before: before || undefined, live: visit.until && LIVE }, main);
}

interface Content {
  readonly title: string;
  readonly says: Html;
}

function contentOf(view: VisitPageView): Content {
  const { visit } = view;
  if (visit.card.status === 'pending') return { title: 'Waiting for the hospital', says: waiting(view) };
  const title = visit.card.outcome?.title ?? '';
  return { title, says: visit.card.status === 'approved' ? approved(view) : ended(visit) };
}

function waiting({ visit, forms }: VisitPageView): Html {
  const { until, card, reach } = visit;
  return html`<p class="govuk-body">Reference <strong>${card.reference}</strong>: the approver sees the same. ${until && html`Undecided, the request dies by itself: ${timeUntil(until, visit.now)}.`}</p>
${reach === 'nobody_reachable' && nobody(visit)}
${taskList(timeLine(visit), 'step')}
${forms && buttonForm(`${pathOf(visit)}/withdraw`, forms.withdraw, 'Withdraw the request', 'govuk-button--secondary')}`;
}

/** R16: said plainly, with what is left to do. */
function nobody({ card, contact }: Visit): Html {
  return html`${warningText('Nobody at the hospital could be reached: every message came back or could not be sent.')}
<p class="govuk-body">Waiting alone will not help. Contact ${card.hospital}, clinical engineering (${contact}), and name the reference ${card.reference}.</p>`;
}

type Asked = Visit['asked'][number];

/** [symbol and word, colour]. */
const DELIVERIES: Readonly<Record<Asked['delivery'], readonly [string, string]>> = Object.freeze({
  queued: ['○ Not sent yet', 'yellow'],
  sent: ['→ Sent', 'blue'],
  delivered: ['✓ Delivered', 'green'],
  bounced: ['✕ Came back', 'red'],
  failed: ['✕ Could not be sent', 'red'],
});

function timeLine({ submitted, asked, card, until }: Visit) {
  const given = card.approvalsNeeded > 1 ? `, ${card.approvalsGiven} of ${card.approvalsNeeded} approvals given` : '';
  return [
    {
      title: 'Sent to the hospital',
      hint: moment(submitted.at, submitted.words),
      status: { tag: { says: '✓ Done', classes: 'govuk-tag--green' } },
    },
    ...asked.map(messageTo),
    {
      title: 'Decided',
      hint: until && html`Not yet${given}; at the latest ${moment(until.at, until.words)}`,
      status: stateTag('pending'),
    },
  ];
}

const WAYS: Readonly<Record<Asked['by'][number], string>> = Object.freeze({ mail: 'mail', slack: 'Slack' });

function messageTo({ role, delivery, by, since }: Asked, at: number, { length }: readonly Asked[]) {
  const [says, colour] = DELIVERIES[delivery];
  const ways = by.map((way) => WAYS[way]).join(' and ');
  return {
    title: `Asked person ${at + 1} of ${length}: ${role}${ways && `, by ${ways}`}`,
    hint: since && moment(since.at, since.words),
    status: { tag: { says, classes: `govuk-tag--${colour}` } },
  };
}

function approved({ visit, forms }: VisitPageView): Html {
  const { until, tokens, id, device, total } = visit;
  const handed = tokens === 0 ? 'No token has been handed out yet.' : `Tokens handed out so far: ${tokens}.`;
  return html`${until && html`<p class="govuk-body">${timeUntil(until, visit.now)}. ${handed}</p>`}
${outcomeLines(visit)}
${
  forms &&
  html`<h2 class="govuk-heading-m">Activate at the device</h2>
<p class="govuk-body">Only when you stand at ${device.name} in ${device.place}: the token is to be started within ${visit.startWithin}.</p>
${activateForm(visit, forms.activate)}
<h2 class="govuk-heading-m">After the work</h2>
${button({ says: 'Finish the visit', href: `${pathOf(visit)}/close`, classes: 'govuk-button--secondary' })}
<p class="govuk-body"><a class="govuk-link" href="/d/${device.code}/what?extends=${id}">Ask for more time</a>: a new request, decided anew. For one work order there are ${total.cap} in all; ${total.used} are taken.</p>`
}`;
}

/** What to do next, by how it ended. */
function ended(visit: Visit): Html {
  const { status } = visit.card;
  const again = button({ says: 'Ask again', href: `/d/${visit.device.code}`, classes: 'govuk-button--secondary' });
  const close = button({ says: 'Finish the visit', href: `${pathOf(visit)}/close` });
  const receipt = button({ says: 'Receipt', href: `${pathOf(visit)}/receipt`, classes: 'govuk-button--secondary' });
  const buttons = [
    ...(status === 'lapsed' && visit.isOwn ? [close] : []),
    ...(status !== 'closed' && visit.isOwn ? [again] : []),
    receipt,
  ];
  return html`${outcomeLines(visit)}
${NEXT[status]?.(visit)}
${buttonGroup(...buttons)}`;
}

const NEXT: Readonly<Partial<Record<Visit['card']['status'], (visit: Visit) => Value>>> = Object.freeze({
  denied: ({ card, contact }) =>
    insetText(`Ask again once the reason is settled. ${card.hospital}, clinical engineering: ${contact}.`),
  expired: ({ contact }) => insetText(`Call before you ask again, so that somebody looks: ${contact}.`),
  revoked: ({ device, contact }) => insetText(`Do not go on at ${device.name}. Talk to the hospital: ${contact}.`),
  lapsed: ({ service }) =>
    service === 'not_returned_to_service' &&
    insetText('Finish the visit: say what was done, and whether the device is back in service.'),
});
