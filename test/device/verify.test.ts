/** Steps 1-22, a row a refusal. Every token here carries a right signature unless its row says otherwise. */
import { describe, expect, test } from '@jest/globals';
import { answerOf, deviceWith, other, world } from '../support/dsat-device.ts';
import {
  base64url,
  CLAIMS,
  DEVICE_ID,
  HEADER,
  JTI,
  makeToken,
  NONCE,
  signRaw,
  signTexts,
  T0,
} from '../support/dsat-maker.ts';

const { hospital } = world;
const good = makeToken(hospital);
const [head = '', body = '', sig = ''] = good.split('.');
const payload = JSON.stringify(CLAIMS);
/** A token whose payload is `text`, rightly signed. */
const withPayload = (text: string | Buffer) => signTexts(hospital, JSON.stringify(HEADER), text);
const withHeader = (text: string) => signTexts(hospital, text, payload);
const without = (name: string) => withPayload(JSON.stringify({ ...CLAIMS, [name]: undefined }));
const ORDER = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
const withSignature = (bytes: Buffer) => `${head}.${body}.${bytes.toString('base64url')}`;
const raw = signRaw(hospital, `${head}.${body}`);

describe('steps 1-4, the text', () => {
  test.each([
    ['nothing', '', 'E_SIZE'],
    ['2049 characters', 'a'.repeat(2049), 'E_SIZE'],
    ['2049 characters of another alphabet: size comes first', ' '.repeat(2049), 'E_SIZE'],
    ['2048 characters', 'a'.repeat(2048), 'E_SEGMENTS'],
    ['a BOM', `\ufeff${good}`, 'E_CHARSET'],
    ['a newline at the end', `${good}\n`, 'E_CHARSET'],
    ['"Bearer "', `Bearer ${good}`, 'E_CHARSET'],
    ['padding', `${good}==`, 'E_CHARSET'],
    ['plus of plain base64', `${head}.${body}.+${sig.slice(1)}`, 'E_CHARSET'],
    ['a full-width letter', `${head}.${body}.\uff21${sig.slice(1)}`, 'E_CHARSET'],
    ['one segment', head, 'E_SEGMENTS'],
    ['an empty header', `.${body}.${sig}`, 'E_SEGMENTS'],
    ['an empty payload', `${head}..${sig}`, 'E_SEGMENTS'],
    ['an empty signature', `${head}.${body}.`, 'E_SEGMENTS'],
    ['four segments', `${good}.${sig}`, 'E_SEGMENTS'],
    ['a segment of length 1 mod 4', `${head}.${body}.${sig.slice(1)}`, 'E_B64'],
    ['spare bits in the signature', `${head}.${body}.${sig.slice(0, 85)}${sig.endsWith('A') ? 'B' : 'D'}`, 'E_B64'],
    ['a header that decodes to nothing canonical', `A.${body}.${sig}`, 'E_B64'],
  ])('refuses %s', (_name, token, code) => expect(answerOf(deviceWith(), token)).toBe(code));
});

