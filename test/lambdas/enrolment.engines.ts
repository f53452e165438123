/**
 * Enrolling a one-time code against the running broker (architecture 7): begun with a fresh sign-in, confirmed by a code of
 * the new secret within five tries, replaced only with a code of the old.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codeRef, enrolmentRef, personChain } from '../../core/keys.ts';
import type { Answer, Phone } from '../../local/demo/broker.ts';
import { codeAt } from '../../local/seed.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { ask, HOSPITAL, MONITOR, type RunningBroker, recordsOf, runBroker } from '../support/running-broker.ts';

let running: RunningBroker;
let rossi: Phone;
let okafor: Phone;
let lindqvist: Phone;
let alvarez: Phone;
let osei: Phone;

beforeAll(async () => {
  running = await runBroker();
  const { scene } = running;
  [rossi, okafor, lindqvist, alvarez, osei] = await Promise.all([
    scene.phone('a.rossi', 'kestrel-biomed'),
    scene.phone('d.okafor', HOSPITAL),
    scene.phone('p.lindqvist', HOSPITAL),
    scene.phone('r.alvarez', HOSPITAL),
    scene.phone('j.osei', 'medserv'),
  ]);
  // As somebody who was just invited: no authenticator yet.
  const remove = { kind: 'remove', ref: codeRef(rossi.member.person) } as const;
  await running.stores.store.commit({ events: [], writes: [remove] });
});
afterAll(() => running.stop());

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 section 6, as an authenticator reads it. @returns hex */
function fromBase32(text: string): string {
  const bits = [...text].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return bytes.map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, '0')).join('');
}

/** Begins, and puts the secret into an app. @returns the secret, hex */
async function begin(phone: Phone): Promise<string> {
  const { status, body } = await phone.post('/codes', {});
  expect(status).toBe(200);
  return fromBase32(new URL(body.uri).searchParams.get('secret') ?? '');
}

const shown = (secret: string, later = 0) => codeAt(secret, running.scene.now() + later);
const confirm = (phone: Phone, code: string, oldCode?: string) =>
  phone.post('/codes/confirm', oldCode === undefined ? { code } : { code, oldCode });
const said = ({ status, body }: Answer) => [status, body.type, body.reason];
const REJECTED = [403, '/problems/code-rejected', 'code_rejected'];
const EXHAUSTED = [429, '/problems/rate-limited', 'tries_exhausted'];
const OVER = [410, '/problems/expired', undefined];

/** A code that `secret` does not show about now. */
function wrong(secret: string): string {
  const right = [-60, -30, 0, 30, 60].map((later) => shown(secret, later));
  return ['111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !right.includes(code)) ?? '';
}

async function decideWith(approver: Phone, code: string): Promise<Answer> {
  const { id, digest } = await ask(osei, MONITOR.code);
  return approver.post(`/requests/${id}/decision`, { decision: 'approve', digest, code });
}

describe('begin-enrolment', () => {
  test('hands out the secret once, as a link and as a picture', async () => {
    const { status, body } = await rossi.post('/codes', {});
    expect([status, Object.keys(body).sort()]).toEqual([200, ['confirmBy', 'qr', 'uri']]);
    const uri = new URL(body.uri);
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
    expect(decodeURIComponent(uri.pathname)).toBe('/Wardkey Kestrel Biomedical:a.rossi@kestrel-biomed.example');
    expect(uri.searchParams.get('issuer')).toBe('Wardkey Kestrel Biomedical');
    expect(uri.searchParams.get('secret')).toMatch(/^[A-Z2-7]{32}$/);
    expect(body.qr).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>$/);
    expect(body.confirmBy - running.scene.now()).toBeLessThanOrEqual(600);
    expect(body.confirmBy - running.scene.now()).toBeGreaterThan(590);
  });

  test('keeps the secret sealed', async () => {
    const secret = await begin(rossi);
    const { row } = await running.stores.store.load({ row: enrolmentRef(rossi.member.person) });
    expect(Buffer.from(row?.sealed ?? '', 'base64url').includes(Buffer.from(secret, 'hex'))).toBe(false);
  });

  test('refuses the suspended', async () => {
    const petrov = await running.scene.phone('l.petrov', 'medserv');
    expect(said(await petrov.post('/codes', {}))).toEqual([403, '/problems/forbidden', 'person_suspended']);
  });
});

