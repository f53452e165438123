/** A request as its events, with their hashes: to be read on a screen, and printed for a file. */
import type { TimelineEvent, TimelineView } from '../../core/verbs/show-timeline.ts';
import { type SummaryRow, summaryList } from '../components/lists.ts';
import { insetText, warningText } from '../components/messages.ts';
import { stateTag } from '../components/state-tag.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { type ConsoleFrame, decisionHref, endWords, timeLeft, timeOf, trail } from './parts.ts';

type Broken = NonNullable<TimelineView['broken']>;

const BREAKS: Readonly<Record<Broken['code'], string>> = Object.freeze({
  not_canonical: 'its bytes are not as the broker writes them',
  unknown_version: 'it is of a version that the broker never wrote',
  hash_differs: 'its bytes are not those that were hashed',
  number_gap: 'its number does not follow the one before',
  prev_differs: 'it does not name the hash of the event before it',
  other_chain: 'it belongs to another request',
  time_runs_back: 'its time is before that of the event before it',
  impossible_step: 'it cannot follow what came before it',
  rule_broken: 'a rule forbids it after what came before it',
  tail_missing: 'an event that the request counts is missing',
  state_differs: 'the request as it stands is not what its events lead to',
  state_behind: 'the request as it stands is older than its events',
  state_missing: 'the request that the events belong to is gone',
  chain_missing: 'there are no events at all',
});

export function timelinePage({ nonce, viewer, tenant }: ConsoleFrame, view: TimelineView, now: number): string {
  const { request, events, count, broken } = view;
  const title = `${broken ? 'Broken log: ' : ''}Timeline of ${request.reference}`;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${verdict(view)}
${summaryList(factsOf(view, now), 'wk-facts')}
${events.map((event) => html`${broken?.n === event.n && breakHere(broken)}\n${eventPart(event, broken)}\n`)}
${broken && broken.n > events.length && breakHere(broken)}
${events.length < count && insetText(`The first ${events.length} of ${count} events are shown; all were verified. The others are in the log’s export.`)}`;
  return documentFor({ nonce, title, viewer, before: trail(tenant, request.reference) }, main);
}

function verdict({ count, broken, verified }: TimelineView): Html {
  if (!broken) {
    const events = count === 1 ? '1 event' : `${count} events`;
    return insetText(
      html`✓ ${events} verified, ${timeOf(verified)}. Every hash was computed anew from the stored bytes, every event names the one before it, and the request is what its events lead to.`,
    );
  }
  return html`<div role="alert">${warningText(html`✕ The log of this request does not hold at event ${broken.n}: ${BREAKS[broken.code]}. Found ${timeOf(verified)}. Somebody changed it beside the broker. Tell your security team before you do anything else, and keep what is stored.`)}</div>`;
}

function breakHere({ n, code }: Broken): Html {
  return warningText(html`✕ Broken here, at event ${n}: ${BREAKS[code]}. From here on nothing is proven.`);
}

function factsOf({ request, hospital }: TimelineView, now: number): readonly SummaryRow[] {
  const { device, place, technician, servicer, until } = request;
  return [
    { key: 'State', value: stateTag(request.status) },
    { key: 'Hospital', value: hospital.name },
    { key: 'Device', value: `${device.name}, ${place}` },
    { key: 'Technician', value: `${technician.name}, ${servicer.name} (${servicer.type})` },
    { key: 'Work order', value: request.workOrder },
    { key: 'Scopes', value: `${request.scopes}, tier ${request.tier}, for ${request.time}` },
    ...(until ? [{ key: 'Ends by itself', value: timeLeft(until, now) }] : []),
    ...(request.ended ? [{ key: 'End', value: endWords(request) }] : []),
    {
      key: 'Decision',
      value: html`<a class="govuk-link" href="${decisionHref(request)}">Open the decision of ${request.reference}</a>`,
    },
  ];
}

function eventPart(event: TimelineEvent, broken: Broken | undefined): Html {
  const { n, title, at, actor, lines, prev, hash, now, evidence, type } = event;
  const rows: readonly SummaryRow[] = [
    ...lines.map(({ label, words }) => ({ key: label, value: words })),
    ...(evidence === undefined ? [] : [{ key: 'Registry versions relied on', value: evidence }]),
    ...(prev === undefined ? [] : [{ key: 'Hash of the event before', value: html`<code>${prev}</code>` }]),
    { key: 'Hash', value: html`<code>${hash}</code>` },
    ...(now === undefined ? [] : [{ key: 'Hash of the bytes now', value: html`<code>${now}</code>` }]),
  ];
  const isProven = broken === undefined || n < broken.n;
  return html`<section aria-labelledby="event-${n}">
<h2 class="govuk-heading-m" id="event-${n}">${n}. ${title}</h2>
<p class="govuk-body">${at && html`${timeOf(at)}. `}${actor && `${actor.name}, ${actor.role}, ${actor.employer}, ${actor.known}. `}${isProven ? '✓ Verified.' : '✕ Not proven.'}${type !== undefined && html` <span class="wk-small">${type}</span>`}</p>
${summaryList(rows, 'wk-facts')}
</section>`;
}