describe('steps 5-7, the header', () => {
  const more = (members: object) => makeToken(hospital, {}, members);
  test.each([
    ['text that is no JSON', withHeader('alg'), 'E_JSON'],
    ['white space', withHeader('{"alg": "ES256","kid":"h42-a","typ":"dsat+jwt"}'), 'E_JSON'],
    ['an array', withHeader('["ES256"]'), 'E_JSON'],
    ['a member twice', withHeader('{"alg":"ES256","alg":"ES256","kid":"h42-a","typ":"dsat+jwt"}'), 'E_JSON_DUP'],
    ['depth 4', withHeader('{"alg":[[[["x"]]]]}'), 'E_JSON_DEPTH'],
    ['crit', more({ crit: ['exp'] }), 'E_CRIT'],
    ['crit null, before other faults', more({ crit: null, typ: 5 }), 'E_CRIT'],
    ['a fourth member', more({ jku: 'x' }), 'E_HEADER'],
    [
      '__proto__ as a fourth member',
      withHeader('{"alg":"ES256","kid":"h42-a","typ":"dsat+jwt","__proto__":"x"}'),
      'E_HEADER',
    ],
    ['__proto__ in place of alg', withHeader('{"__proto__":"ES256","kid":"h42-a","typ":"dsat+jwt"}'), 'E_HEADER'],
    ['no alg', more({ alg: undefined }), 'E_HEADER'],
    ['kid as a number', more({ kid: 5 }), 'E_HEADER'],
    ['typ null', more({ typ: null }), 'E_HEADER'],
    ['typ JWT', more({ typ: 'JWT' }), 'E_TYP'],
    ['typ in upper case', more({ typ: 'DSAT+JWT' }), 'E_TYP'],
    ['typ with a media type prefix, before the kid', more({ typ: 'application/dsat+jwt', kid: '' }), 'E_TYP'],
    ['an empty kid', more({ kid: '' }), 'E_KID'],
    ['a kid of 33 characters', more({ kid: 'k'.repeat(33) }), 'E_KID'],
    ['a kid with a slash', more({ kid: 'a/b' }), 'E_KID'],
  ])('refuses %s', (_name, token, code) => expect(answerOf(deviceWith(), token)).toBe(code));
  test('refuses any JWS on a device of the other form, after the kid', () => {
    const device = deviceWith({ form: 'cwt' });
    expect(answerOf(device, good)).toBe('E_FORM');
    expect(answerOf(device, more({ kid: '' }))).toBe('E_KID');
    expect(answerOf(device, more({ kid: 'nobody' }))).toBe('E_FORM');
  });
  test('refuses the other form on a JWS device', () => {
    expect(answerOf(deviceWith(), Buffer.from('d28443a10126', 'hex'))).toBe('E_FORM');
  });
});

describe('steps 8-9, the key entry', () => {
  const kid = (name: string) => makeToken(other, {}, { kid: name });
  test.each([
    ['a kid of nobody', kid('nobody'), 'E_KEY_UNKNOWN'],
    ['a kid of Object.prototype', kid('constructor'), 'E_KEY_UNKNOWN'],
    ['__proto__', kid('__proto__'), 'E_KEY_UNKNOWN'],
    ['a kid in another case', kid('H42-A'), 'E_KEY_UNKNOWN'],
    ['a receipt key', kid('h42-rcpt'), 'E_KEY_PURPOSE'],
    ['alg none', makeToken(hospital, {}, { alg: 'none' }), 'E_ALG'],
    ['alg HS256', makeToken(hospital, {}, { alg: 'HS256' }), 'E_ALG'],
    ['the alg of the header instead of the key entry', makeToken(hospital, {}, { kid: 'h42-k' }), 'E_ALG'],
    ['a retired alg', makeToken(hospital, {}, { kid: 'h42-k', alg: 'ES256K' }), 'E_ALG_RETIRED'],
  ])('refuses %s', (_name, token, code) => expect(answerOf(deviceWith(), token)).toBe(code));
  test.each([
    ['a revoked kid', { revoked_kids: ['h42-a'] }, {}, makeToken(hospital, {}, { alg: 'none' }), 'E_KEY_REVOKED'],
    ['a revoked kid of another purpose', { revoked_kids: ['h42-rcpt'] }, {}, kid('h42-rcpt'), 'E_KEY_PURPOSE'],
    ['ES256 once the bundle retires it', { algs: ['ML-DSA-65'] }, {}, good, 'E_ALG_RETIRED'],
    [
      'an alg that this firmware lacks',
      { algs: ['ES256', 'ES256K'] },
      {},
      makeToken(hospital, {}, { kid: 'h42-k', alg: 'ES256K' }),
      'E_ALG',
    ],
    ['a sealed key', {}, { use: 'sealed' }, good, 'E_KEY_PURPOSE'],
  ])('refuses %s', (_name, bundle, key, token, code) =>
    expect(answerOf(deviceWith({}, bundle, key), token)).toBe(code),
  );
});

