/** One's own one-time code by the page, through the running broker: set up, confirmed, replaced; the secret is shown once. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeRef, personChain } from '../../core/keys.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { secretIn } from '../../local/demo/from-scratch.ts';
import { codeAt } from '../../local/seed.ts';
import { Browser, type Page } from '../support/browser.ts';
import { HOSPITAL, type RunningBroker, recordsOf, runBroker } from '../support/running-broker.ts';

type Member = Phone['member'];

let running: RunningBroker;
let api: string;

beforeAll(async () => {
  running = await runBroker();
  api = running.broker.addresses.api;
});
afterAll(() => running.stop());

const member = (login: string, organisation = HOSPITAL) => running.scene.member(login, organisation);

async function signedIn(one: Member): Promise<Browser> {
  const browser = new Browser();
  expect((await browser.signIn(api, one)).status).toBe(303);
  return browser;
}

const shown = (secret: string, later = 0) => codeAt(secret, running.scene.now() + later);
const begin = async (browser: Browser) => browser.submit(await browser.visit(`${api}/code`), '/code/begin');
const confirm = (browser: Browser, page: Page, fields: Record<string, string>) =>
  browser.submit(page, '/code/confirm', fields);
const leadsTo = ({ status, headers }: Page) => [status, headers.get('location')];

/** The secret as the page says it in text, as an app reads it. @returns hex */
function secretOn({ text }: Page): string {
  const letters = /Secret: <code>([A-Z2-7 ]+)<\/code>/.exec(text)?.[1]?.replaceAll(' ', '') ?? '';
  expect(letters).toHaveLength(32);
  return secretIn(`otpauth://totp/x?secret=${letters}`);
}

describe('show-own-code', () => {
  test('is nothing for whom nobody has registered', async () => {
    const browser = await signedIn(member('n.brandt', 'medserv'));
    expect((await browser.visit(`${api}/code`)).status).toBe(404);
    expect((await browser.visit(`${api}/`)).text).not.toContain('href="/code"');
  });

  test('is in the menu of everybody else, and says since when', async () => {
    const browser = await signedIn(member('e.fischer'));
    expect((await browser.visit(`${api}/`)).text).toContain('href="/code"');
    const { text } = await browser.visit(`${api}/code`);
    expect(text).toContain('You have a one-time code');
    expect(text).toMatch(/Enrolled <time datetime="\d{4}-\d\d-\d\dT[\d:.]+Z">\d{4}-\d\d-\d\d, \d\d:\d\d UTC<\/time>/);
  });
});

describe('a first code', () => {
  test('is shown as picture and text, and counts with the first code of it', async () => {
    const rossi = member('a.rossi', 'kestrel-biomed');
    await running.stores.store.commit({ events: [], writes: [{ kind: 'remove', ref: codeRef(rossi.person) }] });
    const browser = await signedIn(rossi);
    expect((await browser.visit(`${api}/code`)).text).toContain('You have no one-time code yet');
    const page = await begin(browser);
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/<svg class="wk-qr"[^>]*aria-label="Secret for your authenticator app"/);
    expect(page.text).not.toContain('name="oldCode"');
    const secret = secretOn(page);
    const wrong = await confirm(browser, page, { code: '000000' });
    expect(wrong.status).toBe(403);
    expect(wrong.text).toContain('<a href="#code">The one-time code was not accepted.');
    expect(wrong.text).not.toContain('Secret:');
    expect(leadsTo(await confirm(browser, wrong, { code: shown(secret) }))).toEqual([303, '/code']);
    expect((await browser.visit(`${api}/code`)).text).toContain('You have a one-time code');
    const events = await recordsOf(running.stores, personChain('kestrel-biomed', rossi.person));
    expect(events).toMatchObject([{ type: 'credential.enrolled', data: { replaced: false }, actor: { auth: 'oidc' } }]);
    // Sent again there is nothing to confirm any more.
    const again = await confirm(browser, wrong, { code: shown(secret, 30) });
    expect([again.status, again.text.includes('The new secret is over.')]).toEqual([410, true]);
  });
});

