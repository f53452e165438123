/**
 * The simulator as `npm start` shows it, in a real browser: played to the end and attacked in every way; the devices in a process
 * of their own that is killed; and nothing of the broker framed by anybody but it.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { propAt } from '../../local/simulator/cast.ts';
import { until } from '../support/polling.ts';
import { type RunningBroker, runBroker } from '../support/running-broker.ts';
import { runAxe } from './axe.ts';

let browser: Browser;
let running: RunningBroker;
let simulator: string;
let page: Page;
const said: string[] = [];

/** A play takes its time, on a machine that has little of it. */
const PATIENCE = 90_000;

beforeAll(async () => {
  [browser, running] = await Promise.all([launchBrowser(), runBroker()]);
  simulator = running.broker.addresses.simulator ?? '';
  page = await open({});
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
}, PATIENCE);

afterAll(async () => {
  await browser?.close();
  await running?.stop();
});

async function open(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, ...options });
  const opened = await context.newPage();
  opened.setDefaultTimeout(PATIENCE / 3);
  await opened.goto(simulator);
  await opened.frameLocator('#device').getByText('Privileged login').waitFor();
  return opened;
}

const device = (): FrameLocator => page.frameLocator('#device');
const told = () => page.locator('#told');

/** Sends one of the page's forms and waits for the end of the story. @returns what was told */
async function press(button: string): Promise<string> {
  await page.locator('#play:enabled').waitFor();
  const before = Number(await told().getAttribute('data-stories'));
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.locator(`#told[data-stories="${before + 1}"]`).waitFor();
  return told().innerText();
}

async function standBefore(code: string): Promise<void> {
  await device().getByLabel('Stand before another device').selectOption(code);
  await device().getByRole('button', { name: 'Go there' }).click();
  await device()
    .getByRole('heading', { name: propAt(code).name })
    .waitFor();
}

describe('on the ventilator', () => {
  test(
    'a play goes from the request to the closed visit, and its log verifies',
    async () => {
      const story = await press('▶ Play it for me');
      expect(story.match(/✓/g)).toHaveLength(7);
      expect(story).toContain('opens service mode. accepted true');
      expect(await page.locator('#strip').innerText()).toMatch(
        /closed\. ✓ 6 events verified[\s\S]*token\.issued[\s\S]*[0-9a-f]{64}/,
      );
      await page.frameLocator('#inbox').getByRole('heading', { name: 'Closed' }).waitFor();
    },
    PATIENCE,
  );

  test.each([
    ['Replay', 'E_REPLAY'],
    ['Wrong device', 'E_AUD'],
    ['Tamper', 'E_SIG'],
    ['Skip 30 minutes', 'E_EXPIRED'],
  ])(
    '%s is refused with %s',
    async (attack, code) => {
      expect(await press(attack)).toContain(`Refused: ${code}.`);
      if (attack !== 'Wrong device') await device().getByText(`Refused: ${code}`).first().waitFor();
    },
    PATIENCE,
  );

  test(
    'after Revoke the broker mints no more, and it is said what the device cannot know',
    async () => {
      const story = await press('Revoke');
      expect(story).toContain('Refused by the broker: revoked.');
      expect(story).toContain('It has no network and cannot know');
    },
    PATIENCE,
  );

  test(
    'kill -9 of the devices leaves used tokens used, and the panel says that they restart',
    async () => {
      await press('Replay');
      const pid = await devicePid();
      const boots = await text(/Boots (\d+)/);
      process.kill(pid, 'SIGKILL');
      await device().getByText('lost its power').waitFor();
      await device()
        .getByText(`Boots ${Number(boots) + 1}`)
        .waitFor();
      expect(await press('Replay')).toContain('Refused: E_REPLAY.');
    },
    PATIENCE,
  );
});

async function devicePid(): Promise<number> {
  return Number(await text(/Process (\d+)/));
}

async function text(pattern: RegExp): Promise<string> {
  return pattern.exec(await device().locator('main').innerText())?.[1] ?? '';
}

describe('on devices of other classes', () => {
  test(
    'the pump, which has no clock, opens for the answer to its challenge only',
    async () => {
      await standBefore('4HKD-8WQ3');
      expect(await press('Replay')).toMatch(/opens service mode\. accepted true[\s\S]*Refused: E_NONCE_NONE\./);
      expect(await press('Skip 30 minutes')).toContain('Refused: E_NONCE_EXPIRED.');
    },
    PATIENCE,
  );

  test(
    'the monitor, which is connected, wants neither challenge nor release code',
    async () => {
      await standBefore('M3XG-5JDA');
      expect(await press('Replay')).toMatch(/opens service mode\. accepted true[\s\S]*Refused: E_REPLAY\./);
    },
    PATIENCE,
  );
});