describe('step 10, the signature', () => {
  const [r, s] = [raw.subarray(0, 32), raw.subarray(32)];
  const n = Buffer.from(ORDER, 'hex');
  const zero = Buffer.alloc(32);
  test.each([
    ['63 bytes', withSignature(raw.subarray(1)), 'E_SIG_FORMAT'],
    ['65 bytes', withSignature(Buffer.concat([raw, zero.subarray(0, 1)])), 'E_SIG_FORMAT'],
    [
      'DER',
      withSignature(Buffer.concat([Buffer.from('30440220', 'hex'), r, Buffer.from('0220', 'hex'), s])),
      'E_SIG_FORMAT',
    ],
    ['r of zero', withSignature(Buffer.concat([zero, s])), 'E_SIG'],
    ['s of zero', withSignature(Buffer.concat([r, zero])), 'E_SIG'],
    ['both zero', withSignature(Buffer.alloc(64)), 'E_SIG'],
    ['r of n', withSignature(Buffer.concat([n, s])), 'E_SIG'],
    ['s of n', withSignature(Buffer.concat([r, n])), 'E_SIG'],
    ['all ones', withSignature(Buffer.alloc(64, 0xff)), 'E_SIG'],
    ['r and s exchanged', withSignature(Buffer.concat([s, r])), 'E_SIG'],
    ['another key of the bundle', makeToken(other), 'E_SIG'],
    [
      'the signature of another payload',
      `${head}.${base64url(JSON.stringify({ ...CLAIMS, jti: NONCE }))}.${sig}`,
      'E_SIG',
    ],
    ['garbage as payload, unread', `${head}.AAAA.${sig}`, 'E_SIG'],
  ])('refuses %s', (_name, token, code) => expect(answerOf(deviceWith(), token)).toBe(code));
  test('accepts either s: both are honest', () => {
    const twin = Buffer.from(
      (BigInt(`0x${ORDER}`) - BigInt(`0x${s.toString('hex')}`)).toString(16).padStart(64, '0'),
      'hex',
    );
    expect(answerOf(deviceWith(), withSignature(Buffer.concat([r, twin])))).toBe('OK');
  });
  test('refuses a key entry whose point is not on the curve', () => {
    const pub = `${hospital.pub.slice(0, -1)}${hospital.pub.endsWith('0') ? '1' : '0'}`;
    expect(answerOf(deviceWith({}, {}, { pub }), good)).toBe('E_SIG');
  });
});

