/** What pages take of a browser: where to go back to, whose form it is, and which cookies it keeps how. */
import { describe, expect, test } from '@jest/globals';
import { cookieKeeper } from '../../lambdas/cookies.ts';
import { localPath } from '../../lambdas/local-path.ts';
import { isFromPageOf } from '../../lambdas/page-sessions.ts';

describe('where a sign-in leads back to', () => {
  test.each([
    '/',
    '/requests',
    '/requests/',
    '/requests/st-marys_ABC',
    '/d/7F3K-29QX',
    '/a?b=c&d=%2F/e',
    '/a%20b',
    '/~a',
  ])('%s is a path of ours', (to) => expect(localPath(to)).toBe(to));

  test.each([
    [undefined],
    [''],
    ['requests'],
    ['//evil.example'],
    ['///evil.example'],
    ['/\\evil.example'],
    ['\\\\evil.example'],
    ['/a//evil.example'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    ['\t//evil.example'],
    [' //evil.example'],
    ['https://evil.example'],
    ['https:evil.example'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['@evil.example'],
    ['.evil.example'],
    ['/a\r\nset-cookie: b=c'],
    ['/a#b'],
    ['/a?b#c'],
    ['/a"b'],
    ['/a<b'],
    ['/\u2215evil'],
    ['/\uff0fevil'],
    [`/${'a'.repeat(512)}`],
  ])('%j is not, and leads to the start', (to) => expect(localPath(to)).toBe('/'));

  test('whatever is kept stays at our origin for a browser', () => {
    for (const to of ['/../..//', '/./@evil.example', '/%2F%2Fevil.example', '/:80', '/a?//evil.example']) {
      expect(new URL(localPath(to), 'https://wardkey.example').origin).toBe('https://wardkey.example');
    }
  });

  test('a long path with a bad end is none', () => {
    expect(localPath(`${'/a'.repeat(250)}"`)).toBe('/');
  });
});

describe('a form', () => {
  const OWN = 'https://wardkey.example';
  test.each<[string, string | undefined, string | undefined, boolean]>([
    ['of our page', OWN, 'same-origin', true],
    ['of our page in a browser that sends no Sec-Fetch-Site', OWN, undefined, true],
    ['of another origin', 'https://evil.example', 'same-origin', false],
    ['of a host that begins like ours', 'https://wardkey.example.evil.example', undefined, false],
    ['of our host over http', 'http://wardkey.example', undefined, false],
    ['of another port', 'https://wardkey.example:8443', undefined, false],
    ['of a hidden origin', 'null', 'same-origin', false],
    ['of no origin', undefined, 'same-origin', false],
    ['of a sister site', OWN, 'same-site', false],
    ['of another site', OWN, 'cross-site', false],
    ['that a person typed', OWN, 'none', false],
    ['of two origins', `${OWN},${OWN}`, 'same-origin', false],
  ])('%s', (_name, origin, site, isOurs) => expect(isFromPageOf(OWN, origin, site)).toBe(isOurs));
});

describe('cookies', () => {
  const STRICT = '__Host-wardkey-session=v; Max-Age=60; Path=/; HttpOnly; SameSite=Lax; Secure';
  const PLAIN = 'wardkey-session=v; Max-Age=60; Path=/; HttpOnly; SameSite=Lax';

  test.each([
    ['https://wardkey.example', STRICT],
    ['https://127.0.0.1:8443', STRICT],
    ['https://localhost', STRICT],
    ['http://wardkey.example', STRICT],
    ['http://127.0.0.1.evil.example', STRICT],
    ['http://localhost.evil.example', STRICT],
    ['http://10.0.0.1', STRICT],
    ['http://127.0.0.1:8080', PLAIN],
    ['http://localhost:8080', PLAIN],
    ['http://[::1]:8080', PLAIN],
  ])('of a broker at %s are set as %s', (baseUrl, line) => {
    expect(cookieKeeper(baseUrl).set('session', 'v', 60)).toBe(line);
  });

  const keeper = cookieKeeper('https://wardkey.example');
  test.each<[string, string[] | undefined, string | undefined]>([
    ['none', undefined, undefined],
    ['one among others', ['a=b', '__Host-wardkey-session=v=w', 'c=d'], 'v=w'],
    ['two', ['__Host-wardkey-session=v', '__Host-wardkey-session=v'], undefined],
    ['one without the prefix', ['wardkey-session=v'], undefined],
    ['one of another case', ['__host-wardkey-session=v'], undefined],
    ['one of the other kind', ['__Host-wardkey-signing-in=v'], undefined],
  ])('are read: %s', (_name, cookies, value) => expect(keeper.read(cookies, 'session')).toBe(value));
});
