/** What the pages of a hospital's console cost in calls to AWS, counted on the wire, with a few requests in every state. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../support/browser.ts';
import { type CountedBroker, runCountedBroker } from '../support/counted-broker.ts';
import { plant } from '../support/planted-requests.ts';
import { seriesOf } from '../support/recording-proxy.ts';
import { approve, ask, HOSPITAL, MONITOR, rowOf } from '../support/running-broker.ts';

let counted: CountedBroker;
let auditor: Browser;
let request: string;

beforeAll(async () => {
  counted = await runCountedBroker();
  const { scene } = counted;
  const [osei, okafor] = [await scene.phone('j.osei', 'medserv'), await scene.phone('d.okafor', HOSPITAL)];
  const [, , approved, denied] = [
    await ask(osei, MONITOR.code),
    await ask(osei, MONITOR.code),
    await ask(osei, MONITOR.code),
    await ask(osei, MONITOR.code),
  ];
  await approve(scene, okafor, approved);
  await approve(scene, okafor, denied, { decision: 'deny', reason: 'In use.' });
  request = approved.id;
  auditor = await counted.browser('e.fischer', HOSPITAL);
  // The session's secret is read once in a container's life.
  await auditor.visit(`${counted.api}/console/${HOSPITAL}`);
});
afterAll(() => counted.stop());

/** Session, head of the page, and who reads: three before what a page is about. */
/** [reads, queries, all, how many wait for each other]. */
async function callsOf(path: string): Promise<readonly number[]> {
  const url = `${counted.api}/console/${HOSPITAL}${path.replace('{request}', request)}`;
  const calls = await counted.callsOf(async () => {
    expect((await auditor.visit(url)).status).toBe(200);
  });
  const count = (operation: string) => calls.filter((call) => call.operation === operation).length;
  return [count('BatchGetItem'), count('Query'), calls.length, seriesOf(calls)];
}

test.each<[path: string, reads: number, queries: number, series: number]>([
  // Two open statuses, six that are over, and the messages of the two requests that wait; names.
  ['', 4, 10, 4],
  // The request before and after its events, and once to know its place; names.
  ['/requests/{request}', 7, 1, 7],
  ['/delivery', 3, 12, 4],
  ['/audit', 4, 8, 4],
  ['/audit?status=closed&device=M3XG-5JDA', 5, 1, 5],
  ['/audit/csv', 2, 8, 3],
  ['/report', 3, 8, 3],
])('the page %s makes these calls', async (path, reads, queries, series) => {
  expect(await callsOf(path)).toEqual([reads, queries, reads + queries, series]);
});

test('with a thousand requests no page makes many more', async () => {
  const row = await rowOf(counted.stores, request);
  if (!('grant' in row)) throw new Error('not approved');
  const closed = {
    ...row,
    status: 'closed',
    ended: { at: row.at, by: row.facts.technician },
    outcome: 'fixed',
  } as const;
  const many = Array.from({ length: 1100 }, (_, at) => {
    const id = `${HOSPITAL}_PLANTED${String(at).padStart(5, '0')}`;
    return { ...closed, id, facts: { ...row.facts, request: id }, submittedAt: row.submittedAt - 10 * (at + 1) };
  });
  await plant(counted.stores, many);
  const queriesOf = async (path: string) => (await callsOf(path))[1];
  // Two hundred are looked at, fifty a call; of the other seven states one call each.
  expect(await queriesOf('/audit?tier=T4')).toBe(7 + 4);
  // A thousand are looked at.
  expect(await queriesOf('/audit/csv')).toBe(7 + 20);
  expect(await queriesOf('/report')).toBe(7 + 20);
  // Fifty that ended are shown; the messages of two that wait.
  expect(await queriesOf('')).toBe(7 + 2 + 2);
  // Twenty-five requests, and the messages of each.
  expect(await queriesOf('/delivery')).toBe(8 + 25);
});
