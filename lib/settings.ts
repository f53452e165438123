/**
 * What an engineer of a hospital sets before deploying: the `wardkey` object of cdk.json's context. Everything is checked
 * before any template is made, all at once, each complaint naming the place; a name nobody knows is a complaint too,
 * because a misspelt setting would silently be its default.
 */

import { type Pattern, Reader } from './settings-reader.ts';

export interface Settings {
  /** Tells deployments of one account apart; part of every fixed name. */
  readonly environment: string;
  /** Where the broker is reached; absent: at the address that API Gateway gives. */
  readonly domain: { readonly name: string; readonly certificateArn: string } | undefined;
  /** The domain that mails come from, and the address before its `@`. */
  readonly mail: { readonly domain: string; readonly sender: string };
  /** Who is mailed when something failed for good; absent: nobody. */
  readonly alarmEmail: string | undefined;
  /** How long function and access logs are kept. The events are kept for ever, in the table. */
  readonly logDays: number;
  /** Hospitals whose token keys this deployment makes. */
  readonly hospitals: readonly string[];
  /** Keys that stand already and are used instead of new ones. */
  readonly existingKeys: ExistingKeys;
  /** The user pool that comes with the stack, and where it may send people back to. */
  readonly signIn: { readonly cognito: boolean; readonly callbacks: readonly string[] };
  /** How long a change that widens power waits after its second person has confirmed it (R18). */
  readonly coolDownMinutes: number;
  /** Calls a second and in a burst, for a whole route: of all routes, and of those that take a one-time code. */
  readonly throttle: { readonly all: Throttle; readonly codes: Throttle };
}

/** ARNs; what is absent is made by the deployment. */
export interface ExistingKeys {
  readonly credential?: string | undefined;
  readonly log?: string | undefined;
  readonly keypad?: string | undefined;
  /** By hospital; one that is not here gets keys of its own. */
  readonly tokens: Readonly<Record<string, { readonly active: string; readonly next: string }>>;
}

