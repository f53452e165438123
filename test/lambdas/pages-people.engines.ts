/** Pages on which people are administered, through the running broker: each form with its effect, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hospitalRef, personRef } from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import type { CastMember } from '../../local/seed.ts';
import { rowIn, runAdministered, stopAdministered, to } from '../support/administered-broker.ts';
import { Administrator } from '../support/administrator.ts';
import { Browser } from '../support/browser.ts';
import { until } from '../support/polling.ts';
import { HOSPITAL, type RunningBroker } from '../support/running-broker.ts';
import { plain, sendShown, shownFields, type Values } from '../support/shown-form.ts';

const MONITOR_MODEL = 'gs1:01/09521000001039';

let running: RunningBroker;
let api: string;
let anna: Administrator;
let basim: Administrator;
let marta: Administrator;
let mwangi: CastMember;

beforeAll(async () => {
  ({ running, api, anna, basim, marta, mwangi } = await runAdministered());
});
afterAll(() => stopAdministered(running));

const rowOf = <T>(ref: Ref<T>) => rowIn(running, ref);

describe('people', () => {
  test('are listed with what they may do, and each has a page with the forms that change it', async () => {
    const list = await anna.open(`/console/${HOSPITAL}/people`);
    expect(list.status).toBe(200);
    expect(list.text).toContain(`href="/console/${HOSPITAL}/people/${mwangi.person}"`);
    const page = await anna.open(`/console/${HOSPITAL}/people/${mwangi.person}`);
    expect(page.text).toContain('✓ Active');
    expect(page.text).toContain(`/console/${HOSPITAL}/changes/suspend-person?person=${mwangi.person}`);
  });

  test('an auditor sees them and no form; a stranger nothing; somebody of the house without such a role a refusal', async () => {
    const fischer = await Administrator.signedIn(running, 'e.fischer', HOSPITAL);
    const page = await fischer.open(`/console/${HOSPITAL}/people/${mwangi.person}`);
    expect([page.status, page.text.includes('/changes/')]).toEqual([200, false]);
    const form = `${api}/console/${HOSPITAL}/changes/suspend-person?person=${mwangi.person}`;
    expect((await fischer.visit(form)).status).toBe(403);
    expect((await marta.open(`/console/${HOSPITAL}/people`)).status).toBe(404);
    expect((await marta.visit(form)).status).toBe(404);
    const own = await Administrator.signedIn(running, 'd.mwangi', HOSPITAL);
    expect((await own.open(`/console/${HOSPITAL}/people`)).status).toBe(403);
  });

  test("another organisation's person is not there", async () => {
    const osei = running.scene.member('j.osei', 'medserv').person;
    for (const path of [`people/${osei}`, `changes/suspend-person?person=${osei}`])
      expect((await anna.open(`/console/${HOSPITAL}/${path}`)).status).toBe(404);
  });
});

describe('one person', () => {
  test('a role of an approver is proposed, confirmed by another, and in force after the cool-down', async () => {
    const sent = await anna.change(`grant-role?person=${mwangi.person}`, {
      role: 'htm_approver',
      units: 'ICU 3\nWard 5B',
    });
    const page = await anna.ledTo(sent);
    expect(page.text).toContain('○ Waits for a second person');
    expect(page.text).toContain('HTM approver for David Mwangi');
    expect(page.text).toContain('ICU 3; Ward 5B');
    expect(page.text).toContain('Another administrator than the one who proposed it has to confirm.');
    expect(page.text).not.toContain('/confirm"');
    const done = await basim.ledTo(await basim.confirm(page.url.pathname));
    expect(done.text).toContain('◷ Confirmed, cooling down');
    await running.scene.skip(61);
    const staff = await until(async () => {
      const { staff: all } = await rowOf(hospitalRef(HOSPITAL));
      return all.find(({ person }) => person === mwangi.person);
    });
    expect(staff.entitlements).toEqual([{ role: 'htm_approver', sites: [], units: ['ICU 3', 'Ward 5B'] }]);
  });

  test('who proposed cannot confirm, though he sends the form of another proposal', async () => {
    const own = await anna.ledTo(await anna.change(`grant-role?person=${mwangi.person}`, { role: 'auditor' }));
    const others = await basim.ledTo(
      await basim.change(`grant-role?person=${mwangi.person}`, { role: 'domain_safety' }),
    );
    const open = await anna.visit(others.url);
    const fields = shownFields(open.text, `${open.url.pathname}/confirm`);
    const code = await anna.code();
    const digest = /<code>([\w-]{43})<\/code>/.exec(own.text)?.[1] ?? '';
    const refused = await anna.visit(`${own.url.href}/confirm`, { form: { ...fields, digest, code } });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Another administrator than')]);
    const stale = await anna.visit(`${others.url.href}/confirm`, {
      form: { ...fields, digest: 'A'.repeat(43), code: await anna.code() },
    });
    expect([stale.status, stale.text]).toEqual([412, expect.stringContaining('The facts changed since')]);
    for (const page of [await anna.visit(own.url), open])
      expect(to(await anna.submit(page, `${page.url.pathname}/withdraw`))).toEqual([303, page.url.pathname]);
    expect((await anna.visit(own.url)).text).toContain('↩ Withdrawn');
    const settled = await anna.open(`/console/${HOSPITAL}/proposals?settled=true`);
    expect(settled.text).toContain(own.url.pathname);
  });

  test('a role is removed, a competence set and taken away, and a name corrected, at once', async () => {
    const person = mwangi.person;
    expect(
      (await anna.ledTo(await anna.change(`remove-role?person=${person}`, { role: 'htm_approver' }))).text,
    ).toContain('✓ In force: remove role');
    const model = { model: MONITOR_MODEL };
    await anna.ledTo(await anna.change(`set-competence?person=${person}`, { ...model, validTo: '2028-02-29' }));
    expect((await rowOf(personRef(person))).competences).toContainEqual({ ...model, validTo: 1_835_481_600 });
    expect((await anna.open(`/console/${HOSPITAL}/people/${person}`)).text).toContain('>2028-02-29</time>');
    await anna.ledTo(await anna.change(`set-competence?person=${person}`, { ...model, validTo: '' }));
    expect((await rowOf(personRef(person))).competences.map((one) => one.model)).not.toContain(MONITOR_MODEL);
    await anna.ledTo(await anna.change(`describe-person?person=${person}`, { printedName: 'David K. Mwangi' }));
    expect((await rowOf(personRef(person))).printedName).toBe('David K. Mwangi');
  });

  test('is suspended by typing the name, and two reinstate him; his code is reset by two', async () => {
    const { person } = running.scene.member('r.alvarez', HOSPITAL);
    const path = `suspend-person?person=${person}`;
    const mistyped = await anna.change(path, { typed: 'Rosa' });
    expect([mistyped.status, mistyped.text]).toEqual([422, expect.stringContaining('Type the name exactly')]);
    expect((await rowOf(personRef(person))).status).toBe('active');
    const done = await anna.ledTo(await anna.change(path, { typed: 'Rosa Alvarez' }));
    expect(done.text).toContain('✓ In force: suspend person');
    expect(done.text).toContain('may still open it');
    expect((await rowOf(personRef(person))).status).toBe('suspended');
    await anna.agree(basim, `reinstate-person?person=${person}`);
    expect((await rowOf(personRef(person))).status).toBe('active');
    await anna.agree(basim, `reset-code?person=${person}`);
  });

  test('an administrator does not give himself a technician’s role', async () => {
    const sent = await anna.change(`grant-role?person=${anna.member.person}`, { role: 'technician' });
    expect([sent.status, sent.text]).toEqual([403, expect.stringContaining('Nobody widens his own power')]);
  });
});

describe('a form', () => {
  const path = () => `describe-person?person=${basim.member.person}`;

  test('whose facts changed since it was shown changes nothing, and is shown anew', async () => {
    const page = await anna.open(`/console/${HOSPITAL}/changes/${path()}`);
    await anna.ledTo(await anna.change(path(), { printedName: 'Basim A. Haddad' }));
    const code = await anna.code();
    const stale = await sendShown(anna, page, page.url.pathname, { code, printedName: 'Basim Hadad' });
    expect([stale.status, stale.text]).toEqual([412, expect.stringContaining('was changed since it was shown')]);
    expect(stale.text).toContain('value="Basim A. Haddad"');
    expect((await rowOf(personRef(basim.member.person))).printedName).toBe('Basim A. Haddad');
    const again = await sendShown(anna, stale, page.url.pathname, { code, printedName: 'Basim Haddad' });
    expect(again.status).toBe(303);
  });

  test('that changes nothing says so', async () => {
    const sent = await anna.change(path());
    expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('It stands so already')]);
  });

  test('without a right code is refused at its field', async () => {
    const sent = await anna.change(path(), { printedName: 'B. Haddad', code: '000000' });
    expect([sent.status, sent.text]).toEqual([
      403,
      expect.stringContaining('<a href="#code">The one-time code was not'),
    ]);
    expect(sent.text).toContain('value="B. Haddad"');
  });

  test.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s is refused', async (_name, headers) => {
    const page = await anna.open(`/console/${HOSPITAL}/changes/${path()}`);
    const form = { ...shownFields(page.text, page.url.pathname), code: '000000' };
    expect((await anna.visit(`${api}${page.url.pathname}`, { form, headers })).status).toBe(403);
  });

  test.each([
    ['with a field that it has not', { roles: 'hdo_admin' }, 422],
    ['with a name twice', { printedName: ['One', 'Two'] }, 200],
    ['for a person who is named twice', { person: ['p_aaaaaaaaaaaaaaaaaaaa', 'p_bbbbbbbbbbbbbbbbbbbb'] }, 404],
  ])('%s changes nothing', async (_name, fields: Values, status) => {
    const email = (await rowOf(personRef(basim.member.person))).version;
    expect((await anna.change(path(), fields)).status).toBe(status);
    expect((await rowOf(personRef(basim.member.person))).version).toBe(email);
  });

  test('that is sent twice proposes once', async () => {
    const page = await anna.open(`/console/${HOSPITAL}/changes/reset-code?person=${mwangi.person}`);
    const code = await anna.code();
    const once = await sendShown(anna, page, page.url.pathname, { code });
    const twice = await sendShown(anna, page, page.url.pathname, { code });
    expect(to(twice)).toEqual(to(once));
    const proposal = await anna.visit(new URL(once.headers.get('location') ?? '', api));
    await anna.submit(proposal, `${proposal.url.pathname}/withdraw`);
  });

  test.each([
    ['<script>alert(1)</script>', 200],
    ['"><img src=x onerror=alert(1)>', 200],
    ["=HYPERLINK('http://evil.example')", 200],
    ['Anna‮iksal', 422],
    ['A​B', 422],
    [`${'W'.repeat(81)}`, 422],
  ])('with the name %j shows it inert or refuses it', async (printedName, status) => {
    const sent = await anna.change(`describe-person?person=${mwangi.person}`, { printedName });
    const page = sent.status === 303 ? await anna.open(`/console/${HOSPITAL}/people/${mwangi.person}`) : sent;
    expect(page.status).toBe(status);
    expect(page.text).not.toMatch(/<script|<img|\u202e|\u200b/);
  });

  test('is not there for a verb that has none', async () => {
    for (const verb of ['publish-trust', 'constructor', 'leave'])
      expect((await anna.open(`/console/${HOSPITAL}/changes/${verb}`)).status).toBe(404);
  });

  test('says what was done only in an address of our own making', async () => {
    const sent = await anna.change(`describe-person?person=${mwangi.person}`, { printedName: 'David Mwangi' });
    const done = new URL(sent.headers.get('location') ?? '', api);
    expect((await anna.visit(done)).status).toBe(200);
    expect((await basim.visit(done)).status).toBe(404);
    done.searchParams.set('verb', 'suspend-person');
    expect((await anna.visit(done)).status).toBe(404);
  });
});

describe('an invitation', () => {
  test('is sent, withdrawn, and opens nothing then', async () => {
    const fields = { printedName: 'Nils Brandt', email: 'n.brandt@st-marys.example', roles: 'technician' };
    await anna.ledTo(await anna.change('invite-person', fields));
    const list = await anna.open(`/console/${HOSPITAL}/invitations`);
    expect(list.text).toContain('n.brandt@st-marys.example');
    const [, form = ''] = /href="([^"]+withdraw-invitation\?invitation=[0-9a-f]{20})"/.exec(list.text) ?? [];
    const page = await anna.visit(new URL(form, api));
    const code = await anna.code();
    expect((await sendShown(anna, page, page.url.pathname, { code })).status).toBe(303);
    expect((await anna.visit(list.url)).text).toContain('↩ Withdrawn');
  });

  test('is taken up by a browser, from the mail to a registered person', async () => {
    const newcomer = running.scene.member('n.brandt', 'medserv');
    const fields = { printedName: 'Nils Brandt', email: newcomer.email, roles: 'technician' };
    await marta.ledTo(await marta.change('invite-person', fields));
    const { text } = await running.scene.mail(newcomer, 'invites you');
    const link = /https?:\/\/\S+\/invitations\/[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? '';
    const browser = new Browser();
    const first = await browser.visit(link);
    expect([first.status, first.text]).toEqual([200, expect.stringContaining('invites you to Wardkey')]);
    expect(first.text).not.toContain('Nils');
    const [, signIn = ''] = /href="(\/sign-in\?[^"]+)"/.exec(first.text) ?? [];
    const query = new URL(plain(signIn), api).searchParams;
    expect(query.get('organisation')).toBe('medserv');
    const back = await browser.signIn(api, newcomer, query.get('to') ?? '');
    const page = await browser.visit(new URL(back.headers.get('location') ?? '', api));
    expect(page.text).toContain('technician</dd>');
    expect((await browser.visit(page.url)).status).toBe(200);
    expect((await anna.visit(page.url)).text).toContain('Redeem the invitation signed in at the inviting');
    const taken = await browser.submit(page, page.url.pathname);
    expect(to(taken)).toEqual([303, '/']);
    expect((await rowOf(personRef(newcomer.person))).printedName).toBe('Nils Brandt');
    expect((await new Browser().visit(link)).text).toContain('The invitation was used');
    expect((await browser.submit(page, page.url.pathname)).status).toBe(403);
  });

  test('that nobody sent is not there', async () => {
    expect((await new Browser().visit(`${api}/invitations/${'A'.repeat(43)}`)).status).toBe(404);
  });
});
