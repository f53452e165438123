/**
 * The approver's signed-in pages through the running broker: nothing decides but the page's own form with the right code of
 * somebody who may, and a decision is the same whichever way it came.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestChain } from '../../core/keys.ts';
import type { EventRecord } from '../../core/ledger/chain.ts';
import type { Phone, Scene } from '../../local/demo/broker.ts';
import { change } from '../../local/demo/registry-acts.ts';
import { MARKER } from '../support/bad-bodies.ts';
import { Browser, type Page } from '../support/browser.ts';
import {
  type Asked,
  approve,
  ask,
  breakIn,
  eventsOf,
  HOSPITAL,
  linkTo,
  MONITOR,
  type RunningBroker,
  recordsOf,
  rowOf,
  runBroker,
  VENTILATOR,
} from '../support/running-broker.ts';

type Member = Phone['member'];

let running: RunningBroker;
let scene: Scene;
let api: string;
let osei: Phone;
let okafor: Visitor;
let lindqvist: Visitor;
let chen: Visitor;

interface Visitor {
  readonly member: Member;
  readonly browser: Browser;
}

beforeAll(async () => {
  running = await runBroker();
  scene = running.scene;
  api = running.broker.addresses.api;
  osei = await scene.phone('j.osei', 'medserv');
  okafor = await visitor('d.okafor');
  lindqvist = await visitor('p.lindqvist');
  chen = await visitor('m.chen');
});
afterAll(() => running.stop());

async function visitor(login: string, organisation = HOSPITAL): Promise<Visitor> {
  const member = scene.member(login, organisation);
  const browser = new Browser();
  expect((await browser.signIn(api, member)).status).toBe(303);
  return { member, browser };
}

const open = ({ browser }: Visitor, { id }: Pick<Asked, 'id'>) => browser.visit(`${api}/decisions/${id}`);
const send = ({ browser }: Visitor, page: Page, fields: Record<string, string>) =>
  browser.submit(page, page.url.pathname.replace(/\/revoke$/, ''), fields);
const codeOf = ({ member }: Visitor) => scene.code(member);
const statusOf = async ({ id }: Asked) => (await rowOf(running.stores, id)).status;
const refusalsOf = async ({ id }: Asked) =>
  (await recordsOf(running.stores, requestChain(id)))
    .filter(({ type }) => type === 'decision.refused')
    .map(({ data }) => (data as { readonly code: string }).code);

/** Opens the page, and sends a yes or what `fields` say. */
async function decide(who: Visitor, asked: Asked, fields: Record<string, string> = {}): Promise<Page> {
  const page = await open(who, asked);
  return send(who, page, { decision: 'approve', code: await codeOf(who), ...fields });
}

/** The nonce of the form in `text` that goes to `action`. */
const nonceOf = (text: string, action: string) =>
  new RegExp(`action="${action}"[^>]*>\\s*<input type="hidden" name="nonce" value="([^"]+)"`).exec(text)?.[1] ?? '';
const leadsTo = ({ status, headers }: Page) => [status, headers.get('location')];

