/**
 * One decision core: what an approver decides by the mail's link, on the signed-in page, by the API or in Slack leaves the same
 * events, but for how he was known. Each case is written out, and the chains are held against each other whole.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestChain } from '../../core/keys.ts';
import type { EventRecord } from '../../core/ledger/chain.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { failSlack, Seat } from '../../local/demo/slack-seat.ts';
import { Browser } from '../support/browser.ts';
import {
  type Asked,
  approve,
  ask,
  breakIn,
  linkTo,
  type RunningBroker,
  recordsOf,
  runBroker,
} from '../support/running-broker.ts';

const LAB = 'meridian-lab';
const ANALYSER = 'G7NF-4CSK';
const SCOPES = ['diag.run', 'selftest.run', 'component.pair'];

let running: RunningBroker;
let osei: Phone;
let santos: Phone;
let greene: Phone;
const browser = new Browser();

beforeAll(async () => {
  running = await runBroker();
  const { scene, broker } = running;
  osei = await scene.phone('j.osei', 'medserv');
  santos = await scene.phone('i.santos', LAB);
  greene = await scene.phone('a.greene', LAB);
  await browser.signIn(broker.addresses.api, santos.member);
});
afterAll(() => running.stop());

/** What is entered; absent: left as it is offered. */
interface Entered {
  readonly decision: 'approve' | 'deny';
  readonly code: string;
  readonly digest?: string;
  readonly minutes?: number;
  readonly scopes?: readonly string[];
  readonly release?: true;
  readonly reason?: string;
}

type Sends = (entered: Entered) => Promise<void>;

/** How somebody decides: what he has before him, and what he sends then. */
interface Way {
  readonly auth: 'ticket' | 'oidc' | 'slack';
  readonly open: (asked: Asked) => Promise<Sends>;
}

const WAYS: Readonly<Record<string, Way>> = {
  'the link in a mail': {
    auth: 'ticket',
    open: async ({ reference, digest }) => {
      const link = await linkTo(running.scene, santos, reference);
      return async (entered) => {
        const visitor = new Browser();
        await visitor.visit(link, { form: fieldsOf({ digest, ...entered }) });
      };
    },
  },
  'the signed-in page': {
    auth: 'oidc',
    open: async ({ id }) => {
      const path = `/decisions/${id}`;
      const page = await browser.visit(`${running.broker.addresses.api}${path}`);
      return async (entered) => void (await browser.submit(page, path, fieldsOf(entered)));
    },
  },
  'the API': {
    auth: 'oidc',
    open: async ({ id, digest }) => {
      return async ({ minutes, release, ...entered }) => {
        const less = { ...(minutes && { holdSeconds: minutes * 60 }), ...(release && { clinicalRelease: true }) };
        await santos.post(`/requests/${id}/decision`, { digest, ...entered, ...less });
      };
    },
  },
  Slack: {
    auth: 'slack',
    open: async ({ reference }) => {
      const seat = new Seat(running.broker.addresses, 'T0MERIDIAN', 'U0SANTOS');
      await seat.press(await seat.card('D0SANTOS', reference));
      return async ({ digest, minutes, release, ...entered }) => {
        const values = {
          ...entered,
          ...(minutes && { holdMinutes: String(minutes) }),
          ...(release && { clinicalRelease: ['yes'] }),
        };
        if (digest === undefined) return void (await seat.fillIn(values));
        // Unsigned it is refused before anything is read, and says what would have been sent.
        const { sent } = await seat.fillIn(values, { signature: '' });
        await seat.fillIn(values, { body: withDigest(sent?.body ?? '', digest) });
      };
    },
  },
};

function fieldsOf({ minutes, release, scopes = [...SCOPES], ...entered }: Entered) {
  return {
    ...entered,
    scopes,
    ...(minutes && { holdMinutes: String(minutes) }),
    ...(release && { clinicalRelease: 'yes' }),
  };
}

