/** Stickers to print: what a technician scans on a device, with its code for those who type it. Nothing is cut across pages. */
import type { StickersQuery } from '../core/registry/search-contract.ts';
import type { Sticker } from '../core/registry/sticker-code.ts';
import type { AtHospital } from '../core/verbs/search-devices.ts';
import { button } from './components/button.ts';
import { input, select } from './components/input.ts';
import { insetText } from './components/messages.ts';
import { qrCode } from './components/qr.ts';
import { placeWords } from './device-words.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';
import { GO_ON, pagesOf } from './list-parts.ts';

export interface StickerPageView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly base: string;
  readonly hospital: AtHospital;
  readonly stickers: readonly (Sticker & { readonly modelName: string })[];
  readonly query: StickersQuery;
  readonly next?: string | undefined;
}

export function stickerPage({ nonce, viewer, base, hospital, stickers, query, next }: StickerPageView): string {
  const title = `Stickers of ${hospital.name}`;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${placeForm(base, hospital, query)}
<p class="govuk-body">Print this page: the sheet has the stickers only. Retired devices and those released to another hospital have none.</p>
${stickers.length > 0 ? html`<ul class="wk-stickers">\n${stickers.map(stickerOf)}</ul>` : insetText(next ? GO_ON : 'Here stand the stickers of devices. No device of the hospital fits.')}
${pagesOf(`${base}/stickers`, query, next, 'More stickers')}`;
  return documentFor({ nonce, title, viewer, isWide: true }, main);
}

function placeForm(base: string, { sites }: AtHospital, { site, unit, model }: StickersQuery): Html {
  const items = [
    { value: '', says: 'All sites' },
    ...sites.map((name) => ({ value: name, says: name, selected: name === site })),
  ];
  return html`<form method="get" action="${base}/stickers" role="search" novalidate>
${select({ id: 'site', name: 'site', label: { says: 'Site' }, items })}
${input({ id: 'unit', name: 'unit', label: { says: 'Unit' }, value: unit ?? '' })}
${input({ id: 'model', name: 'model', label: { says: 'Model' }, value: model ?? '' })}
${button({ says: 'Show' })}
</form>`;
}

function stickerOf(sticker: StickerPageView['stickers'][number]): Html {
  const { url, code, modelName, serial, tag } = sticker;
  return html`<li class="wk-sticker">
${qrCode(url, `Sticker of ${code}`)}
<p><strong>${code}</strong><br>${modelName} #${serial}<br>${tag}<br>${placeWords(sticker)}</p>
</li>
`;
}