describe('steps 11-12, the claims', () => {
  const change = (from: string, to: string) => withPayload(payload.replace(from, to));
  test.each([
    ['an array', withPayload('[]'), 'E_JSON'],
    ['a string', withPayload('"x"'), 'E_JSON'],
    ['null', withPayload('null'), 'E_JSON'],
    ['a byte above 0x7E', withPayload(Buffer.from(`${payload.slice(0, -1)},"n":"\xe9"}`, 'latin1')), 'E_JSON'],
    ['an escape', change('"sub"', '"s\\u0075b"'), 'E_JSON'],
    ['a fraction', change('"dur":1800', '"dur":1.5'), 'E_JSON'],
    ['an exponent', change('"dur":1800', '"dur":1e3'), 'E_JSON'],
    ['a minus', change('"dur":1800', '"dur":-1'), 'E_JSON'],
    ['a leading zero', change('"dur":1800', '"dur":01800'), 'E_JSON'],
    ['2^53', change(`"iat":${T0}`, '"iat":9007199254740992'), 'E_JSON'],
    ['a trailing comma', withPayload(`${payload.slice(0, -1)},}`), 'E_JSON'],
    ['a second object', withPayload(`${payload}{}`), 'E_JSON'],
    ['a space after', withPayload(`${payload} `), 'E_JSON'],
    ['a string of 257', makeToken(hospital, { note: 'n'.repeat(257) }), 'E_JSON'],
    ['33 elements', makeToken(hospital, { note: Array(33).fill(0) }), 'E_JSON'],
    ['lim twice', withPayload(`${payload.slice(0, -1)},"lim":{"dur":1}}`), 'E_JSON_DUP'],
    ['dur twice', change('"dur":1800', '"dur":1800,"dur":1'), 'E_JSON_DUP'],
    ['depth 4', makeToken(hospital, { note: [[[[]]]] }), 'E_JSON_DEPTH'],
    ...Object.keys(CLAIMS).map((name) => [`no ${name}`, without(name), 'E_CLAIM_MISSING'] as const),
    ['what is missing before what is malformed', makeToken(hospital, { ver: 'x', lim: undefined }), 'E_CLAIM_MISSING'],
    ['claims that only __proto__ has', change('"scope"', '"__proto__":{"scope":"svc.read"},"note"'), 'E_CLAIM_MISSING'],
    ...(
      [
        ['ver', ['1', null, true, [1]]],
        ['iss', ['H', 'a', '-a', 'a'.repeat(33), 5]],
        ['sub', ['', 'a b', 't'.repeat(49), null]],
        ['aud', ['gs1', 'GS1:abc', 'gs1:ab', `gs1:${'a'.repeat(97)}`, 'gs1:a*c', [DEVICE_ID]]],
        ['jti', ['x', `${JTI}A`, `${JTI.slice(0, 21)}R`, `${JTI.slice(0, 21)}=`, 5]],
        ['iat', ['1', null, false]],
        ['nbf', [String(T0)]],
        ['exp', [[T0 + 3600]]],
        [
          'scope',
          ['', ' svc.read', 'svc.read ', 'a  b', 'A', '*', Array(17).fill('s').join(' '), 's'.repeat(33), ['svc.read']],
        ],
        ['lim', [1800, null, [], 'dur']],
        ['req', ['x', null, 'A'.repeat(44), `${'A'.repeat(42)}B`]],
        ['cnonce', ['x', null, `${NONCE.slice(0, 21)}R`]],
        ['cnf', [null, 'jkt', []]],
      ] as const
    ).flatMap(([name, values]) =>
      values.map(
        (value) =>
          [`${name} of ${JSON.stringify(value)}`, makeToken(hospital, { [name]: value }), 'E_CLAIM_TYPE'] as const,
      ),
    ),
  ])('refuses %s', (_name, token, code) => expect(answerOf(deviceWith(), token)).toBe(code));
  test.each([
    ['an unknown claim', { note: 'x' }],
    ['an unknown claim at depth 3', { note: [[0], [[]]] }],
    ['an unknown claim of 256 characters', { note: 'n'.repeat(256) }],
    ['32 elements', { note: Array(32).fill(0) }],
    ['req', { req: 'A'.repeat(43) }],
  ])('accepts %s', (_name, claims) => expect(answerOf(deviceWith(), makeToken(hospital, claims))).toBe('OK'));
});

