/**
 * Lists and reads against the running broker: pages without gaps, cursors that are no right, nothing for strangers, and the
 * state that time has made before any timer said so.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { queueFor, requestChain, requestRef } from '../../core/keys.ts';
import type { Indexes } from '../../core/ports.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { until } from '../support/polling.ts';
import {
  type Asked,
  approve,
  ask,
  breakIn,
  eventsOf,
  HOSPITAL,
  MONITOR,
  type RunningBroker,
  rowOf,
  runBroker,
} from '../support/running-broker.ts';

let running: RunningBroker;
let osei: Phone;
let yilmaz: Phone;
let okafor: Phone;
let duarte: Phone;
let tso: Phone;
/** Seven of one technician, a second apart, oldest first. */
const seven: Asked[] = [];
let other: Asked;

beforeAll(async () => {
  running = await runBroker();
  const { scene } = running;
  [osei, yilmaz, okafor, duarte, tso] = await Promise.all([
    scene.phone('j.osei', 'medserv'),
    scene.phone('b.yilmaz', 'kestrel-biomed'),
    scene.phone('d.okafor', HOSPITAL),
    scene.phone('m.duarte', 'medserv'),
    scene.phone('w.tso', 'cedar-county'),
  ]);
  other = await ask(yilmaz, MONITOR.code);
  for (let count = 0; count < 7; count += 1) {
    await scene.skip(1);
    seven.push(await ask(osei, MONITOR.code));
  }
});
afterAll(() => running.stop());

interface Page {
  readonly items: readonly { readonly id: string; readonly status: string }[];
  readonly next?: string;
}

const idsOf = ({ items }: Page) => items.map(({ id }) => id);
const newestFirst = () => seven.map(({ id }) => id).reverse();

async function pageOf(reader: Phone, path: string): Promise<Page> {
  const { status, body } = await reader.get(path);
  expect([path, status]).toEqual([path, 200]);
  return body;
}

/** All pages of `path`, in order. */
async function allPages(reader: Phone, path: string): Promise<readonly Page[]> {
  const pages = [await pageOf(reader, path)];
  for (let last = pages[0]; last?.next !== undefined && pages.length < 20; last = pages.at(-1)) {
    pages.push(await pageOf(reader, `${path}&after=${last.next}`));
  }
  return pages;
}

