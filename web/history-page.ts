/** The log of one row of the registry: a device, a person, an agreement, the hospital itself. */
import { button } from './components/button.ts';
import { input } from './components/input.ts';
import { insetText } from './components/messages.ts';
import { pagination } from './components/navigation.ts';
import { errorsAbove, titleOf } from './form-errors.ts';
import { historyList, type TimedLine } from './history-parts.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';
import { addressOf } from './list-parts.ts';

export interface HistoryPageView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly base: string;
  /** As it was typed. */
  readonly entity: string;
  /** Absent: nothing was asked, or it is nothing that has a history. */
  readonly history?: {
    readonly lines: readonly TimedLine[];
    readonly earlier?: number | undefined;
    readonly later?: number | undefined;
  };
  readonly error?: string;
}

export function historyPage({ nonce, viewer, base, entity, history, error }: HistoryPageView): string {
  const heading = 'Log of the registry';
  const errors = error === undefined ? [] : [{ field: 'entity', says: error }];
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${heading}</h1>
<form method="get" action="${base}/history" role="search" novalidate>
${input({
  id: 'entity',
  name: 'entity',
  label: { says: 'What about?' },
  hint: 'For example hospital, device:SM-20417, person:p_…, vendor:medserv, import:…, bundle:gs1:01/…',
  value: entity,
  error,
  spellcheck: false,
  autocomplete: 'off',
})}
${button({ says: 'Show' })}
</form>
${history && linesOf(history, entity, base)}`;
  return documentFor({ nonce, title: titleOf(heading, errors), viewer }, main);
}

function linesOf(
  { lines, earlier, later }: NonNullable<HistoryPageView['history']>,
  entity: string,
  base: string,
): Html {
  const at = (upTo: number) => addressOf(`${base}/history`, { entity, upTo: String(upTo) });
  return html`<h2 class="govuk-heading-m">${entity}, the newest first</h2>
${lines.length > 0 ? historyList(lines, base) : insetText('Here stand its changes. None is in the log: it stands as it was when the log began, or nothing is registered under this name.')}
${
  (earlier !== undefined || later !== undefined) &&
  pagination({
    landmark: 'More of the log',
    ...(later !== undefined && { previous: { href: at(later), says: 'Later' } }),
    ...(earlier !== undefined && { next: { href: at(earlier), says: 'Earlier' } }),
  })
}`;
}
