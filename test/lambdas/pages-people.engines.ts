/** Pages on which people of the registry are administered, through the running broker: each form, its effect, its refusals. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { CastMember } from '../../local/seed.ts';
import { Browser, type Page } from '../support/browser.ts';
import { HOSPITAL, type RunningBroker, runBroker } from '../support/running-broker.ts';

let running: RunningBroker;
let api: string;
let kowalski: CastMember;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  api = running.broker.addresses.api;
  kowalski = running.scene.member('a.kowalski', HOSPITAL);
});
afterAll(async () => {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
});

async function signedIn(member: CastMember): Promise<Browser> {
  const browser = new Browser();
  expect((await browser.signIn(api, member)).status).toBe(303);
  return browser;
}

/** Opens the form of a verb and sends it with `fields`. */
async function sendChange(browser: Browser, path: string, fields: Record<string, string>): Promise<Page> {
  const page = await browser.visit(`${api}/console/${path}`);
  return browser.submit(page, page.url.pathname, fields);
}

describe('suspend-person', () => {
  test('is done by typing the name, and says since when and how far it reaches', async () => {
    const [browser, mwangi] = [await signedIn(kowalski), running.scene.member('d.mwangi', HOSPITAL)];
    const path = `${HOSPITAL}/changes/suspend-person?person=${mwangi.person}`;
    const code = await running.scene.code(kowalski);
    const mistyped = await sendChange(browser, path, { typed: 'David', code });
    expect([mistyped.status, mistyped.text]).toEqual([422, expect.stringContaining('Type the name exactly')]);
    const sent = await sendChange(browser, path, { typed: 'David Mwangi', code });
    expect(sent.status).toBe(303);
    const done = await browser.visit(new URL(sent.headers.get('location') ?? '', sent.url));
    expect(done.text).toContain('✓ In force: suspend person');
    expect(done.text).toContain('may still open it');
    const { body } = await (await running.scene.phone('b.haddad', HOSPITAL)).get(`/registry/${HOSPITAL}/people`);
    expect(body.items.find((one: { id: string }) => one.id === mwangi.person)).toMatchObject({ status: 'suspended' });
  });
});
