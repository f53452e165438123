/** Whether the messages about a hospital's requests came through, and whom they did not reach. */
import type { DeliveryView, Stuck } from '../../core/verbs/show-delivery.ts';
import { pagination } from '../components/navigation.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { type ConsoleFrame, timelineHref, timeOf, trail } from './parts.ts';

const TITLE = 'Delivery health';

const STATES: Readonly<Record<Stuck['state'], string>> = Object.freeze({
  queued: '○ Waits too long',
  sent: '→ Sent',
  delivered: '✓ Delivered',
  bounced: '✕ Came back',
  failed: '✕ Never taken',
});

const MESSAGES: Readonly<Record<Stuck['message'], string>> = Object.freeze({
  ask: 'Asked to decide on',
  reminder: 'Reminded of',
  escalation: 'Asked, as others were silent, to decide on',
  outcome: 'Told the outcome of',
  proposal: 'Asked to confirm a change,',
  invitation: 'Invited,',
});

export function deliveryPage({ nonce, viewer, tenant }: ConsoleFrame, view: DeliveryView): string {
  const main = html`<h1 class="govuk-heading-l">${TITLE}</h1>
<p class="govuk-body">${covered(view)}</p>
${view.stuck.length > 0 ? stuckList(tenant, view.stuck) : view.messages > 0 && html`<p class="govuk-body">✓ None of them came back, failed, or waits for more than five minutes.</p>`}
<p class="govuk-body wk-small">Delivered means that the recipient’s mail server took the message, not that anybody read it.</p>
${view.next !== undefined && pagination({ next: { href: `/console/${tenant}/delivery?after=${view.next}`, label: 'Older requests' } })}`;
  return documentFor({ nonce, title: TITLE, viewer, before: trail(tenant, TITLE) }, main);
}

function covered({ requests, messages, newest, oldest }: DeliveryView): Html | string {
  if (!newest || !oldest)
    return 'No request of yours to see has been made yet. Messages about requests will stand here.';
  const count = requests === 1 ? 'one request' : `${requests} requests`;
  return html`${messages} messages about ${count}, submitted from ${timeOf(oldest)} to ${timeOf(newest)}, were looked at.`;
}

function stuckList(tenant: string, stuck: readonly Stuck[]): Html {
  const heading =
    stuck.length === 1 ? '1 message did not come through' : `${stuck.length} messages did not come through`;
  return html`<h2 class="govuk-heading-m">${heading}</h2>
<ul class="govuk-list govuk-list--spaced">
${stuck.map((one) => stuckItem(tenant, one))}</ul>`;
}

function stuckItem(tenant: string, { recipient, request, message, state, note, attempts, at }: Stuck): Html {
  const tries = attempts === 1 ? 'one try' : `${attempts} tries`;
  return html`<li>
<p class="govuk-body"><strong>${recipient}: ${STATES[state]}</strong></p>
<p class="govuk-body wk-small">${MESSAGES[message]} <a class="govuk-link" href="${timelineHref(tenant, request)}">${request.reference}</a>. ${timeOf(at)}, after ${tries}${note !== '' && html`: ${note.replaceAll('_', ' ')}`}.</p>
</li>
`;
}
