/**
 * The whole way from the request to the device that opens and the visit that is closed, in the simulator of `npm start`: with
 * JavaScript in its panels; without any, in three pages; and by keyboard alone. The device is the real verifier.
 */
import { afterAll, beforeAll, beforeEach, test } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { type RunningBroker, runBroker } from '../support/running-broker.ts';
import { type Hands, visitByHand } from '../support/visit-by-hand.ts';
import { choose, enter, tabTo, tick, typeInto } from './keyboard.ts';

/** It takes its time, on a machine that has little of it. */
const PATIENCE = 120_000;

let browser: Browser;
let running: RunningBroker;
let simulator: string;

beforeAll(async () => {
  [browser, running] = await Promise.all([launchBrowser(), runBroker()]);
  simulator = running.broker.addresses.simulator ?? '';
}, PATIENCE);
afterAll(async () => {
  await browser?.close();
  await running?.stop();
});

/** Codes that the way before has used up are over. */
beforeEach(() => running.scene.skip(31));

async function shellIn(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, ...options });
  const shell = await context.newPage();
  context.setDefaultTimeout(PATIENCE / 3);
  await shell.goto(simulator);
  await shell.frameLocator('#device').getByText('Privileged login').waitFor();
  return shell;
}

/** The three panels as pages of their own, beside the page that shows the codes. */
async function panelsOf(
  shell: Page,
): Promise<Omit<Hands, 'phone' | 'inbox' | 'device'> & Record<'phone' | 'inbox' | 'device', Page>> {
  const own = async (panel: string) => {
    const page = await shell.context().newPage();
    await page.goto(new URL((await shell.locator(panel).getAttribute('src')) ?? '', simulator).href);
    return page;
  };
  const [phone, inbox, device] = [await own('#phone'), await own('#inbox'), await own('#device')];
  const codeAbove = async (panel: string) => {
    await shell.reload();
    return codeOn(shell, panel);
  };
  return { phone, inbox, device, codeAbove };
}

function codeOn(shell: Page, panel: string): Promise<string> {
  return shell.locator(`#${panel}-code .sim-code`).innerText();
}

test(
  'with JavaScript: what the panels say is enough to ask, approve, open the device and finish',
  async () => {
    const shell = await shellIn({});
    const [phone, inbox, device] = [
      shell.frameLocator('#phone'),
      shell.frameLocator('#inbox'),
      shell.frameLocator('#device'),
    ];
    await visitByHand({ phone, inbox, device, codeAbove: (panel) => codeOn(shell, panel) });
    await shell.locator('#strip').getByText('request.closed').waitFor();
    await shell.context().close();
  },
  PATIENCE,
);

test(
  'without JavaScript: the same pages, forms and links lead to the same end',
  async () => {
    const shell = await shellIn({ javaScriptEnabled: false });
    await visitByHand(await panelsOf(shell));
    await shell.reload();
    await shell.locator('#strip').getByText('request.closed').waitFor();
    await shell.context().close();
  },
  PATIENCE,
);

test(
  'by keyboard alone: nothing is clicked, and the device opens',
  async () => {
    const shell = await shellIn({});
    const { phone, inbox, device, codeAbove } = await panelsOf(shell);

    await enter(phone, /^Yes, ask for access$/, /What do you need/);
    await tick(phone, /run diagnostics/);
    await typeInto(phone, /How long do you need/, '45');
    await enter(phone, /^Continue$/, /Why/);
    await typeInto(phone, /Work order/, 'WO-2');
    await choose(phone, /maintenance|inspection|calibration/, /corrective maintenance/);
    await typeInto(phone, /Reason/, 'Screen stays dark.');
    await tick(phone, /not in clinical use/);
    await enter(phone, /^Continue$/, /Check your answers/);
    await enter(phone, /^Send the request$/, /Waiting for the hospital/);

    const reference = await phone.locator('main strong').first().innerText();
    const mail = new RegExp(`^Approve\\?.*${reference}`);
    await inbox.getByRole('link', { name: mail }).first().waitFor();
    await enter(inbox, mail, mail);
    await enter(inbox, /choice=approve/, /./);
    await typeInto(inbox, /code/i, await codeAbove('inbox'));
    await inbox.keyboard.press('Enter');
    await inbox.getByRole('heading', { name: /Approved until/ }).waitFor();

    await phone.getByRole('heading', { name: /Approved until/ }).waitFor();
    await typeInto(phone, /One-time code/, await codeAbove('phone'));
    await phone.keyboard.press('Enter');
    await phone.getByRole('heading', { name: /^Token for/ }).waitFor();
    const releaseCode = await phone.locator('.wk-release').innerText();

    await tabTo(device, /^Scan the phone’s screen$/);
    await device.keyboard.press('Enter');
    await device.locator('#token:not(:empty)').waitFor();
    await typeInto(device, /Release code/, releaseCode);
    await device.keyboard.press('Enter');
    await device.getByText('Privileged login: open').waitFor();
    await shell.context().close();
  },
  PATIENCE,
);
