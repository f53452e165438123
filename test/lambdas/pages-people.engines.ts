/** Pages on which the registry is administered, through the running broker: each form with its effect, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hospitalRef, organisationRef, personRef, vendorRef } from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import { change as propose } from '../../local/demo/registry-acts.ts';
import type { CastMember } from '../../local/seed.ts';
import { Browser, type Page } from '../support/browser.ts';
import { until } from '../support/polling.ts';
import { HOSPITAL, type RunningBroker, runBroker } from '../support/running-broker.ts';
import { plain, sendShown, shownFields } from '../support/shown-form.ts';

const MONITOR_MODEL = 'gs1:01/09521000001039';

let running: RunningBroker;
let api: string;
let kowalski: CastMember;
let haddad: CastMember;
let duarte: CastMember;
let mwangi: CastMember;
let anna: Browser;
let basim: Browser;
let marta: Browser;

beforeAll(async () => {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  running = await runBroker();
  const { scene, broker } = running;
  api = broker.addresses.api;
  kowalski = scene.member('a.kowalski', HOSPITAL);
  haddad = scene.member('b.haddad', HOSPITAL);
  duarte = scene.member('m.duarte', 'medserv');
  mwangi = scene.member('d.mwangi', HOSPITAL);
  [anna, basim, marta] = [await signedIn(kowalski), await signedIn(haddad), await signedIn(duarte)];
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

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Opens the form of a verb at St. Mary's and sends it with a code. */
async function change(who: readonly [Browser, CastMember], path: string, fields: Fields = {}, tenant = HOSPITAL) {
  const [browser, member] = who;
  const page = await browser.visit(`${api}/console/${tenant}/changes/${path}`);
  expect(page.status).toBe(200);
  return sendShown(browser, page, page.url.pathname, { code: await running.scene.code(member), ...fields });
}

const to = ({ status, headers }: Page) => [status, headers.get('location') ?? ''];
const asAnna = () => [anna, kowalski] as const;
const asBasim = () => [basim, haddad] as const;

/** The page that a form led to. */
async function ledTo(browser: Browser, sent: Page): Promise<Page> {
  expect(sent.status).toBe(303);
  return browser.visit(new URL(sent.headers.get('location') ?? '', sent.url));
}

async function confirmed([browser, member]: readonly [Browser, CastMember], path: string): Promise<Page> {
  const page = await browser.visit(new URL(path, api));
  return sendShown(browser, page, `${page.url.pathname}/confirm`, { code: await running.scene.code(member) });
}

/** Proposed by Anna, confirmed by Basim, and the cool-down is over. */
async function agreed(path: string, fields: Fields = {}): Promise<string> {
  const [status, proposal = ''] = to(await change(asAnna(), path, fields)) as [number, string];
  expect([status, proposal]).toEqual([303, expect.stringMatching(/^\/console\/st-marys\/proposals\/[0-9a-f]{20}$/)]);
  expect(to(await confirmed(asBasim(), proposal))).toEqual([303, proposal]);
  await running.scene.skip(61);
  await until(async () => ((await anna.visit(`${api}${proposal}`)).text.includes('✓ In force') ? true : undefined));
  return proposal;
}

async function rowOf<T>(ref: Ref<T>): Promise<T> {
  const { row } = await running.stores.store.load({ row: ref });
  if (!row) throw new Error('no such row');
  return row as T;
}

describe('people', () => {
  test('are listed with what they may do, and each has a page with the forms that change it', async () => {
    const list = await anna.visit(`${api}/console/${HOSPITAL}/people`);
    expect(list.status).toBe(200);
    expect(list.text).toContain(`href="/console/${HOSPITAL}/people/${mwangi.person}"`);
    const page = await anna.visit(`${api}/console/${HOSPITAL}/people/${mwangi.person}`);
    expect(page.text).toContain('✓ Active');
    expect(page.text).toContain(`/console/${HOSPITAL}/changes/suspend-person?person=${mwangi.person}`);
  });

  test('an auditor sees them and no form; a stranger nothing; somebody of the house without such a role a refusal', async () => {
    const fischer = await signedIn(running.scene.member('e.fischer', HOSPITAL));
    const page = await fischer.visit(`${api}/console/${HOSPITAL}/people/${mwangi.person}`);
    expect([page.status, page.text.includes('/changes/')]).toEqual([200, false]);
    const form = `${api}/console/${HOSPITAL}/changes/suspend-person?person=${mwangi.person}`;
    expect((await fischer.visit(form)).status).toBe(403);
    expect((await marta.visit(`${api}/console/${HOSPITAL}/people`)).status).toBe(404);
    expect((await marta.visit(form)).status).toBe(404);
    const own = await signedIn(mwangi);
    expect((await own.visit(`${api}/console/${HOSPITAL}/people`)).status).toBe(403);
  });

  test("another organisation's person is not there", async () => {
    const osei = running.scene.member('j.osei', 'medserv').person;
    for (const path of [`people/${osei}`, `changes/suspend-person?person=${osei}`])
      expect((await anna.visit(`${api}/console/${HOSPITAL}/${path}`)).status).toBe(404);
  });
});

