/** What goes wrong around a decision in Slack (faults.md): one decision stands, every card becomes true, nothing secret is said. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hospitalRef, personRef, requestChain, slackTeamRef, slackUserRef, vendorRef } from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import type { Hospital } from '../../core/registry.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { failSlack, Seat } from '../../local/demo/slack-seat.ts';
import { wordsOf } from '../../local/demo/slack-view.ts';
import type { Report } from '../../local/slack/sending.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { Browser } from '../support/browser.ts';
import { changed } from '../support/changed-row.ts';
import { secretsSaid } from '../support/function-log.ts';
import { until } from '../support/polling.ts';
import {
  type Asked,
  ask,
  breakIn,
  eventsOf,
  newKey,
  type RunningBroker,
  recordsOf,
  rowOf,
  runBroker,
} from '../support/running-broker.ts';
import { planFailure } from '../support/stand-in.ts';
import { triesOf } from '../support/tries.ts';

const LAB = 'meridian-lab';
const TEAM = 'T0MERIDIAN';
const ANALYSER = 'G7NF-4CSK';
const OWN = 'D0SANTOS';
const CHANNEL = 'C0SERVICE';
const REASON = 'Carousel jams between two racks.';
const DAWN = ['request.submitted', 'request.routed'];
const APPROVED = [...DAWN, 'approval.recorded', 'request.approved'];

let running: RunningBroker;
let osei: Phone;
let santos: Phone;
let greene: Phone;
let ines: Seat;
let amos: Seat;
/** Every code that anybody typed. */
const typed: string[] = [];

beforeAll(async () => {
  running = await runBroker();
  const { scene, broker } = running;
  [osei, santos, greene] = await Promise.all([
    scene.phone('j.osei', 'medserv'),
    scene.phone('i.santos', LAB),
    scene.phone('a.greene', LAB),
  ]);
  ines = new Seat(broker.addresses, TEAM, 'U0SANTOS');
  amos = new Seat(broker.addresses, TEAM, 'U0GREENE');
});
afterAll(() => running.stop());

async function code({ member }: Phone): Promise<string> {
  const shown = await running.scene.code(member);
  typed.push(shown);
  return shown;
}

const asks = () => ask(osei, ANALYSER, undefined, { reason: REASON });
const statusOf = async ({ id }: Asked) => (await rowOf(running.stores, id)).status;

/** The dialog before `seat`, by the button under the channel's card: it is there whoever was asked. */
async function opens(seat: Seat, { reference }: Asked): Promise<void> {
  const card = await seat.card(CHANNEL, reference);
  // On a busy machine Slack's three seconds may pass: whoever sees no dialog presses once more.
  await until(async () => {
    await seat.press(card);
    return ((await seat.hasDialog()) && (await seat.dialog()).view.title.text === `Request ${reference}`) || undefined;
  });
}

/** The words of the dialog that was answered with, or what is wrong with what was entered: whether or not Slack still waited. */
function saidIn({ body }: Report): string {
  const { view, errors = {} } = JSON.parse(body);
  return view ? wordsOf({ ts: '', text: view.title.text, blocks: view.blocks }) : Object.values(errors).join('\n');
}

/** The chain verifies from its bytes, and its row counts its events (I3), once nothing is added between the two readings. */
async function expectWhole({ id }: Asked): Promise<readonly string[]> {
  const events = await until(async () => {
    const [{ version }, all] = [await rowOf(running.stores, id), await eventsOf(running.stores, id)];
    return version === all.length ? all : undefined;
  });
  expect(await breakIn(running.broker, id)).toBeUndefined();
  return events;
}

/** What was added to the chain since it was asked. */
async function addedTo({ id }: Asked) {
  const records = await recordsOf(running.stores, requestChain(id));
  return records.slice(DAWN.length).map(({ type, data }) => [type, data]);
}

