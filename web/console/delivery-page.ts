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
  progress: 'To be shown an approval of',
  outcome: 'Told the outcome of',
  proposal: 'Asked to confirm a change,',
  invitation: 'Invited,',
});

export function deliveryPage({ nonce, viewer, tenant }: ConsoleFrame, view: DeliveryView): string {
  const main = html`<h1 class="govuk-heading-l">${TITLE}</h1>
<p class="govuk-body">${covered(view)}</p>
${view.stuck.length > 0 ? stuckList(tenant, view.stuck) : view.messages > 0 && html`<p class="govuk-body">✓ None of them came back, failed, or waits for more than five minutes.</p>`}
<p class="govuk-body wk-small">Delivered means that the recipient’s mail server took the message, not that anybody read it. Slack reports no more than that it took one.</p>
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

/** What Slack said, or why nothing was sent there; its own word stands beside it, as docs/slack.md names them. */
const SLACK_SAID: Readonly<Record<string, string>> = Object.freeze({
  channel_not_found: 'Slack knows no such channel, or the app is not in it',
  user_not_found: 'Slack knows no such account',
  is_archived: 'the channel is archived',
  not_in_channel: 'the app is not in the channel',
  token_revoked: 'the workspace has taken back the app’s token',
  invalid_auth: 'Slack does not take the app’s token',
  not_authed: 'Slack was given no token',
  account_inactive: 'the app was removed from the workspace',
  missing_scope: 'the app may not post in this workspace',
  messages_tab_disabled: 'the app’s messages tab is off',
  no_secret: 'the workspace’s secret is missing',
  secret_of_another: 'the workspace’s secret is another organisation’s',
  disconnected: 'the workspace was disconnected',
  not_linked: 'nobody who may work is linked to an account there any more',
  no_channel: 'no channel is named any more',
  ratelimited: 'Slack asked to come later',
  no_answer: 'Slack did not answer',
});

function saidOf({ by, note }: Stuck): string {
  if (by === 'mail' || note === '') return note.replaceAll('_', ' ');
  const says = SLACK_SAID[note];
  return says === undefined ? note : `${says} (${note})`;
}

function stuckItem(tenant: string, one: Stuck): Html {
  const { recipient = 'The hospital’s channel in Slack', request, message, by, isMailedToo, state, attempts, at } = one;
  const said = saidOf(one);
  const tries = attempts === 1 ? 'one try' : `${attempts} tries`;
  return html`<li>
<p class="govuk-body"><strong>${recipient}: ${STATES[state]}</strong></p>
<p class="govuk-body wk-small">${MESSAGES[message]} <a class="govuk-link" href="${timelineHref(tenant, request)}">${request.reference}</a>, by ${by === 'slack' ? 'Slack' : 'mail'}. ${timeOf(at)}, after ${tries}${said !== '' && html`: ${said}`}.${isMailedToo && ' The same went by mail.'}</p>
</li>
`;
}
