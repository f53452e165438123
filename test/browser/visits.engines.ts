/**
 * A visit in a real browser at the running broker, on a phone: with JavaScript it comes up to date by itself, without it the
 * same forms lead from waiting to the receipt. The token is saved as a file that the device takes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BrowserContextOptions, Browser as Chromium, Page } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { type Phone, send } from '../../local/demo/broker.ts';
import { openDevice } from '../../local/demo/device.ts';
import { openOem, trustFileFor } from '../../local/oem.ts';
import { OEM_KEYS } from '../../local/stack-files.ts';
import { Browser } from '../support/browser.ts';
import { approve, ask, MONITOR, type RunningBroker, runBroker, VENTILATOR } from '../support/running-broker.ts';

let running: RunningBroker;
let chromium: Chromium;
let api: string;
let osei: Phone;
let lindqvist: Phone;
let session: string;

beforeAll(async () => {
  [running, chromium] = await Promise.all([runBroker(), launchBrowser()]);
  api = running.broker.addresses.api;
  osei = await running.scene.phone('j.osei', 'medserv');
  lindqvist = await running.scene.phone('p.lindqvist', 'st-marys');
  const browser = new Browser();
  await browser.signIn(api, osei.member);
  session = browser.jar.get('wardkey-session') ?? '';
});
afterAll(async () => {
  await chromium?.close();
  await running?.stop();
});

/** A phone on which J. Osei is signed in. @returns what the browser complained about */
async function onPhone(look: (page: Page) => Promise<void>, options: BrowserContextOptions = {}) {
  const context = await chromium.newContext({ viewport: { width: 390, height: 844 }, ...options });
  await context.addCookies([{ name: 'wardkey-session', value: session, url: api }]);
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => {
    // Answers of 4xx to forms that are refused on purpose.
    if (!/status of 4\d\d/.test(message.text())) said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  try {
    await look(page);
  } finally {
    await context.close();
  }
  return said;
}

test('while it waits the page changes by itself when the hospital decides, and keeps the focus', async () => {
  const asked = await ask(osei, VENTILATOR.code);
  const said = await onPhone(async (page) => {
    await page.clock.install();
    await page.goto(`${api}/visits/${asked.id}`);
    await page.waitForSelector('h1:text("Waiting for the hospital")');
    await page.focus('a:text("My visits") >> nth=1');
    const href = await page.evaluate(() => (document.activeElement as HTMLAnchorElement).href);
    expect((await approve(running.scene, lindqvist, asked)).status).toBe(200);
    await page.clock.runFor(10_000);
    await page.waitForSelector('h1:text("Approved until")');
    await page.waitForSelector('#live:text("This page has changed:")');
    expect(await page.evaluate(() => (document.activeElement as HTMLAnchorElement).href)).toBe(href);
    await page.fill('#code', '123');
    await lindqvist.post(`/requests/${asked.id}/revoke`, { reason: 'Needed.' });
    await page.clock.runFor(30_000);
    expect(await page.inputValue('#code')).toBe('123');
    await page.fill('#code', '');
    await page.locator('#code').blur();
    await page.clock.runFor(10_000);
    await page.waitForSelector('h1:text("Revoked")');
  });
  expect(said).toEqual([]);
});

test.each([true, false])(
  'a visit goes from its code to its receipt, with JavaScript: %s',
  async (javaScriptEnabled) => {
    const asked = await ask(osei, MONITOR.code);
    await approve(running.scene, lindqvist, asked);
    const said = await onPhone(
      async (page) => {
        await page.goto(`${api}/visits`);
        await page.click(`a[href="/visits/${asked.id}"]`);
        await page.fill('#code', await running.scene.code(osei.member));
        await page.click('button:text("Activate")');
        await page.waitForSelector('h1:text("Token for")');
        const shown = await page.locator('.wk-token').textContent();
        const [download] = await Promise.all([page.waitForEvent('download'), page.click('a[download]')]);
        expect(download.suggestedFilename()).toBe(`wardkey-${asked.reference}.token`);
        const saved = readFileSync(await download.path(), 'utf8');
        expect(saved).toBe(shown);
        const papers = (await send(`${api}/devices/${MONITOR.code}/trust`, { method: 'GET' })).body;
        const maker = openOem(join(running.broker.dataDir, OEM_KEYS), 'oem-aurora');
        const home = join(running.broker.dataDir, `monitor-${javaScriptEnabled}`);
        const device = openDevice(home, MONITOR.id, trustFileFor(maker, papers));
        expect(await device.present(saved, running.scene.now())).toMatchObject({ accepted: true });
        await page.click('main a:text("The visit")');
        await page.click('a:text("Finish the visit")');
        await page.click('button:text("Finish the visit")');
        await page.waitForSelector('.govuk-error-summary');
        await page.check('input[name=outcome][value=fixed]');
        await page.fill('#note', 'Sensor replaced.');
        await page.click('button:text("Finish the visit")');
        await page.waitForSelector('h1:text("Closed")');
        await page.click('a:text("Receipt")');
        expect(await page.locator('main').textContent()).toContain('Sensor replaced.');
      },
      { javaScriptEnabled, acceptDownloads: true },
    );
    expect(said).toEqual([]);
  },
);