export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/** The periods that CloudWatch Logs knows, up to ten years. */
const LOG_DAYS: readonly number[] = Object.freeze([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

/** A role's name stays under IAM's 64 characters, and Cognito takes none of its own words in an address. */
const ENVIRONMENT: Pattern = [
  /^(?!.*(aws|amazon|cognito))[a-z][a-z0-9-]{0,18}[a-z0-9]$/,
  '2 to 20 of a-z, 0-9 and -, a letter first, without aws, amazon or cognito',
];
const DOMAIN: Pattern = [/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, 'a domain name'];
const SENDER: Pattern = [/^[a-z0-9][a-z0-9._-]{0,62}$/, 'what stands before the @'];
const EMAIL: Pattern = [/^[^@\s<>"]{1,64}@[a-z0-9.-]+\.[a-z]{2,63}$/i, 'an e-mail address'];
const CERTIFICATE: Pattern = [/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, 'the ARN of a certificate'];
/** An alias can be pointed elsewhere. */
const KEY: Pattern = [
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
  'the ARN of a KMS key, not of an alias',
];
/** As in requests' ids (core/contract.ts). */
const HOSPITAL: Pattern = [/^[a-z0-9-]{2,32}$/, '2 to 32 of a-z, 0-9 and -'];
const CALLBACK: Pattern = [/^(https:\/\/|http:\/\/localhost[:/])\S+$/, 'an https address, or one of http://localhost'];

/** Settings that could not be understood; the message has a line for each. */
class SettingsError extends Error {
  constructor(complaints: readonly string[]) {
    super(`cdk.json cannot be used:\n${complaints.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/** @throws SettingsError naming every place that is wrong */
export function parseSettings(context: unknown): Settings {
  const read = new Reader();
  const root = read.object(context, 'wardkey', [
    'environment',
    'domain',
    'mail',
    'alarmEmail',
    'logDays',
    'hospitals',
    'existingKeys',
    'signIn',
    'coolDownMinutes',
    'throttle',
  ]);
  const mail = read.object(root['mail'], 'wardkey.mail', ['domain', 'sender']);
  const signIn = read.object(root['signIn'], 'wardkey.signIn', ['cognito', 'callbacks']);
  const throttle = read.object(root['throttle'], 'wardkey.throttle', ['all', 'codes']);
  const hospitals = read.list(root['hospitals'], 'wardkey.hospitals', HOSPITAL, []);
  const settings: Settings = {
    environment: read.text(root['environment'], 'wardkey.environment', ENVIRONMENT, 'pilot'),
    domain: domainIn(read, root['domain']),
    mail: {
      domain: read.text(mail['domain'], 'wardkey.mail.domain', DOMAIN, 'wardkey.example.org'),
      sender: read.text(mail['sender'], 'wardkey.mail.sender', SENDER, 'no-reply'),
    },
    alarmEmail:
      root['alarmEmail'] === undefined ? undefined : read.text(root['alarmEmail'], 'wardkey.alarmEmail', EMAIL),
    logDays: read.oneOf(root['logDays'], 'wardkey.logDays', LOG_DAYS, 90),
    hospitals,
    existingKeys: existingKeysIn(read, root['existingKeys'], hospitals),
    signIn: {
      cognito: read.flag(signIn['cognito'], 'wardkey.signIn.cognito', true),
      callbacks: read.list(signIn['callbacks'], 'wardkey.signIn.callbacks', CALLBACK, [
        'http://localhost:8400/callback',
      ]),
    },
    coolDownMinutes: read.whole(root['coolDownMinutes'], 'wardkey.coolDownMinutes', 60),
    throttle: {
      all: throttleIn(read, throttle['all'], 'wardkey.throttle.all', { rate: 50, burst: 100 }),
      codes: throttleIn(read, throttle['codes'], 'wardkey.throttle.codes', { rate: 10, burst: 20 }),
    },
  };
  if (read.complaints.length > 0) throw new SettingsError(read.complaints);
  return settings;
}

function domainIn(read: Reader, value: unknown): Settings['domain'] {
  if (value === undefined) return undefined;
  const domain = read.object(value, 'wardkey.domain', ['name', 'certificateArn']);
  return {
    name: read.text(domain['name'], 'wardkey.domain.name', DOMAIN),
    certificateArn: read.text(domain['certificateArn'], 'wardkey.domain.certificateArn', CERTIFICATE),
  };
}

function existingKeysIn(read: Reader, value: unknown, hospitals: readonly string[]): ExistingKeys {
  const path = 'wardkey.existingKeys';
  const given = read.object(value, path, ['credential', 'log', 'keypad', 'tokens']);
  const key = (name: string) =>
    given[name] === undefined ? undefined : read.distinct(given[name], `${path}.${name}`, KEY);
  // A key of a hospital that is not listed would be forgotten silently: the names that may stand here are those.
  const tokens = read.object(given['tokens'], `${path}.tokens`, hospitals);
  return {
    credential: key('credential'),
    log: key('log'),
    keypad: key('keypad'),
    tokens: Object.fromEntries(
      Object.entries(tokens).map(([hospital, pair]) => [hospital, keyPairIn(read, pair, `${path}.tokens.${hospital}`)]),
    ),
  };
}

function keyPairIn(read: Reader, value: unknown, path: string): { readonly active: string; readonly next: string } {
  const pair = read.object(value, path, ['active', 'next']);
  return {
    active: read.distinct(pair['active'], `${path}.active`, KEY),
    next: read.distinct(pair['next'], `${path}.next`, KEY),
  };
}

function throttleIn(read: Reader, value: unknown, path: string, otherwise: Throttle): Throttle {
  const throttle = read.object(value, path, ['rate', 'burst']);
  return {
    rate: read.whole(throttle['rate'], `${path}.rate`, otherwise.rate),
    burst: read.whole(throttle['burst'], `${path}.burst`, otherwise.burst),
  };
}
