/** The command in Slack through the running broker: asking for access, one's list, how a request stands, linking an account. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestChain, requestRef, slackChain, slackLinkRef, slackPairingRef, slackUserRef } from '../../core/keys.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { until } from '../support/polling.ts';
import { approve, ask, eventsOf, type RunningBroker, recordsOf, runBroker } from '../support/running-broker.ts';
import { SERVICER_TEAM, SlackHand, TEAM, wordsOf } from '../support/slack-hand.ts';
import { planFailure } from '../support/stand-in.ts';

const LAB = 'meridian-lab';
const H200 = 'G7NF-4CSK';
const OSEI = 'U0OSEI';
const SANTOS = 'U0SANTOS';
/** A tier after the other: the second block is T1's. */
const WISH = {
  'scopes-2': ['diag.run'],
  minutes: '30',
  workOrder: 'WO-88213',
  activity: 'corrective_maintenance',
  reason: 'Self-test fails\nafter power-up.',
  notInClinicalUse: ['yes'],
};

/** The request that a link leads to. */
const IN_VISIT = /\/visits\/(meridian-lab_[A-Z0-9]{12})\|/;

let running: RunningBroker;
let hand: SlackHand;
let osei: Phone;
let santos: Phone;

beforeAll(async () => {
  running = await runBroker();
  hand = new SlackHand(running.scene);
  [osei, santos] = await Promise.all([running.scene.phone('j.osei', 'medserv'), running.scene.phone('i.santos', LAB)]);
});
afterAll(() => running.stop());

const bodyIn = ({ body }: { readonly body: string }) => JSON.parse(body);
const saidIn = (report: { readonly body: string }) => `${bodyIn(report).text}\n${wordsOf(bodyIn(report))}`;

/** Opens the dialog and sends it with a device that was typed; that of what and why follows. */
async function choosing(device: string) {
  const seat = hand.seat(SERVICER_TEAM, OSEI);
  // On a busy machine Slack's three seconds may pass: whoever sees no dialog asks once more.
  await until(async () => (await seat.type('')).body === '' || undefined);
  return seat.fillIn({ device });
}

describe('asking for access', () => {
  test('leads from the device to who is asked, and is an event of Slack', async () => {
    await choosing('g7nf4csk');
    const sent = await hand.seat(SERVICER_TEAM, OSEI).fillIn(WISH);
    const words = wordsOf(bodyIn(sent).view);
    expect(words).toMatch(
      /^○ Waiting at Meridian Reference Laboratory: \d (person is|people are) asked, as HTM approver\./,
    );
    const id = IN_VISIT.exec(words)?.[1] ?? '';
    const [submitted] = await recordsOf(running.stores, requestChain(id));
    expect(submitted?.actor).toEqual({
      person: osei.member.person,
      role: 'technician',
      employer: 'medserv',
      auth: 'slack',
    });
    const { request } = await running.stores.store.load({ request: requestRef(id) });
    expect(request?.facts).toMatchObject({
      holdSeconds: 1800,
      scopes: ['diag.run'],
      reason: 'Self-test fails after power-up.',
    });
  });

  test('three times at once asks once', async () => {
    const own = async () => (await osei.get('/requests?limit=100')).body.items.map(({ id }: { id: string }) => id);
    await choosing(H200);
    const before = await own();
    const sent = await hand.seat(SERVICER_TEAM, OSEI).fillIn(WISH, { repeat: 3 });
    expect(sent.answers.map(({ status, body }) => [status, body === '']).sort()).toEqual([
      [200, false],
      [200, true],
      [200, true],
    ]);
    const id = IN_VISIT.exec(sent.answers.map(({ body }) => body).join(''))?.[1];
    // Those of one second stand in no order.
    expect((await own()).sort()).toEqual([id, ...before].sort());
  });

  test.each([
    ['nothing that is registered', 'NOPE-NOPE', 'No device with this sticker code, asset tag or CMMS id was found.'],
    ['a retired device', 'G7NA-3XJB', 'The device is retired.'],
    ['half a UDI', '(01)0952100000', 'It looks like a UDI, and is none.'],
  ])('says at the field what is wrong with %s', async (_what, typed, says) => {
    const named = await choosing(typed);
    expect(bodyIn(named).errors.device).toContain(says);
  });

  test('says at its field what is wrong with an answer', async () => {
    await choosing(H200);
    const wrong = await hand.seat(SERVICER_TEAM, OSEI).fillIn({
      ...WISH,
      'scopes-2': [],
      workOrder: 'no spaces please',
    });
    expect(bodyIn(wrong).errors).toEqual({
      scopes: 'Choose what you need.',
      workOrder:
        'A work order begins with a letter or digit and has at most 40 of letters, digits, full stop, _ / and hyphen.',
    });
  });

  test('while Slack cannot say who somebody is, nothing is sent and nothing lost', async () => {
    await choosing(H200);
    await planFailure(hand.endpoint, 'users.info', 'internal', 1);
    const unsure = await hand.seat(SERVICER_TEAM, OSEI).fillIn(WISH);
    expect(Object.values(bodyIn(unsure).errors)).toEqual([
      'Slack could not say who you are, so nothing was done. Try again, or open it in the browser.',
    ]);
    const refusals = await recordsOf(running.stores, slackChain('medserv', SERVICER_TEAM));
    expect(refusals.at(-1)?.data).toMatchObject({ act: 'ask', code: 'slack_unsure' });
  });

  test('is for technicians: whoever decides is told so', async () => {
    expect(saidIn(await hand.seat(TEAM, SANTOS).type(''))).toContain('Only a technician can ask for access.');
  });

  test('where Slack does not open the dialog it says so', async () => {
    await planFailure(hand.endpoint, 'views.open', 'internal', 1);
    expect(saidIn(await hand.seat(SERVICER_TEAM, OSEI).type(''))).toContain('Slack did not open the dialog.');
  });
});