describe('confirm-enrolment', () => {
  test('of nothing that was begun is over', async () => {
    expect(said(await confirm(osei, '123456'))).toEqual(OVER);
  });

  test('of the first code takes no old one, and is an event', async () => {
    const before = await begin(rossi);
    const secret = await begin(rossi);
    expect(said(await confirm(rossi, wrong(secret)))).toEqual(REJECTED);
    // Of a secret that was begun anew meanwhile.
    expect(said(await confirm(rossi, shown(before)))).toEqual(REJECTED);
    const { status, body } = await confirm(rossi, shown(secret));
    expect([status, body]).toEqual([200, { enrolled: true }]);
    const events = await recordsOf(running.stores, personChain('kestrel-biomed', rossi.member.person));
    expect(events).toMatchObject([
      { n: 1, type: 'credential.enrolled', data: { replaced: false }, actor: { role: 'self', auth: 'oidc' } },
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
    expect((await verifyLog(running.broker.addresses.dynamodb, { hospital: 'kestrel-biomed' })).broken).toBeUndefined();
    expect(said(await confirm(rossi, shown(secret, 30)))).toEqual(OVER);
  });

  test('of another code takes one of the old, which then counts no more', async () => {
    const old = okafor.member.totpSecret;
    const secret = await begin(okafor);
    expect(said(await confirm(okafor, shown(secret)))).toEqual(REJECTED);
    expect(said(await confirm(okafor, shown(secret), ''))).toEqual(REJECTED);
    expect(said(await confirm(okafor, shown(secret), wrong(old)))).toEqual(REJECTED);
    // Until then the old one counts.
    expect((await decideWith(okafor, shown(old))).status).toBe(200);
    await running.scene.skip(30);
    expect((await confirm(okafor, shown(secret), shown(old))).status).toBe(200);
    const [event] = await recordsOf(running.stores, personChain(HOSPITAL, okafor.member.person));
    expect(event).toMatchObject({
      type: 'credential.enrolled',
      data: { replaced: true },
      actor: { auth: 'oidc+totp' },
    });

    expect(said(await decideWith(okafor, shown(secret)))).toEqual(REJECTED);
    await running.scene.skip(30);
    expect(said(await decideWith(okafor, shown(old)))).toEqual(REJECTED);
    expect((await decideWith(okafor, shown(secret))).status).toBe(200);
  });

  test('is tried five times, then neither the right code helps, but a new beginning', async () => {
    const secret = await begin(lindqvist);
    for (let count = 0; count < 5; count += 1) expect(said(await confirm(lindqvist, wrong(secret)))).toEqual(REJECTED);
    const old = shown(lindqvist.member.totpSecret);
    expect(said(await confirm(lindqvist, shown(secret), old))).toEqual(EXHAUSTED);
    const again = await begin(lindqvist);
    expect((await confirm(lindqvist, shown(again), old)).status).toBe(200);
  });

  test('twenty at once are five tries too', async () => {
    const secret = await begin(alvarez);
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(alvarez, wrong(secret))));
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
    expect(await running.stores.store.load({ row: enrolmentRef(alvarez.member.person) })).toMatchObject({
      row: { confirmations: 5 },
    });
  });

  test('of one secret by two at once enrols it once', async () => {
    const secret = await begin(alvarez);
    const old = shown(alvarez.member.totpSecret);
    const answers = await Promise.all([1, 2].map(() => confirm(alvarez, shown(secret), old)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const events = await recordsOf(running.stores, personChain(HOSPITAL, alvarez.member.person));
    expect(events.map(({ type }) => type)).toEqual(['credential.enrolled']);
  });
});

// Last: nobody can sign in later than now, as the issuer's clock is not moved.
describe('time', () => {
  test('five minutes after the sign-in nothing can be begun, and after ten nothing be confirmed', async () => {
    const secret = await begin(osei);
    await running.scene.skip(301);
    expect(said(await osei.post('/codes', {}))).toEqual([401, '/problems/unauthenticated', undefined]);
    expect((await osei.get('/requests')).status).toBe(200);
    await running.scene.skip(300);
    const old = shown(osei.member.totpSecret);
    expect(said(await confirm(osei, shown(secret), old))).toEqual(OVER);
    // Nothing has changed: the old one counts.
    const { id } = await ask(osei, MONITOR.code);
    expect((await osei.post(`/requests/${id}/withdraw`, {})).status).toBe(200);
  });
});
