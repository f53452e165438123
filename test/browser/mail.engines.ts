/**
 * Every mail in a real browser, as a mail program shows its HTML part: light and dark, at 320 px, and with texts that try
 * to be more than text. A mail is a document without landmarks, shown inside another program's.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page, ViewportSize } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { HOSTILE_TEXTS } from '../support/injection.ts';
import { BASE, MAILS, mailsSaying } from '../support/mails.ts';
import { runAxe } from './axe.ts';

let browser: Browser;
let page: Page;
let origin: string;
/** What the page asked for since it was opened, and what it said in dialogs. */
const asked: string[] = [];
const server = createServer((request, response) => {
  const document = shown.get(decodeURIComponent(request.url ?? '/'));
  response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(document);
});
/** Path -> the HTML part that is shown there. */
const shown = new Map<string, string>();

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
  page = await browser.newPage();
  page.on('request', (request) => asked.push(request.url()));
  page.on('dialog', async (dialog) => {
    asked.push(dialog.message());
    await dialog.dismiss();
  });
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server.close(resolve));
});

const PHONE = { width: 390, height: 844 };

interface Mode {
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: ViewportSize;
}

/** Opens an HTML part; `asked` are the addresses that it made the browser ask for. */
async function open<Result>(
  document: string,
  { colorScheme = 'light', viewport = PHONE }: Mode,
  look: (page: Page, asked: readonly string[]) => Promise<Result>,
): Promise<Result> {
  shown.set('/mail', document);
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  asked.length = 0;
  await page.goto(`${origin}/mail`, { waitUntil: 'load' });
  return look(page, asked.slice(1));
}

/** What of a document could act, load or lead away: nothing but links may. */
function actors(page: Page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    const attributes = all.flatMap((element) => [...element.attributes]);
    return {
      elements: all
        .map(({ localName }) => localName)
        .filter((name) => /^(script|img|svg|iframe|object|embed|form|input|button|link|base|video|audio)$/.test(name)),
      handlers: attributes.map(({ name }) => name).filter((name) => name.startsWith('on')),
      loads: attributes.map(({ name }) => name).filter((name) => /^(src|srcset|background|action|poster)$/.test(name)),
      links: [...document.querySelectorAll('a')].map(({ href }) => new URL(href).origin),
    };
  });
}

describe.each(Object.entries(MAILS))('%s', (_name, { html }) => {
  test.each(['light', 'dark'] as const)('has nothing that axe finds, in %s', async (colorScheme) => {
    const violations = await open(html, { colorScheme }, async (page) => {
      const { violations: found, incomplete } = await runAxe(page, {
        rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } },
      });
      const nodes = [...found, ...incomplete.filter(({ id }) => id === 'color-contrast')].flatMap((one) => one.nodes);
      return nodes.map(({ html: element, failureSummary }) => `${element} ${failureSummary}`);
    });
    expect(violations).toEqual([]);
  });

  test('is dark where the reader wants it dark', async () => {
    const colours = await open(html, { colorScheme: 'dark' }, (page) =>
      page.evaluate(() =>
        [document.body, ...document.querySelectorAll('.sheet, h1, li')].map((element) => {
          const { backgroundColor, color } = getComputedStyle(element);
          return element.matches('h1, li') ? color : backgroundColor;
        }),
      ),
    );
    expect(new Set(colours)).toEqual(new Set(['rgb(27, 33, 32)', 'rgb(16, 20, 19)', 'rgb(241, 243, 242)']));
  });

  test('needs no sideways scrolling at 320 px', async () => {
    const width = await open(html, { viewport: { width: 320, height: 568 } }, (page) =>
      page.evaluate(() => document.documentElement.scrollWidth),
    );
    expect(width).toBeLessThanOrEqual(320);
  });

  test('is only words and links of ours, and asks for nothing', async () => {
    const [found, asked] = await open(html, {}, async (page, all) => [await actors(page), all] as const);
    expect(found).toMatchObject({ elements: [], handlers: [], loads: [] });
    expect(new Set(found.links)).toEqual(new Set([BASE]));
    expect(asked).toEqual([]);
  });
});

const elementsOf = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length);
/** How many elements a mail has when nobody tries anything. */
const ordinary = new Map<string, number>();
beforeAll(async () => {
  for (const [name, { html }] of Object.entries(mailsSaying('plain')))
    ordinary.set(name, await open(html, {}, elementsOf));
});

describe.each(HOSTILE_TEXTS)('a text with %s', (_name, text) => {
  test.each(Object.keys(mailsSaying('x')))('stays text: %s', async (name) => {
    const hostile = mailsSaying(text)[name]?.html ?? '';
    const [found, elements, asked, wide] = await open(
      hostile,
      { viewport: { width: 320, height: 568 } },
      async (page, all) =>
        [
          await actors(page),
          await elementsOf(page),
          all,
          await page.evaluate(() => document.documentElement.scrollWidth),
        ] as const,
    );
    expect(found).toMatchObject({ elements: [], handlers: [], loads: [] });
    expect(new Set(found.links)).toEqual(new Set([BASE]));
    expect(elements).toBe(ordinary.get(name));
    expect(asked).toEqual([]);
    expect(wide).toBeLessThanOrEqual(320);
  });
});
