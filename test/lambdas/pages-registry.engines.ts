/** Pages of a hospital, its servicers, the operator, proposals and one's own account: each form with its effect and refusals. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hospitalRef, organisationRef, personRef, vendorRef } from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import { change as propose } from '../../local/demo/registry-acts.ts';
import type { CastMember } from '../../local/seed.ts';
import { rowIn, runAdministered, stopAdministered, to } from '../support/administered-broker.ts';
import { Administrator } from '../support/administrator.ts';
import { until } from '../support/polling.ts';
import { HOSPITAL, type RunningBroker } from '../support/running-broker.ts';

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

describe('the hospital', () => {
  test('is described, its roster set, at once', async () => {
    const sites = (await rowOf(hospitalRef(HOSPITAL))).sites;
    await anna.ledTo(await anna.change('describe-hospital', { sites: [...sites, 'North annex'].join('\r\n') }));
    const page = await anna.open(`/console/${HOSPITAL}/hospital`);
    expect(page.text).toContain('North annex');
    const [okafor, lindqvist] = ['d.okafor', 'p.lindqvist'].map(
      (login) => running.scene.member(login, HOSPITAL).person,
    );
    await anna.ledTo(await anna.change('set-roster', { groups: [`2:${okafor}`, `1:${lindqvist}`] }));
    expect((await rowOf(hospitalRef(HOSPITAL))).roster).toEqual([[lindqvist], [okafor]]);
    const roster = (await anna.open(`/console/${HOSPITAL}/roster`)).text;
    expect(roster.indexOf('Petra Lindqvist')).toBeLessThan(roster.indexOf('Dana Okafor'));
    const offered = (await anna.open(`/console/${HOSPITAL}/changes/set-roster`)).text;
    // An approver is offered; an auditor, who cannot approve, is not.
    expect(['Mei Chen: ', 'Eva Fischer: '].map((name) => offered.includes(name))).toEqual([true, false]);
    const other = await anna.change('set-roster', { groups: '1:p_aaaaaaaaaaaaaaaaaaaa' });
    expect([other.status, other.text]).toEqual([403, expect.stringContaining('is not registered here')]);
  });

  test('stops all service access by its typed name, and two open it again', async () => {
    expect((await anna.change('freeze-hospital', { typed: 'yes' })).status).toBe(422);
    await anna.ledTo(await anna.change('freeze-hospital', { typed: "St. Mary's Teaching Hospital" }));
    expect((await rowOf(hospitalRef(HOSPITAL))).isFrozen).toBe(true);
    expect((await anna.open(`/console/${HOSPITAL}/hospital`)).text).toContain('has stopped all service access');
    await anna.agree(basim, 'reopen-hospital');
    expect((await rowOf(hospitalRef(HOSPITAL))).status).toBe('active');
  });

  test('is no page of a servicer', async () => {
    for (const page of ['hospital', 'roster', 'vendors'])
      expect((await marta.open(`/console/medserv/${page}`)).status).toBe(404);
  });
});

describe('a servicer', () => {
  test('gets less at once, and what stands is kept to the second; more takes two', async () => {
    const before = await rowOf(vendorRef(HOSPITAL, 'kestrel-biomed'));
    const less = { scopes: ['log.read', 'diag.run'] };
    const sent = await anna.change('set-vendor?organisation=kestrel-biomed', less);
    await anna.ledTo(sent);
    expect(await rowOf(vendorRef(HOSPITAL, 'kestrel-biomed'))).toMatchObject({
      ...less,
      from: before.from,
      to: before.to,
      insurance: before.insurance,
    });
    const page = await anna.open(`/console/${HOSPITAL}/vendors`);
    expect(page.text).toContain('read service logs, run diagnostics');
    const more = await anna.change('set-vendor?organisation=kestrel-biomed', {
      scopes: ['log.read', 'diag.run', 'clock.set'],
    });
    const proposal = await anna.ledTo(more);
    expect(proposal.text).toContain('kestrel-biomed may also: clock.set');
    expect(proposal.text).toContain('set the clock (clock.set, T2)');
  });

  test('is suspended by typing its name, and two reinstate it', async () => {
    const path = 'suspend-vendor?organisation=kestrel-biomed';
    expect((await anna.change(path, { typed: 'kestrel-biomed' })).status).toBe(422);
    await anna.ledTo(await anna.change(path, { typed: 'Kestrel Biomedical' }));
    expect((await rowOf(vendorRef(HOSPITAL, 'kestrel-biomed'))).status).toBe('suspended');
    await anna.agree(basim, 'reinstate-vendor?organisation=kestrel-biomed');
    expect((await rowOf(vendorRef(HOSPITAL, 'kestrel-biomed'))).status).toBe('active');
  });

  test('administers its own people', async () => {
    const svensson = running.scene.member('k.svensson', 'medserv').person;
    const fields = { model: MONITOR_MODEL, validTo: '2028-01-31' };
    const sent = await marta.change(`set-competence?person=${svensson}`, fields);
    expect((await marta.ledTo(sent)).text).toContain('✓ In force: set competence');
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
    await anna.agree(basim, 'add-organisation', joining);
    const page = await anna.open(`/console/${HOSPITAL}/organisations?organisation=new-servicer`);
    expect(page.text).toContain('New Servicer</h1>');
    const path = 'suspend-organisation?organisation=new-servicer';
    expect((await anna.change(path, { typed: 'new' })).status).toBe(422);
    await anna.ledTo(await anna.change(path, { typed: 'New Servicer' }));
    expect((await rowOf(organisationRef('new-servicer'))).status).toBe('suspended');
    await anna.agree(basim, 'reinstate-organisation?organisation=new-servicer');
    await anna.agree(basim, 'offboard-organisation?organisation=new-servicer', { typed: 'New Servicer' });
    expect((await rowOf(organisationRef('new-servicer'))).status).toBe('offboarded');
  });

  test('onboards a hospital with an issuer of its own', async () => {
    const address = 'https://login.hill-clinic.example';
    await anna.agree(basim, 'onboard-hospital', {
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
    const sent = await anna.change('rotate-token-key', { keysUntil: '2027-06-30' });
    expect(sent.status).toBe(303);
    expect((await anna.ledTo(sent)).text).toContain('2027-06-30');
    const early = await anna.change('rotate-token-key', { keysUntil: '2026-11-30' });
    expect([early.status, early.text]).toEqual([403, expect.stringContaining('Name a later date')]);
  });

  test('is told what is wrong with each field', async () => {
    const sent = await anna.change('add-organisation', {
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
    expect((await marta.open(`/console/medserv/organisations`)).status).toBe(403);
    expect((await marta.open(`/console/medserv/changes/add-organisation`)).status).toBe(403);
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
    const fischer = await Administrator.signedIn(running, 'e.fischer', HOSPITAL);
    const audited = await fischer.visit(path);
    expect([audited.status, audited.text.includes('What it says'), audited.text.includes('<h2')]).toEqual([
      200,
      false,
      false,
    ]);
    expect((await fischer.open(`/console/${HOSPITAL}/proposals`)).text).toContain('set policy');
    expect((await marta.visit(path)).status).toBe(404);
  });
});

describe('one’s own account', () => {
  test('is linked once both accounts say so', async () => {
    const osei = await Administrator.signedIn(running, 'j.osei', 'medserv');
    const david = await Administrator.signedIn(running, 'd.mwangi', HOSPITAL);
    const send = async (one: Administrator, other: string) =>
      one.submit(await one.open('/me/link'), '/me/link', { other, code: await one.code() });
    expect((await send(osei, 'David Mwangi')).status).toBe(422);
    const said = await osei.ledTo(await send(osei, mwangi.person));
    expect(said.text).toContain('It counts once that account says the same');
    expect((await rowOf(personRef(osei.member.person))).linked).toEqual([]);
    const both = await david.ledTo(await send(david, osei.member.person));
    expect(both.text).toContain(`<code>${osei.member.person}</code>`);
    expect((await rowOf(personRef(osei.member.person))).linked).toEqual([mwangi.person]);
  });

  test('is left by typing one’s own name, and the session is over', async () => {
    const chen = await Administrator.signedIn(running, 'm.chen', HOSPITAL);
    const page = await chen.open('/me/leave');
    const send = async (typed: string) => chen.submit(page, '/me/leave', { typed, code: await chen.code() });
    expect((await send('Mei')).status).toBe(422);
    expect(to(await send('Mei Chen'))).toEqual([303, '/sign-in']);
    expect((await rowOf(personRef(chen.member.person))).left).toEqual(expect.any(Number));
    expect((await chen.open('/me')).status).toBe(303);
  });

  test('one of the last two administrators does not leave', async () => {
    const page = await basim.visit(`${api}/me/leave`);
    const code = await basim.code();
    const sent = await basim.submit(page, '/me/leave', { typed: 'Basim Haddad', code });
    expect([sent.status, sent.text]).toEqual([403, expect.stringContaining('Two administrators have to stay')]);
  });
});

test('a proposal that nobody confirms within seven days says so', async () => {
  const sent = await anna.change(`reset-code?person=${mwangi.person}`);
  const { url } = await anna.ledTo(sent);
  for (let day = 1; day <= 7; day += 1) await running.scene.skip(86_400);
  const browser = await Administrator.signedIn(running, 'b.haddad', HOSPITAL);
  const page = await until(async () => {
    const shown = await browser.visit(url);
    return shown.text.includes('✕ Failed') ? shown : undefined;
  });
  expect(page.text).toContain('Nobody confirmed it within seven days.');
  expect(page.text).not.toContain('/confirm"');
  expect((await browser.open(`/console/${HOSPITAL}/proposals?settled=true`)).text).toContain(url.pathname);
});
