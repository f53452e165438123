/** What the pictures show: real steps through real pages, by people of the seed data. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { Phone } from '../demo/broker.ts';
import { DESK, deviceOf, PHONE, type Studio, take } from './studio.ts';

const HOSPITAL = 'st-marys';
const VENTILATOR = '7F3K-29QX';
const MONITOR = 'M3XG-5JDA';
const PUMP = '4HKD-8WQ3';
/** The whole play takes half a minute; a busy machine takes longer. */
const PATIENCE_MS = 120_000;
/** Later than every code that the play has used. */
const PAST_THE_PLAY = 90;

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name, level: 1 }).waitFor();

/** The simulator at the end of its play. */
export async function takeSimulator(studio: Studio): Promise<void> {
  const { browser, scene } = studio;
  const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  await page.goto(scene.broker.addresses.simulator ?? '');
  await page.locator('#play').click();
  await page.locator('#told[data-stories="1"]').waitFor({ timeout: PATIENCE_MS });
  // Off the button, which looks otherwise under a pointer.
  await page.mouse.move(0, 0);
  await take(studio, 'simulator', page);
  await page.context().close();
  await scene.skip(PAST_THE_PLAY);
}

/** A visit from the question to its end, on the technician's phone and the approver's. @returns the request's id */
export async function takeVisit(studio: Studio): Promise<string> {
  const { scene } = studio;
  const osei = scene.member('j.osei', 'medserv');
  const phone = await deviceOf(studio, osei, PHONE);
  const request = await ask(studio, phone);
  const { body } = await (await scene.phone('j.osei', 'medserv')).get(`/requests/${request}`);
  const { id, text } = await scene.mail(scene.member('d.okafor', HOSPITAL), body.reference);
  await phone.reload();
  await take(studio, 'waiting', phone);
  await takeDeciding(studio, id, /https?:\/\/\S+\?choice=approve/.exec(text)?.[0] ?? '');
  await phone.reload();
  await heading(phone, /Approved until/);
  await phone.getByLabel('One-time code').fill(await scene.code(osei));
  await press(phone, 'Activate');
  await heading(phone, /^Token for/);
  await take(studio, 'token', phone);
  await finish(phone);
  await phone.context().close();
  return request;
}

/** @returns the request's id */
async function ask(studio: Studio, phone: Page): Promise<string> {
  await phone.goto(`${studio.scene.broker.addresses.api}/d/${VENTILATOR}`);
  await press(phone, 'Yes, ask for access');
  await phone.getByLabel('run diagnostics').check();
  await phone.getByLabel('How long do you need?').selectOption('45');
  await press(phone, 'Continue');
  await phone.getByLabel('Work order').fill('WO-88213');
  await phone.getByLabel('corrective maintenance').check();
  await phone.getByLabel('Reason').fill('Self-test fails after power-up.');
  await phone.getByLabel('The device is not in clinical use').check();
  await press(phone, 'Continue');
  await heading(phone, 'Check your answers');
  await take(studio, 'check', phone);
  await press(phone, 'Send the request');
  await heading(phone, 'Waiting for the hospital');
  return new URL(phone.url()).pathname.split('/').at(-1) ?? '';
}

/** The mail, and the page behind its link. */
async function takeDeciding(studio: Studio, mail: string, link: string): Promise<void> {
  const { browser, scene } = studio;
  const page = await browser.newPage({ viewport: PHONE });
  await page.goto(`${scene.broker.addresses.inbox}/messages/${mail}/html`);
  await take(studio, 'mail', page);
  await page.goto(link);
  await heading(page, /./);
  await take(studio, 'decision', page);
  await page.getByLabel(/code/i).fill(await scene.code(scene.member('d.okafor', HOSPITAL)));
  await press(page, 'Send my decision');
  await heading(page, /Approved until/);
  await page.context().close();
}

async function finish(phone: Page): Promise<void> {
  await phone.getByRole('link', { name: 'The visit', exact: true }).last().click();
  await press(phone, 'Finish the visit');
  await phone.locator('input[name=outcome][value=fixed]').check();
  await phone.locator('#note').fill('Flow sensor replaced, self-test passed.');
  await press(phone, 'Finish the visit');
  await heading(phone, /Closed/);
}

/** A hospital's console: today, with something at each place, and `request` as its timeline. */
export async function takeConsole(studio: Studio, request: string): Promise<void> {
  const { scene } = studio;
  const osei = await scene.phone('j.osei', 'medserv');
  const mwangi = await scene.phone('d.mwangi', HOSPITAL);
  const lindqvist = await scene.phone('p.lindqvist', HOSPITAL);
  await send(mwangi, PUMP, 'calibration.verify');
  const { id, digest } = await send(osei, MONITOR, 'diag.run');
  const code = await scene.code(lindqvist.member);
  await lindqvist.post(`/requests/${id}/decision`, { decision: 'approve', digest, code });
  const desk = await deviceOf(studio, lindqvist.member, DESK);
  const console = `${scene.broker.addresses.api}/console/${HOSPITAL}`;
  await desk.goto(console);
  await heading(desk, /./);
  await take(studio, 'today', desk);
  await desk.setViewportSize({ ...DESK, height: 1100 });
  await desk.goto(`${console}/requests/${request}`);
  await heading(desk, /./);
  await take(studio, 'timeline', desk);
  await desk.context().close();
}

async function send(technician: Phone, device: string, scope: string) {
  const { status, body } = await technician.post(
    '/requests',
    {
      device,
      scopes: [scope],
      holdSeconds: 1800,
      workOrder: 'WO-88214',
      activity: 'preventive_maintenance',
      reason: 'Yearly check.',
      declarations: { notInClinicalUse: true, compensatingControls: true },
    },
    randomUUID(),
  );
  if (status !== 201) throw new Error(`not asked: ${status} ${JSON.stringify(body)}`);
  return body as { readonly id: string; readonly digest: string };
}
