/** A hospital's day on one page: what waits, what is approved, what ended, whether the mails came through. */
import type { RequestLine } from '../../core/access/request-line.ts';
import type { TodayView } from '../../core/verbs/show-today.ts';
import { insetText } from '../components/messages.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import {
  type ConsoleFrame,
  decisionHref,
  endWords,
  requestItem,
  requestList,
  timeLeft,
  timelineLink,
  timeOf,
} from './parts.ts';

/** Somebody else decides while this page is open. */
const EVERY_SECONDS = 30;

export function todayPage(frame: ConsoleFrame, view: TodayView, now: number): string {
  const { nonce, viewer, tenant } = frame;
  const title = `Today at ${view.hospital.name}`;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${view.isCut.open && insetText('More requests are open than are shown here. These are the newest.')}
${part(
  'Waiting for a decision',
  view.waiting.map((line) => waiting(tenant, line, now)),
  'Nobody waits for an answer. Requests stand here from the moment they are sent until they are decided.',
)}
${part(
  'Approved now',
  view.active.map((line) => active(tenant, line, now)),
  'Nobody has access now. Approved requests stand here until their time is over, each with the way to Revoke.',
)}
${part(
  'Over in the last 24 hours',
  view.ended.map((line) => over(tenant, line)),
  'Nothing ended in the last 24 hours.',
)}
${view.isCut.ended && html`<p class="govuk-body wk-small">Only the newest were looked at.</p>`}
${mails(tenant, view.mail)}`;
  return documentFor({ nonce, title, viewer, live: { everySeconds: EVERY_SECONDS } }, main);
}

function part(heading: string, items: readonly Html[], none: string): Html {
  return html`<h2 class="govuk-heading-m">${heading}${items.length > 0 && ` (${items.length})`}</h2>
${items.length > 0 ? requestList(items) : html`<p class="govuk-body">${none}</p>`}`;
}

function waiting(tenant: string, line: RequestLine, now: number): Html {
  const { given, needed } = line.approvals;
  return requestItem(line, decisionLink(line), [
    asks(line),
    line.until && html`Decide before ${timeLeft(line.until, now)}. ${given} of ${needed} approvals given.`,
    timelineLink(tenant, line),
  ]);
}

function active(tenant: string, line: RequestLine, now: number): Html {
  return requestItem(line, heading(line), [
    asks(line),
    line.until && html`Until ${timeLeft(line.until, now)}. Approved by ${line.approvals.by.join(' and ')}.`,
    html`<a class="govuk-link" href="${decisionHref(line)}">Revoke<span class="govuk-visually-hidden"> ${line.reference}</span></a>, ${timelineLink(tenant, line)}`,
  ]);
}

function over(tenant: string, line: RequestLine): Html {
  return requestItem(line, heading(line), [asks(line), endWords(line), timelineLink(tenant, line)]);
}

function decisionLink(line: RequestLine): Html {
  return html`<a class="govuk-link" href="${decisionHref(line)}">${heading(line)}</a>`;
}

function heading({ reference, device, place }: RequestLine): Html {
  return html`${reference}: ${device.name}, ${place}`;
}

function asks({ technician, servicer, tier, scopes, time, submitted }: RequestLine): Html {
  return html`${technician.name} (${servicer.name}): ${scopes}, tier ${tier}, for ${time}. Asked ${timeOf(submitted)}.`;
}

function mails(tenant: string, { requests, queued, sent, delivered, bounced, failed }: TodayView['mail']): Html {
  const counts: readonly (readonly [number, string])[] = [
    [delivered, '✓ delivered'],
    [sent, '→ sent'],
    [queued, '○ not sent yet'],
    [bounced, '✕ came back'],
    [failed, '✕ never taken'],
  ];
  const said = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return html`<h2 class="govuk-heading-m">Messages</h2>
<p class="govuk-body">${requests === 0 ? 'No request waits, so nobody is being asked.' : `About the ${requests === 1 ? 'request' : `${requests} requests`} that ${requests === 1 ? 'waits' : 'wait'}: ${said.join(', ') || 'no message yet'}.`}</p>
<p class="govuk-body"><a class="govuk-link" href="/console/${tenant}/delivery">Delivery health</a></p>`;
}
