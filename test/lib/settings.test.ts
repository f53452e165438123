/** Settings: what deploys without any, and what is said about each that cannot be used. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseSettings } from '../../lib/settings.ts';
import { CONTEXT } from './deployment.ts';

const NO_KEYS = { credential: undefined, log: undefined, keypad: undefined, tokens: {} };
const ARN = 'arn:aws:acm:eu-central-1:111122223333:certificate/0e1d2c3b-aaaa-bbbb-cccc-1234567890ab';

const key = (digit: string) => `arn:aws:kms:eu-central-1:111122223333:key/mrk-${digit.repeat(32)}`;

/** The lines of the complaint about `context`. */
function complaintsAbout(context: unknown): readonly string[] {
  try {
    parseSettings(context);
    return [];
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split('\n');
    expect(first).toBe('cdk.json cannot be used:');
    return lines.map((line) => line.trim());
  }
}

describe('settings', () => {
  test('may all be left out', () => {
    expect(parseSettings(undefined)).toEqual({
      environment: 'pilot',
      domain: undefined,
      mail: { domain: 'wardkey.example.org', sender: 'no-reply' },
      alarmEmail: undefined,
      logDays: 90,
      hospitals: [],
      existingKeys: NO_KEYS,
      signIn: { cognito: true, callbacks: ['http://localhost:8400/callback'] },
      coolDownMinutes: 60,
      throttle: { all: { rate: 50, burst: 100 }, codes: { rate: 10, burst: 20 } },
    });
  });

  test('of cdk.json can be used as they are', () => {
    expect(parseSettings(CONTEXT['wardkey']).hospitals).toEqual(['example-hospital']);
  });

  test('may all be given', () => {
    const given = {
      environment: 'prod-1',
      domain: { name: 'access.hospital.example', certificateArn: ARN },
      mail: { domain: 'access.hospital.example', sender: 'wardkey' },
      alarmEmail: 'biomed@hospital.example',
      logDays: 365,
      hospitals: ['st-mary', 'st-john'],
      existingKeys: {
        credential: key('1'),
        log: key('2'),
        keypad: 'arn:aws-cn:kms:cn-north-1:111122223333:key/0e1d2c3b-aaaa-bbbb-cccc-1234567890ab',
        tokens: { 'st-john': { active: key('4'), next: key('5') } },
      },
      signIn: { cognito: false, callbacks: ['https://access.hospital.example/back'] },
      coolDownMinutes: 1440,
      throttle: { all: { rate: 10, burst: 10 }, codes: { rate: 1, burst: 1 } },
    };
    expect(parseSettings(given)).toEqual(given);
  });
});

describe('a complaint', () => {
  test.each<[string, unknown, string]>([
    ['a misspelt name', { enviroment: 'x' }, 'wardkey.enviroment is no setting; there are environment, domain, mail,'],
    ['a misspelt name inside', { mail: { form: 'x' } }, 'wardkey.mail.form is no setting; there are domain, sender'],
    ['no object', 'prod', 'wardkey is "prod"; wanted an object'],
    ['capital letters', { environment: 'Prod' }, 'wardkey.environment is "Prod"; wanted 2 to 20 of a-z, 0-9 and -'],
    ['a name too long', { environment: 'a'.repeat(21) }, `wardkey.environment is "${'a'.repeat(21)}"; wanted 2 to 20`],
    ['a word that Cognito keeps', { environment: 'aws-1' }, 'wardkey.environment is "aws-1"; wanted 2 to 20'],
    ['a null', { environment: null }, 'wardkey.environment is null; wanted'],
    [
      'an address for a domain',
      { mail: { domain: 'https://x.org' } },
      'wardkey.mail.domain is "https://x.org"; wanted a',
    ],
    ['a domain without certificate', { domain: { name: 'a.org' } }, 'wardkey.domain.certificateArn is missing; wanted'],
    [
      'a certificate that is none',
      { domain: { name: 'a.org', certificateArn: 'x' } },
      'wardkey.domain.certificateArn is',
    ],
    ['no address', { alarmEmail: 'me' }, 'wardkey.alarmEmail is "me"; wanted an e-mail address'],
    ['days that logs do not know', { logDays: 100 }, 'wardkey.logDays is 100; wanted one of 1, 3, 5, 7, 14, 30,'],
    [
      'one hospital that is no id',
      { hospitals: ['a1', 'St Mary'] },
      'wardkey.hospitals[1] is "St Mary"; wanted 2 to 32',
    ],
    [
      'a hospital twice',
      { hospitals: ['a1', 'a1'] },
      'wardkey.hospitals is ["a1","a1"]; wanted a list without doubles',
    ],
    ['no list', { hospitals: 'a1' }, 'wardkey.hospitals is "a1"; wanted a list'],
    [
      'an alias for a key',
      { existingKeys: { credential: 'arn:aws:kms:eu-central-1:111122223333:alias/x' } },
      'wardkey.existingKeys.credential is "arn:aws:kms:eu-central-1:111122223333:alias/x"; wanted the ARN of a KMS key',
    ],
    ['a key of no purpose', { existingKeys: { cookie: key('1') } }, 'wardkey.existingKeys.cookie is no setting; there'],
    [
      'keys of a hospital that is not listed',
      { hospitals: ['a1'], existingKeys: { tokens: { b2: { active: key('1'), next: key('2') } } } },
      'wardkey.existingKeys.tokens.b2 is no setting; there are a1',
    ],
    [
      'one token key alone',
      { hospitals: ['a1'], existingKeys: { tokens: { a1: { active: key('1') } } } },
      'wardkey.existingKeys.tokens.a1.next is missing; wanted the ARN of a KMS key',
    ],
    [
      'one key for two purposes',
      { hospitals: ['a1'], existingKeys: { tokens: { a1: { active: key('1'), next: key('1') } } } },
      'wardkey.existingKeys.tokens.a1.next is the same as wardkey.existingKeys.tokens.a1.active; wanted another',
    ],
    ['a word for a flag', { signIn: { cognito: 'yes' } }, 'wardkey.signIn.cognito is "yes"; wanted true or false'],
    [
      'http to elsewhere',
      { signIn: { callbacks: ['http://a.org/'] } },
      'wardkey.signIn.callbacks[0] is "http://a.org/"',
    ],
    ['no calls at all', { throttle: { all: { rate: 0 } } }, 'wardkey.throttle.all.rate is 0; wanted a whole number'],
  ])('about %s names the place', (_, context, complaint) => {
    const complaints = complaintsAbout(context);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain(complaint);
  });

  test('names every place at once', () => {
    expect(complaintsAbout({ environment: '', logDays: 0, mail: { sender: '@' } })).toHaveLength(3);
  });
});

test('docs/deploy.md has a row for each setting', () => {
  const page = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-zA-Z.]+)` \|/gm)].map(([, name]) => name);
  expect(rows).toEqual(Object.entries(parseSettings(undefined)).flatMap(([name, value]) => placesOf(name, value)));
});

/** `mail` -> `mail.domain`, `mail.sender`. A domain is absent by default and has two parts all the same. */
function placesOf(name: string, value: unknown): readonly string[] {
  if (name === 'domain') return ['domain.name', 'domain.certificateArn'];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0)
    return [name];
  return Object.entries(value).flatMap(([part, inner]) => placesOf(`${name}.${part}`, inner));
}