describe('one person', () => {
  test('a role of an approver is proposed, confirmed by another, and in force after the cool-down', async () => {
    const sent = await change(asAnna(), `grant-role?person=${mwangi.person}`, {
      role: 'htm_approver',
      units: 'ICU 3\nWard 5B',
    });
    const page = await ledTo(anna, sent);
    expect(page.text).toContain('○ Waits for a second person');
    expect(page.text).toContain('htm_approver for David Mwangi');
    expect(page.text).toContain('ICU 3; Ward 5B');
    expect(page.text).toContain('Another administrator than the one who proposed it has to confirm.');
    expect(page.text).not.toContain('/confirm"');
    const done = await ledTo(basim, await confirmed(asBasim(), page.url.pathname));
    expect(done.text).toContain('◷ Confirmed, cooling down');
    await running.scene.skip(61);
    const staff = await until(async () => {
      const { staff: all } = await rowOf(hospitalRef(HOSPITAL));
      return all.find(({ person }) => person === mwangi.person);
    });
    expect(staff.entitlements).toEqual([{ role: 'htm_approver', sites: [], units: ['ICU 3', 'Ward 5B'] }]);
  });

  test('who proposed cannot confirm, though he sends the form of another proposal', async () => {
    const own = await ledTo(anna, await change(asAnna(), `grant-role?person=${mwangi.person}`, { role: 'auditor' }));
    const others = await ledTo(
      basim,
      await change(asBasim(), `grant-role?person=${mwangi.person}`, { role: 'domain_safety' }),
    );
    const open = await anna.visit(others.url);
    const fields = shownFields(open.text, `${open.url.pathname}/confirm`);
    const code = await running.scene.code(kowalski);
    const digest = /<code>([\w-]{43})<\/code>/.exec(own.text)?.[1] ?? '';
    const refused = await anna.visit(`${own.url.href}/confirm`, { form: { ...fields, digest, code } });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('Another administrator than')]);
    const stale = await anna.visit(`${others.url.href}/confirm`, {
      form: { ...fields, digest: 'A'.repeat(43), code: await running.scene.code(kowalski) },
    });
    expect([stale.status, stale.text]).toEqual([412, expect.stringContaining('The facts changed since')]);
    for (const page of [await anna.visit(own.url), open])
      expect(to(await anna.submit(page, `${page.url.pathname}/withdraw`))).toEqual([303, page.url.pathname]);
    expect((await anna.visit(own.url)).text).toContain('↩ Withdrawn');
    const settled = await anna.visit(`${api}/console/${HOSPITAL}/proposals?settled=true`);
    expect(settled.text).toContain(own.url.pathname);
  });

  test('a role is removed, a competence set and taken away, and a name corrected, at once', async () => {
    const person = mwangi.person;
    expect(
      (await ledTo(anna, await change(asAnna(), `remove-role?person=${person}`, { role: 'htm_approver' }))).text,
    ).toContain('✓ In force: remove role');
    const model = { model: MONITOR_MODEL };
    await ledTo(anna, await change(asAnna(), `set-competence?person=${person}`, { ...model, validTo: '2028-02-29' }));
    expect((await rowOf(personRef(person))).competences).toContainEqual({ ...model, validTo: 1_835_481_600 });
    expect((await anna.visit(`${api}/console/${HOSPITAL}/people/${person}`)).text).toContain('>2028-02-29</time>');
    await ledTo(anna, await change(asAnna(), `set-competence?person=${person}`, { ...model, validTo: '' }));
    expect((await rowOf(personRef(person))).competences.map((one) => one.model)).not.toContain(MONITOR_MODEL);
    await ledTo(anna, await change(asAnna(), `describe-person?person=${person}`, { printedName: 'David K. Mwangi' }));
    expect((await rowOf(personRef(person))).printedName).toBe('David K. Mwangi');
  });

  test('is suspended by typing the name, and two reinstate him; his code is reset by two', async () => {
    const { person } = running.scene.member('r.alvarez', HOSPITAL);
    const path = `suspend-person?person=${person}`;
    const mistyped = await change(asAnna(), path, { typed: 'Rosa' });
    expect([mistyped.status, mistyped.text]).toEqual([422, expect.stringContaining('Type the name exactly')]);
    expect((await rowOf(personRef(person))).status).toBe('active');
    const done = await ledTo(anna, await change(asAnna(), path, { typed: 'Rosa Alvarez' }));
    expect(done.text).toContain('✓ In force: suspend person');
    expect(done.text).toContain('may still open it');
    expect((await rowOf(personRef(person))).status).toBe('suspended');
    await agreed(`reinstate-person?person=${person}`);
    expect((await rowOf(personRef(person))).status).toBe('active');
    await agreed(`reset-code?person=${person}`);
  });

  test('an administrator does not give himself a technician’s role', async () => {
    const sent = await change(asAnna(), `grant-role?person=${kowalski.person}`, { role: 'technician' });
    expect([sent.status, sent.text]).toEqual([403, expect.stringContaining('Nobody widens his own power')]);
  });
});