function withDigest(body: string, digest: string): string {
  const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
  const note = { ...JSON.parse(payload.view.private_metadata), digest };
  payload.view.private_metadata = JSON.stringify(note);
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

interface Case {
  readonly entered: Omit<Entered, 'code'>;
  /** Instead of the right one. */
  readonly code?: string;
  /** Done by another approver between looking and sending. */
  readonly meanwhile?: (asked: Asked) => Promise<unknown>;
  /** What is added to the chain: type, role, auth without the way, data. */
  readonly adds: readonly (readonly [type: string, role: string, how: '' | '+totp', data: object])[];
}

const LESS = { holdSeconds: 1800, sessionSeconds: 1800, scopes: ['diag.run', 'component.pair'] };
const REFUSED = (code: string): Case['adds'] => [['decision.refused', 'approver', '', { code }]];

const CASES: Readonly<Record<string, Case>> = {
  'an approval for less, with the clinical release': {
    entered: { decision: 'approve', minutes: 30, scopes: ['diag.run', 'component.pair'], release: true },
    adds: [
      ['approval.recorded', 'htm_approver', '+totp', { role: 'htm_approver', release: 'named_release', ...LESS }],
      ['request.approved', 'htm_approver', '+totp', {}],
    ],
  },
  'an approval without the clinical release that the tier takes': {
    entered: { decision: 'approve' },
    adds: REFUSED('release_missing'),
  },
  'a denial with its reason': {
    entered: { decision: 'deny', reason: 'Come after the morning run.' },
    adds: [
      ['request.denied', 'htm_approver', '+totp', { role: 'htm_approver', reason: 'Come after the morning run.' }],
    ],
  },
  'a wrong code': {
    entered: { decision: 'approve', release: true },
    code: '000000',
    adds: REFUSED('code_rejected'),
  },
  'facts that were not shown': {
    entered: { decision: 'approve', release: true, digest: 'A'.repeat(43) },
    adds: REFUSED('stale_view'),
  },
  'an approval of nothing': { entered: { decision: 'approve', release: true, scopes: [] }, adds: [] },
  'a denial of what another approved meanwhile': {
    entered: { decision: 'deny', reason: 'Not today.' },
    meanwhile: (asked) => approve(running.scene, greene, asked, { clinicalRelease: true }),
    adds: [],
  },
};

/** Asked by mail where the way begins with one: Slack then takes nothing. */
async function askedFor({ auth }: Way): Promise<Asked> {
  await failSlack(running.broker.addresses, 'chat.postMessage', 'token_revoked', auth === 'ticket' ? 50 : 0);
  return ask(osei, ANALYSER, SCOPES, { holdSeconds: 3600 });
}

/** The chain after `entered` was sent, and what was added to it by that. */
async function decided(way: Way, { entered, code, meanwhile }: Case) {
  const asked = await askedFor(way);
  const sends = await way.open(asked);
  await meanwhile?.(asked);
  const chain = requestChain(asked.id);
  const before = await recordsOf(running.stores, chain);
  await sends({ ...entered, code: code ?? (await running.scene.code(santos.member)) });
  const after = await recordsOf(running.stores, chain);
  expect(await breakIn(running.broker, asked.id)).toBeUndefined();
  await osei.post(`/requests/${asked.id}/withdraw`, {});
  return { whole: after.map(lasting), added: after.slice(before.length) };
}

/** An event without what differs from one request to the next, or by the way. */
function lasting({ at: _at, prev: _prev, chain: _chain, actor, data, ...record }: EventRecord): object {
  const { auth: _auth, ...person } = actor;
  return { ...record, person, data: JSON.parse(JSON.stringify(data, leftOut)) };
}

const DIFFER = ['digest', 'until', 'request', 'reference', 'approveBy'];

function leftOut(name: string, value: unknown): unknown {
  return DIFFER.includes(name) ? undefined : value;
}

describe.each(Object.entries(CASES))('%s', (_name, one) => {
  test('leaves what is written here, and the same chain by whatever way', async () => {
    const chains: (readonly object[])[] = [];
    for (const way of Object.values(WAYS)) {
      const { whole, added } = await decided(way, one);
      const { person, organisation } = santos.member;
      expect(added.map(({ type, actor, data }) => [type, actor, JSON.parse(JSON.stringify(data, leftOut))])).toEqual(
        one.adds.map(([type, role, how, data]) => [
          type,
          { person, role, employer: organisation, auth: `${way.auth}${how}` },
          data,
        ]),
      );
      chains.push(whole);
    }
    const [first] = chains;
    expect(chains).toEqual(Array(Object.keys(WAYS).length).fill(first));
  });
});
