/** A hospital's audit where there is more than a page of it: nothing twice, nothing missed, and every bound said. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { AccessRequest } from '../../core/access/request.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { type Seen, visitsTo } from '../support/console-visits.ts';
import { plant } from '../support/planted-requests.ts';
import {
  type Asked,
  approve,
  ask,
  HOSPITAL,
  MONITOR,
  type RunningBroker,
  rowOf,
  runBroker,
} from '../support/running-broker.ts';

const AUDIT = `/console/${HOSPITAL}/audit`;

let running: RunningBroker;
let seen: Seen;
let osei: Phone;
const asked: Asked[] = [];
const planted: AccessRequest[] = [];

/** Like `row`, of another id, and so many seconds before it. */
function like(row: AccessRequest, at: number, before: number): AccessRequest {
  const id = `${HOSPITAL}_PLANTED${String(at).padStart(5, '0')}`;
  const tier = at % 300 === 0 ? 'T3' : 'T1';
  return { ...row, id, facts: { ...row.facts, request: id, tier }, submittedAt: row.submittedAt - before };
}

beforeAll(async () => {
  running = await runBroker();
  seen = visitsTo(running);
  const { scene } = running;
  osei = await scene.phone('j.osei', 'medserv');
  const okafor = await scene.phone('d.okafor', HOSPITAL);
  for (let count = 0; count < 3; count += 1) asked.push(await ask(osei, MONITOR.code));
  const [first, second] = asked;
  if (!first || !second) throw new Error('not asked');
  await approve(scene, okafor, first, { decision: 'deny', reason: 'In use.' });
  await approve(scene, okafor, second);
  await osei.post(`/requests/${second.id}/close`, { outcome: 'fixed', note: 'Done.' });
  const [denied, closed] = [await rowOf(running.stores, first.id), await rowOf(running.stores, second.id)];
  const since = { submittedAt: closed.submittedAt };
  // A hundred and twenty within one second, more than one call reads, in two statuses; then one each ten seconds.
  for (let at = 1; at <= 120; at += 1) planted.push(like(at % 2 ? closed : { ...denied, ...since }, at, 60));
  for (let at = 121; at <= 1100; at += 1) planted.push(like(at % 3 ? closed : { ...denied, ...since }, at, at * 10));
  await plant(running.stores, planted);
});
afterAll(() => running.stop());

async function textOf(path: string): Promise<string> {
  const page = await seen('e.fischer', path);
  expect([path, page.status]).toEqual([path, 200]);
  return page.text;
}

/** Requests of a page, in the order in which they stand there. */
const idsIn = (text: string) =>
  [...text.matchAll(/<li>\n<p class="govuk-body"><strong><a [^>]*\/requests\/([\w-]+)"/g)].map(([, id]) => id);
const nextIn = (text: string) =>
  /<a class="govuk-link govuk-pagination__link" href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');

/** The ids of all pages from `path` on. */
async function allIds(path: string): Promise<readonly (readonly (string | undefined)[])[]> {
  const pages: (readonly (string | undefined)[])[] = [];
  for (let at: string | undefined = path; at !== undefined && pages.length < 60; ) {
    const text = await textOf(at);
    pages.push(idsIn(text));
    at = nextIn(text);
  }
  return pages;
}

const all = () => [...asked, ...planted].map(({ id }) => id);

test('many requests come page by page, each once, newest first, also those of one second', async () => {
  const pages = await allIds(AUDIT);
  const ids = pages.flat();
  expect(pages.slice(0, -1).every((page) => page.length === 25)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(all().sort());
});

test('pages go on where they were when one moves and one comes meanwhile', async () => {
  const first = await textOf(AUDIT);
  const seenFirst = idsIn(first);
  const moved = asked[2];
  if (!moved || !seenFirst.includes(moved.id)) throw new Error('none to move');
  await osei.post(`/requests/${moved.id}/withdraw`, {});
  const newer = await ask(osei, MONITOR.code);
  asked.push(newer);
  const second = idsIn(await textOf(nextIn(first) ?? ''));
  expect(second).toHaveLength(25);
  expect(second.filter((id) => seenFirst.includes(id) || id === newer.id)).toEqual([]);
});

test('where few fit, a page says how many it looked at, and the next ones find the rest', async () => {
  const text = await textOf(`${AUDIT}?tier=T3`);
  expect(text).toMatch(/requests? fit of 200 looked at, back to <time/);
  const ids = (await allIds(`${AUDIT}?tier=T3`)).flat();
  expect([...ids].sort()).toEqual([300, 600, 900].map((at) => planted[at - 1]?.id).sort());
});

test('many requests are taken away a thousand a file, each file saying where the next goes on', async () => {
  const rows: Record<string, string>[] = [];
  let files = 0;
  for (let at: string | undefined = `${AUDIT}/csv`; at && files < 5; files += 1) {
    const { headers, text } = await seen('e.fischer', at);
    const part = parse(text, { columns: true }) as Record<string, string>[];
    at = part.at(-1)?.['next_file'];
    expect(headers.get('link')).toBe(at ? `<${at}>; rel="next"` : null);
    rows.push(...part.filter(({ request }) => request !== ''));
  }
  expect(files).toBe(2);
  expect(rows.map(({ request }) => request).sort()).toEqual(all().sort());
  const { next, requests } = JSON.parse((await seen('e.fischer', `${AUDIT}/json`)).text);
  expect(requests).toHaveLength(1000);
  expect(JSON.parse((await seen('e.fischer', next)).text).requests).toHaveLength(rows.length - 1000);
});

test('many requests are reported as far as a thousand, and the report says where it stopped', async () => {
  const text = await textOf(`/console/${HOSPITAL}/report?from=2020-01-01`);
  expect(text).toContain('It covers 1000 requests.');
  expect(text).toMatch(/There are more: only the newest 1000 of the period were looked at, back to <time/);
});
