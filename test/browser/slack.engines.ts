/**
 * The local Slack of `npm start` in a real browser, by hand and without JavaScript: a technician asks by the command, the approver
 * reviews and decides in the dialog, and both find what became of it. Every step is looked at by axe, light and dark.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { until } from '../support/polling.ts';
import { type RunningBroker, runBroker } from '../support/running-broker.ts';
import { foundByAxe } from './axe.ts';

const PHONE = { width: 390, height: 844 };
const REASON = 'Carousel jams between two racks.';

let running: RunningBroker;
let browser: Browser;
let slack: string;
/** The hands: a browser that runs no script. */
let page: Page;
/** The eyes of axe, which is a script: what is open is open in Slack, so they see the same. */
let eyes: readonly Page[];
const strange: string[] = [];

beforeAll(async () => {
  [running, browser] = await Promise.all([runBroker(), launchBrowser()]);
  ({ slack } = running.broker.addresses);
  page = await opened({ javaScriptEnabled: false });
  eyes = await Promise.all((['light', 'dark'] as const).map((colorScheme) => opened({ colorScheme })));
});
afterAll(async () => {
  await browser?.close();
  await running?.stop();
});

async function opened(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const one = await (await browser.newContext({ viewport: PHONE, ...options })).newPage();
  one.on('request', (request) => request.url().startsWith(`${slack}/`) || strange.push(request.url()));
  one.on('console', (message) => strange.push(message.text()));
  one.on('pageerror', (error) => strange.push(error.message));
  return one;
}

/** Nothing that axe finds, no sideways scrolling, nothing asked of elsewhere. */
async function expectSound(): Promise<void> {
  for (const eye of eyes) {
    await eye.goto(page.url());
    expect(await foundByAxe(eye)).toEqual([]);
    expect(await eye.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  }
  expect(strange).toEqual([]);
}

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const dialog = () => page.getByRole('region', { name: /./ }).and(page.locator('.sl-dialog'));
const title = () => page.locator('.sl-dialog h2').innerText();

async function sitAs(person: RegExp): Promise<void> {
  const option = page.getByLabel('Seen as').locator('option', { hasText: person });
  await page.getByLabel('Seen as').selectOption((await option.getAttribute('value')) ?? '');
  await press('Show');
}

/** Looks again until `words` stand there. */
async function standsThere(words: string | RegExp): Promise<void> {
  await until(async () => {
    if ((await page.getByText(words).count()) > 0) return true;
    await page.getByRole('link', { name: 'Look again' }).click();
    return undefined;
  });
}

describe('a person in the local Slack', () => {
  let reference = '';

  test('asks by the command, in two dialogs', async () => {
    await page.goto(slack);
    await sitAs(/^Joseph Osei/);
    await expectSound();
    await page.getByLabel('Type a command').fill('/service-access');
    await press('Send');
    expect(await title()).toBe('Ask for access');
    await press('Continue');
    await expectSound();
    expect(await dialog().innerText()).toContain('Please complete this required field.');
    await dialog().getByLabel('Device').fill('G7NF-4CSK');
    await press('Continue');
    await dialog().getByLabel('run diagnostics').check();
    await dialog().getByLabel('run the self-test').check();
    await dialog().getByLabel('How long do you need?').selectOption('60');
    await dialog().getByLabel('Work order').fill('WO-51120');
    await dialog().getByLabel('corrective maintenance').check();
    await expectSound();
    await dialog().getByLabel('Reason').fill(REASON);
    await dialog().getByLabel('The device is not in clinical use').check();
    await press('Send my request');
    expect(await title()).toMatch(/^Request [A-Z0-9]{3}-[A-Z0-9]{3}$/);
    reference = (await title()).slice('Request '.length);
    expect(await dialog().innerText()).toContain('Waiting at Meridian Reference Laboratory: 1 person is asked');
    await expectSound();
    await press('Close');
    expect(await page.locator('.sl-dialog').count()).toBe(0);
  });

  test('reviews what is asked of her; a wrong code keeps the dialog as it was filled in', async () => {
    await sitAs(/^Ines Santos/);
    await standsThere(`Approve or deny ${reference}?`);
    await expectSound();
    await press('Review & decide');
    expect(await dialog().innerText()).toContain(REASON);
    await dialog().getByLabel('Approve', { exact: true }).check();
    await dialog().getByLabel('Time, if you approve').selectOption('30');
    await dialog().getByLabel('run the self-test').uncheck();
    await dialog().getByLabel('One-time code').fill('000000');
    await press('Send my decision');
    expect(await dialog().innerText()).toContain('The one-time code was not accepted.');
    expect(await dialog().getByLabel('Approve', { exact: true }).isChecked()).toBe(true);
    expect(await dialog().getByLabel('run the self-test').isChecked()).toBe(false);
    await expectSound();
  });

  test('decides with her code, and finds the card true', async () => {
    await dialog()
      .getByLabel('One-time code')
      .fill(await running.scene.code(running.scene.member('i.santos', 'meridian-lab')));
    await press('Send my decision');
    expect(await dialog().locator('.sl-head').first().innerText()).toMatch(/^✓ Approved until/);
    await expectSound();
    await press('Close');
    await standsThere(/✓ Approved until/);
    expect(await page.getByRole('button', { name: 'Review & decide' }).count()).toBe(0);
    await expectSound();
  });

  test('sees in the channel what became of it, and nobody’s name', async () => {
    await page.getByRole('link', { name: '# device-service' }).click();
    await standsThere(/✓ Approved until/);
    const shown = await page.locator('.sl-message').allInnerTexts();
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.join('\n')).not.toMatch(/Osei|Santos|Carousel|WO-51120/);
    await expectSound();
  });

  test('who may not is told so, and only he sees it', async () => {
    await sitAs(/^Gil Guest/);
    await page.getByLabel('Type a command').fill('/service-access list');
    await press('Send');
    expect(await page.locator('.sl-own').last().innerText()).toContain('not linked to you');
    await expectSound();
    await sitAs(/^Quentin Meyer/);
    expect(await page.locator('.sl-own').count()).toBe(0);
  });
});