describe('list-decisions', () => {
  test('is empty at first, and says what will stand there', async () => {
    const page = await okafor.browser.visit(`${api}/decisions`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Nothing waits for you.');
    expect(page.text).toContain('stands here, newest first.');
  });

  test('shows what waits for the approver, and then what he decided', async () => {
    const asked = await ask(osei, MONITOR.code);
    const list = `${api}/decisions`;
    expect((await okafor.browser.visit(list)).text).toContain(`href="/decisions/${asked.id}"`);
    // Security does not decide on a self-test, and another hospital knows nothing of it.
    expect((await (await visitor('s.patel')).browser.visit(list)).text).not.toContain(asked.reference);
    const elsewhere = await (await visitor('o.reyes', 'lakeside-imaging')).browser.visit(list);
    expect([elsewhere.status, elsewhere.text.includes(asked.reference)]).toEqual([200, false]);
    expect((await decide(okafor, asked)).status).toBe(303);
    const after = (await okafor.browser.visit(list)).text;
    expect(after.indexOf(asked.reference)).toBeGreaterThan(after.indexOf('Decided by you'));
    expect((await lindqvist.browser.visit(list)).text).not.toContain(asked.reference);
  });

  test('is nothing for whoever has no role at a hospital', async () => {
    const { browser } = await visitor('j.osei', 'medserv');
    expect((await browser.visit(`${api}/decisions`)).status).toBe(404);
  });
});

describe('a decision signed in', () => {
  test('is recorded with its code, and leads to what became of it', async () => {
    const asked = await ask(osei, MONITOR.code);
    const answer = await decide(okafor, asked);
    expect(leadsTo(answer)).toEqual([303, `/decisions/${asked.id}`]);
    const page = await open(okafor, asked);
    expect(page.text).toContain('Approved until');
    expect(page.text).toContain('Approved by Dana Okafor (HTM approver)');
    expect(page.text).toContain(`action="/decisions/${asked.id}/revoke"`);
    expect(await breakIn(running.broker, asked.id)).toBeUndefined();
  });

  test('gives less time and fewer scopes, and never more', async () => {
    const asked = await ask(osei, MONITOR.code, ['diag.run', 'selftest.run']);
    const longer = await decide(okafor, asked, { holdMinutes: '999', scopes: 'diag.run' });
    expect(longer.status).toBe(403);
    expect(longer.text).toContain('An approver may shorten the time, never lengthen it.');
    const wider = await send(okafor, longer, {
      decision: 'approve',
      code: await codeOf(okafor),
      scopes: 'os.shell',
    });
    expect([wider.status, await refusalsOf(asked)]).toEqual([403, ['may_not_lengthen', 'may_not_widen']]);
    expect((await decide(okafor, asked, { holdMinutes: '15', scopes: 'diag.run' })).status).toBe(303);
    const { facts } = await rowOf(running.stores, asked.id);
    expect([facts.holdSeconds, facts.scopes]).toEqual([900, ['diag.run']]);
  });

  test('of tier T2 takes the clinical release', async () => {
    const asked = await ask(osei, VENTILATOR.code, ['calibration.adjust']);
    const page = await decide(okafor, asked);
    expect([page.status, await refusalsOf(asked)]).toEqual([403, ['release_missing']]);
    expect(page.text).toContain('href="#clinicalRelease"');
    const sent = await send(okafor, page, { decision: 'approve', clinicalRelease: 'yes', code: await codeOf(okafor) });
    expect([sent.status, await statusOf(asked)]).toEqual([303, 'approved']);
  });

  test('against it takes a reason, which is shown as text', async () => {
    const asked = await ask(osei, MONITOR.code);
    const without = await decide(okafor, asked, { decision: 'deny' });
    expect([without.status, await statusOf(asked)]).toEqual([403, 'pending']);
    const reason = `<b>${MARKER}</b> "not now"`;
    expect((await decide(okafor, asked, { decision: 'deny', reason })).status).toBe(303);
    const page = await open(lindqvist, asked);
    expect(page.text).toContain('Denied by Dana Okafor');
    expect(page.text).toContain(`&lt;b&gt;${MARKER}&lt;/b&gt; &quot;not now&quot;`);
    expect(page.text).not.toContain(`<b>${MARKER}`);
  });

  test('with a reason that hides something is shown again, and takes no try', async () => {
    const asked = await ask(osei, MONITOR.code);
    const page = await open(okafor, asked);
    const answer = await send(okafor, page, { decision: 'deny', reason: 'a\u202Eb', code: '000000' });
    expect([answer.status, await refusalsOf(asked)]).toEqual([422, []]);
  });

  test('with five wrong codes is closed to the right one too, for a quarter of an hour', async () => {
    const asked = await ask(osei, MONITOR.code);
    if (scene.now() % 900 > 840) await scene.skip(60);
    const alone = await visitor('p.lindqvist');
    const page = await open(alone, asked);
    const wrong = () => send(alone, page, { decision: 'approve', code: '000000' });
    for (let count = 0; count < 5; count += 1) expect((await wrong()).status).toBe(403);
    expect((await wrong()).status).toBe(429);
    const right = await send(alone, page, { decision: 'approve', code: await codeOf(alone) });
    expect([right.status, await statusOf(asked)]).toEqual([429, 'pending']);
    expect((await refusalsOf(asked)).at(-1)).toBe('tries_exhausted');
    expect((await decide(okafor, asked)).status).toBe(303);
  });

  test('sent again is done already, and the opposite is late and is told who decided', async () => {
    const asked = await ask(osei, MONITOR.code);
    const page = await open(okafor, asked);
    const fields = { decision: 'approve', code: await codeOf(okafor) };
    expect((await send(okafor, page, fields)).status).toBe(303);
    const before = await rowOf(running.stores, asked.id);
    expect((await send(okafor, page, { ...fields, code: await codeOf(okafor) })).status).toBe(303);
    const opposite = await send(okafor, page, { decision: 'deny', reason: 'No.', code: await codeOf(okafor) });
    expect(opposite.status).toBe(409);
    expect(opposite.text).toMatch(/was not recorded: the request was no longer open\. Approved by Dana Okafor/);
    expect(await rowOf(running.stores, asked.id)).toEqual(before);
  });

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example' }],
    ['no site', { origin: 'null' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
  ])('by a form of %s is refused before the code is looked at', async (_name, headers) => {
    const asked = await ask(osei, MONITOR.code);
    const before = await rowOf(running.stores, asked.id);
    const nonce = nonceOf((await open(okafor, asked)).text, `/decisions/${asked.id}`);
    const form = { nonce, decision: 'approve', digest: asked.digest, scopes: 'diag.run', code: '000000' };
    const answer = await okafor.browser.visit(`${api}/decisions/${asked.id}`, { form, headers });
    expect([answer.status, await rowOf(running.stores, asked.id)]).toEqual([403, before]);
  });

  test('with the nonce of nobody, of another form or of another session is refused', async () => {
    const asked = await ask(osei, MONITOR.code);
    const own = await open(okafor, asked);
    const others = await open(lindqvist, asked);
    const action = `/decisions/${asked.id}`;
    expect(nonceOf(own.text, action)).toHaveLength(43);
    const signOut = nonceOf(own.text, '/sign-out');
    for (const nonce of ['', signOut, nonceOf(others.text, action)]) {
      const form = { nonce, decision: 'approve', digest: asked.digest, scopes: 'diag.run', code: await codeOf(okafor) };
      expect((await okafor.browser.visit(`${api}${action}`, { form })).status).toBe(403);
    }
    expect([await statusOf(asked), await refusalsOf(asked)]).toEqual(['pending', []]);
  });
});

describe('who decides', () => {
  test("another hospital's approver and the technician find nothing, by page and by form", async () => {
    const asked = await ask(osei, MONITOR.code);
    const reyes = await visitor('o.reyes', 'lakeside-imaging');
    const technician = await visitor('j.osei', 'medserv');
    expect([(await open(reyes, asked)).status, (await open(technician, asked)).status]).toEqual([404, 404]);
    const own = await ask(await scene.phone('b.yilmaz', 'kestrel-biomed'), 'D8WA-5GNH', ['log.read']);
    const nonce = nonceOf((await open(reyes, own)).text, `/decisions/${own.id}`);
    expect(nonce).toHaveLength(43);
    const form = { nonce, decision: 'approve', digest: asked.digest, scopes: 'diag.run', code: await codeOf(reyes) };
    const answer = await reyes.browser.visit(`${api}/decisions/${asked.id}`, { form });
    expect([answer.status, await statusOf(asked), await refusalsOf(asked)]).toEqual([404, 'pending', []]);
    const none = await reyes.browser.visit(`${api}/decisions/${HOSPITAL}_AAAAAAAAAAAA`, { form });
    expect([none.status, none.text.replace(/nonce[^>]*/g, '')]).toEqual([404, answer.text.replace(/nonce[^>]*/g, '')]);
  });

  test('the requester sees his own request, and why he does not decide on it (R4)', async () => {
    const alvarez = await visitor('r.alvarez');
    const asked = await ask(await scene.phone('r.alvarez', HOSPITAL), MONITOR.code);
    const page = await open(alvarez, asked);
    expect(page.text).toContain('You cannot approve this. Nobody decides on his own request.');
    const other = await ask(await scene.phone('b.yilmaz', 'kestrel-biomed'), MONITOR.code);
    const { text } = await open(alvarez, other);
    const nonce = nonceOf(text, `/decisions/${other.id}`);
    const form = { nonce, decision: 'approve', digest: asked.digest, scopes: 'diag.run', code: await codeOf(alvarez) };
    const answer = await alvarez.browser.visit(`${api}/decisions/${asked.id}`, { form });
    expect([answer.status, await refusalsOf(asked)]).toEqual([403, ['approver_is_requester']]);
    expect(await statusOf(asked)).toBe('pending');
  });

  test('an auditor sees it and has no form', async () => {
    const asked = await ask(osei, MONITOR.code);
    const page = await open(await visitor('e.fischer'), asked);
    expect(page.text).toContain('You cannot approve this. Your role does not decide');
    expect(page.text).not.toContain('name="decision"');
  });
});

describe('tier T3', () => {
  const asking = () => ask(osei, VENTILATOR.code, ['software.restore']);

  test('leads from the link through the sign-in to the decision, by two people in different roles', async () => {
    const asked = await asking();
    const link = new URL(await linkTo(scene, okafor, asked.reference)).pathname;
    const { text } = await new Browser().visit(`${api}${link}`);
    const [, href = ''] = /href="(\/sign-in\?[^"]+)"[^>]*>\s*Sign in and decide/.exec(text) ?? [];
    const query = new URLSearchParams(href.replaceAll('&amp;', '&').split('?')[1]);
    expect(Object.fromEntries(query)).toEqual({ organisation: HOSPITAL, to: `/decisions/${asked.id}` });
    const again = await new Browser().signIn(api, okafor.member, query.get('to') ?? '');
    expect(leadsTo(again)).toEqual([303, `/decisions/${asked.id}`]);

    const release = { clinicalRelease: 'yes' };
    expect((await decide(okafor, asked, release)).status).toBe(303);
    expect((await open(okafor, asked)).text).toContain('Approval 1 of 2 given');
    expect((await open(lindqvist, asked)).text).toContain('Somebody in this role has approved already');
    expect((await decide(chen, asked, release)).status).toBe(303);
    expect(await statusOf(asked)).toBe('approved');
    expect((await open(lindqvist, asked)).text).toMatch(/Approved by Dana Okafor[\s\S]*Approved by Mei Chen/);
  });

  test('is stopped by whoever approved it first, as long as it waits', async () => {
    const asked = await asking();
    expect((await decide(okafor, asked, { clinicalRelease: 'yes' })).status).toBe(303);
    const page = await open(okafor, asked);
    const sent = await send(okafor, page, { reason: 'Patient came in.', code: await codeOf(okafor) });
    expect([sent.status, await statusOf(asked)]).toEqual([303, 'denied']);
  });

  test('that another approved for less meanwhile is looked at again, and is told what changed', async () => {
    const asked = await asking();
    const page = await open(okafor, asked);
    expect((await decide(chen, asked, { clinicalRelease: 'yes', holdMinutes: '15' })).status).toBe(303);
    const sent = await send(okafor, page, { decision: 'approve', clinicalRelease: 'yes', code: await codeOf(okafor) });
    expect([sent.status, await refusalsOf(asked)]).toEqual([412, ['stale_view']]);
    expect(sent.text).toMatch(
      /What changed: Approved by Mei Chen \(clinical owner\) on .* Left are 15 min, software\.restore\./,
    );
    const again = await send(okafor, sent, { decision: 'approve', clinicalRelease: 'yes', code: await codeOf(okafor) });
    expect([again.status, await statusOf(asked)]).toEqual([303, 'approved']);
  });
});

