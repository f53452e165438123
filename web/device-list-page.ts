/** A hospital's devices: looked for by any of their names, narrowed by state, place, model and stage; each leads to its page. */
import type { DevicesQuery } from '../core/registry/search-contract.ts';
import type { DevicesSeen, FileAtWork, SeenDevice } from '../core/verbs/search-devices.ts';
import { button, buttonGroup } from './components/button.ts';
import { input, select } from './components/input.ts';
import { table } from './components/lists.ts';
import { details, insetText } from './components/messages.ts';
import { deviceTag, placeWords, STAGE_OPTIONS, STATE_OPTIONS, stageWords } from './device-words.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';
import { addressOf, GO_ON, isNarrowed, pagesOf } from './list-parts.ts';

export interface DeviceListView {
  readonly nonce: string;
  readonly viewer: Viewer;
  /** `/console/st-marys`. */
  readonly base: string;
  readonly seen: DevicesSeen;
  readonly query: DevicesQuery;
  /** Whether he may change anything here. */
  readonly mayChange: boolean;
}

export function deviceListPage(view: DeviceListView): string {
  const { nonce, viewer, base, seen, query, mayChange } = view;
  const title = `Devices of ${seen.hospital.name}`;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${filesAtWork(seen.files)}
${mayChange && waysToChange(base)}
${searchForm(view)}
${seen.items.length > 0 ? deviceTable(seen.items, base) : emptyList(query, seen.next !== undefined)}
${pagesOf(`${base}/devices`, query, seen.next, 'More devices')}`;
  return documentFor({ nonce, title, viewer, isWide: true }, main);
}

function waysToChange(base: string): Html {
  const classes = 'govuk-button--secondary';
  return buttonGroup(
    button({ says: 'Register a device', href: `${base}/changes/register-device`, classes }),
    button({ says: 'Import a file', href: `${base}/import`, classes }),
    button({ says: 'Print stickers', href: `${base}/stickers`, classes }),
  );
}

/** What a file brings is seen when its last line stands: until then people wonder. */
export function filesAtWork(files: readonly FileAtWork[]): Html | undefined {
  if (files.length === 0) return undefined;
  const lines = files.map(
    ({ done, lines: all }) =>
      html`<p class="govuk-body">◷ A file of ${all} devices is being worked off: ${done} of ${all} lines are done. What it brings is seen when all are.</p>\n`,
  );
  return insetText(html`${lines}`);
}

function searchForm({ base, query, seen }: DeviceListView): Html {
  const { name: _name, ...places } = query;
  const options = (
    label: string,
    items: readonly { readonly value: string; readonly says: string }[],
    chosen?: string,
  ) => [{ value: '', says: label }, ...items.map((item) => ({ ...item, selected: item.value === chosen }))];
  const sites = seen.hospital.sites.map((site) => ({ value: site, says: site }));
  const narrow = html`${select({ id: 'state', name: 'state', label: { says: 'State' }, items: options('Any state', STATE_OPTIONS, query.state) })}
${select({ id: 'site', name: 'site', label: { says: 'Site' }, items: options('Any site', sites, query.site) })}
${input({ id: 'unit', name: 'unit', label: { says: 'Unit' }, value: query.unit ?? '' })}
${input({ id: 'model', name: 'model', label: { says: 'Model' }, value: query.model ?? '' })}
${select({ id: 'stage', name: 'stage', label: { says: 'Life-cycle stage today' }, items: options('Any stage', STAGE_OPTIONS, query.stage) })}`;
  return html`<form method="get" action="${base}/devices" role="search" novalidate>
${input({
  id: 'name',
  name: 'name',
  label: { says: 'Find a device' },
  hint: 'Sticker code, asset tag, CMMS id or UDI leads straight to it. A part of one, or of the serial number, lists what fits.',
  value: query.name ?? '',
  autocomplete: 'off',
  spellcheck: false,
})}
${details({ summary: 'Narrow by state, place, model or stage', says: narrow, open: isNarrowed(places) })}
${button({ says: 'Find' })}
</form>`;
}

function deviceTable(devices: readonly SeenDevice[], base: string): Html {
  const rows = devices.map((device) => [
    { says: deviceLink(device, base) },
    { says: device.modelName },
    { says: device.serial },
    { says: html`${device.tag}${device.cmms !== '' && html`<br><span class="wk-small">${device.cmms}</span>`}` },
    { says: placeWords(device) },
    { says: stageWords(device.stageNow) },
    { says: deviceTag(device.status) },
  ]);
  const head = ['Sticker', 'Model', 'Serial', 'Tag, CMMS id', 'Place', 'Stage today', 'State'].map((says) => ({
    says,
  }));
  return html`<div class="wk-scroll" tabindex="0" role="region" aria-label="Devices">${table({ caption: 'Devices', captionClasses: 'govuk-visually-hidden', head, rows, firstCellIsHeader: true })}</div>`;
}

/** The names of a device that was released are another hospital's: what is left of it here is its history. */
function deviceLink({ code, id, status }: SeenDevice, base: string): Html {
  const isGone = status === 'transferred';
  const href = isGone ? addressOf(`${base}/history`, { entity: `device:${id}` }) : `${base}/devices/${code}`;
  return html`<a class="govuk-link wk-whole" href="${href}">${code}</a>`;
}

function emptyList(query: DevicesQuery, hasMore: boolean): Html {
  if (hasMore) return insetText(GO_ON);
  if (isNarrowed(query)) return insetText('No device fits. Ask for less, or look at the spelling.');
  return insetText('Here stand the hospital’s devices. There is none yet: register one, or import a file.');
}
