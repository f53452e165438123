/**
 * The pages' script in a real browser: a page that others move on comes up to date by itself and takes nothing from who uses
 * it; without JavaScript the browser loads it anew. The browser's clock is moved by hand.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { button } from '../../web/components/button.ts';
import { countdown } from '../../web/components/countdown.ts';
import { input } from '../../web/components/input.ts';
import { stateTag } from '../../web/components/state-tag.ts';
import { type Html, html } from '../../web/html.ts';
import { documentFor } from '../../web/layout.ts';
import { servePages } from '../support/page-server.ts';

const EVERY = 5;
const FIELD = input({ id: 'note', name: 'note', label: { says: 'Note' } });
const waiting = (left = 600, more: Html | undefined = undefined) => html`<h1>Waiting</h1>
<p>${countdown(left, 0)} left</p><a href="#x" id="x">Withdraw</a>${more}`;
const APPROVED = html`<h1>Approved</h1>\n${stateTag('approved')}\n<a href="#x" id="x">Withdraw</a>\n${button({ says: 'Activate' })}`;

let browser: Browser;
let server: Awaited<ReturnType<typeof servePages>>;
/** What the server shows, and whether others still move it on. */
let now: { main: Html; live?: { everySeconds: number } | undefined };

beforeAll(async () => {
  const at = (nonce: string) => documentFor({ nonce, title: 'A visit', live: now.live }, now.main);
  [browser, server] = await Promise.all([launchBrowser(), servePages({ '/visit': at })]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(() => {
  now = { main: waiting(), live: { everySeconds: EVERY } };
});

async function looking(look: (page: Page, said: readonly string[]) => Promise<void>, javaScriptEnabled = true) {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('pageerror', (error) => said.push(error.message));
  page.on('console', (message) => said.push(message.text()));
  try {
    if (javaScriptEnabled) await page.clock.install();
    await page.goto(`${server.origin}/visit`);
    await look(page, said);
  } finally {
    await context.close();
  }
}

const heading = (page: Page) => page.locator('h1').textContent();
const told = (page: Page) => page.locator('#live').textContent();

/** Lets the script ask once more, and waits for the answer to be shown or left. */
async function asks(page: Page): Promise<void> {
  const answered = page.waitForResponse(`${server.origin}/visit`);
  await page.clock.runFor(EVERY * 1000);
  await (await answered).finished();
  // The answer's body is read and judged before the next question can be asked.
  await page.clock.runFor(100);
}

describe('a live page', () => {
  test('changes by itself, says so, and looks as if loaded anew', async () => {
    await looking(async (page, said) => {
      await asks(page);
      expect([await heading(page), await told(page)]).toEqual(['Waiting', '']);
      now = { main: APPROVED };
      await asks(page);
      await page.waitForSelector('h1:text("Approved")');
      expect(await told(page)).toBe('This page has changed: Approved');
      const background = await page.locator('button').evaluate((one) => getComputedStyle(one).backgroundColor);
      expect(background).not.toMatch(/rgba\(0, 0, 0, 0\)|rgb\(239, 239, 239\)/);
      expect(said).toEqual([]);
    });
  });

  test('keeps the focus on the same link', async () => {
    await looking(async (page) => {
      await page.focus('#x');
      now = { main: APPROVED };
      await asks(page);
      await page.waitForSelector('h1:text("Approved")');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('x');
    });
  });

  test('puts the focus on the content where its control is gone', async () => {
    await looking(async (page) => {
      await page.focus('#x');
      now = { main: html`<h1>Denied</h1>` };
      await asks(page);
      await page.waitForSelector('h1:text("Denied")');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    });
  });

  test.each<[string, (page: Page) => Promise<void>]>([
    ['has the focus', (page) => page.focus('#note')],
    [
      'is filled in',
      async (page) => {
        await page.fill('#note', 'half a sent');
        await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      },
    ],
  ])('waits while a field %s', async (_name, use) => {
    now = { main: waiting(600, FIELD), live: { everySeconds: EVERY } };
    await looking(async (page) => {
      await use(page);
      now = { main: APPROVED };
      await asks(page);
      expect(await heading(page)).toBe('Waiting');
      await page.fill('#note', '');
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await asks(page);
      await page.waitForSelector('h1:text("Approved")');
    });
  });

  test('says when the server is not reached, and takes it back', async () => {
    await looking(async (page) => {
      await page.route('**/visit', (route) => route.fulfill({ status: 503, body: '' }));
      await page.clock.runFor(EVERY * 1000);
      await page.waitForSelector('#live:text("could not be reached")');
      await page.unroute('**/visit');
      await asks(page);
      await page.waitForFunction(() => document.querySelector('#live')?.textContent === '');
    });
  });

  test('asks nothing while it is hidden or offline, and at once when it is seen again', async () => {
    await looking(async (page) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.context().setOffline(true);
      await page.waitForSelector('#live:text("could not be reached")');
      await page.clock.runFor(EVERY * 3000);
      expect(asked).toEqual([]);
      const answered = page.waitForResponse(`${server.origin}/visit`);
      await page.context().setOffline(false);
      await answered;
      await hide(page, true);
      const before = asked.length;
      await page.clock.runFor(EVERY * 3000);
      expect(asked.length).toBe(before);
      const seen = page.waitForResponse(`${server.origin}/visit`);
      await hide(page, false);
      await seen;
    });
  });

  test('asks no more once nothing moves it on', async () => {
    await looking(async (page) => {
      now = { main: APPROVED };
      await asks(page);
      await page.waitForSelector('h1:text("Approved")');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.clock.runFor(EVERY * 3000);
      expect(asked).toEqual([]);
    });
  });
});

async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

describe('a countdown', () => {
  const left = (page: Page) => page.locator('.wk-countdown').textContent();

  test('counts every second, and never below over', async () => {
    now = { main: waiting(62) };
    await looking(async (page) => {
      expect(await left(page)).toBe('1 min');
      await page.clock.runFor(3000);
      expect(await left(page)).toBe('59 s');
      await page.clock.runFor(58_000);
      expect(await left(page)).toBe('1 s');
      await page.clock.runFor(60_000);
      expect(await left(page)).toBe('over');
    });
  });

  test('goes on from what the server says, whatever was slept through', async () => {
    await looking(async (page) => {
      now = { main: waiting(30), live: { everySeconds: EVERY } };
      await asks(page);
      await page.waitForFunction(() => /^(30|29) s$/.test(document.querySelector('.wk-countdown')?.textContent ?? ''));
      expect(await told(page)).toBe('');
    });
  });
});

test('without JavaScript the browser loads the page anew', async () => {
  now = { main: waiting(), live: { everySeconds: 1 } };
  await looking(async (page) => {
    now = { main: APPROVED };
    await page.waitForSelector('h1:text("Approved")');
  }, false);
});
