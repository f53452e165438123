/**
 * Races against the running broker (faults.md): whatever comes at once, one wins, the chain stays whole and its row counts
 * its events (I1-I3). Each winner is found in the log, not in the answers.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keyOf } from '../../adapters/aws/dynamo-rows.ts';
import {
  codeRef,
  deviceRef,
  hospitalRef,
  organisationRef,
  personRef,
  requestChain,
  vendorRef,
} from '../../core/keys.ts';
import type { TierRule } from '../../core/policy/policy.ts';
import type { Ref } from '../../core/ports.ts';
import type { Hospital, Person } from '../../core/registry.ts';
import type { Answer, Phone } from '../../local/demo/broker.ts';
import { codeAt } from '../../local/seed.ts';
import { changed as changedRow } from '../support/changed-row.ts';
import { until } from '../support/polling.ts';
import {
  type Asked,
  approve,
  ask,
  asking,
  breakIn,
  eventsOf,
  HOSPITAL,
  MONITOR,
  newKey,
  type RunningBroker,
  recordsOf,
  rowOf,
  runBroker,
  VENTILATOR,
} from '../support/running-broker.ts';

let running: RunningBroker;
let osei: Phone;
let okafor: Phone;
let lindqvist: Phone;

beforeAll(async () => {
  running = await runBroker();
  const { scene } = running;
  [osei, okafor, lindqvist] = await Promise.all([
    scene.phone('j.osei', 'medserv'),
    scene.phone('d.okafor', HOSPITAL),
    scene.phone('p.lindqvist', HOSPITAL),
  ]);
});
afterAll(() => running.stop());

const times = <T>(count: number, act: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => act(index));
const statuses = (answers: readonly Answer[]) => [...new Set(answers.map(({ status }) => status))].sort();
const countOf = (events: readonly string[], type: string) => events.filter((event) => event === type).length;

/** The chain verifies from its bytes, and its row's version is the number of its events (I3). */
async function expectWhole(id: string): Promise<readonly string[]> {
  const events = await eventsOf(running.stores, id);
  expect(await breakIn(running.broker, id)).toBeUndefined();
  expect((await rowOf(running.stores, id)).version).toBe(events.length);
  return events;
}

const decision = (phone: Phone, { id, digest }: Asked, code: string, more: object = {}) =>
  phone.post(`/requests/${id}/decision`, { decision: 'approve', digest, code, ...more });
const mint = (id: string, code: string, key: string) =>
  osei.post(`/requests/${id}/tokens`, { device: MONITOR.id, code }, key);

/** Tries that stand reserved for `phone`: in all, and under each session. */
async function triesOf({ member }: Phone) {
  const { Item } = await running.stores.client.send(
    new GetItemCommand({ TableName: 'wardkey-credentials', Key: keyOf(codeRef(member.person)), ConsistentRead: true }),
  );
  const tries = Object.values(Item?.['tries']?.M ?? {}).map((count) => Number(count.N));
  return { fails: Number(Item?.['fails']?.N), tries };
}

/** Codes that the authenticator of `phone` shows neither now nor around now. */
function wrongCodes({ member }: Phone, count: number): readonly string[] {
  const right = [-60, -30, 0, 30, 60].map((later) => codeAt(member.totpSecret, running.scene.now() + later));
  return times(count + 5, (index) => String(index).padStart(6, '9'))
    .filter((code) => !right.includes(code))
    .slice(0, count);
}

/** @returns what changes it back */
const changed = <T extends { readonly version: number }>(ref: Ref<T>, change: (row: T) => Partial<T>) =>
  changedRow(running.stores, ref, change);

const suspended = () => ({ status: 'suspended' }) as const;
const noLonger = (person: Person) => ({
  competences: person.competences.map((record) => ({ ...record, validTo: 1 })),
});
const withoutRole = (who: string) => (hospital: Hospital) => ({
  staff: hospital.staff.map((one) => (one.person === who ? { ...one, entitlements: [] } : one)),
});
const suspendedThere = (who: string) => (hospital: Hospital) => ({
  staff: hospital.staff.map((one) => (one.person === who ? { ...one, status: 'suspended' as const } : one)),
});
const tightened = (rule: Partial<TierRule>) => (hospital: Hospital) => ({
  policy: { ...hospital.policy, tiers: { ...hospital.policy.tiers, T1: { ...hospital.policy.tiers.T1, ...rule } } },
});