describe('two approvers at once', () => {
  test('by page and by link: one wins, the other is told who did and when', async () => {
    for (let round = 0; round < 3; round += 1) {
      const asked = await ask(osei, MONITOR.code);
      const link = new URL(await linkTo(scene, okafor, asked.reference)).pathname;
      const [ticket, page] = [await new Browser().visit(`${api}${link}`), await open(lindqvist, asked)];
      const codes = [await codeOf(okafor), await codeOf(lindqvist)] as const;
      const answers = await Promise.all([
        new Browser().submit(ticket, link, { decision: 'approve', code: codes[0] }),
        send(lindqvist, page, { decision: 'deny', reason: 'In use.', code: codes[1] }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
      const lost = answers.find(({ status }) => status === 409)?.text;
      const winner = (await statusOf(asked)) === 'approved' ? 'Approved by Dana Okafor' : 'Denied by Petra Lindqvist';
      expect(lost).toMatch(new RegExp(`no longer open\\. ${winner}[^<]* on \\d{4}-\\d\\d-\\d\\d at \\d\\d:\\d\\d`));
      expect(
        (await eventsOf(running.stores, asked.id)).filter((type) => /^request\.(approved|denied)$/.test(type)),
      ).toHaveLength(1);
    }
  });
});

describe('whichever way it is decided', () => {
  /** What an event says beside how its actor was known, and beside what no two requests have in common. */
  const withoutWay = ({ type, actor, data }: EventRecord) => {
    const { auth: _auth, ...who } = actor;
    const { digest: _digest, until: _until, ...said } = data as Record<string, unknown>;
    return { type, actor: who, data: said };
  };

  test.each<[string, Record<string, string>, Record<string, unknown>]>([
    ['a yes for less', { decision: 'approve', holdMinutes: '15' }, { decision: 'approve', holdSeconds: 900 }],
    ['a no', { decision: 'deny', reason: 'In use.' }, { decision: 'deny', reason: 'In use.' }],
  ])('%s is the same events, but for how he was known', async (_name, fields, body) => {
    const phone = await scene.phone('d.okafor', HOSPITAL);
    const decided = async (act: (asked: Asked) => Promise<number>) => {
      const asked = await ask(osei, MONITOR.code);
      expect(await act(asked)).toBeLessThan(400);
      return (await recordsOf(running.stores, requestChain(asked.id))).filter(
        ({ actor }) => actor.person === okafor.member.person,
      );
    };
    const byPage = await decided(async (asked) => (await decide(okafor, asked, fields)).status);
    const byLink = await decided(async (asked) => {
      const link = new URL(await linkTo(scene, okafor, asked.reference)).pathname;
      const page = await new Browser().visit(`${api}${link}`);
      return (await new Browser().submit(page, link, { ...fields, code: await codeOf(okafor) })).status;
    });
    const byProgram = await decided(async (asked) => (await approve(scene, phone, asked, body)).status);
    const ways = [byPage, byLink, byProgram];
    expect(ways.map((events) => [...new Set(events.map(({ actor }) => actor.auth))])).toEqual([
      ['oidc+totp'],
      ['ticket+totp'],
      ['oidc+totp'],
    ]);
    expect(byPage.length).toBeGreaterThan(0);
    expect(byLink.map(withoutWay)).toEqual(byPage.map(withoutWay));
    expect(byProgram.map(withoutWay)).toEqual(byPage.map(withoutWay));
  });
});

async function approved(): Promise<Asked> {
  const asked = await ask(osei, MONITOR.code);
  expect((await decide(okafor, asked)).status).toBe(303);
  return asked;
}

const linkOf = async ({ reference }: Asked) => new URL(await linkTo(scene, okafor, reference)).pathname;

/** Decided after the mail is out: nobody is asked what is decided. */
async function approvedByMail(): Promise<readonly [Asked, string]> {
  const asked = await ask(osei, MONITOR.code);
  const link = await linkOf(asked);
  expect((await decide(okafor, asked)).status).toBe(303);
  return [asked, link];
}

describe('revoke-in-session', () => {
  const revoke = async (who: Visitor, asked: Asked, reason: string) =>
    who.browser.submit(await open(who, asked), `/decisions/${asked.id}/revoke`, { reason });

  test('takes a reason, says how far it reaches, and then by whom and when', async () => {
    const asked = await approved();
    const page = await open(lindqvist, asked);
    expect(page.text).toContain('If you take it back now: No token was handed out');
    const without = await revoke(lindqvist, asked, '  ');
    expect([without.status, await statusOf(asked)]).toEqual([422, 'approved']);
    expect(without.text).toContain('href="#reason"');
    const answer = await revoke(lindqvist, asked, 'Needed for a patient.');
    expect(leadsTo(answer)).toEqual([303, `/decisions/${asked.id}`]);
    const after = await open(okafor, asked);
    expect(after.text).toMatch(/Revoked by Petra Lindqvist on \d{4}-\d\d-\d\d at \d\d:\d\d/);
    expect(after.text).toContain('Reason: Needed for a patient.');
    expect(after.text).not.toContain('/revoke"');
  });

  test('of a token that was handed out says until when a device without a network goes by it', async () => {
    const asked = await approved();
    const body = { device: MONITOR.id, code: await scene.code(osei.member) };
    expect((await osei.post(`/requests/${asked.id}/tokens`, body, `revoke-${asked.id.slice(-12)}`)).status).toBe(201);
    const { text } = await open(okafor, asked);
    expect(text).toMatch(/take it back now: No new token is handed out\. A device without a network cannot know/);
  });

  test('twice is once', async () => {
    const asked = await approved();
    const page = await open(lindqvist, asked);
    const action = `/decisions/${asked.id}/revoke`;
    const send = () => lindqvist.browser.submit(page, action, { reason: 'Needed.' });
    expect([(await send()).status, (await send()).status]).toEqual([303, 303]);
    expect((await eventsOf(running.stores, asked.id)).filter((type) => type === 'grant.revoked')).toHaveLength(1);
  });

  test('is not for an auditor, and for another hospital there is nothing', async () => {
    const asked = await approved();
    const fischer = await visitor('e.fischer');
    expect((await open(fischer, asked)).text).not.toContain('/revoke"');
    expect((await revoke(fischer, asked, 'x')).status).toBe(403);
    const reyes = await visitor('o.reyes', 'lakeside-imaging');
    expect((await open(reyes, asked)).status).toBe(404);
    expect(await statusOf(asked)).toBe('approved');
  });

  test('is for an administrator, who does not decide', async () => {
    const asked = await approved();
    expect((await revoke(await visitor('a.kowalski'), asked, 'Contract ended.')).status).toBe(303);
    expect(await statusOf(asked)).toBe('revoked');
  });
});

describe('revoke-by-ticket', () => {
  const revoke = async (link: string, fields: Record<string, string>) =>
    new Browser().visit(`${api}${link}/revoke`, { form: { reason: 'Needed for a patient.', ...fields } });

  test('takes a code, which is used up with it', async () => {
    const [asked, link] = await approvedByMail();
    expect((await new Browser().visit(`${api}${link}`)).text).toContain(`action="${link}/revoke"`);
    const wrong = await revoke(link, { code: '000000' });
    expect([wrong.status, await refusalsOf(asked)]).toEqual([403, ['code_rejected']]);
    expect(wrong.text).toContain('Needed for a patient.</textarea>');
    const code = await codeOf(okafor);
    expect(leadsTo(await revoke(link, { code }))).toEqual([303, link]);
    expect((await new Browser().visit(`${api}${link}`)).text).toContain('Revoked by Dana Okafor');
    const last = (await recordsOf(running.stores, requestChain(asked.id))).at(-1);
    expect(last).toMatchObject({
      type: 'grant.revoked',
      actor: { person: okafor.member.person, role: 'htm_approver', employer: HOSPITAL, auth: 'ticket+totp' },
      data: { reason: 'Needed for a patient.' },
    });
    const other = await ask(osei, MONITOR.code);
    expect((await decide(okafor, other, { code })).status).toBe(403);
    expect(await breakIn(running.broker, asked.id)).toBeUndefined();
  });

  test('without a reason is shown again, and takes no try; without a code it is refused', async () => {
    const [asked, link] = await approvedByMail();
    expect((await revoke(link, { reason: '', code: '123456' })).status).toBe(422);
    expect((await revoke(link, {})).status).toBe(403);
    expect([await statusOf(asked), await refusalsOf(asked)]).toEqual(['approved', ['code_rejected']]);
  });

  test('with five wrong codes is closed to the right one too for the day, and says what still works', async () => {
    const [asked, link] = await approvedByMail();
    if (86_400 - (scene.now() % 86_400) < 1000) await scene.skip(1000);
    for (let count = 0; count < 5; count += 1) expect((await revoke(link, { code: '000000' })).status).toBe(403);
    await scene.skip(901);
    const right = await revoke(link, { code: await codeOf(okafor) });
    expect([right.status, right.text.includes('Sign in and revoke there')]).toEqual([429, true]);
    expect(await statusOf(asked)).toBe('approved');
  });

  test('twice is once, and while it waits no code is looked at', async () => {
    const [asked, link] = await approvedByMail();
    const codes = [await codeOf(okafor), '000000'];
    for (const code of codes) expect((await revoke(link, { code })).status).toBe(303);
    expect((await eventsOf(running.stores, asked.id)).filter((type) => type === 'grant.revoked')).toHaveLength(1);
    const waiting = await ask(osei, MONITOR.code);
    const early = await revoke(await linkOf(waiting), { code: '000000' });
    expect([early.status, await refusalsOf(waiting)]).toEqual([409, []]);
  });

  test.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example' }],
    ['no site', { origin: 'null' }],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }],
  ])('by a form of %s is refused', async (_name, headers) => {
    const [asked, link] = await approvedByMail();
    const form = { reason: 'x', code: await codeOf(okafor) };
    const answer = await new Browser().visit(`${api}${link}/revoke`, { form, headers });
    expect([answer.status, await statusOf(asked)]).toEqual([403, 'approved']);
  });

  test('and a decision at once use one code once', async () => {
    const [asked, link] = await approvedByMail();
    const other = await ask(osei, MONITOR.code);
    const page = await open(okafor, other);
    const code = await codeOf(okafor);
    const answers = await Promise.all([revoke(link, { code }), send(okafor, page, { decision: 'approve', code })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403]);
    expect([await breakIn(running.broker, asked.id), await breakIn(running.broker, other.id)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

// Last: they take an approver away, and move the clock past the end of the technician's sign-in.
test('a suspended approver has neither page nor form any more', async () => {
  const asked = await ask(osei, MONITOR.code);
  const page = await open(lindqvist, asked);
  const kowalski = await scene.phone('a.kowalski', HOSPITAL);
  const { person } = lindqvist.member;
  expect((await change(scene, kowalski, [HOSPITAL, 'suspend-person'], { person })).status).toBe(201);
  const sent = await send(lindqvist, page, { decision: 'approve', code: await codeOf(lindqvist) });
  expect(leadsTo(sent)).toEqual([303, '/sign-in']);
  expect(await statusOf(asked)).toBe('pending');
});

test('after its end nothing is taken back any more, and through the link no code is looked at', async () => {
  const [asked, link] = await approvedByMail();
  const page = await open(okafor, asked);
  await scene.skip(4 * 3600);
  const reason = 'Needed for a patient.';
  const signedIn = await okafor.browser.submit(page, `/decisions/${asked.id}/revoke`, { reason });
  const byLink = await new Browser().visit(`${api}${link}/revoke`, { form: { reason, code: '000000' } });
  expect([signedIn.status, byLink.status, await refusalsOf(asked)]).toEqual([409, 409, []]);
  expect(signedIn.text).toContain('Approved time is over');
});
