/** The search of a hospital's requests. What is searched for stands in the address, so that a search can be kept and sent. */
import type { FieldFault } from '../../core/access/audit-filter.ts';
import type { RequestLine } from '../../core/access/request-line.ts';
import type { AuditQuery } from '../../core/console-contract.ts';
import type { FoundAccess } from '../../core/verbs/search-access.ts';
import { button } from '../components/button.ts';
import { input, select } from '../components/input.ts';
import { insetText } from '../components/messages.ts';
import { pagination } from '../components/navigation.ts';
import { STATE_OPTIONS } from '../components/state-tag.ts';
import { errorAt, errorsAbove, titleOf } from '../form-errors.ts';
import { type Html, html, type Value } from '../html.ts';
import { documentFor } from '../layout.ts';
import {
  type ConsoleFrame,
  endWords,
  requestItem,
  requestList,
  timeLeft,
  timelineHref,
  timeOf,
  trail,
} from './parts.ts';

export interface AuditView {
  readonly query: AuditQuery;
  /** Absent where what was typed cannot be searched for. */
  readonly found?: FoundAccess | undefined;
  readonly faults: readonly FieldFault[];
}

const TITLE = 'Audit';

export function auditPage(frame: ConsoleFrame, view: AuditView, now: number): string {
  const { nonce, viewer, tenant } = frame;
  const { faults, found } = view;
  const main = html`${errorsAbove(faults)}
<h1 class="govuk-heading-l">${TITLE}</h1>
${filterForm(tenant, view)}
${found && results(tenant, view.query, found, now)}`;
  return documentFor({ nonce, title: titleOf(TITLE, faults), viewer, before: trail(tenant, TITLE) }, main);
}

type Params = Partial<Record<keyof AuditQuery, string | undefined>>;

/** The search with `changes`, from its first page on. */
function searchHref(tenant: string, query: AuditQuery, changes: Params, file: '' | '/csv' | '/json' = ''): string {
  const members = Object.entries({ ...query, after: undefined, ...changes }).filter(([, value]) => value);
  const search = new URLSearchParams(members as [string, string][]).toString();
  return `/console/${tenant}/audit${file}${search && `?${search}`}`;
}

const ANY = Object.freeze({ value: '', says: 'Any' });
const TIERS = Object.freeze(['', 'T0', 'T1', 'T2', 'T3', 'T4'] as const);
const SERVICERS: readonly (readonly [string, string])[] = Object.freeze([
  ['', 'Any'],
  ['oem', 'OEM (manufacturers)'],
  ['iso', 'ISO (independent service organisations)'],
  ['in_house', 'In-house'],
]);

function filterForm(tenant: string, { query, found, faults }: AuditView): Html {
  const { servicer = '', technician = '' } = query;
  const faultOf = (field: FieldFault['field']) => errorAt(field, faults);
  const isOne = !SERVICERS.some(([value]) => value === servicer);
  const servicers = isOne ? [...SERVICERS, [servicer, found?.filter.servicer ?? servicer] as const] : SERVICERS;
  return html`<form method="get" action="/console/${tenant}/audit" novalidate>
${select({
  id: 'status',
  name: 'status',
  label: { says: 'State' },
  items: [ANY, ...STATE_OPTIONS].map((one) => ({ ...one, selected: one.value === (query.status ?? '') })),
})}
${select({
  id: 'tier',
  name: 'tier',
  label: { says: 'Tier' },
  items: TIERS.map((value) => ({ value, says: value || 'Any', selected: value === (query.tier ?? '') })),
})}
${select({
  id: 'servicer',
  name: 'servicer',
  label: { says: 'Servicer' },
  items: servicers.map(([value, says]) => ({ value, says, selected: value === servicer })),
})}
${input({
  id: 'device',
  name: 'device',
  label: { says: 'Device' },
  hint: 'Its sticker code, tag or UDI.',
  value: query.device ?? '',
  error: faultOf('device'),
  spellcheck: false,
})}
${input({ id: 'from', name: 'from', label: { says: 'First day' }, classes: 'govuk-input--width-10', hint: 'Such as 2026-11-01.', value: query.from ?? '', error: faultOf('from') })}
${input({ id: 'to', name: 'to', label: { says: 'Last day' }, classes: 'govuk-input--width-10', hint: 'Such as 2026-11-27.', value: query.to ?? '', error: faultOf('to') })}
${
  technician !== '' &&
  html`<input type="hidden" name="technician" value="${technician}">
<p class="govuk-body">Only of ${found?.filter.technician ?? technician}. <a class="govuk-link" href="${searchHref(tenant, query, { technician: undefined })}">Of everybody</a></p>`
}
${button({ says: 'Search' })}
</form>`;
}

function results(tenant: string, query: AuditQuery, found: FoundAccess, now: number): Html {
  const { lines, next } = found;
  return html`<h2 class="govuk-heading-m">Requests at ${found.hospital.name}</h2>
<p class="govuk-body">${asked(query, found)}${covered(found)}</p>
${lines.length > 0 && requestList(lines.map((line) => item(tenant, query, line, now)))}
${next !== undefined && pagination({ next: { href: searchHref(tenant, query, { after: next }), label: 'Older requests' } })}
${insetText(html`Take these away as <a class="govuk-link" href="${searchHref(tenant, query, {}, '/csv')}">CSV</a> or <a class="govuk-link" href="${searchHref(tenant, query, {}, '/json')}">JSON</a>: ids and hashes, at most 1,000 requests a file, newest first; a file says where the next goes on.`)}`;
}

/** The filter in words: on paper there is no form. */
function asked(query: AuditQuery, { filter }: FoundAccess): string {
  const { status, tier, servicer, from, to } = query;
  const type = SERVICERS.find(([value]) => value !== '' && value === servicer)?.[1];
  const parts: readonly (readonly [string, string | undefined])[] = [
    ['state', STATE_OPTIONS.find(({ value }) => value === status)?.says],
    ['tier', tier],
    ['servicer', type ?? filter.servicer],
    ['technician', filter.technician],
    ['device', filter.device],
    ['from', from],
    ['to', to],
  ];
  const said = parts.filter(([, value]) => value).map(([name, value]) => `${name} ${value}`);
  return said.length === 0 ? '' : `Searched for ${said.join(', ')}. `;
}

function covered({ lines, lookedAt, backTo, next }: FoundAccess): Value {
  if (!backTo) return 'No request is there. What is asked for at this hospital will stand here, newest first.';
  const found = lines.length === 1 ? '1 request fits' : `${lines.length} requests fit`;
  const where = next === undefined ? 'and there are no older ones' : html`back to ${timeOf(backTo)}; older ones follow`;
  return html`${found} of ${lookedAt} looked at, ${where}.`;
}

function item(tenant: string, query: AuditQuery, line: RequestLine, now: number): Html {
  const { reference, device, technician, servicer, place } = line;
  const only = (changes: Params, says: string) =>
    html`<a class="govuk-link" href="${searchHref(tenant, query, changes)}">${says}</a>`;
  return requestItem(line, html`<a class="govuk-link" href="${timelineHref(tenant, line)}">${reference}</a>`, [
    html`${only({ device: device.id }, device.name)}, ${place}. ${line.scopes}, tier ${line.tier}, for ${line.time}.`,
    html`${only({ technician: technician.id }, technician.name)}, ${only({ servicer: servicer.id }, servicer.name)} (${servicer.type}), ${line.workOrder}. Asked ${timeOf(line.submitted)}.`,
    line.until ? html`Ends by itself ${timeLeft(line.until, now)}.` : endWords(line),
  ]);
}
