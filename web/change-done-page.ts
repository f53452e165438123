/** What was done to the registry, at once: what is in force, since when, and what a stop does not reach. */
import type { Moment } from '../core/access/words.ts';
import { insetText } from './components/messages.ts';
import { moment } from './components/time.ts';
import { html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';

export interface ChangeDoneView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly tenant: string;
  readonly verb: string;
  /** As events call the row. */
  readonly entity: string;
  readonly at: Moment;
  /** Of a stop: when the last token that is at a device already opens nothing any more. */
  readonly until?: Moment;
}

export function changeDonePage({ nonce, viewer, tenant, verb, entity, at, until }: ChangeDoneView): string {
  const title = `In force: ${verb.replaceAll('-', ' ')}`;
  const next = placeOf(entity);
  const reach =
    until &&
    insetText(
      html`Nothing new is handed out. A token that is at a device without a network already may still open it, until ${moment(until.at, until.words)} at the latest.`,
    );
  const main = html`<h1 class="govuk-heading-l">✓ ${title}</h1>
<p class="govuk-body">It took one person and is in force since ${moment(at.at, at.words)}. It stands in the log as <code>${entity}</code>.</p>
${reach}
<p class="govuk-body"><a class="govuk-link" href="/console/${tenant}/${next}">See how it stands now</a></p>`;
  return documentFor({ nonce, viewer, title }, main);
}

const PLACES: readonly (readonly [start: string, place: string])[] = Object.freeze([
  ['person:', 'people'],
  ['invitation:', 'invitations'],
  ['vendor:', 'vendors'],
  ['device:', 'devices'],
  ['hospital', 'hospital'],
  ['organisation', 'organisations'],
  ['slack', 'slack'],
]);

function placeOf(entity: string): string {
  const [start = '', place = 'proposals'] = PLACES.find(([begins]) => entity.startsWith(begins)) ?? [];
  const name = entity.slice(start.length);
  if (start === 'person:') return `${place}/${name}`;
  return start === 'device:' ? `${place}?${new URLSearchParams({ name })}` : place;
}