describe('dialogs, pages and programs at once', () => {
  const browsers = new Map<Phone, Browser>();

  /** The page, open; and what sends it. */
  async function page(phone: Phone, { id }: Asked, fields: Record<string, string>): Promise<() => Promise<unknown>> {
    const { api } = running.broker.addresses;
    const browser = browsers.get(phone) ?? new Browser();
    if (!browsers.has(phone)) await browser.signIn(api, phone.member);
    browsers.set(phone, browser);
    const shown = await browser.visit(`${api}/decisions/${id}`);
    return () => browser.submit(shown, `/decisions/${id}`, fields);
  }

  test.each([2, 10])('%i of them on one request: one decision stands', async (count) => {
    const asked = await asks();
    const { id, digest } = asked;
    const yes = { decision: 'approve', code: await code(santos) } as const;
    const no = { decision: 'deny', reason: 'Not now.', code: await code(greene) } as const;
    await Promise.all([opens(ines, asked), opens(amos, asked)]);
    const pages = [await page(santos, asked, { ...yes, scopes: 'diag.run' }), await page(greene, asked, no)];
    const acts = [
      () => ines.fillIn(yes),
      () => greene.post(`/requests/${id}/decision`, { digest, ...no }),
      () => amos.fillIn(no),
      () => santos.post(`/requests/${id}/decision`, { digest, ...yes }),
      ...pages,
      ...Array.from({ length: 2 }, () => () => greene.post(`/requests/${id}/decision`, { digest, ...no })),
      ...Array.from({ length: 2 }, () => () => santos.post(`/requests/${id}/decision`, { digest, ...yes })),
    ].slice(0, count);
    expect(acts).toHaveLength(count);
    await Promise.all(acts.map((act) => act()));
    const events = await expectWhole(asked);
    const won = events.filter((type) => type === 'request.approved' || type === 'request.denied');
    expect(won).toHaveLength(1);
    const words = won[0] === 'request.approved' ? 'Approved until' : 'Denied';
    for (const channel of [OWN, CHANNEL]) await ines.card(channel, words, asked.reference);
  });
});

describe('between opening the dialog and deciding', () => {
  /** @returns what puts it back */
  type Happens = () => Promise<() => Promise<unknown>>;
  const hospital = (change: (row: Hospital) => Partial<Hospital>) => changed(running.stores, hospitalRef(LAB), change);
  const ofSantos = (more: object) => (row: Hospital) => ({
    staff: row.staff.map((one) => (one.person === santos.member.person ? { ...one, ...more } : one)),
  });
  const T1 = (rule: object) => (row: Hospital) => ({
    policy: { ...row.policy, tiers: { ...row.policy.tiers, T1: { ...row.policy.tiers.T1, ...rule } } },
  });
  async function removed<T>(ref: Ref<T>): Promise<() => Promise<unknown>> {
    const { store } = running.stores;
    const { row } = await store.load({ row: ref });
    if (!row) throw new Error('no such row');
    expect(await store.commit({ events: [], writes: [{ kind: 'remove', ref }] })).toBeUndefined();
    return () => store.commit({ events: [], writes: [{ kind: 'insert', ref, row: row as T }] });
  }
  const disconnected = () => removed(slackTeamRef(TEAM));
  const unlinked = () => removed(slackUserRef(TEAM, 'U0SANTOS'));

  /** What the dialog says then, and what is added to the request's chain. */
  test.each<[string, Happens, RegExp, readonly unknown[]]>([
    [
      'he is suspended',
      () => changed(running.stores, personRef(santos.member.person), () => ({ status: 'suspended' as const })),
      /suspended/,
      [],
    ],
    ['his workspace is disconnected', disconnected, /not linked to you/, []],
    ['he is suspended at this hospital', () => hospital(ofSantos({ status: 'suspended' })), /nothing here/i, []],
    ['his role is taken', () => hospital(ofSantos({ entitlements: [] })), /nothing here/i, []],
    [
      'the technician is suspended',
      () => changed(running.stores, personRef(osei.member.person), () => ({ status: 'suspended' as const })),
      /suspended/,
      [['decision.refused', { code: 'person_suspended' }]],
    ],
    [
      'his agreement is suspended',
      () => changed(running.stores, vendorRef(LAB, 'medserv'), () => ({ status: 'suspended' as const })),
      /suspended/,
      [['decision.refused', { code: 'vendor_suspended' }]],
    ],
  ])('%s: nothing is decided, and the dialog says so', async (_name, happens, says, adds) => {
    const asked = await asks();
    await opens(ines, asked);
    const right = await code(santos);
    const undo = await happens();
    const sent = await ines.fillIn({ decision: 'approve', code: right });
    await undo();
    expect([sent.status, saidIn(sent)]).toEqual([200, expect.stringMatching(says)]);
    expect(await addedTo(asked)).toEqual(adds);
    expect(await statusOf(asked)).toBe('pending');
    await expectWhole(asked);
    // What was refused, the right code would still do: it was not used up.
    await opens(ines, asked);
    await ines.fillIn({ decision: 'approve', code: right });
    expect(await statusOf(asked)).toBe('approved');
  });

  test.each<[string, Happens]>([
    ['unlinked', unlinked],
    ['of a workspace that is disconnected', disconnected],
  ])('and even between being known and the decision, whoever is %s decides nothing', async (_name, happens) => {
    const asked = await asks();
    await opens(ines, asked);
    const right = await code(santos);
    const tries = await triesOf(running.stores, santos);
    // Each try of the client for one decision: his code is looked at when it is let go, and not before.
    await planFailure(running.broker.addresses.kms, 'Decrypt', 'hold', 3);
    const sent = ines.fillIn({ decision: 'approve', code: right });
    // A try is reserved for whoever is known.
    await until(async () => (await triesOf(running.stores, santos)) > tries || undefined);
    const undo = await happens();
    await planFailure(running.broker.addresses.kms, 'Decrypt', 'hold', 0);
    expect(saidIn(await sent)).toContain('This Slack account is not linked to you here');
    const added = await until(async () => {
      const all = await addedTo(asked);
      return all.length > 0 ? all : undefined;
    });
    await undo();
    expect(added).toEqual([['decision.refused', { code: 'slack_unlinked' }]]);
    expect(await statusOf(asked)).toBe('pending');
    await expectWhole(asked);
  });

  test.each<[string, string, object]>([
    ['asks for two', 'policy_changed', { approvals: 2 }],
    ['closes the tier', 'tier_closed', { closed: true }],
    ['allows less time', 'duration_over_cap', { holdCap: 600 }],
  ])('the policy %s: what is decided is worth nothing while it does (%s)', async (_name, reason, rule) => {
    const asked = await asks();
    await opens(ines, asked);
    const undo = await hospital(T1(rule));
    await ines.fillIn({ decision: 'approve', code: await code(santos) });
    const body = { device: 'gs1:01/09521000001084/21/HX-00051', code: await code(osei) };
    const minted = await osei.post(`/requests/${asked.id}/tokens`, body, newKey());
    await undo();
    expect([minted.status, minted.body.reason]).toEqual([403, reason]);
    expect(await expectWhole(asked)).toEqual([...APPROVED, 'token.refused']);
  });

  test('the request dies: the dialog says that the answer came too late, and has no form any more', async () => {
    const asked = await asks();
    await opens(ines, asked);
    await running.scene.skip(1801);
    const late = await ines.fillIn({ decision: 'approve', code: await code(santos) });
    const words = saidIn(late);
    expect(words).toContain(
      'Your answer was not recorded: the request was no longer open.\n◷ Expired\nNobody decided before',
    );
    expect(words).not.toContain('One-time code');
    expect((await expectWhole(asked)).filter((type) => type === 'request.approved')).toEqual([]);
  });
});

