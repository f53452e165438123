/** Is this the device? Where the sticker's QR code leads: what it is, where it stands, and whether access can be asked for. */

import type { DecisionCard } from '../../core/access/card.ts';
import type { Device } from '../../core/registry.ts';
import { button } from '../components/button.ts';
import { summaryList } from '../components/lists.ts';
import { warningText } from '../components/messages.ts';
import { backLink } from '../components/navigation.ts';
import { stateTag } from '../components/state-tag.ts';
import { deviceTag } from '../device-words.ts';
import { type Html, html } from '../html.ts';
import { documentFor, type Viewer } from '../layout.ts';
import type { DeviceWords } from './parts.ts';

export interface DeviceView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly device: DeviceWords;
  readonly status: Device['status'];
  /** The manufacturer's support, in words. */
  readonly stage: string;
  /** Why nothing can be asked for here, and what to do. */
  readonly stop?: { readonly says: string; readonly next: string } | undefined;
  /** His own visits at this device that are open. */
  readonly open: readonly {
    readonly id: string;
    readonly reference: string;
    readonly status: DecisionCard['status'];
  }[];
}

const HEADING = 'Is this the device?';

export function devicePage(view: DeviceView): string {
  const { nonce, viewer, device, status, stage, stop } = view;
  const main = html`<h1 class="govuk-heading-l">${HEADING}</h1>
${stop && warningText(stop.says)}
${stop && html`<p class="govuk-body">${stop.next}</p>`}
${summaryList(
  [
    { key: 'Device', value: device.name },
    { key: 'Serial number', value: html`<strong>${device.serial}</strong>` },
    { key: 'Asset tag', value: device.tag },
    { key: 'Sticker', value: device.code },
    { key: 'Place', value: `${device.unit}, ${device.site}` },
    { key: 'Hospital', value: device.hospital },
    { key: 'State', value: deviceTag(status) },
    { key: 'Support', value: stage },
  ],
  'wk-facts',
)}
${!stop && html`<p class="govuk-body">Compare the serial number with the label on the device. Access opens this one and no other.</p>\n${button({ says: 'Yes, ask for access', href: `/d/${device.code}/what` })}`}
${openVisits(view)}`;
  const before = backLink({ href: '/d', says: 'No, another device' });
  return documentFor({ nonce, title: HEADING, viewer, before }, main);
}

function openVisits({ open }: DeviceView): Html | undefined {
  if (open.length === 0) return undefined;
  const lines = open.map(
    ({ id, reference, status }) =>
      html`<li><a class="govuk-link" href="/visits/${id}">Visit ${reference}</a> ${stateTag(status)}</li>\n`,
  );
  return html`<h2 class="govuk-heading-m">Your open visits here</h2>\n<ul class="govuk-list">\n${lines}</ul>`;
}
