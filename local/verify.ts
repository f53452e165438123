/**
 * `npm run verify`: a device's check as a command, for people who integrate the verifier and for scripts.
 *
 *     printf %s "$TOKEN" | npm run -s verify -- --trust F --device ID [--nonce N] [--now EPOCH] [--state DIR]
 *                                               [--code RELEASECODE] [TOKENFILE]
 *
 * Prints exactly one JSON object `{accepted, code?, claims?}`; exit code 0 accepted, 1 refused, 2 usage. The token is
 * taken as it is: a newline at its end is E_CHARSET, as it would be on a device. Each run is one boot of the device.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  bootDevice,
  type Claims,
  type Code,
  type Device,
  fileStore,
  firstRecord,
  memoryStore,
  PATTERNS,
  parseTrustFile,
  presentToken,
  Rejected,
  type Trust,
  type TrustFile,
} from '../device/index.ts';

const USAGE = 'usage: verify --trust F --device ID [--nonce N] [--now EPOCH] [--state DIR] [--code CODE] [TOKENFILE]';

/** What the command was asked; times in seconds. */
interface Asked {
  readonly file: TrustFile;
  readonly device: string;
  readonly nonce: string | undefined;
  readonly now: number;
  readonly state: string | undefined;
  readonly code: string | undefined;
  readonly token: string | Uint8Array;
}

type Answer = { readonly accepted: true; readonly claims: Claims } | { readonly accepted: false; readonly code: Code };

/** Anything but a refusal is the caller's mistake: a message on stderr and nothing on stdout. */
function main(): number {
  let asked: Asked;
  try {
    asked = parseCommand(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  }
  const answer = answerTo(asked);
  console.log(JSON.stringify(answer));
  return answer.accepted ? 0 : 1;
}

function answerTo(asked: Asked): Answer {
  try {
    return { accepted: true, claims: check(asked) };
  } catch (error) {
    if (error instanceof Rejected) return { accepted: false, code: error.code };
    throw error;
  }
}

/** A device that holds another device's papers has none of its own: whatever its token says, it is not let in. */
function check(asked: Asked): Claims {
  const { trust } = asked.file;
  const isOwn = asked.device === trust.pinned.id;
  const device = switchOn(asked, isOwn ? asked.state : undefined);
  if (!isOwn) device.trust = asDevice(device.trust, asked.device);
  const claims = presentToken(device, asked.token, { now: asked.now, uptime: 0 }, { code: asked.code });
  if (!isOwn) throw new Rejected('E_AUD');
  return claims;
}

function switchOn({ file, nonce }: Asked, state: string | undefined): Device {
  const floor = file.trust.pinned.built;
  const store = state === undefined ? memoryStore(firstRecord(floor)) : fileStore(state, floor);
  const device = bootDevice(file.trust, file.documents, store);
  if (nonce !== undefined) device.challenge = { v: nonce, at: 0 };
  return device;
}

function asDevice(trust: Trust, id: string): Trust {
  return { ...trust, pinned: { ...trust.pinned, id } };
}

function parseCommand(args: string[]): Asked {
  const text = { type: 'string' } as const;
  const options = { trust: text, device: text, nonce: text, now: text, state: text, code: text };
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { trust, device, nonce, now, state, code } = values;
  if (trust === undefined || device === undefined) throw new Error('--trust and --device are needed');
  if (positionals.length > 1) throw new Error('one token at a time');
  if (nonce !== undefined && !PATTERNS.bytes16.test(nonce)) throw new Error('--nonce is 22 characters of base64url');
  if (now !== undefined && !/^(0|[1-9][0-9]{0,14})$/.test(now)) throw new Error('--now is whole seconds since 1970');
  const file = loadTrust(trust);
  const token = loadToken(positionals[0]);
  const seconds = now === undefined ? Math.floor(Date.now() / 1000) : Number(now);
  return { file, device, nonce, now: seconds, state, code, token };
}

function loadTrust(path: string): TrustFile {
  const text = readFileSync(path, 'utf8');
  try {
    return parseTrustFile(text);
  } catch (error) {
    throw new Error(`${path} is no trust file: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** 0xd2 begins a COSE_Sign1 and no JWS (profile, section 5). One character a byte, so that nothing is decoded away. */
function loadToken(path: string | undefined): string | Uint8Array {
  const bytes = readFileSync(path ?? process.stdin.fd);
  return bytes[0] === 0xd2 ? bytes : bytes.toString('latin1');
}

process.exitCode = main();
