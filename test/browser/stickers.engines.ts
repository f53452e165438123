/** The sheet of stickers on paper: stickers and nothing else, none cut across pages. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { DEVICE_PAGES } from '../support/gallery-devices.ts';
import { servePages } from '../support/page-server.ts';

let browser: Browser;
let server: Awaited<ReturnType<typeof servePages>>;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), servePages(DEVICE_PAGES)]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A4 at 96 dpi, less the browser's margins. */
const PAPER = { width: 718, height: 1047 };

test('a sheet has four stickers beside each other in dark on white, and what is no sticker stays on the screen', async () => {
  const context = await browser.newContext({ viewport: PAPER, colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(`${server.origin}/stickers`);
  await page.emulateMedia({ media: 'print' });
  const seen = await page.evaluate(() => {
    const isShown = (selector: string) =>
      [...document.querySelectorAll<HTMLElement>(selector)].some((one) => one.offsetParent !== null);
    const boxes = [...document.querySelectorAll('.wk-sticker')].map((one) => one.getBoundingClientRect());
    const [first] = boxes;
    const one = document.querySelector('.wk-sticker') as Element;
    return {
      others: ['header', 'footer', 'h1', 'form', '.govuk-pagination', 'main > p'].filter(isShown),
      beside: boxes.filter((box) => box.top === first?.top).length,
      widest: Math.max(...boxes.map((box) => box.right)),
      cut: getComputedStyle(one).breakInside,
      colour: getComputedStyle(one).color,
    };
  });
  expect(seen).toEqual({ others: [], beside: 4, widest: expect.any(Number), cut: 'avoid', colour: 'rgb(16, 20, 19)' });
  expect(seen.widest).toBeLessThanOrEqual(PAPER.width);
  await context.close();
});
