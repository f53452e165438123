/** `GET /console/{tenant}/devices`, one device, its stickers, the log of the registry: what the console reads of devices. */
import { momentIn } from '../../core/access/words.ts';
import { SCOPES } from '../../core/policy/tiers.ts';
import type { Ports } from '../../core/ports.ts';
import { HistoryQuery } from '../../core/registry/reading-contract.ts';
import { DevicesQuery, HistoryPageQuery, StickersQuery } from '../../core/registry/search-contract.ts';
import type { Device } from '../../core/registry.ts';
import { readDevice } from '../../core/verbs/read-device.ts';
import { searchDevices, stickersAt } from '../../core/verbs/search-devices.ts';
import { type ShownHistory, showHistory } from '../../core/verbs/show-history.ts';
import { deviceListPage } from '../../web/device-list-page.ts';
import { devicePage } from '../../web/device-page.ts';
import { historyPage } from '../../web/history-page.ts';
import type { TimedLine } from '../../web/history-parts.ts';
import { stickerPage } from '../../web/sticker-page.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { unlessNotFound, yes } from '../problems.ts';
import { type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';
import { consoleFor, firstDay, lastDay } from './registry-console.ts';

type Needs = PagePorts & Pick<Ports, 'ledger'>;

const onProblem = problemAsPage;

/** @param baseUrl what stickers lead to */
export function deviceReads(ports: Needs, baseUrl: string): Readonly<Record<string, Endpoint>> {
  return {
    'GET /console/{tenant}/devices': endpoint({
      query: DevicesQuery,
      handle: (call) => showDevices(ports, call),
      onProblem,
    }),
    'GET /console/{tenant}/devices/{device}': endpoint({
      handle: (call) => showDevice(ports, call, baseUrl),
      onProblem,
    }),
    'GET /console/{tenant}/stickers': endpoint({
      query: StickersQuery,
      handle: (call) => showStickers(ports, call, baseUrl),
      onProblem,
    }),
    'GET /console/{tenant}/history': endpoint({
      query: HistoryPageQuery,
      handle: (call) => showHistoryPage(ports, call),
      onProblem,
    }),
  };
}

async function showDevices(ports: Needs, { who, params, query, now }: Call<unknown, DevicesQuery>) {
  const { tenant = '' } = params;
  const base = `/console/${tenant}`;
  const [found, { viewer, at }] = await Promise.all([
    searchDevices(ports, who, tenant, query, now),
    consoleFor(ports, who, tenant),
  ]);
  const seen = yes(found);
  if ('exact' in seen) return seeOther(`${base}/devices/${seen.exact}`);
  const mayChange = at.powers.includes('hospital');
  return shown(200, (nonce) => deviceListPage({ nonce, viewer, base, seen, query, mayChange }));
}

async function showDevice(ports: Needs, { who, params, now }: Call, baseUrl: string) {
  const { tenant = '', device: code = '' } = params;
  const [found, { viewer, at }] = await Promise.all([
    readDevice(ports, who, tenant, code, now),
    consoleFor(ports, who, tenant),
  ]);
  const { device, profile } = yes(found);
  const history = yes(await showHistory(ports, who, tenant, `device:${device.id}`, undefined));
  return shown(200, (nonce) =>
    devicePage({
      nonce,
      viewer,
      base: `/console/${tenant}`,
      device,
      url: `${baseUrl}/d/${device.code}`,
      kind: profile?.kind,
      scopes: profile?.scopes.map((scope) => ({ ...scope, says: SCOPES[scope.name].says })),
      dates: datesOf(device),
      lines: timed(history, at.zone),
      hasMore: history.earlier !== undefined,
      mayChange: at.powers.includes('hospital'),
    }),
  );
}

/** Dates of a device are days in UTC, wherever the hospital is. */
function datesOf(device: Device): readonly (readonly [string, string])[] {
  const rows = [
    ['No longer sold from', device.endOfLife, firstDay],
    ['No longer supported from', device.endOfSupport, firstDay],
    ['Support no longer guaranteed from', device.endOfGuaranteedSupport, firstDay],
    ['Responsibility agreement until', device.agreementUntil, lastDay],
    ['Risk acceptance until', device.riskAcceptedUntil, lastDay],
  ] as const;
  return rows.map(([label, at, day]) => [label, at > 0 ? day(at).words : '']);
}

function timed({ lines }: ShownHistory, zone: string): readonly TimedLine[] {
  return lines.map((line) => ({ ...line, when: momentIn(zone, line.at).words }));
}

async function showStickers(ports: Needs, { who, params, query, now }: Call<unknown, StickersQuery>, baseUrl: string) {
  const { tenant = '' } = params;
  const [found, viewer] = await Promise.all([
    stickersAt(ports, who, tenant, query, baseUrl, now),
    viewerFor(ports, who),
  ]);
  const { items: stickers, hospital, next } = yes(found);
  return shown(200, (nonce) =>
    stickerPage({ nonce, viewer, base: `/console/${tenant}`, hospital, stickers, query, next }),
  );
}

async function showHistoryPage(ports: Needs, { who, params, query }: Call<unknown, HistoryPageQuery>) {
  const { tenant = '' } = params;
  const base = `/console/${tenant}`;
  const { viewer, at } = await consoleFor(ports, who, tenant);
  const { entity = '', upTo } = query;
  const asked = HistoryQuery.safeParse({ entity: entity.trim() });
  const to = upTo === undefined ? undefined : Number(upTo);
  // What was typed is no address: that it is not there is said beside the field.
  const found = asked.success
    ? await showHistory(ports, who, tenant, asked.data.entity, to).then(yes).catch(unlessNotFound)
    : undefined;
  const error = entity === '' || found ? undefined : 'Nothing of this name has a log here. Look at the examples.';
  return shown(error === undefined ? 200 : 404, (nonce) =>
    historyPage({
      nonce,
      viewer,
      base,
      entity,
      ...(found && { history: { ...found, lines: timed(found, at.zone) } }),
      ...(error !== undefined && { error }),
    }),
  );
}

/** What was typed is no address: that it is not there is said beside the field. */