describe('a form', () => {
  const path = () => `describe-person?person=${haddad.person}`;

  test('whose facts changed since it was shown changes nothing, and is shown anew', async () => {
    const page = await anna.visit(`${api}/console/${HOSPITAL}/changes/${path()}`);
    await ledTo(anna, await change(asAnna(), path(), { printedName: 'Basim A. Haddad' }));
    const code = await running.scene.code(kowalski);
    const stale = await sendShown(anna, page, page.url.pathname, { code, printedName: 'Basim Hadad' });
    expect([stale.status, stale.text]).toEqual([412, expect.stringContaining('was changed since it was shown')]);
    expect(stale.text).toContain('value="Basim A. Haddad"');
    expect((await rowOf(personRef(haddad.person))).printedName).toBe('Basim A. Haddad');
    const again = await sendShown(anna, stale, page.url.pathname, { code, printedName: 'Basim Haddad' });
    expect(again.status).toBe(303);
  });

  test('that changes nothing says so', async () => {
    const sent = await change(asAnna(), path());
    expect([sent.status, sent.text]).toEqual([200, expect.stringContaining('It stands so already')]);
  });

  test('without a right code is refused at its field', async () => {
    const sent = await change(asAnna(), path(), { printedName: 'B. Haddad', code: '000000' });
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
    const page = await anna.visit(`${api}/console/${HOSPITAL}/changes/${path()}`);
    const form = { ...shownFields(page.text, page.url.pathname), code: '000000' };
    expect((await anna.visit(`${api}${page.url.pathname}`, { form, headers })).status).toBe(403);
  });

  test.each([
    ['with a field that it has not', { roles: 'hdo_admin' }, 422],
    ['with a name twice', { printedName: ['One', 'Two'] }, 200],
    ['for a person who is named twice', { person: ['p_aaaaaaaaaaaaaaaaaaaa', 'p_bbbbbbbbbbbbbbbbbbbb'] }, 404],
  ])('%s changes nothing', async (_name, fields: Fields, status) => {
    const email = (await rowOf(personRef(haddad.person))).version;
    expect((await change(asAnna(), path(), fields)).status).toBe(status);
    expect((await rowOf(personRef(haddad.person))).version).toBe(email);
  });

  test('that is sent twice proposes once', async () => {
    const page = await anna.visit(`${api}/console/${HOSPITAL}/changes/reset-code?person=${mwangi.person}`);
    const code = await running.scene.code(kowalski);
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
    const sent = await change(asAnna(), `describe-person?person=${mwangi.person}`, { printedName });
    const page = sent.status === 303 ? await anna.visit(`${api}/console/${HOSPITAL}/people/${mwangi.person}`) : sent;
    expect(page.status).toBe(status);
    expect(page.text).not.toMatch(/<script|<img|\u202e|\u200b/);
  });

  test('is not there for a verb that has none', async () => {
    for (const verb of ['publish-trust', 'constructor', 'leave'])
      expect((await anna.visit(`${api}/console/${HOSPITAL}/changes/${verb}`)).status).toBe(404);
  });

  test('says what was done only in an address of our own making', async () => {
    const sent = await change(asAnna(), `describe-person?person=${mwangi.person}`, { printedName: 'David Mwangi' });
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
    await ledTo(anna, await change(asAnna(), 'invite-person', fields));
    const list = await anna.visit(`${api}/console/${HOSPITAL}/invitations`);
    expect(list.text).toContain('n.brandt@st-marys.example');
    const [, form = ''] = /href="([^"]+withdraw-invitation\?invitation=[0-9a-f]{20})"/.exec(list.text) ?? [];
    const page = await anna.visit(new URL(form, api));
    const code = await running.scene.code(kowalski);
    expect((await sendShown(anna, page, page.url.pathname, { code })).status).toBe(303);
    expect((await anna.visit(list.url)).text).toContain('↩ Withdrawn');
  });

  test('is taken up by a browser, from the mail to a registered person', async () => {
    const newcomer = running.scene.member('n.brandt', 'medserv');
    const fields = { printedName: 'Nils Brandt', email: newcomer.email, roles: 'technician' };
    await ledTo(marta, await change([marta, duarte], 'invite-person', fields, 'medserv'));
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

describe('the hospital', () => {
  test('is described, its roster set, at once', async () => {
    const sites = (await rowOf(hospitalRef(HOSPITAL))).sites;
    await ledTo(anna, await change(asAnna(), 'describe-hospital', { sites: [...sites, 'North annex'].join('\r\n') }));
    const page = await anna.visit(`${api}/console/${HOSPITAL}/hospital`);
    expect(page.text).toContain('North annex');
    const [okafor, lindqvist] = ['d.okafor', 'p.lindqvist'].map(
      (login) => running.scene.member(login, HOSPITAL).person,
    );
    await ledTo(anna, await change(asAnna(), 'set-roster', { groups: [`2:${okafor}`, `1:${lindqvist}`] }));
    expect((await rowOf(hospitalRef(HOSPITAL))).roster).toEqual([[lindqvist], [okafor]]);
    const roster = (await anna.visit(`${api}/console/${HOSPITAL}/roster`)).text;
    expect(roster.indexOf('Petra Lindqvist')).toBeLessThan(roster.indexOf('Dana Okafor'));
    const other = await change(asAnna(), 'set-roster', { groups: '1:p_aaaaaaaaaaaaaaaaaaaa' });
    expect([other.status, other.text]).toEqual([403, expect.stringContaining('is not registered here')]);
  });

  test('stops all service access by its typed name, and two open it again', async () => {
    expect((await change(asAnna(), 'freeze-hospital', { typed: 'yes' })).status).toBe(422);
    await ledTo(anna, await change(asAnna(), 'freeze-hospital', { typed: "St. Mary's Teaching Hospital" }));
    expect((await rowOf(hospitalRef(HOSPITAL))).isFrozen).toBe(true);
    expect((await anna.visit(`${api}/console/${HOSPITAL}/hospital`)).text).toContain('has stopped all service access');
    await agreed('reopen-hospital');
    expect((await rowOf(hospitalRef(HOSPITAL))).status).toBe('active');
  });

  test('is no page of a servicer', async () => {
    for (const page of ['hospital', 'roster', 'vendors'])
      expect((await marta.visit(`${api}/console/medserv/${page}`)).status).toBe(404);
  });
});

describe('a servicer', () => {
  test('gets less at once, and what stands is kept to the second; more takes two', async () => {
    const before = await rowOf(vendorRef(HOSPITAL, 'kestrel-biomed'));
    const less = { scopes: ['log.read', 'diag.run'] };
    const sent = await change(asAnna(), 'set-vendor?organisation=kestrel-biomed', less);
    await ledTo(anna, sent);
    expect(await rowOf(vendorRef(HOSPITAL, 'kestrel-biomed'))).toMatchObject({
      ...less,
      from: before.from,
      to: before.to,
      insurance: before.insurance,
    });
    const page = await anna.visit(`${api}/console/${HOSPITAL}/vendors`);
    expect(page.text).toContain('read service logs, run diagnostics');
    const more = await change(asAnna(), 'set-vendor?organisation=kestrel-biomed', {
      scopes: ['log.read', 'diag.run', 'clock.set'],
    });
    const proposal = await ledTo(anna, more);
    expect(proposal.text).toContain('kestrel-biomed may also: clock.set');
    expect(proposal.text).toContain('set the clock (clock.set, T2)');
  });

  test('is suspended by typing its name, and two reinstate it', async () => {
    const path = 'suspend-vendor?organisation=kestrel-biomed';
    expect((await change(asAnna(), path, { typed: 'kestrel-biomed' })).status).toBe(422);
    await ledTo(anna, await change(asAnna(), path, { typed: 'Kestrel Biomedical' }));
    expect((await rowOf(vendorRef(HOSPITAL, 'kestrel-biomed'))).status).toBe('suspended');
    await agreed('reinstate-vendor?organisation=kestrel-biomed');
    expect((await rowOf(vendorRef(HOSPITAL, 'kestrel-biomed'))).status).toBe('active');
  });

  test('administers its own people', async () => {
    const svensson = running.scene.member('k.svensson', 'medserv').person;
    const fields = { model: MONITOR_MODEL, validTo: '2028-01-31' };
    const sent = await change([marta, duarte], `set-competence?person=${svensson}`, fields, 'medserv');
    expect((await ledTo(marta, sent)).text).toContain('✓ In force: set competence');
  });
});

describe('the operator', () => {
  const ISSUER = 'https://login.new-servicer.example';
  const joining = {
    'organisation.id': 'new-servicer',
    'organisation.kind': 'iso',
    'organisation.name': 'New Servicer',
    'issuer.issuer': ISSUER,
    'issuer.jwksUri': `${ISSUER}/keys`,
    'issuer.audience': 'wardkey',
    'admins.0.printedName': 'Ada One',
    'admins.0.email': 'one@new-servicer.example',
    'admins.1.printedName': 'Bea Two',
    'admins.1.email': 'two@new-servicer.example',
  };

  test('adds an organisation, finds it, suspends it by typing its name', async () => {
    await agreed('add-organisation', joining);
    const page = await anna.visit(`${api}/console/${HOSPITAL}/organisations?organisation=new-servicer`);
    expect(page.text).toContain('New Servicer</h1>');
    const path = 'suspend-organisation?organisation=new-servicer';
    expect((await change(asAnna(), path, { typed: 'new' })).status).toBe(422);
    await ledTo(anna, await change(asAnna(), path, { typed: 'New Servicer' }));
    expect((await rowOf(organisationRef('new-servicer'))).status).toBe('suspended');
    await agreed('reinstate-organisation?organisation=new-servicer');
    await agreed('offboard-organisation?organisation=new-servicer', { typed: 'New Servicer' });
    expect((await rowOf(organisationRef('new-servicer'))).status).toBe('offboarded');
  });

  test('onboards a hospital with an issuer of its own', async () => {
    const address = 'https://login.hill-clinic.example';
    await agreed('onboard-hospital', {
      hospital: 'hill-clinic',
      name: 'Hill Clinic',
      'issuer.issuer': address,
      'issuer.jwksUri': `${address}/keys`,
      'issuer.audience': 'wardkey',
      'admins.0.printedName': 'Ada One',
      'admins.0.email': 'one@hill-clinic.example',
      'admins.1.printedName': 'Bea Two',
      'admins.1.email': 'two@hill-clinic.example',
      zone: 'Europe/Vienna',
      sites: 'Main\nAnnex',
      'contacts.security': 'security@hill-clinic.example',
      'contacts.clinicalEngineering': 'engineering@hill-clinic.example',
    });
    expect(await rowOf(hospitalRef('hill-clinic'))).toMatchObject({ name: 'Hill Clinic', sites: ['Main', 'Annex'] });
  });

  test('proposes a rotation of the token key until the end of a day', async () => {
    const sent = await change(asAnna(), 'rotate-token-key', { keysUntil: '2027-06-30' });
    expect(sent.status).toBe(303);
    expect((await ledTo(anna, sent)).text).toContain('2027-06-30');
    const early = await change(asAnna(), 'rotate-token-key', { keysUntil: '2026-11-30' });
    expect([early.status, early.text]).toEqual([403, expect.stringContaining('Name a later date')]);
  });

  test('is told what is wrong with each field', async () => {
    const sent = await change(asAnna(), 'add-organisation', {
      ...joining,
      'issuer.issuer': 'ftp://x',
      'admins.1.email': '',
    });
    expect(sent.status).toBe(422);
    expect(sent.text).toContain('<a href="#issuer-issuer">Check “Issuer”');
    expect(sent.text).toContain('<a href="#admins-1-email">Check “Mail address of the second administrator”');
    expect(sent.text).toContain('value="ftp://x"');
  });

  test('is nobody else', async () => {
    expect((await marta.visit(`${api}/console/medserv/organisations`)).status).toBe(403);
    expect((await marta.visit(`${api}/console/medserv/changes/add-organisation`)).status).toBe(403);
  });
});

describe('a proposal', () => {
  test('of a policy shows what differs, beside what stands now, and to an auditor no more than that it is there', async () => {
    const phone = await running.scene.phone('a.kowalski', HOSPITAL);
    const { policy } = await rowOf(hospitalRef(HOSPITAL));
    const wanted = { ...policy, approveWithin: policy.approveWithin + 600 };
    const sent = await propose(running.scene, phone, [HOSPITAL, 'set-policy'], { policy: wanted });
    const path = `${api}/console/${HOSPITAL}/proposals/${sent.body.proposal.id}`;
    const { text } = await basim.visit(path);
    expect(text).toContain(`${wanted.approveWithin}<br><span class="wk-small">now: ${policy.approveWithin}</span>`);
    expect(text).not.toContain('escalateAfter');
    const fischer = await signedIn(running.scene.member('e.fischer', HOSPITAL));
    const audited = await fischer.visit(path);
    expect([audited.status, audited.text.includes('What it says'), audited.text.includes('<h2')]).toEqual([
      200,
      false,
      false,
    ]);
    expect((await fischer.visit(`${api}/console/${HOSPITAL}/proposals`)).text).toContain('set policy');
    expect((await marta.visit(path)).status).toBe(404);
  });
});

describe('one’s own account', () => {
  test('is linked once both accounts say so', async () => {
    const osei = running.scene.member('j.osei', 'medserv');
    const send = async (member: CastMember, other: string) => {
      const browser = await signedIn(member);
      const page = await browser.visit(`${api}/me/link`);
      const code = await running.scene.code(member);
      const sent = await browser.submit(page, '/me/link', { other, code });
      return sent.status === 303 ? ledTo(browser, sent) : sent;
    };
    expect((await send(osei, 'David Mwangi')).status).toBe(422);
    expect((await send(osei, mwangi.person)).text).toContain('It counts once that account says the same');
    expect((await rowOf(personRef(osei.person))).linked).toEqual([]);
    expect((await send(mwangi, osei.person)).text).toContain(`<code>${osei.person}</code>`);
    expect((await rowOf(personRef(osei.person))).linked).toEqual([mwangi.person]);
  });

  test('is left by typing one’s own name, and the session is over', async () => {
    const chen = running.scene.member('m.chen', HOSPITAL);
    const browser = await signedIn(chen);
    const page = await browser.visit(`${api}/me/leave`);
    const send = async (typed: string) =>
      browser.submit(page, '/me/leave', { typed, code: await running.scene.code(chen) });
    expect((await send('Mei')).status).toBe(422);
    expect(to(await send('Mei Chen'))).toEqual([303, '/sign-in']);
    expect((await rowOf(personRef(chen.person))).left).toEqual(expect.any(Number));
    expect((await browser.visit(`${api}/me`)).status).toBe(303);
  });

  test('one of the last two administrators does not leave', async () => {
    const page = await basim.visit(`${api}/me/leave`);
    const code = await running.scene.code(haddad);
    const sent = await basim.submit(page, '/me/leave', { typed: 'Basim Haddad', code });
    expect([sent.status, sent.text]).toEqual([403, expect.stringContaining('Two administrators have to stay')]);
  });
});

test('a proposal that nobody confirms within seven days says so', async () => {
  const sent = await change(asAnna(), `reset-code?person=${mwangi.person}`);
  const { url } = await ledTo(anna, sent);
  for (let day = 1; day <= 7; day += 1) await running.scene.skip(86_400);
  const browser = await signedIn(haddad);
  const page = await until(async () => {
    const shown = await browser.visit(url);
    return shown.text.includes('✕ Failed') ? shown : undefined;
  });
  expect(page.text).toContain('Nobody confirmed it within seven days.');
  expect(page.text).not.toContain('/confirm"');
  expect((await browser.visit(`${api}/console/${HOSPITAL}/proposals?settled=true`)).text).toContain(url.pathname);
});