const tightenedIn = (unit: string, rule: Partial<TierRule>) => (hospital: Hospital) => ({
  policy: { ...hospital.policy, tightenings: [{ units: [unit], tiers: { T1: rule } }] },
});

describe('approvals of one request', () => {
  test('fifty at once by two people in five sessions: one is recorded', async () => {
    const { scene } = running;
    const asked = await ask(osei, MONITOR.code);
    // Sessions of their own: whoever posts a used code again loses the tries of his session.
    const people = ['d.okafor', 'p.lindqvist', 'd.okafor', 'p.lindqvist', 'd.okafor'];
    const sessions = await Promise.all(people.map((login) => scene.phone(login, HOSPITAL)));
    const codes = new Map<string, string>();
    for (const { member } of sessions.slice(0, 2)) codes.set(member.person, await scene.code(member));
    const answers = await Promise.all(
      times(50, (index) => {
        const phone = sessions[index % 5] ?? okafor;
        return decision(phone, asked, codes.get(phone.member.person) ?? '');
      }),
    );
    const events = await expectWhole(asked.id);
    expect([countOf(events, 'approval.recorded'), countOf(events, 'request.approved')]).toEqual([1, 1]);
    const row = await rowOf(running.stores, asked.id);
    expect([row.status, row.approvals.length]).toEqual(['approved', 1]);
    // 200 to the winner as often as he asked, 409 to the others, 429 to who had no try left.
    expect(statuses(answers)).toEqual(expect.arrayContaining([200, 409]));
    expect(statuses(answers).filter((status) => ![200, 409, 429].includes(status))).toEqual([]);
    const winner = row.approvals[0]?.person;
    const won = answers.filter(
      (answer, index) => answer.status === 200 && sessions[index % 5]?.member.person !== winner,
    );
    expect(won).toEqual([]);
  });

  test('two approvals of a request that needs two roles are both recorded', async () => {
    const { scene } = running;
    const patel = await scene.phone('s.patel', HOSPITAL);
    const asked = await ask(osei, VENTILATOR.code, ['software.restore']);
    const codes = [await scene.code(okafor.member), await scene.code(patel.member)];
    const answers = await Promise.all([
      decision(okafor, asked, codes[0] ?? '', { clinicalRelease: true }),
      decision(patel, asked, codes[1] ?? '', { clinicalRelease: true }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const events = await expectWhole(asked.id);
    expect([countOf(events, 'approval.recorded'), countOf(events, 'request.approved')]).toEqual([2, 1]);
  });

  test('approve races deny: one of them stands', async () => {
    const asked = await ask(osei, MONITOR.code);
    const codes = [await running.scene.code(okafor.member), await running.scene.code(lindqvist.member)];
    const answers = await Promise.all([
      decision(okafor, asked, codes[0] ?? ''),
      decision(lindqvist, asked, codes[1] ?? '', { decision: 'deny', reason: 'In use.' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const events = await expectWhole(asked.id);
    expect(countOf(events, 'request.approved') + countOf(events, 'request.denied')).toBe(1);
  });

  test.each([2, 10])('approve races withdraw, %i at once: one of them stands', async (count) => {
    const asked = await ask(osei, MONITOR.code);
    const code = await running.scene.code(okafor.member);
    const answers = await Promise.all(
      times(count, (index) =>
        index % 2 === 0 ? osei.post(`/requests/${asked.id}/withdraw`, {}) : decision(okafor, asked, code),
      ),
    );
    expect(statuses(answers).filter((status) => ![200, 409, 429].includes(status))).toEqual([]);
    const events = await expectWhole(asked.id);
    expect(countOf(events, 'request.approved') + countOf(events, 'request.withdrawn')).toBe(1);
  });

  test('the same submit ten times at once is one request', async () => {
    const key = newKey();
    const answers = await Promise.all(times(10, () => osei.post('/requests', asking(MONITOR.code), key)));
    expect(statuses(answers)).toEqual([201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await expectWhole(answers[0]?.body.id)).toEqual(['request.submitted', 'request.routed']);
  });
});

describe('one-time codes', () => {
  test('two hundred parallel guesses get five tries, and the right code among them none', async () => {
    const { scene } = running;
    const hale = await scene.phone('n.hale', 'lakeside-imaging');
    const yilmaz = await scene.phone('b.yilmaz', 'kestrel-biomed');
    // Tries are counted by the quarter of an hour: not across its end.
    if (scene.now() % 900 > 840) await scene.skip(60);
    const asked = await ask(yilmaz, 'R5MU-6QYD', ['log.read']);
    const answers = await Promise.all(wrongCodes(hale, 200).map((code) => decision(hale, asked, code)));
    expect(await triesOf(hale)).toEqual({ fails: 5, tries: [5] });
    expect(statuses(answers)).toEqual([403, 429]);
    expect(answers.filter(({ body }) => body.reason === 'code_rejected')).toHaveLength(5);
    const right = await decision(hale, asked, await scene.code(hale.member));
    expect([right.status, right.body.type, right.body.reason]).toEqual([
      429,
      '/problems/rate-limited',
      'tries_exhausted',
    ]);
    const events = await expectWhole(asked.id);
    // Refusals of one person in one second are one event, byte for byte; more than twenty are only counted.
    expect(new Set(events.slice(2))).toEqual(new Set(['decision.refused']));
    expect(events.length).toBeLessThanOrEqual(22);
  });

  test('one code on two requests at once approves one of them', async () => {
    const [one, two] = [await ask(osei, MONITOR.code), await ask(osei, VENTILATOR.code)];
    const code = await running.scene.code(okafor.member);
    const answers = await Promise.all([decision(okafor, one, code), decision(okafor, two, code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
    const events = [...(await expectWhole(one.id)), ...(await expectWhole(two.id))];
    expect(countOf(events, 'request.approved')).toBe(1);
  });
});

describe('mint-token', () => {
  test('the same key twice at once is one token, signed twice at most', async () => {
    const asked = await ask(osei, MONITOR.code);
    await approve(running.scene, okafor, asked);
    const key = newKey();
    const code = await running.scene.code(osei.member);
    const answers = await Promise.all([mint(asked.id, code, key), mint(asked.id, code, key)]);
    expect(statuses(answers)).toEqual([201]);
    const [one, two] = answers.map(({ body }) => body);
    expect(one.jti).toBe(two.jti);
    expect(one.token.slice(0, one.token.lastIndexOf('.'))).toBe(two.token.slice(0, two.token.lastIndexOf('.')));
    const events = await expectWhole(asked.id);
    expect(countOf(events, 'token.issued')).toBe(1);
    // What was logged is what was signed.
    const issued = (await recordsOf(running.stores, requestChain(asked.id))).at(-1);
    expect(issued?.data).toMatchObject({ jti: one.jti, signingInput: one.token.slice(0, one.token.lastIndexOf('.')) });

    await running.scene.skip(61);
    const late = await mint(asked.id, await running.scene.code(osei.member), key);
    expect([late.status, late.body.type]).toEqual([410, '/problems/expired']);
    expect(countOf(await expectWhole(asked.id), 'token.issued')).toBe(1);
  });

  test('ten keys with one code at once are one token', async () => {
    const asked = await ask(osei, MONITOR.code);
    await approve(running.scene, okafor, asked);
    const code = await running.scene.code(osei.member);
    const session = await running.scene.phone('j.osei', 'medserv');
    const body = { device: MONITOR.id, code };
    const answers = await Promise.all(times(10, () => session.post(`/requests/${asked.id}/tokens`, body, newKey())));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(statuses(answers).filter((status) => ![201, 403, 429].includes(status))).toEqual([]);
    expect(countOf(await expectWhole(asked.id), 'token.issued')).toBe(1);
  });

  test('mint races revoke: a token stands in the log before the revocation or not at all', async () => {
    const asked = await ask(osei, MONITOR.code);
    await approve(running.scene, okafor, asked);
    const code = await running.scene.code(osei.member);
    const [minted, revoked] = await Promise.all([
      mint(asked.id, code, newKey()),
      okafor.post(`/requests/${asked.id}/revoke`, { reason: 'Needed for a patient.' }),
    ]);
    const events = await expectWhole(asked.id);
    expect(revoked.status).toBe(200);
    expect(countOf(events, 'token.issued')).toBe(minted.status === 201 ? 1 : 0);
    expect(events.lastIndexOf('token.issued')).toBeLessThan(events.indexOf('grant.revoked'));
  });
});

describe('what changed since the approval', () => {
  type Change = readonly [name: string, reason: string, change: () => Promise<() => Promise<void>>];

  const CHANGES: readonly Change[] = [
    ['the technician is suspended', 'person_suspended', () => changed(personRef(osei.member.person), suspended)],
    ['his employer is suspended', 'organisation_suspended', () => changed(organisationRef('medserv'), suspended)],
    ['the agreement is suspended', 'vendor_suspended', () => changed(vendorRef(HOSPITAL, 'medserv'), suspended)],
    ['the agreement is over', 'vendor_out_of_term', () => changed(vendorRef(HOSPITAL, 'medserv'), () => ({ to: 1 }))],
    ['the device is suspended', 'device_suspended', () => changed(deviceRef(HOSPITAL, MONITOR.id), suspended)],
    [
      'the device is lost',
      'device_lost',
      () => changed(deviceRef(HOSPITAL, MONITOR.id), () => ({ status: 'lost' as const })),
    ],
  ];
  const hospital = hospitalRef(HOSPITAL);
  const AFTER_APPROVAL: readonly Change[] = [
    ['his competence is over', 'competence_expired', () => changed(personRef(osei.member.person), noLonger)],
    ['the approver is suspended', 'approval_lost', () => changed(hospital, suspendedThere(okafor.member.person))],
    ['the approver lost his role', 'approval_lost', () => changed(hospital, withoutRole(okafor.member.person))],
    ['the policy asks for two', 'policy_changed', () => changed(hospital, tightened({ approvals: 2 }))],
    [
      'the policy asks for two in this unit',
      'policy_changed',
      () => changed(hospital, tightenedIn('ICU 3', { approvals: 2 })),
    ],
    ['the policy closes the tier', 'tier_closed', () => changed(hospital, tightened({ closed: true }))],
    ['the policy allows less time', 'duration_over_cap', () => changed(hospital, tightened({ holdCap: 600 }))],
  ];
  // A right code under a refusal is given back, so the same one serves again.
  const shown = ({ member }: Phone) => codeAt(member.totpSecret, running.scene.now());

  let approved: Asked;
  let pending: Asked;
  beforeAll(async () => {
    pending = await ask(osei, MONITOR.code);
    for (const { member } of [okafor, osei]) await running.scene.code(member);
  });

  test.each([...CHANGES, ...AFTER_APPROVAL])('%s: no token (%s)', async (_name, reason, change) => {
    // A request of its own for each: only a technician's first ten refusals on one are events.
    approved = await ask(osei, MONITOR.code);
    await approve(running.scene, okafor, approved);
    const undo = await change();
    const answer = await mint(approved.id, shown(osei), newKey());
    await undo();
    expect([answer.status, answer.body.reason]).toEqual([403, reason]);
    expect((await recordsOf(running.stores, requestChain(approved.id))).at(-1)).toMatchObject({
      type: 'token.refused',
      data: { code: reason },
    });
  });

  test.each(CHANGES)('%s: no decision (%s)', async (_name, reason, change) => {
    const undo = await change();
    const answer = await decision(okafor, pending, await running.scene.code(okafor.member));
    await undo();
    expect([answer.status, answer.body.reason]).toEqual([403, reason]);
  });

  test('after all of it is undone, both go on', async () => {
    const minted = await mint(approved.id, await running.scene.code(osei.member), newKey());
    const decided = await approve(running.scene, okafor, pending);
    expect([minted.status, decided.status]).toEqual([201, 200]);
    await expectWhole(approved.id);
    await expectWhole(pending.id);
  });
});

describe('approve races expiry', () => {
  test('two and ten at once: of each request one of them stands', async () => {
    const { scene } = running;
    const [one, two] = [await ask(osei, MONITOR.code), await ask(osei, VENTILATOR.code)];
    const { facts } = await rowOf(running.stores, one.id);
    await scene.skip(facts.approveBy - scene.now() - 1);
    const codes = [await scene.code(okafor.member), await scene.code(lindqvist.member)];
    // The last second ends with the clock's own: from a breath before, while the sweeper comes by every quarter.
    await sleep(1000 - (Date.now() % 1000) - 20);
    const spread = (count: number, act: () => Promise<Answer>) =>
      Promise.all(times(count, (index) => sleep((index * 400) / count).then(act)));
    const answers = await Promise.all([
      spread(2, () => decision(okafor, one, codes[0] ?? '')),
      spread(10, () => decision(lindqvist, two, codes[1] ?? '')),
    ]);
    expect(statuses(answers.flat()).filter((status) => ![200, 410, 429].includes(status))).toEqual([]);
    for (const { id } of [one, two]) {
      const endings = (events: readonly string[]) =>
        countOf(events, 'request.approved') + countOf(events, 'request.expired');
      await until(async () => endings(await eventsOf(running.stores, id)) > 0 || undefined);
      expect(endings(await expectWhole(id))).toBe(1);
    }
  });
});
