/**
 * `npm start [-- --fresh] [--empty] [--port N] [--data DIR]`: the embedded broker, with seed data unless `--empty`. Says
 * where everything is and how the demo's people sign in; ends cleanly on Ctrl-C. One stack a data directory.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makePrivateDirectory } from './durable-file.ts';
import { castOf, codeAt } from './seed.ts';
import { type Stack, startStack } from './stack.ts';
import { ADDRESSES, PEOPLE, READY, UNSEEDED } from './stack-files.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '.wardkey' },
      fresh: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      port: { type: 'string' },
    },
  });
  const dataDir = values.data;
  const port = portFrom(values.port);
  const release = claim(dataDir, values.fresh);
  const empty = isEmpty(dataDir, values.empty);
  const stack = await startStack({ dataDir, port, environment: process.env, empty });
  say(stack, dataDir, empty);
  const end = () =>
    void stack
      .stop()
      .then(release)
      .then(() => process.exit(0));
  process.once('SIGINT', end).once('SIGTERM', end);
}

function portFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error('--port takes a number from 1 to 65535');
}

/** Two stacks on one directory would each believe that the other's writes are its own. */
function claim(dataDir: string, fresh: boolean): () => void {
  const file = join(dataDir, 'pid');
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (holder > 0 && isRunning(holder)) {
    throw new Error(
      `A stack runs on ${dataDir} already (process ${holder}). If that is another program, delete ${file}.`,
    );
  }
  if (fresh) rmSync(dataDir, { recursive: true, force: true });
  makePrivateDirectory(dataDir);
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** Data that began empty stays without seed data, whatever a later start says; seeded data cannot become empty. */
function isEmpty(dataDir: string, wanted: boolean): boolean {
  const mark = join(dataDir, UNSEEDED);
  if (existsSync(mark)) return true;
  if (!wanted) return false;
  if (existsSync(join(dataDir, ADDRESSES))) throw new Error(`${dataDir} holds seed data; add --fresh to begin anew.`);
  writeFileSync(mark, '');
  return true;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function say({ addresses, isBegun }: Stack, dataDir: string, empty: boolean): void {
  const { api, inbox, slack, oidc, simulator } = addresses;
  const now = Math.floor(Date.now() / 1000);
  const cast = castOf(join(dataDir, PEOPLE));
  const people = cast.map(
    ({ organisation, login, totpSecret, printedName, roles }) =>
      `  ${codeAt(totpSecret, now)}  ${login.padEnd(14)}${organisation.padEnd(18)}${printedName.padEnd(20)}${roles.join(', ')}`,
  );
  const lines = [
    READY,
    '',
    ...(simulator === undefined
      ? []
      : [`  Simulator ${simulator}/   begin here: phone, inbox and device side by side`]),
    `  API       ${api}   (its description: ${api}/openapi.json)`,
    `  Pages     ${api}/   sign in with an organisation and a name of the list below`,
    `  Inbox     ${inbox}   everybody's mail`,
    `  Slack     ${slack}/   two workspaces' conversations, as each of their people sees them`,
    `  Issuers   ${oidc}/oidc/<organisation>/.well-known/openid-configuration   password of everybody: ${cast[0]?.password ?? ''}`,
    ...(empty ? [] : [`  Devices   ${dataDir}/devices/<sticker code>.json   trust files for \`npm run verify\``]),
    `  Data      ${dataDir}   functions.log is what the functions say; development only: secrets of invented people lie here in the clear`,
    '',
    ...(empty
      ? [isBegun ? BEGUN : UNBEGUN, ...EMPTY]
      : ['Codes of this half minute; later ones with `npm run code -- LOGIN`:', ...people, '']),
    '`npm run demo` shows the whole loop in a terminal. Ctrl-C stops.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const UNBEGUN =
  'Nobody is registered. `npm run bootstrap -- --file FILE` begins; docs/onboarding.md goes on from there.';
const BEGUN = 'Bootstrap was done: docs/onboarding.md goes on from there.';
const EMPTY = Object.freeze([
  'Everybody of the seed data has an account at his organisation: `npm run sign-in -- LOGIN`.',
  '',
]);

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
