/** A hospital's console through the running broker: who sees what of it, and that what it says is what happened. */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tablesFrom } from '../../adapters/aws/dynamo-tables.ts';
import { requestChain } from '../../core/keys.ts';
import type { Phone } from '../../local/demo/broker.ts';
import { PREFIX, tableEnvironment } from '../../local/tables.ts';
import { Browser } from '../support/browser.ts';
import { type Seen, visitsTo } from '../support/console-visits.ts';
import { until } from '../support/polling.ts';
import {
  type Asked,
  approve,
  ask,
  HOSPITAL,
  MONITOR,
  type RunningBroker,
  runBroker,
  SECURITY_HEADERS,
} from '../support/running-broker.ts';
import { planFailure } from '../support/stand-in.ts';

/** In OR 4, where the monitor is not. */
const ANAESTHESIA = 'E5GY-3BZU';
const TRICKS = `"><img src=x onerror=alert(1)> =1+1 'x'`;

let running: RunningBroker;
let osei: Phone;
let okafor: Phone;
let waiting: Asked;
let active: Asked;
let denied: Asked;
let elsewhere: Asked;
let visits: Seen;

beforeAll(async () => {
  running = await runBroker();
  const { scene } = running;
  visits = visitsTo(running);
  [osei, okafor] = await Promise.all([scene.phone('j.osei', 'medserv'), scene.phone('d.okafor', HOSPITAL)]);
  active = await ask(osei, MONITOR.code);
  await approve(scene, okafor, active);
  denied = await ask(osei, MONITOR.code, undefined, { reason: TRICKS });
  await approve(scene, okafor, denied, { decision: 'deny', reason: TRICKS });
  elsewhere = await ask(osei, ANAESTHESIA);
  waiting = await ask(osei, MONITOR.code);
});
afterAll(() => running.stop());

/** A page of the console, as somebody sees it. */
const seen: Seen = (login, path, organisation) => visits(login, `/console/${path}`, organisation);

async function textOf(login: string, path = ''): Promise<string> {
  const page = await seen(login, `${HOSPITAL}${path}`);
  expect([path, page.status]).toEqual([path, 200]);
  return page.text;
}

/** What stands under the heading `words` of a page, as far as the next. */
function under(text: string, words: string): string {
  return text.split('<h2 ').find((part) => part.includes(words)) ?? '';
}

const STRANGERS: readonly (readonly [string, string, string])[] = [
  ['the technician', 'j.osei', 'medserv'],
  ["the servicer's administrator", 'm.duarte', 'medserv'],
  ['a maker', 's.lang', 'oem-aurora'],
  ['a technician of the hospital', 'd.mwangi', HOSPITAL],
  ['an approver of another hospital', 'o.reyes', 'lakeside-imaging'],
];

describe.each(['', '/delivery', '/audit', '/audit/csv', '/audit/json', '/report'])('/console/{tenant}%s', (path) => {
  test.each(STRANGERS)('is not there for %s, as nowhere is', async (_name, login, organisation) => {
    const [page, nowhere] = [
      await seen(login, `${HOSPITAL}${path}`, organisation),
      await seen(login, `nowhere${path}`, organisation),
    ];
    expect([page.status, nowhere.status]).toEqual([404, 404]);
    expect(page.text).toContain('There is nothing here for you.');
  });

  test('is not there for an approver of this hospital at another', async () => {
    expect((await seen('d.okafor', `lakeside-imaging${path}`)).status).toBe(404);
  });

  test('leads whoever is not signed in to the sign-in, and back', async () => {
    const url = `${running.broker.addresses.api}/console/${HOSPITAL}${path}`;
    const { status, headers } = await new Browser().visit(url);
    const to = encodeURIComponent(`/console/${HOSPITAL}${path}`);
    expect([status, headers.get('location')]).toEqual([303, `/sign-in?to=${to}`]);
  });

  test('changes nothing when it is looked at with HEAD or sent a form', async () => {
    const { api } = running.broker.addresses;
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await fetch(`${api}/console/${HOSPITAL}${path}`, { method })).status).toBe(405);
  });
});

