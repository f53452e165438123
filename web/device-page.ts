/** One device: what it is, where it stands, what service may do to it, its sticker, and what became of it. */
import type { Model } from '../core/registry.ts';
import type { SeenDevice } from '../core/verbs/search-devices.ts';
import { button, buttonGroup } from './components/button.ts';
import { summaryList } from './components/lists.ts';
import { details, insetText } from './components/messages.ts';
import { backLink } from './components/navigation.ts';
import { qrCode } from './components/qr.ts';
import { deviceName, deviceTag, placeWords, stageWords } from './device-words.ts';
import { historyList, type TimedLine } from './history-parts.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';
import { addressOf } from './list-parts.ts';

export interface DevicePageView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly base: string;
  readonly device: SeenDevice;
  /** What its QR code leads to. */
  readonly url: string;
  readonly kind?: string | undefined;
  /** What the maker's profile lists, in words; absent without a profile. */
  readonly scopes?: readonly (Model['scopes'][number] & { readonly says: string })[] | undefined;
  /** Dates as words, '' = none. */
  readonly dates: readonly (readonly [label: string, words: string])[];
  readonly lines: readonly TimedLine[];
  readonly hasMore: boolean;
  readonly mayChange: boolean;
}

export function devicePage(view: DevicePageView): string {
  const { nonce, viewer, base, device, mayChange } = view;
  const title = deviceName(device);
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${deviceTag(device.status)} ${placeWords(device)}</p>
${device.statusReason && insetText(device.statusReason)}
${factsOf(view)}
${mayChange && waysToChange(device, base)}
${scopesOf(view)}
${details({ summary: 'Its sticker', says: sticker(view) })}
${historyOf(view)}`;
  const before = backLink({ href: `${base}/devices`, says: 'Devices' });
  return documentFor({ nonce, title, viewer, before }, main);
}

function factsOf({ device, kind, dates }: DevicePageView): Html {
  const rows: readonly (readonly [string, string])[] = [
    ['Model', kind === undefined ? device.modelName : `${device.modelName}, ${kind}`],
    ['Serial number', device.serial],
    ['Device id', device.id],
    ['Sticker code', device.code],
    ['Asset tag', device.tag],
    ['CMMS id', device.cmms],
    ['Place', placeWords(device)],
    ['Stage as recorded', stageWords(device.stage)],
    ['Stage that rules go by today', stageWords(device.stageNow)],
    ...dates,
  ];
  return summaryList(rows.map(([key, value]) => ({ key, value: value === '' ? 'none' : value })));
}

/** What can be done to a device in each state, beside changing what is said of it; a retired one stays as it is. */
const WAYS: Readonly<Record<SeenDevice['status'], readonly (readonly [verb: string, says: string])[]>> = Object.freeze({
  active: [
    ['change-device', 'Change'],
    ['report-device', 'Report lost, suspend or retire'],
    ['transfer-device', 'Release to another hospital'],
  ],
  suspended: [
    ['reinstate-device', 'Back in service'],
    ['change-device', 'Change'],
    ['report-device', 'Report lost or retire'],
    ['transfer-device', 'Release to another hospital'],
  ],
  lost: [
    ['reinstate-device', 'Found: back in service'],
    ['change-device', 'Change'],
    ['report-device', 'Suspend or retire'],
    ['transfer-device', 'Release to another hospital'],
  ],
  retired: [['transfer-device', 'Release to another hospital']],
  transferred: [],
});

function waysToChange({ status, code }: SeenDevice, base: string): Html {
  const ways = WAYS[status].map(([verb, says]) =>
    button({ says, href: `${base}/changes/${verb}?device=${code}`, classes: 'govuk-button--secondary' }),
  );
  return buttonGroup(...ways);
}

function scopesOf({ scopes }: DevicePageView): Html {
  if (!scopes) {
    return insetText('Its maker has published no profile here, so that nobody may do anything to it.');
  }
  const items = scopes.map(({ name, tier, says }) => html`<li>${tier}: ${says} (${name})</li>\n`);
  return details({
    summary: 'What its maker lets service do',
    says: html`<ul class="govuk-list govuk-list--bullet">\n${items}</ul>`,
  });
}

function sticker({ device, url, base }: DevicePageView): Html {
  return html`${qrCode(url, `Sticker of ${device.code}`)}
<p class="govuk-body">${device.code}: ${url}</p>
<p class="govuk-body"><a class="govuk-link" href="${addressOf(`${base}/stickers`, { site: device.site, unit: device.unit })}">Stickers of ${placeWords(device)}</a></p>`;
}

function historyOf({ lines, hasMore, device, base }: DevicePageView): Html {
  const all = addressOf(`${base}/history`, { entity: `device:${device.code}` });
  return html`<h2 class="govuk-heading-m">What became of it, the newest first</h2>
${lines.length > 0 ? historyList(lines, base) : insetText('Here stand its changes, with who made them. None is in the log yet.')}
${hasMore && html`<p class="govuk-body"><a class="govuk-link" href="${all}">All of its log</a></p>`}`;
}
