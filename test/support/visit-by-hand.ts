/** A visit as the simulator's first page tells how: asked, approved, opened on the device and finished, by clicking and typing. */
import type { FrameLocator, Page } from 'playwright-core';

/** What a person has before him: frames of one page, or pages of their own. */
export interface Hands {
  readonly phone: Page | FrameLocator;
  readonly inbox: Page | FrameLocator;
  readonly device: Page | FrameLocator;
  /** What the app shows that stands above a panel. */
  readonly codeAbove: (panel: 'phone' | 'inbox') => Promise<string>;
}

export async function visitByHand(hands: Hands): Promise<void> {
  const reference = await askOnThePhone(hands);
  await approveFromTheInbox(hands, reference);
  const releaseCode = await activateOnThePhone(hands);
  await openTheDevice(hands, releaseCode);
  await finishOnThePhone(hands);
}

const tap = (on: Page | FrameLocator, name: string) => on.getByRole('button', { name, exact: true }).click();

/** @returns the reference that the approver sees too */
async function askOnThePhone({ phone }: Hands): Promise<string> {
  await tap(phone, 'Yes, ask for access');
  await phone.getByLabel('run diagnostics').check();
  await phone.getByLabel('How long do you need?').selectOption('45');
  await tap(phone, 'Continue');
  await phone.getByLabel('Work order').fill('WO-1');
  await phone.getByLabel('corrective maintenance').check();
  await phone.getByLabel('Reason').fill('Screen stays dark.');
  await phone.getByLabel('The device is not in clinical use').check();
  await tap(phone, 'Continue');
  await tap(phone, 'Send the request');
  await phone.getByRole('heading', { name: 'Waiting for the hospital' }).waitFor();
  return phone.locator('main strong').first().innerText();
}

async function approveFromTheInbox({ inbox, codeAbove }: Hands, reference: string): Promise<void> {
  await inbox
    .getByRole('link', { name: new RegExp(`^Approve\\?.*${reference}`) })
    .first()
    .click();
  await inbox.getByRole('link', { name: /choice=approve/ }).click();
  await inbox.getByLabel(/code/i).fill(await codeAbove('inbox'));
  await inbox.getByRole('button').last().click();
  await inbox.getByRole('heading', { name: /Approved until/ }).waitFor();
}

/** @returns the release code */
async function activateOnThePhone({ phone, codeAbove }: Hands): Promise<string> {
  await phone.getByRole('heading', { name: /Approved until/ }).waitFor();
  await phone.getByLabel('One-time code').fill(await codeAbove('phone'));
  await tap(phone, 'Activate');
  await phone.getByRole('heading', { name: /^Token for/ }).waitFor();
  return phone.locator('.wk-release').innerText();
}

async function openTheDevice({ device }: Hands, releaseCode: string): Promise<void> {
  await tap(device, 'Scan the phone’s screen');
  await device.locator('#token:not(:empty)').waitFor();
  await tap(device, 'Present the token');
  await device.getByText('E_CNF_REQUIRED').first().waitFor();
  await device.getByLabel('Release code').fill(releaseCode);
  await tap(device, 'Present the token');
  await device.getByText('Privileged login: open').waitFor();
  await tap(device, 'Log out');
  await device.getByText('Privileged login: locked').waitFor();
}

async function finishOnThePhone({ phone }: Hands): Promise<void> {
  await phone.getByRole('link', { name: 'The visit' }).first().click();
  await tap(phone, 'Finish the visit');
  await phone.locator('input[name=outcome][value=fixed]').check();
  await phone.locator('#note').fill('Cable replaced.');
  await tap(phone, 'Finish the visit');
  await phone.getByRole('heading', { name: /Closed/ }).waitFor();
}