describe('steps 13-19, what the claims say', () => {
  test.each<[string, object, string]>([
    ['version 0', { ver: 0 }, 'E_VERSION'],
    ['version 2, before the issuer', { ver: 2, iss: 'hosp-0099' }, 'E_VERSION'],
    ['another issuer than the key, before the device', { iss: 'hosp-0099', aud: 'gs1:other' }, 'E_ISS'],
    ['another device, before the scope', { aud: 'gs1:01/09506000134352/21/SN-0012346', scope: 'x' }, 'E_AUD'],
    ['a shorter device id', { aud: DEVICE_ID.slice(0, -1) }, 'E_AUD'],
    ['a longer device id', { aud: `${DEVICE_ID}0` }, 'E_AUD'],
    ['a scope twice, before limits', { scope: 'svc.read svc.read', lim: { x: 1 } }, 'E_SCOPE'],
    ['a scope of nobody', { scope: 'svc.firmware' }, 'E_SCOPE'],
    ['an unknown limit, before its types', { lim: { dur: 0, site: 'x' } }, 'E_LIMIT'],
    ['__proto__ as a limit', { lim: JSON.parse('{"dur":60,"__proto__":1}') }, 'E_LIMIT'],
    ['no dur', { lim: {} }, 'E_CLAIM_TYPE'],
    ['dur 0', { lim: { dur: 0 } }, 'E_CLAIM_TYPE'],
    ['dur as text', { lim: { dur: '60' } }, 'E_CLAIM_TYPE'],
    ['use 0', { lim: { dur: 60, use: 0 } }, 'E_CLAIM_TYPE'],
    ['use null, before a dur too long', { lim: { dur: 99999, use: null } }, 'E_CLAIM_TYPE'],
    ['a short rel', { lim: { dur: 60, rel: 'A'.repeat(42) } }, 'E_CLAIM_TYPE'],
    ['dur above 7200, before use', { lim: { dur: 7201, use: 99 } }, 'E_DURATION'],
    ['use above 3', { lim: { dur: 60, use: 4 } }, 'E_LIMIT'],
    ['exp of nbf', { nbf: T0 + 3600 }, 'E_TIME_ORDER'],
    ['exp of iat', { iat: T0 + 3600 }, 'E_TIME_ORDER'],
    ['a life of 14401', { exp: T0 + 14_401 }, 'E_LIFETIME'],
    ['86401 seconds ahead', { nbf: T0 + 86_401, exp: T0 + 86_402 }, 'E_LIFETIME'],
    ['iat before its key', { iat: T0 - 1_000_001, nbf: T0 - 1_000_001, exp: T0 - 999_999 }, 'E_KEY_TIME'],
    ['iat after its key', { iat: T0 + 10_000_001, nbf: T0 + 10_000_001, exp: T0 + 10_000_002 }, 'E_KEY_TIME'],
  ])('refuses %s', (_name, claims, code) => expect(answerOf(deviceWith(), makeToken(hospital, claims))).toBe(code));
  test.each<[string, object, object, object, string]>([
    ['an issuer that does not own the device', {}, { iss: 'hosp-0099' }, { iss: 'hosp-0099' }, 'E_ISS'],
    ['a key for other devices', {}, { aud_prefix: 'gs1:01/09506000134369/' }, {}, 'E_AUD'],
    ['a scope that the key lacks', {}, { scopes: ['svc.read'] }, {}, 'E_SCOPE'],
    ['a scope that the device lacks', { scopes: ['svc.read'] }, {}, {}, 'E_SCOPE'],
    ['a dur above the key', {}, { max_dur: 1799 }, {}, 'E_DURATION'],
    ['a dur above the device', { limits: { max_dur: 1799 } }, {}, {}, 'E_DURATION'],
    ['a use above the device', { limits: { max_use: 1 } }, {}, { lim: { dur: 60, use: 2 } }, 'E_LIMIT'],
    ['a life above the key', {}, { max_life: 3599 }, {}, 'E_LIFETIME'],
    ['a life above the device', { limits: { max_life: 3599 } }, {}, {}, 'E_LIFETIME'],
    ['pre-booking above the device', { limits: { max_prebook: 9 } }, {}, { nbf: T0 + 10 }, 'E_LIFETIME'],
  ])('refuses %s', (_name, pinned, key, claims, code) => {
    expect(answerOf(deviceWith(pinned, {}, key), makeToken(hospital, claims))).toBe(code);
  });
  test.each<[string, object]>([
    ['the longest dur and most uses', { lim: { dur: 7200, use: 3, rel: 'A'.repeat(43) } }],
    ['the longest life', { exp: T0 + 14_400 }],
    ['an iat after nbf', { nbf: T0 - 10 }],
    ['three scopes', { scope: 'svc.calibrate svc.read svc.config' }],
  ])('accepts %s', (_name, claims) => expect(answerOf(deviceWith(), makeToken(hospital, claims))).toBe('OK'));
});