describe('another code', () => {
  test('takes one of the old, and then the old one counts no more', async () => {
    const okafor = member('d.okafor');
    const browser = await signedIn(okafor);
    const page = await begin(browser);
    expect(page.text).toContain('name="oldCode"');
    const secret = secretOn(page);
    const old = okafor.totpSecret;
    const refused = [
      await confirm(browser, page, { code: shown(secret) }),
      await confirm(browser, page, { code: shown(secret), oldCode: '000000' }),
      await confirm(browser, page, { code: shown(old), oldCode: shown(old) }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(leadsTo(await confirm(browser, page, { code: shown(secret), oldCode: shown(old) }))).toEqual([303, '/code']);
    const [event] = await recordsOf(running.stores, personChain(HOSPITAL, okafor.person));
    expect(event).toMatchObject({ data: { replaced: true }, actor: { auth: 'oidc+totp' } });
  });

  test('is tried five times', async () => {
    const browser = await signedIn(member('p.lindqvist'));
    const page = await begin(browser);
    for (let count = 0; count < 5; count += 1)
      expect((await confirm(browser, page, { code: '000000' })).status).toBe(403);
    expect((await confirm(browser, page, { code: shown(secretOn(page)) })).status).toBe(429);
  });

  test('of a secret that was begun anew is none', async () => {
    const browser = await signedIn(member('m.chen'));
    const first = await begin(browser);
    await begin(browser);
    const fields = { code: shown(secretOn(first)), oldCode: shown(member('m.chen').totpSecret) };
    expect((await confirm(browser, first, fields)).status).toBe(403);
  });
});

describe('a form of the code pages', () => {
  test.each(['/code/begin', '/code/confirm'])('%s from elsewhere or without its nonce is refused', async (path) => {
    const browser = await signedIn(member('s.patel'));
    const page = await begin(browser);
    const headers = { origin: 'https://evil.example' };
    const before = await browser.visit(`${api}/code`);
    const nonce = /action="\/code\/begin"[^>]*>\s*<input type="hidden" name="nonce" value="([^"]+)"/.exec(
      before.text,
    )?.[1];
    const foreign = await browser.visit(`${api}${path}`, { form: { nonce: nonce ?? '' }, headers });
    expect([foreign.status, (await browser.visit(`${api}${path}`, { form: {} })).status]).toEqual([403, 403]);
    // What was begun before still stands.
    const fields = { code: shown(secretOn(page)), oldCode: '000000' };
    expect((await confirm(browser, page, fields)).status).toBe(403);
  });

  test('with the nonce of the other one is none of ours', async () => {
    const browser = await signedIn(member('l.moreau'));
    const { text } = await browser.visit(`${api}/code`);
    const nonce =
      /action="\/code\/begin"[^>]*>\s*<input type="hidden" name="nonce" value="([^"]+)"/.exec(text)?.[1] ?? '';
    expect((await browser.visit(`${api}/code/confirm`, { form: { nonce, code: '000000' } })).status).toBe(403);
  });
});

// Last: the issuer's clock is not moved, so that nobody signs in later than now.
test('six minutes after the sign-in one has to sign in anew, and the link makes the issuer ask', async () => {
  const browser = await signedIn(member('a.kowalski'));
  const page = await browser.visit(`${api}/code`);
  await running.scene.skip(361);
  const sent = await browser.submit(page, '/code/begin');
  expect([sent.status, sent.text.includes('Secret:')]).toEqual([401, false]);
  const { text } = await browser.visit(`${api}/code`);
  expect(text).not.toContain('action="/code/begin"');
  const [, href = ''] = /href="(\/sign-in\?[^"]+)"[^>]*>\s*Sign in again/.exec(text) ?? [];
  const leave = await browser.visit(`${api}${href.replaceAll('&amp;', '&')}`);
  expect(Browser.next(leave)?.searchParams.get('prompt')).toBe('login');
  // The issuer knows the browser, and shows its form all the same.
  const form = await browser.follow(leave);
  expect(form instanceof URL ? '' : form.text).toContain('password');
});