describe('today', () => {
  test('has what waits, with its deadline and the way to decide', async () => {
    const part = under(await textOf('d.okafor'), 'Waiting for a decision');
    expect(part).toContain('Waiting for a decision (2)');
    expect(part).toContain(`href="/decisions/${waiting.id}">${waiting.reference}: PM-12 #P7-0099, Main, ICU 3</a>`);
    expect(part).toContain('Joseph Osei (MedServ): run diagnostics, tier T1, for 30 min.');
    expect(part).toMatch(
      /Decide before <time datetime="[^"]+">[\d-]+, \d\d:\d\d C[SD]T<\/time>, <span class="wk-countdown" data-seconds="\d+">\d+ min<\/span> left\. 0 of 1 approvals given\./,
    );
    expect(part).not.toContain(active.reference);
  });

  test('has what is approved, until when and by whom, with the way to Revoke', async () => {
    const part = under(await textOf('d.okafor'), 'Approved now');
    expect(part).toContain('Approved now (1)');
    expect(part).toContain(`${active.reference}: PM-12 #P7-0099`);
    expect(part).toContain('Approved by Dana Okafor.');
    expect(part).toContain(`href="/decisions/${active.id}">Revoke`);
  });

  test('has what ended in the last day, with its state and by whom', async () => {
    const part = under(await textOf('d.okafor'), 'Over in the last 24 hours');
    expect(part).toContain('Over in the last 24 hours (1)');
    expect(part).toContain('✕ Denied');
    expect(part).toMatch(/Over <time [^>]+>[^<]+<\/time>, by Dana Okafor\./);
    expect(part).toContain(`/console/${HOSPITAL}/requests/${denied.id}`);
  });

  test('says how the messages about what waits came through, and where more is said', async () => {
    const part = await until(async () => {
      const text = under(await textOf('d.okafor'), 'Messages');
      return /\d (→ sent|✓ delivered)/.test(text) ? text : undefined;
    });
    expect(part).toContain('About the 2 requests that wait:');
    expect(part).toContain(`href="/console/${HOSPITAL}/delivery"`);
  });

  test('is loaded anew by itself, with a script and without, and is kept nowhere', async () => {
    const { headers, text } = await seen('d.okafor', HOSPITAL);
    expect(text).toContain('<noscript><meta http-equiv="refresh" content="30"></noscript>');
    expect(text).toMatch(/<script nonce="[\w-]{22}" data-every="30">/);
    expect(Object.fromEntries(headers)).toMatchObject(SECURITY_HEADERS);
  });

  test('is of the units that an owner has, and of no others', async () => {
    const [novak, chen] = [await textOf('h.novak'), await textOf('m.chen')];
    expect(novak).toContain(elsewhere.reference);
    for (const { reference } of [waiting, active, denied]) {
      expect(novak).not.toContain(reference);
      expect(chen).toContain(reference);
    }
    expect(chen).not.toContain(elsewhere.reference);
    expect(novak).toContain('Nobody has access now.');
    expect(novak).toContain('Nothing ended in the last 24 hours.');
  });

  test.each(['s.patel', 'l.moreau', 'a.kowalski', 'e.fischer', 'n.adeyemi'])('is there for %s', async (login) => {
    expect(await textOf(login)).toContain(waiting.reference);
  });

  test('of a hospital where nothing happens says what will stand there', async () => {
    const { status, text } = await seen('j.whitehorse', 'cedar-county', 'cedar-county');
    expect(status).toBe(200);
    expect(text).toContain('Nobody waits for an answer.');
    expect(text).toContain('No request waits, so nobody is being asked.');
  });

  test('stands in the menu of the hospital’s people, the audit in that of who reads the log', async () => {
    const menuOf = (text: string) => text.split('<nav class="wk-menu"')[1]?.split('</nav>')[0] ?? '';
    expect(menuOf(await textOf('e.fischer'))).toMatch(
      /\/console\/st-marys"[\s\S]*\/console\/st-marys\/audit"[\s\S]*\/report"/,
    );
    expect(menuOf(await textOf('d.okafor'))).toContain('/console/st-marys"');
    expect(menuOf(await textOf('d.okafor'))).not.toContain('/audit');
  });
});