describe('a clock of Slack that is off', () => {
  test.each([3600, 301, -301, -3600])('by %i seconds is not believed, and by less it decides', async (seconds) => {
    const asked = await asks();
    await opens(ines, asked);
    const values = { decision: 'approve', code: await code(santos) };
    const off = await ines.fillIn(values, { timestamp: String(running.scene.now() + seconds) });
    expect([off.status, await eventsOf(running.stores, asked.id)]).toEqual([401, DAWN]);
    const near = await ines.fillIn(values, { timestamp: String(running.scene.now() + Math.sign(seconds) * 280) });
    expect([near.status, await eventsOf(running.stores, asked.id)]).toEqual([200, APPROVED]);
  });
});

describe('an answer that Slack does not wait for', () => {
  test('leaves the person with Slack’s own words, the decision stands, and the card is true', async () => {
    const asked = await asks();
    await opens(ines, asked);
    await planFailure(running.broker.addresses.kms, 'Decrypt', 'delay', 1);
    const late = await ines.fillIn({ decision: 'approve', code: await code(santos) });
    expect(late.ms).toBeGreaterThan(3000);
    expect((await ines.dialog()).errors).toEqual({ '': 'We had some trouble connecting. Try again?' });
    expect(await eventsOf(running.stores, asked.id)).toEqual(APPROVED);
    for (const channel of [OWN, CHANNEL]) await ines.card(channel, 'Approved until', asked.reference);
    // He does as Slack says: it is the same answer, and nothing more.
    const again = await ines.fillIn({ decision: 'approve', code: await code(santos) });
    expect(saidIn(again)).toContain('Approved until');
    expect(await expectWhole(asked)).toEqual(APPROVED);
  });

  test('of Slack itself, asked who somebody is: nothing is done, and what he entered stays', async () => {
    const asked = await asks();
    await opens(ines, asked);
    const right = await code(santos);
    await failSlack(running.broker.addresses, 'users.info', 'delay', 1);
    const unsure = await ines.fillIn({ decision: 'approve', code: right });
    expect(saidIn(unsure)).toContain('Slack could not say who you are');
    expect(await eventsOf(running.stores, asked.id)).toEqual(DAWN);
    await ines.fillIn({ decision: 'approve', code: right });
    expect(await eventsOf(running.stores, asked.id)).toEqual(APPROVED);
  });
});

test('the hospital’s log verifies after all of it', async () => {
  expect((await verifyLog(running.broker.addresses.dynamodb, { hospital: LAB })).broken).toBeUndefined();
});

test('no secret, token, code, address to answer at, name or reason stands in what the functions said', () => {
  expect(secretsSaid(running.broker.dataDir, TEAM, typed, [REASON, 'Santos', 'Greene', 'Osei'])).toEqual([]);
});
