/**
 * The look in a real browser: every component and every page that stands on the frame, in light and dark, at 320 px
 * (which is 1280 px at 400 % zoom), by keyboard, under the broker's own Content-Security-Policy.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { SCRIPT } from '../../web/live-script.ts';
import { PAGES } from '../support/gallery.ts';
import { servePages } from '../support/page-server.ts';
import { foundByAxe } from './axe.ts';

let browser: Browser;
let server: Awaited<ReturnType<typeof servePages>>;
let phone: Seen;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), servePages(PAGES)]);
  phone = await openPhone();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const PHONE = { width: 390, height: 844 };
const LIGHT = { colorScheme: 'light' } as const;
const PATHS = Object.keys(PAGES);

interface Seen {
  readonly page: Page;
  /** Addresses that the page asked for, itself among them. */
  readonly asked: string[];
  /** What the browser complained about: violations of the policy among others. */
  readonly said: string[];
}

async function openPhone(): Promise<Seen> {
  const page = await browser.newPage({ viewport: PHONE });
  const [asked, said]: [string[], string[]] = [[], []];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  return { page, asked, said };
}

/** The page at `path` on the phone, as if nothing had been shown there before. */
async function visit(path: string, media: { readonly colorScheme: 'light' | 'dark' } = LIGHT): Promise<Page> {
  const { page, asked, said } = phone;
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ media: 'screen', ...media });
  [asked.length, said.length] = [0, 0];
  await page.goto(server.origin + path, { waitUntil: 'load' });
  return page;
}

describe.each(PATHS)('%s', (path) => {
  test('has nothing that axe finds, its style, no script but ours, no side to scroll to, and a keyboard that is seen', async () => {
    const page = await visit(path);
    const [family, scripts, runs] = await page.evaluate(lookOf);
    // Of what is done to the page from here on, it may complain.
    const [asked, said] = [phone.asked.filter((url) => url !== server.origin + path), [...phone.said]];
    const keyboard = await keyboardStops(page);
    const light = await foundByAxe(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await foundByAxe(page, ['color-contrast']);
    await page.setViewportSize({ width: 320, height: 256 });
    const isWider = (await page.evaluate(() => document.documentElement.scrollWidth)) > 320;
    const found = {
      family,
      isOurs: areOurs(scripts, runs),
      hasStops: keyboard.length > 0,
      unseen: keyboard.filter(({ isSeen }) => !isSeen),
      light,
      dark,
      isWider,
      asked,
      said,
    };
    expect(found).toEqual({
      family: 'system-ui, sans-serif',
      isOurs: true,
      hasStops: true,
      unseen: [],
      light: [],
      dark: [],
      isWider: false,
      asked: [],
      said: [],
    });
  });
});

/** In the page: its letters, its scripts, and whether a time runs down or others move it on. */
function lookOf(): readonly [family: string, scripts: readonly string[], runs: boolean] {
  const scripts = [...document.scripts].map((script) => (script.nonce === '' ? 'no nonce' : script.text));
  const runs = document.querySelector('.wk-countdown, #live') !== null;
  return [getComputedStyle(document.body).fontFamily, scripts, runs];
}

/** Exactly our one script where something moves, and none elsewhere. */
function areOurs(scripts: readonly string[], runs: boolean): boolean {
  return runs ? scripts.length === 1 && scripts[0] === SCRIPT.toString() : scripts.length === 0;
}

/** Tabs through the page until it begins anew; a stop is seen when focus changes how it or its label looks. */
async function keyboardStops(page: Page): Promise<readonly { readonly is: string; readonly isSeen: boolean }[]> {
  const stops: { is: string; isSeen: boolean }[] = [];
  await page.evaluate(() => document.querySelector<HTMLElement>('[autofocus]')?.blur());
  for (let count = 0; count < 60; count += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body) return undefined;
      const looks = () => {
        const shown = element.matches('[type=radio], [type=checkbox]') ? element.nextElementSibling : null;
        const of = (style: CSSStyleDeclaration) => `${style.outline} ${style.boxShadow} ${style.backgroundColor}`;
        const before = shown ? of(getComputedStyle(shown, '::before')) : '';
        return before + of(getComputedStyle(element));
      };
      const focused = looks();
      element.blur();
      const isSeen = focused !== looks();
      element.focus();
      return { is: element.outerHTML.slice(0, 120), isSeen };
    });
    if (!stop) return stops;
    stops.push(stop);
  }
  return stops;
}

describe('the decision page on a phone', () => {
  test.each(['/decision', '/decisions/request', '/decisions/barred', '/decisions/recorded'])(
    'shows all eight facts within 390 x 844, with the longest seeded names: %s',
    async (path) => {
      const page = await visit(path);
      const [count, bottom] = await page.evaluate(() => {
        const facts = [...document.querySelectorAll('.wk-facts dd')];
        return [facts.length, facts.at(-1)?.getBoundingClientRect().bottom ?? 0] as const;
      });
      expect(count).toBe(8);
      expect(bottom).toBeLessThanOrEqual(844);
    },
  );

  test('begins at the problem after a refused form', async () => {
    // A browser moves the focus with the first frame that it draws.
    const page = await visit('/decision/refused');
    const moved = await page.waitForFunction(() => document.activeElement !== document.body && document.activeElement);
    const focused = await moved.evaluate((element) => (element ? element.className : ''));
    expect(focused).toBe('govuk-error-summary');
  });

  test('leads by keyboard past the header', async () => {
    const page = await visit('/gallery');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#main');
  });

  test('is printed without form and in dark letters', async () => {
    const page = await visit('/decision', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const looks = await page.evaluate(() => {
      const form = document.querySelector('form') as HTMLElement;
      return [getComputedStyle(form).display, getComputedStyle(document.body).color] as const;
    });
    expect(looks).toEqual(['none', 'rgb(16, 20, 19)']);
  });
});
