/** A technician's own visits, newest first, one page of them. */
import type { VisitLine } from '../../core/verbs/list-visits.ts';
import { taskList } from '../components/lists.ts';
import { insetText } from '../components/messages.ts';
import { pagination } from '../components/navigation.ts';
import { stateTag } from '../components/state-tag.ts';
import { moment } from '../components/time.ts';
import { html, type Value } from '../html.ts';
import { documentFor, type Viewer } from '../layout.ts';

export interface VisitsView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly lines: readonly VisitLine[];
  /** Where the next page begins. */
  readonly next?: string | undefined;
  /** Not the first page. */
  readonly isLater: boolean;
}

export function visitsPage({ nonce, viewer, lines, next, isLater }: VisitsView): string {
  const main = html`<h1 class="govuk-heading-l">My visits</h1>
${lines.length === 0 ? empty(isLater) : taskList(lines.map(lineOf), 'visit')}
${
  (isLater || next !== undefined) &&
  pagination({
    ...(isLater && { previous: { href: '/visits', says: 'Newest' } }),
    ...(next !== undefined && { next: { href: `/visits?after=${next}`, says: 'Older' } }),
  })
}`;
  return documentFor({ nonce, title: 'My visits', viewer }, main);
}

function empty(isLater: boolean): Value {
  if (isLater) return insetText('There are no older visits.');
  return insetText(
    'You have asked for no access yet. Scan the sticker on a device to begin; what you asked for, and what became of it, will stand here.',
  );
}

function lineOf({ id, reference, status, device, hospital, workOrder, submitted, service }: VisitLine) {
  return {
    title: device,
    href: `/visits/${id}`,
    hint: html`${reference}, ${hospital}, ${workOrder}, ${moment(submitted.at, submitted.words)}${service === 'not_returned_to_service' && html`<br>✕ Not returned to service`}`,
    status: stateTag(status),
  };
}
