/**
 * Every page of the signed in, as the running broker shows it to somebody who may see it: nothing that axe finds, no sideways
 * scrolling, nothing asked of elsewhere, no complaint of the browser, and the heading as title. A page without a row here fails.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser as Chromium } from 'playwright-core';
import { ROUTES, type Route } from '../../lambdas/routes.ts';
import { launchBrowser } from '../../local/chromium.ts';
import { type Busy, makeBusy } from '../support/busy-hospital.ts';
import { FILES, OPEN, PAGES } from '../support/page-table.ts';
import { type RunningBroker, runBroker } from '../support/running-broker.ts';
import { foundByAxe } from './axe.ts';
import { browsersAt, PHONE } from './seen-in-chromium.ts';

/** A page may be looked at on a machine that has little time. */
const PATIENCE = 90_000;

let running: RunningBroker;
let api: string;
let busy: Busy;
let chromium: Chromium;
let browserOf: ReturnType<typeof browsersAt>;

beforeAll(async () => {
  [running, chromium] = await Promise.all([runBroker(), launchBrowser()]);
  api = running.broker.addresses.api;
  busy = await makeBusy(running);
  browserOf = browsersAt(running, chromium, { [busy.admin.member.login]: busy.admin });
}, PATIENCE);
afterAll(async () => {
  await chromium?.close();
  await running?.stop();
});

test('every page that the signed in are shown is looked at here', () => {
  const shown = (ROUTES as readonly Route[]).filter(
    ({ method, caller, verb }) => method === 'GET' && (caller === 'session' || OPEN.includes(verb)),
  );
  const here = [...Object.keys(PAGES), ...FILES];
  expect(shown.map(({ verb }) => verb).toSorted()).toEqual(here.toSorted());
});

const LOOKS = Object.entries(PAGES).flatMap(([verb, rows]) =>
  rows.map(([who, path], index) => ({
    verb,
    who,
    path,
    name: `${verb} ${index + 1}, ${who.join(' at ') || 'nobody'}`,
  })),
);

describe('in Chromium', () => {
  test.each(LOOKS)(
    '$name',
    async ({ who, path }) => {
      const { page, strange } = await browserOf(who);
      strange.length = 0;
      const answer = await page.goto(api + path(busy), { waitUntil: 'load' });
      expect([page.url(), answer?.status()]).toEqual([api + path(busy), 200]);
      const headings = await page.locator('h1').allInnerTexts();
      // A state's symbol stands before its word; a title is read aloud.
      const heading = headings.join(' and ').replace(/^\p{S} /u, '');
      expect((await page.title()).slice(0, heading.length + 3)).toBe(`${heading} - `);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await page.setViewportSize(PHONE);
      expect(strange).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await foundByAxe(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await foundByAxe(page, ['color-contrast'])).toEqual([]);
    },
    PATIENCE,
  );
});
