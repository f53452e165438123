/** Asking for access in a real browser against the running broker, by hand, with and without JavaScript: the same. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { Browser as HttpBrowser } from '../support/browser.ts';
import { type RunningBroker, rowOf, runBroker } from '../support/running-broker.ts';
import { runAxe } from './axe.ts';

let running: RunningBroker;
let api: string;
let browser: Browser;
let cookies: readonly { readonly name: string; readonly value: string; readonly url: string }[];

beforeAll(async () => {
  [running, browser] = await Promise.all([runBroker(), launchBrowser()]);
  api = running.broker.addresses.api;
  const signedIn = new HttpBrowser();
  await signedIn.signIn(api, running.scene.member('j.osei', 'medserv'));
  cookies = [...signedIn.jar].map(([name, value]) => ({ name, value, url: api }));
});
afterAll(async () => {
  await browser?.close();
  await running?.stop();
});

interface Walked {
  readonly page: Page;
  /** Addresses outside the broker, and what the browser complained about. */
  readonly strange: readonly string[];
}

/** Answers that are a problem's. */
const KNOWN = /with a status of 4\d\d/;

/** A signed-in page of a phone. */
async function onPhone(options: BrowserContextOptions, walk: (walked: Walked) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
  await context.addCookies([...cookies]);
  const page = await context.newPage();
  const strange: string[] = [];
  page.on('request', (request) => !request.url().startsWith(`${api}/`) && strange.push(request.url()));
  page.on('console', (message) => KNOWN.test(message.text()) || strange.push(message.text()));
  try {
    await walk({ page, strange });
  } finally {
    await context.close();
  }
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = (page: Page) => page.locator('h1').innerText();

describe.each([true, false])('with JavaScript %s', (javaScriptEnabled) => {
  test('a technician asks, changes his mind twice and sends', async () => {
    await onPhone({ javaScriptEnabled }, async ({ page, strange }) => {
      await page.goto(`${api}/d`);
      await page.getByLabel('Sticker code, asset tag or UDI').fill('(01)09521000001039(21)P7-0099');
      await press(page, 'Find it');
      expect(await heading(page)).toBe('Is this the device?');
      await press(page, 'Yes, ask for access');
      await page.getByLabel('run diagnostics').check();
      await press(page, 'Continue');
      expect(await page.title()).toMatch(/^Error: What do you need\?/);
      expect(await page.getByLabel('run diagnostics').isChecked()).toBe(true);
      await page.getByLabel('How long do you need?').selectOption('45');
      await press(page, 'Continue');
      await page.getByLabel('Work order').fill('WO-1');
      await page.getByLabel('corrective maintenance').check();
      await page.getByLabel('Reason').fill('Screen stays dark.\nTwice today.');
      await press(page, 'Continue');
      await press(page, 'Change what you need');
      await page.getByLabel('run the self-test').check();
      await press(page, 'Continue');
      await press(page, 'Change your reasons');
      await page.getByLabel('The device is not in clinical use').check();
      // Enter in a field goes on; it does not change anything.
      await page.getByLabel('Work order').press('Enter');
      expect(await heading(page)).toBe('Check your answers');
      const sent = page.waitForResponse((response) => response.request().method() === 'POST');
      await press(page, 'Send the request');
      expect((await sent).status()).toBe(303);
      await page.waitForURL(/\/visits\/st-marys_[A-Z0-9]{12}$/);
      const { facts } = await rowOf(running.stores, page.url().replace(/.*\//, ''));
      expect([facts.scopes, facts.holdSeconds, facts.workOrder, facts.reason]).toEqual([
        ['diag.run', 'selftest.run'],
        2700,
        'WO-1',
        'Screen stays dark. Twice today.',
      ]);
      expect(facts.declarations.notInClinicalUse).toBe(true);
      expect(strange).toEqual([]);
    });
  });
});

test('the button that goes on from the device is on the first screen of a phone', async () => {
  await onPhone({}, async ({ page }) => {
    await page.goto(`${api}/d/E5GY-3BZU`);
    const box = await page.getByRole('button', { name: 'Yes, ask for access' }).boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
  });
});

test.each(['/d/7F3K-29QX', '/d/7F3K-29QX/what', '/d/4HKF-6TR9', '/d/M3XG-5JDA/why?scopes=software.restore&minutes=60'])(
  '%s has nothing that axe finds',
  async (path) => {
    await onPhone({}, async ({ page }) => {
      await page.goto(`${api}${path}`);
      expect((await runAxe(page)).violations).toEqual([]);
    });
  },
);