test(
  'breaks no policy of its own or of the pages that it shows',
  () => {
    expect(said.filter((line) => /content security policy|refused to/i.test(line))).toEqual([]);
  },
  PATIENCE,
);

test(
  'without its script, buttons work and the page is loaded anew until the end of the story',
  async () => {
    const plain = await open({ javaScriptEnabled: false });
    await plain.getByRole('button', { name: 'Tamper' }).click();
    await plain.locator('#told').getByText('Refused: E_SIG.').waitFor();
    await plain.context().close();
  },
  PATIENCE,
);

describe('the look', () => {
  test.each(['light', 'dark'] as const)(
    'has nothing that axe finds, in %s, nor needs sideways scrolling at 320 px',
    async (colorScheme) => {
      const shell = await open({ colorScheme });
      // What stands in the panels of the broker's pages has suites of its own; here each would have the same landmarks again.
      const found = await runAxe(shell, {}, ['iframe']);
      expect(found.violations).toEqual([]);
      await shell.setViewportSize({ width: 320, height: 640 });
      expect(await shell.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await shell.goto(`${simulator}/device`);
      const screen = await runAxe(shell);
      expect(screen.violations).toEqual([]);
      expect(await shell.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await shell.context().close();
    },
    PATIENCE,
  );
});

describe('the panels', () => {
  const inFrame = async (id: string) => new URL((await page.locator(id).getAttribute('src')) ?? '');

  test('may be framed by the simulator and by nobody else; the broker’s own pages by nobody at all', async () => {
    const panel = await fetch((await inFrame('#inbox')).origin);
    const { origin } = new URL(simulator);
    expect(panel.headers.get('content-security-policy')).toMatch(
      new RegExp(`frame-ancestors ${origin} ${origin.replace('127.0.0.1', 'localhost')}$`),
    );
    expect(panel.headers.get('x-frame-options')).toBeNull();
    const { api, inbox } = running.broker.addresses;
    for (const address of [`${api}/sign-in`, `${api}/decide/nobody`]) {
      const own = await fetch(address);
      expect(own.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'$/);
      expect(own.headers.get('x-frame-options')).toBe('DENY');
    }
    const mails = await fetch(inbox);
    expect(mails.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'$/);
    const shell = await fetch(simulator);
    expect(shell.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'$/);
  });

  test('hand no cookie to the browser, and sign their person in by themselves', async () => {
    const { origin } = await inFrame('#phone');
    const first = await fetch(`${origin}/`, { redirect: 'manual' });
    const answer = first.status === 303 ? await fetch(`${origin}/`) : first;
    expect(await answer.text()).toContain('Joseph Osei');
    expect([first, answer].flatMap(({ headers }) => headers.getSetCookie())).toEqual([]);
  });

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'take no form that was sent from %s',
    async (origin) => {
      const phone = (await inFrame('#phone')).origin;
      const text = await (await fetch(`${phone}/`)).text();
      const nonce = /name="nonce" value="([^"]+)"/.exec(text)?.[1] ?? '';
      const sent = { method: 'POST', body: new URLSearchParams({ nonce }), redirect: 'manual' } as const;
      const answer = await fetch(`${phone}/sign-out`, { ...sent, headers: { origin } });
      expect(answer.status).toBe(403);
      const acted = await fetch(`${simulator}/play`, { ...sent, headers: { origin } });
      expect(acted.status).toBe(403);
    },
  );
});

describe('the end', () => {
  test(
    'of the stack is the end of the devices, also by kill -9',
    async () => {
      const own = await runBroker();
      const address = own.broker.addresses.simulator ?? '';
      const pid = await until(async () => {
        const shown = await (await fetch(`${address}/device`)).text();
        return /kill -9 (\d+)/.exec(shown)?.[1];
      });
      own.broker.process.kill('SIGKILL');
      await until(async () => (isRunning(Number(pid)) ? undefined : true));
      await own.stop();
      expect(isRunning(Number(pid))).toBe(false);
    },
    PATIENCE,
  );
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