describe('the own list', () => {
  test('is the newest first, in pages of the length asked for, each request once', async () => {
    const pages = await allPages(osei, '/requests?limit=3');
    expect(pages.map((page) => page.items.length)).toEqual([3, 3, 1]);
    expect(pages.flatMap(idsOf)).toEqual(newestFirst());
    expect(pages.at(-1)).not.toHaveProperty('next');
  });

  test('ends with a page that is just full', async () => {
    expect((await allPages(osei, '/requests?limit=7')).map((page) => page.items.length)).toEqual([7]);
  });

  test('says of each what a list needs and not whom it was sent to', async () => {
    const [line] = (await pageOf(osei, '/requests?limit=1')).items;
    expect(line).toMatchObject({ id: seven[6]?.id, status: 'pending', facts: { device: MONITOR.id }, tokens: 0 });
    expect(Object.keys(line ?? {})).not.toEqual(expect.arrayContaining(['asked']));
    expect(Object.keys(line ?? {})).not.toEqual(expect.arrayContaining(['reach']));
  });

  test('goes on where it was when something new came meanwhile', async () => {
    const first = await pageOf(yilmaz, '/requests?limit=1');
    expect(idsOf(first)).toEqual([other.id]);
    const { next } = await pageOf(osei, '/requests?limit=4');
    const newer = await ask(osei, MONITOR.code);
    expect(idsOf(await pageOf(osei, `/requests?limit=4&after=${next}`))).toEqual(newestFirst().slice(4));
    expect((await osei.post(`/requests/${newer.id}/withdraw`, {})).status).toBe(200);
  });

  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each<[string, string]>([
    ['no cursor', 'AAAA'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another shape', forged({ tpk: 'p' })],
    ['a number as key', forged([1, 2, 3])],
    ['half a second', forged([0.5, 'a', 'S'])],
    ['an empty key', forged([1, '', 'S'])],
    ['a key that is too long', forged([1, 'x', 'y'.repeat(300)]).padEnd(513, 'A')],
    ['one place more', forged([1, 'a', 'S', 'x'])],
    ['spare bits', `${forged([1, 'a', 'S']).slice(0, -1)}-`],
  ])('refuses a cursor of %s', async (_name, after) => {
    const answer = await osei.get(`/requests?after=${after}`);
    expect([answer.status, answer.body.type]).toEqual([400, '/problems/bad-request']);
  });

  test('is the own list whatever the cursor names', async () => {
    const { next } = await pageOf(osei, '/requests?limit=1');
    const { next: hospitals } = await pageOf(okafor, `/hospitals/${HOSPITAL}/requests?limit=1`);
    const ofOther = Buffer.from(JSON.stringify([2_000_000_000, requestChain(other.id), 'S'])).toString('base64url');
    for (const after of [next, hospitals]) {
      expect(idsOf(await pageOf(yilmaz, `/requests?after=${after}`)).filter((id) => id !== other.id)).toEqual([]);
    }
    expect(idsOf(await pageOf(osei, `/requests?after=${ofOther}`))).not.toContain(other.id);
  });

  test('of somebody who never asked is empty', async () => {
    expect(await pageOf(duarte, '/requests')).toEqual({ items: [] });
  });
});

describe("a hospital's list", () => {
  const path = `/hospitals/${HOSPITAL}/requests`;

  test('holds what everybody asks there, pending unless another status is named', async () => {
    const pending = idsOf(await pageOf(okafor, path));
    expect(pending).toEqual([...newestFirst(), other.id]);
    expect(idsOf(await pageOf(okafor, `${path}?status=pending`))).toEqual(pending);
    expect((await allPages(okafor, `${path}?limit=5`)).flatMap(idsOf)).toEqual(pending);
  });

  test('has each request under the status it is in', async () => {
    const [first, second, third] = seven.splice(0, 3);
    if (!first || !second || !third) throw new Error('not asked');
    await approve(running.scene, okafor, first);
    await approve(running.scene, okafor, second, { decision: 'deny', reason: 'In use.' });
    await approve(running.scene, okafor, third);
    await okafor.post(`/requests/${third.id}/revoke`, { reason: 'Needed for a patient.' });
    const ids = async (status: string) => idsOf(await pageOf(okafor, `${path}?status=${status}`));
    expect(await ids('approved')).toEqual([first.id]);
    expect(await ids('denied')).toEqual([second.id]);
    expect(await ids('revoked')).toEqual([third.id]);
    expect(await ids('pending')).toEqual([...newestFirst(), other.id]);
    expect((await ids('withdrawn')).length).toBe(1);
    for (const status of ['expired', 'lapsed', 'closed']) expect(await ids(status)).toEqual([]);
  });
});

describe('a stranger', () => {
  test.each<[string, () => Phone]>([
    ["a technician at his customer's", () => osei],
    ["a technician's administrator", () => duarte],
    ['another hospital', () => tso],
  ])("%s sees no hospital's list", async (_name, reader) => {
    const answer = await reader().get(`/hospitals/${HOSPITAL}/requests`);
    const nowhere = await reader().get('/hospitals/nowhere/requests');
    expect([answer.status, answer.body]).toEqual([404, nowhere.body]);
  });

  test.each<[string, () => Phone]>([
    ['a technician of another servicer', () => yilmaz],
    ['another hospital', () => tso],
  ])('%s sees no request, and is told the same as of one that is not there', async (_name, reader) => {
    const [asked] = seven;
    const answer = await reader().get(`/requests/${asked?.id}`);
    const nothing = await reader().get(`/requests/${HOSPITAL}_AAAAAAAAAAAA`);
    expect([answer.status, answer.body]).toEqual([404, nothing.body]);
  });

  test("of the request is not the technician's administrator, nor the hospital", async () => {
    for (const reader of [osei, duarte, okafor]) {
      expect((await reader.get(`/requests/${seven[0]?.id}`)).body.id).toBe(seven[0]?.id);
    }
  });
});

// Last, as it takes half an hour.
describe('a request whose time is over, before any timer said so', () => {
  let asked: Asked;

  /** Takes the request out of the timers' queue, or puts it back; its lists stay. */
  async function setTimer(due: number | undefined) {
    const row = await rowOf(running.stores, asked.id);
    const indexes: Indexes = {
      technician: [row.facts.technician, row.submittedAt],
      hospital: [`${HOSPITAL}#pending`, row.submittedAt],
      ...(due === undefined ? {} : { queue: [queueFor('timer', requestChain(asked.id)), due] }),
    };
    const write = { kind: 'replace', ref: requestRef(asked.id), row, version: row.version, indexes } as const;
    return running.stores.store.commit({ events: [], writes: [write] });
  }

  beforeAll(async () => {
    asked = await ask(osei, MONITOR.code);
    expect(await setTimer(undefined)).toBeUndefined();
    await running.scene.skip(1801);
  });

  test('is expired wherever it is read', async () => {
    expect((await osei.get(`/requests/${asked.id}`)).body.status).toBe('expired');
    expect((await pageOf(osei, '/requests?limit=1')).items).toMatchObject([{ id: asked.id, status: 'expired' }]);
    const listed = await pageOf(okafor, `/hospitals/${HOSPITAL}/requests?status=pending&limit=100`);
    expect(listed.items.find(({ id }) => id === asked.id)?.status).toBe('expired');
    expect((await eventsOf(running.stores, asked.id)).at(-1)).toBe('request.routed');
  });

  test('takes no decision and no withdrawal', async () => {
    const late = await approve(running.scene, okafor, asked);
    expect([late.status, late.body.reason]).toEqual([410, 'approval_window_over']);
    const withdrawn = await osei.post(`/requests/${asked.id}/withdraw`, {});
    expect([withdrawn.status, withdrawn.body.type]).toEqual([410, '/problems/expired']);
  });

  test('is announced when the timer comes, and stands among the expired', async () => {
    // The refused decision put it back as well: the sweeper may be there already, and this write lose to it.
    await setTimer(running.scene.now());
    await until(async () => (await eventsOf(running.stores, asked.id)).at(-1) === 'request.expired' || undefined);
    const expired = await pageOf(okafor, `/hospitals/${HOSPITAL}/requests?status=expired&limit=100`);
    expect(idsOf(expired)).toContain(asked.id);
    expect(await breakIn(running.broker, asked.id)).toBeUndefined();
  });
});
