/** The command line of `npm run oem`, read into what the commands are asked. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { EpochSeconds } from '../../device/claims.ts';
import { type Asked, bundle, type Command, newKey, owner, profile, root, signRequest } from './commands.ts';

const USAGE = `usage: oem new-key FILE
       oem root DRAFT [--current ROOT] --key FILE...
       oem owner|profile DRAFT [--current ENVELOPE] --root ROOT... --key FILE...
       oem bundle DRAFT --profile PROFILE [--current BUNDLE] --root ROOT... --key FILE...
       oem sign-request REQUEST --profile PROFILE [--current BUNDLE] --root ROOT... --key FILE...
                        [--until YYYY-MM-DD | --days N] [--revoke KID]...
       oem root|owner|profile|bundle --add ENVELOPE ..., instead of a draft: the next signer's turn
       --now EPOCH: the wall clock, if this machine's is not to be trusted`;

const DAY = 86_400;
const DEFAULT_DAYS = '365';

const ONE = { type: 'string' } as const;
const MANY = { type: 'string', multiple: true, default: [] as string[] } as const;
const OPTIONS = {
  ...{ key: MANY, root: MANY, revoke: MANY },
  ...{ add: ONE, current: ONE, profile: ONE, until: ONE, days: ONE, now: ONE },
} as const satisfies ParseArgsConfig['options'];

/** Each command and the options that it takes. */
const COMMANDS: readonly (readonly [name: string, Command, ...(keyof typeof OPTIONS)[]])[] = Object.freeze([
  ['new-key', newKey],
  ['root', root, 'key', 'add', 'current', 'now'],
  ['owner', owner, 'key', 'add', 'current', 'now', 'root'],
  ['profile', profile, 'key', 'add', 'current', 'now', 'root'],
  ['bundle', bundle, 'key', 'add', 'current', 'now', 'root', 'profile'],
  ['sign-request', signRequest, 'key', 'current', 'now', 'root', 'profile', 'until', 'days', 'revoke'],
]);

/** The command line cannot be read, or has what the command does not take. */
export class UsageError extends Error {
  readonly usage = USAGE;
}

/** @param clock this machine's @throws UsageError */
export function parseCommandLine(args: readonly string[], clock: EpochSeconds): [Command, Asked] {
  try {
    return readCommandLine(args, clock);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readCommandLine([name = 'nothing', ...args]: readonly string[], clock: EpochSeconds): [Command, Asked] {
  const [, command, ...takes] = COMMANDS.find(([known]) => known === name) ?? [];
  if (command === undefined) throw new Error(`${name} is no command`);
  const { values, positionals, tokens } = parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'option' && !takes.some((option) => option === token.name)) {
      throw new Error(`${name} takes no ${token.rawName}`);
    }
  }
  if (positionals.length > 1) throw new Error('one file at a time');
  if (values.add !== undefined && positionals.length > 0) throw new Error('either a draft or --add');
  const { key, root: roots, revoke, add, current, profile: design } = values;
  const now = values.now === undefined ? clock : secondsIn(values.now);
  const until = lastSecond(values.until, values.days, now);
  return [command, { file: positionals[0], key, root: roots, revoke, add, current, profile: design, until, now }];
}

function secondsIn(text: string): EpochSeconds {
  if (!/^(0|[1-9][0-9]{0,10})$/.test(text)) throw new Error('--now is whole seconds since 1970');
  return Number(text);
}

/** The named day, UTC, is the last. */
function lastSecond(date: string | undefined, days: string | undefined, now: EpochSeconds): EpochSeconds {
  if (date === undefined) {
    const count = days ?? DEFAULT_DAYS;
    if (!/^[1-9][0-9]{0,3}$/.test(count)) throw new Error('--days is a whole number from 1 to 9999');
    return now + Number(count) * DAY;
  }
  if (days !== undefined) throw new Error('either --until or --days');
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(date) / 1000 : Number.NaN;
  const isDay = Number.isFinite(midnight) && new Date(midnight * 1000).toISOString().startsWith(date);
  if (!isDay) throw new Error('--until is a day, YYYY-MM-DD');
  const last = midnight + DAY - 1;
  if (last <= now) throw new Error(`--until ${date} is over`);
  return last;
}
