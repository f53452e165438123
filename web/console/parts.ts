/** What the pages of a hospital's console share: where they are, and a request as a line of a list. */
import type { RequestLine } from '../../core/access/request-line.ts';
import type { Moment } from '../../core/access/words.ts';
import { countdown } from '../components/countdown.ts';
import { breadcrumbs } from '../components/navigation.ts';
import { stateTag } from '../components/state-tag.ts';
import { moment } from '../components/time.ts';
import { type Html, html, type Value } from '../html.ts';
import type { Viewer } from '../layout.ts';

/** What every page of the console is given beside what it shows. */
export interface ConsoleFrame {
  /** Of the Content-Security-Policy of this answer. */
  readonly nonce: string;
  readonly viewer: Viewer;
  /** The hospital's id, as it stands in the address. */
  readonly tenant: string;
}

/** The way back to today, and what the page is. */
export function trail(tenant: string, says: string): Html {
  return breadcrumbs([{ says: 'Today', href: `/console/${tenant}` }, { says }]);
}

export function timeOf({ at, words }: Moment): Html {
  return moment(at, words);
}

/** Where somebody decides on a request, or takes it back. */
export function decisionHref({ id }: Pick<RequestLine, 'id'>): string {
  return `/decisions/${id}`;
}

export function timelineHref(tenant: string, { id }: Pick<RequestLine, 'id'>): string {
  return `/console/${tenant}/requests/${id}`;
}

/** A link to the timeline, that says whose it is without the line around it. */
export function timelineLink(tenant: string, line: Pick<RequestLine, 'id' | 'reference'>): Html {
  return html`<a class="govuk-link" href="${timelineHref(tenant, line)}">Timeline<span class="govuk-visually-hidden"> of ${line.reference}</span></a>`;
}

/** `12 min left`, with the clock time beside it. */
export function timeLeft(until: Moment, now: number): Html {
  return html`${timeOf(until)}, ${countdown(until.at, now)} left`;
}

/** When and how it was over, by whom, and whether the device is back in service where that is a question (R13). */
export function endWords({ ended, service }: RequestLine): Html | undefined {
  if (!ended) return undefined;
  const { how, by } = ended;
  return html`Over ${timeOf(ended)}${by !== undefined && html`, by ${by}`}${how !== '' && html`: ${how}`}.${service && html` <strong>${SERVICE_WORDS[service]}</strong>`}`;
}

const SERVICE_WORDS: Readonly<Record<NonNullable<RequestLine['service']>, string>> = Object.freeze({
  returned_to_service: '✓ Returned to service.',
  not_returned_to_service: '✕ Not returned to service.',
});

/** One request of a list: what it is and its state, then what else is said of it, one line each. */
export function requestItem(line: RequestLine, head: Value, lines: readonly Value[]): Html {
  return html`<li>
<p class="govuk-body"><strong>${head}</strong> ${stateTag(line.status)}</p>
${lines.map((one) => one !== undefined && one !== false && html`<p class="govuk-body wk-small">${one}</p>\n`)}</li>
`;
}

export function requestList(items: readonly Html[]): Html {
  return html`<ul class="govuk-list govuk-list--spaced">\n${items}</ul>`;
}