describe('the command', () => {
  test('lists what waits for an approver, and what a technician asked', async () => {
    const { reference } = await ask(osei, H200);
    expect(saidIn(await hand.seat(TEAM, SANTOS).type('list'))).toContain(`*${reference}*`);
    expect(saidIn(await hand.seat(SERVICER_TEAM, OSEI).type('LIST '))).toContain(`*${reference}*`);
  });

  test('says how a request stands to both sides', async () => {
    const asked = await ask(osei, H200);
    expect(saidIn(await hand.seat(SERVICER_TEAM, OSEI).type(asked.reference))).toContain('○ Waiting for a decision');
    await approve(running.scene, santos, asked);
    for (const [team, user] of [
      [SERVICER_TEAM, OSEI],
      [TEAM, SANTOS],
    ] as const) {
      expect(saidIn(await hand.seat(team, user).type(asked.reference.toLowerCase()))).toContain('✓ Approved until');
    }
  });

  test('of a request that is not his it says nothing', async () => {
    const elsewhere = await ask(osei, '7F3K-29QX');
    const said = await hand.seat(TEAM, SANTOS).type(elsewhere.reference);
    expect(bodyIn(said).text).toBe('There is nothing here for you.');
    expect(said.body).toBe((await hand.seat(TEAM, SANTOS).type('ZZZ-ZZZ')).body);
  });

  test.each(['help', 'what?', 'link-me-up', '<!channel>'])('helps with %s', async (text) => {
    const said = await hand.seat(TEAM, SANTOS).type(text);
    expect([said.status, bodyIn(said).response_type]).toEqual([200, 'ephemeral']);
    expect(wordsOf(bodyIn(said)).split('\n')).toEqual([
      '/service-access asks for access to a device.',
      '/service-access list shows your open requests, and what waits for you.',
      '/service-access K7Q-29M shows how a request stands: give its reference.',
      '/service-access link shows how to link this account to you; with the code that the page shows it does so.',
      '/service-access help shows these lines.',
      'Your one-time code belongs in the dialog that opens from a card’s button, never in a message.',
    ]);
  });

  test('tells somebody who is not linked how to be', async () => {
    expect(saidIn(await hand.seat(TEAM, 'U0MEYER').type('list'))).toContain('is not linked to you');
    expect(saidIn(await hand.seat(TEAM, 'U0MEYER').type('link'))).toContain('/me/slack|');
  });
});

describe('linking', () => {
  const code = 'ABCD-EFGH';

  async function pair(login: string): Promise<Phone> {
    const phone = await running.scene.phone(login, LAB);
    const row = { version: 1, person: phone.member.person, organisation: LAB, until: running.scene.now() + 600 };
    const lost = await running.stores.store.commit({
      events: [],
      writes: [{ kind: 'insert', ref: slackPairingRef(code), row }],
    });
    expect(lost).toBeUndefined();
    return phone;
  }

  test('takes the code once, from a full member only', async () => {
    const meyer = await pair('q.meyer');
    expect(saidIn(await hand.seat(TEAM, 'U0GUEST').type(`link ${code}`))).toContain('Guests of a workspace');
    expect(saidIn(await hand.seat(SERVICER_TEAM, 'U0OTHER').type(`link ${code}`))).toContain('was not accepted');
    expect(saidIn(await hand.seat(TEAM, 'U0MEYER').type('link abcd efgh'))).toContain('is linked to you');
    expect(saidIn(await hand.seat(TEAM, 'U0FROST').type(`link ${code}`))).toContain('was not accepted');
    expect(saidIn(await hand.seat(TEAM, 'U0MEYER').type('list'))).toContain('Waiting for you');
    const { person } = meyer.member;
    const refs = {
      own: slackLinkRef(person),
      user: slackUserRef(TEAM, 'U0MEYER'),
      other: slackUserRef(TEAM, 'U0FROST'),
    };
    const row = expect.objectContaining({ person, team: TEAM, user: 'U0MEYER', organisation: LAB });
    expect(await running.stores.store.load(refs)).toEqual({ own: row, user: row, other: undefined });
    const refused = await recordsOf(running.stores, slackChain(LAB, TEAM));
    const linking = refused.map(({ type, data }) => [type, data]).filter(([, data]) => Object(data).user === 'U0GUEST');
    expect(linking).toEqual([['slack.refused', { act: 'link', code: 'slack_guest', team: TEAM, user: 'U0GUEST' }]]);
  });

  test('in clinical owners’ hands a request of T1 is not approved, and may be looked at', async () => {
    const { id } = await ask(osei, H200);
    const { view } = await hand.open(TEAM, 'U0MEYER', id);
    expect(wordsOf(view)).toContain('You cannot approve this.');
    expect(await eventsOf(running.stores, id)).toEqual(['request.submitted', 'request.routed']);
  });
});
