/** What is kept in browsers: opened as it was sealed, by whom it was sealed, for as long as was said, and as nothing else. */
import { describe, expect, test } from '@jest/globals';
import { CompactEncrypt } from 'jose';
import { sealedCookies } from '../../adapters/session/sealed-cookies.ts';

const NOW = 1_800_000_000;
const UNTIL = 1_800_000_600;
const [FIRST, SECOND, THIRD] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)] as const;
const WHO = { organisation: 'medserv', person: 'p_a', session: 'S'.repeat(43), authenticatedAt: NOW - 5 };

const by = (...secrets: [string, ...string[]]) => sealedCookies(async () => secrets);
const cookies = by(FIRST);
const sealed = () => cookies.seal('session', WHO, UNTIL);

describe('a sealed cookie', () => {
  test('is opened as it was sealed, and shows nothing', async () => {
    const text = await sealed();
    expect(await cookies.open('session', text, NOW)).toEqual(WHO);
    expect(Buffer.from(text, 'base64url').toString()).not.toContain('medserv');
    expect(text).not.toBe(await sealed());
  });

  test.each([
    ['in its last second', 1_800_000_599, true],
    ['when it is over', 1_800_000_600, false],
    ['long after', 1_900_000_000, false],
  ])('%s: opened %s', async (_name, now, isOpened) => {
    expect((await cookies.open('session', await sealed(), now)) !== undefined).toBe(isOpened);
  });

  test('is nothing once a character of it was changed, wherever', async () => {
    const text = await sealed();
    // The last character of a part may hold bits that no byte takes; those before it are all of weight.
    const places = [...text].flatMap((character, at) =>
      character === '.' || /^(\.|$)/.test(text.slice(at + 1)) ? [] : [at],
    );
    const changed = places.map((at) => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`);
    const opened = await Promise.all(changed.map((one) => cookies.open('session', one, NOW)));
    expect(opened.filter((one) => one !== undefined)).toEqual([]);
  });

  test('of one kind is none of another', async () => {
    expect(await cookies.open('signing-in', await sealed(), NOW)).toBeUndefined();
  });

  test.each([
    [''],
    ['.'],
    ['....'],
    ['null'],
    [`${Buffer.from('null').toString('base64url')}....`],
    ['x'.repeat(5000)],
  ])('is not %j', async (text) => expect(await cookies.open('session', text, NOW)).toBeUndefined());

  test.each([
    ['by nobody’s key', { alg: 'dir', enc: 'A256GCM' }],
    ['by another algorithm', { alg: 'A256KW', enc: 'A256GCM' }],
    ['by another cipher', { alg: 'dir', enc: 'A128CBC-HS256' }],
  ] as const)('is not what somebody else made %s under our key’s name', async (_name, header) => {
    const [ours = ''] = (await sealed()).split('.');
    const { kid } = JSON.parse(Buffer.from(ours, 'base64url').toString()) as { kid: string };
    const text = new TextEncoder().encode(JSON.stringify({ content: WHO, exp: UNTIL }));
    const forged = await new CompactEncrypt(text)
      .setProtectedHeader({ ...header, kid })
      .encrypt(new Uint8Array(32).fill(7));
    expect(await cookies.open('session', forged, NOW)).toBeUndefined();
  });
});

describe('a change of the secret', () => {
  test.each<[string, [string, ...string[]], boolean]>([
    ['none', [FIRST], true],
    ['one', [SECOND, FIRST], true],
    ['two', [THIRD, SECOND], false],
    ['another secret', [SECOND], false],
  ])('%s: a cookie of before is opened: %j', async (_name, secrets, isOpened) => {
    const found = await by(...secrets).open('session', await sealed(), NOW);
    expect(found).toEqual(isOpened ? WHO : undefined);
  });

  test('seals with the new one', async () => {
    const text = await by(SECOND, FIRST).seal('session', WHO, UNTIL);
    expect(await by(SECOND).open('session', text, NOW)).toEqual(WHO);
    expect(await by(FIRST).open('session', text, NOW)).toBeUndefined();
  });

  test('is noticed by those who run: an unknown key makes them read again, and not again within a minute', async () => {
    let reads = 0;
    let secrets: [string, ...string[]] = [FIRST];
    const running = sealedCookies(async () => {
      reads += 1;
      return secrets;
    });
    await running.open('session', await sealed(), NOW);
    secrets = [SECOND, FIRST];
    const later = await by(SECOND).seal('session', WHO, UNTIL);
    expect([await running.open('session', later, NOW), reads]).toEqual([WHO, 2]);
    const never = await by(THIRD).seal('session', WHO, UNTIL);
    const tries = [NOW, NOW + 59, NOW + 60, NOW + 61].map((at) => async () => [
      await running.open('session', never, at),
      reads,
    ]);
    const seen: unknown[] = [];
    for (const one of tries) seen.push(await one());
    expect(seen.map((pair) => (pair as [unknown, number])[1])).toEqual([2, 2, 3, 3]);
  });

  test('that could not be read is read with the next', async () => {
    const answers: (() => [string])[] = [
      () => {
        throw new Error('throttled');
      },
      () => [FIRST],
    ];
    const running = sealedCookies(async () => (answers.shift() as () => [string])());
    await expect(running.seal('session', WHO, UNTIL)).rejects.toThrow('throttled');
    expect(await running.open('session', await sealed(), NOW)).toEqual(WHO);
  });
});

describe('a nonce of a form', () => {
  const SESSION = WHO.session;

  test('is the same for a session and a form, and 43 characters', async () => {
    expect(await cookies.formNonce(SESSION, 'sign-out')).toMatch(/^[\w-]{43}$/);
    expect(await cookies.isFormNonce(SESSION, 'sign-out', await by(FIRST).formNonce(SESSION, 'sign-out'), NOW)).toBe(
      true,
    );
  });

  test('of before a change of the secret still counts', async () => {
    const given = await cookies.formNonce(SESSION, 'sign-out');
    expect(await by(SECOND, FIRST).isFormNonce(SESSION, 'sign-out', given, NOW)).toBe(true);
    expect(await by(SECOND).isFormNonce(SESSION, 'sign-out', given, NOW)).toBe(false);
  });

  test('made with a new secret counts where only the one before was known', async () => {
    let secrets: [string, ...string[]] = [FIRST];
    const running = sealedCookies(async () => secrets);
    await running.formNonce(SESSION, 'sign-out');
    secrets = [SECOND, FIRST];
    const given = await by(SECOND, FIRST).formNonce(SESSION, 'sign-out');
    expect(await running.isFormNonce(SESSION, 'sign-out', given, NOW)).toBe(true);
  });

  test.each<[string, () => Promise<string>]>([
    ['of another session', () => cookies.formNonce('T'.repeat(43), 'sign-out')],
    ['of another form', () => cookies.formNonce(SESSION, 'mint-token')],
    ['of another secret', () => by(SECOND).formNonce(SESSION, 'sign-out')],
    ['cut short', async () => (await cookies.formNonce(SESSION, 'sign-out')).slice(0, -2)],
    ['with more behind it', async () => `${await cookies.formNonce(SESSION, 'sign-out')}AA`],
    ['that is nothing', async () => ''],
    ['that is the session', async () => SESSION],
  ])('%s is none', async (_name, given) => {
    expect(await cookies.isFormNonce(SESSION, 'sign-out', await given(), NOW)).toBe(false);
  });
});