describe('a timeline', () => {
  const timelineOf = (login: string, { id }: Asked) => textOf(login, `/requests/${id}`);

  test('has every event in order, with who, how he was known, and the hashes that are stored', async () => {
    const text = await timelineOf('e.fischer', active);
    const headings = [...text.matchAll(/<h2 [^>]*>(\d+\. [^<]+)<\/h2>/g)].map(([, words]) => words);
    expect(headings).toEqual([
      '1. Access asked for',
      '2. Sent to those who decide',
      '3. Approval recorded',
      '4. Approved',
    ]);
    expect(text).toContain('4 events verified');
    expect(text).not.toContain('Not proven');
    expect(text).toContain('Joseph Osei, technician, MedServ, signed in.');
    expect(text).toContain(
      'Dana Okafor, HTM approver, St. Mary&#39;s Teaching Hospital, signed in, with a one-time code.',
    );
    const stored = await running.stores.ledger.events(requestChain(active.id));
    expect(stored).toHaveLength(4);
    const codes = [...text.matchAll(/<code>([0-9a-f]{64})<\/code>/g)].map(([, hash]) => hash);
    const hashes = stored.map(({ hash }) => hash);
    const before = ['0'.repeat(64), ...hashes];
    expect(codes).toEqual(hashes.flatMap((hash, at) => [before[at], hash]));
  });

  test('shows what people wrote as text', async () => {
    const text = await timelineOf('e.fischer', denied);
    expect(text.match(/&quot;&gt;&lt;img src=x onerror=alert\(1\)&gt; =1\+1 &#39;x&#39;/g)).toHaveLength(2);
    expect(text).not.toContain('<img');
  });

  test.each(['d.okafor', 'm.chen', 's.patel', 'a.kowalski', 'n.adeyemi'])('is there for %s', async (login) => {
    expect(await timelineOf(login, active)).toContain('4 events verified');
  });

  test('is not there of another unit, another hospital, another id, or for a stranger', async () => {
    const paths: readonly (readonly [string, string])[] = [
      ['h.novak', `${HOSPITAL}/requests/${active.id}`],
      ['m.chen', `${HOSPITAL}/requests/${elsewhere.id}`],
      ['d.okafor', `lakeside-imaging/requests/${active.id}`],
      ['d.okafor', `${HOSPITAL}/requests/lakeside-imaging_${active.id.slice(-12)}`],
      ['d.okafor', `${HOSPITAL}/requests/${HOSPITAL}_AAAAAAAAAAAA`],
      ['d.okafor', `${HOSPITAL}/requests/x`],
    ];
    for (const [login, path] of paths) expect([path, (await seen(login, path)).status]).toEqual([path, 404]);
    for (const [, login, organisation] of STRANGERS)
      expect((await seen(login, `${HOSPITAL}/requests/${active.id}`, organisation)).status).toBe(404);
  });

  /** Writes beside the broker, as whoever held the table could. */
  async function tamper(
    { id }: Asked,
    n: number,
    set: string,
    values: Record<string, { S: string } | { B: Uint8Array }>,
  ) {
    const { events } = tablesFrom(tableEnvironment(PREFIX));
    await running.stores.client.send(
      new UpdateItemCommand({
        TableName: events,
        Key: { pk: { S: requestChain(id) }, sk: { S: `E#${String(n).padStart(6, '0')}` } },
        UpdateExpression: set,
        ExpressionAttributeNames: { '#x': Object.keys(values)[0] === ':b' ? 'bytes' : 'hash' },
        ExpressionAttributeValues: values,
      }),
    );
  }

  const partsOf = (text: string) => text.split('<section ').slice(1);

  test('shows loudly where an event was altered, and proves nothing from there on', async () => {
    const altered = await ask(osei, MONITOR.code, undefined, { reason: 'The truth.' });
    await approve(running.scene, okafor, altered);
    const [, , third] = await running.stores.ledger.events(requestChain(altered.id));
    const bytes = new TextEncoder().encode(
      new TextDecoder().decode(third?.bytes).replace('"holdSeconds":1800', '"holdSeconds":7200'),
    );
    await tamper(altered, 3, 'SET #x = :b', { ':b': { B: bytes } });
    const text = await timelineOf('e.fischer', altered);
    expect(text).toContain('<title>Broken log: Timeline of');
    expect(text).toMatch(/<div role="alert">[\s\S]*does not hold at event 3: its bytes are not those that were hashed/);
    const parts = partsOf(text);
    expect(parts.map((part) => part.includes('✓ Verified.'))).toEqual([true, true, false, false]);
    expect(parts[1]).toContain('Broken here, at event 3');
    expect(parts[2]).toContain('Hash of the bytes now');
    expect(parts[2]).toContain('120 min');
    expect(text).not.toContain('events verified');
  });

  test('shows bytes that are no event, and an event whose hash was replaced', async () => {
    const garbage = await ask(osei, MONITOR.code);
    await tamper(garbage, 1, 'SET #x = :b', { ':b': { B: new TextEncoder().encode('{"type":"<img>"') } });
    const broken = await timelineOf('e.fischer', garbage);
    expect(broken).toContain('does not hold at event 1: its bytes are not as the broker writes them');
    expect(broken).toContain('1. These bytes are no event');
    const replaced = await ask(osei, MONITOR.code);
    await tamper(replaced, 1, 'SET #x = :h', { ':h': { S: 'f'.repeat(64) } });
    expect(await timelineOf('e.fischer', replaced)).toContain('does not hold at event 1');
  });
});

describe('delivery health', () => {
  test('says whose message came back, about which request, and what was looked at', async () => {
    await planFailure(running.broker.addresses.inbox, 'SendEmail', 'bounce', 20);
    const lost = await ask(osei, MONITOR.code);
    const text = await until(async () => {
      const page = await textOf('p.lindqvist', '/delivery');
      return page.includes(lost.reference) ? page : undefined;
    });
    await planFailure(running.broker.addresses.inbox, 'SendEmail', 'bounce', 0);
    expect(text).toMatch(/message(s)? did not come through/);
    expect(text).toMatch(
      new RegExp(
        `<strong>(Dana Okafor|Petra Lindqvist|Rosa Alvarez): ✕ Came back</strong>[\\s\\S]*?/requests/${lost.id}`,
      ),
    );
    expect(text).toContain('✕ Came back');
    expect(text).toMatch(/\d+ messages about \d+ requests, submitted from <time/);
  });

  test('is of the places that somebody may see', async () => {
    const text = await textOf('h.novak', '/delivery');
    expect(text).toContain('messages about one request');
    expect(text).toContain('None of them came back');
  });

  test('of a hospital without requests says so', async () => {
    const { text } = await seen('j.whitehorse', 'cedar-county/delivery', 'cedar-county');
    expect(text).toContain('No request of yours to see has been made yet.');
  });

  test.each(['?after=x', '?after=1-AAAAAAAAAAA', '?more=1', '?after=1-AAAAAAAAAAAA&after=1-AAAAAAAAAAAA'])(
    'refuses %s',
    async (query) => {
      expect((await seen('d.okafor', `${HOSPITAL}/delivery${query}`)).status).toBe(400);
    },
  );
});
