/**
 * The store as files, for devices with a file system: one file a revision, `record-<revision>`, of which the highest
 * stands. A commit writes a temporary file, flushes it, gives it its name without overwriting, flushes the directory
 * and reads it back. Power may go at any point: before the name the old record stands, from then on the new one does.
 * A directory that was set up once and holds no sound record refuses service (E_STORE): a lost record is never
 * "nothing was used yet". Accepted risk: who can write to this directory can put an old record back; a device whose
 * disk can be reached puts the store on rollback-protected storage instead.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { EpochSeconds } from './claims.ts';
import { sha256 } from './p256.ts';
import { Rejected } from './rejected.ts';
import { type Durable, firstRecord, type Store, type TokenRecord } from './store.ts';

/** The points of a commit at which power may go; `onStep` is called just before each. */
export type Step = 'write' | 'fsync' | 'rename' | 'dirsync' | 'readback' | 'grant';
type OnStep = (step: Step) => void;

const MARKER = 'wardkey-store';
const RECORD = /^record-([0-9]+)$/;

/**
 * Opens the store in `directory`, setting it up if nothing is there yet.
 *
 * @param floor the first floor of time of a device that was never switched on: its firmware's build time
 * @param onStep for power-cut tests and for a firmware's own trace
 * @throws Rejected E_STORE
 */
export function fileStore(directory: string, floor: EpochSeconds, onStep: OnStep = () => {}): Store {
  const home = resolve(directory);
  return faultsAsRefusals({
    read: () => readRecord(home, floor),
    commit: (next) => writeRecord(home, next, onStep),
  });
}

/** A disk fault is a refusal: the device goes on caring for the patient and lets nobody in. */
function faultsAsRefusals(store: Store): Store {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch {
      throw new Rejected('E_STORE');
    }
  };
  return { read: () => guard(store.read), commit: (next) => guard(() => store.commit(next)) };
}

function readRecord(directory: string, floor: EpochSeconds): Durable {
  if (!existsSync(directory) || readdirSync(directory).length === 0) setUp(directory, floor);
  const latest = Math.max(...revisionsIn(directory));
  return parseRecord(readFileSync(nameOf(directory, latest), 'latin1'), latest);
}

/**
 * Made beside and then named, so that a set-up cut short leaves nothing. The marker stays for ever: a directory that
 * once held a record is never empty again, and so never set up again.
 */
function setUp(directory: string, floor: EpochSeconds): void {
  const beside = `${directory}.new-${process.pid}`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  closeSync(openSync(join(beside, MARKER), 'w'));
  writeRecord(beside, firstRecord(floor), () => {});
  renameSync(beside, directory);
  flushDirectory(dirname(directory));
}

/**
 * `link` gives the name only if nobody has it, and the newest name must then be ours: of two processes that read the
 * same revision one loses, and refuses.
 */
function writeRecord(directory: string, next: Durable, onStep: OnStep): void {
  const text = formatRecord(next);
  const name = nameOf(directory, next.revision);
  const temporary = join(directory, `next-${process.pid}`);
  onStep('write');
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  writeFileSync(file, text, 'latin1');
  onStep('fsync');
  fsyncSync(file);
  closeSync(file);
  onStep('rename');
  linkSync(temporary, name);
  onStep('dirsync');
  flushDirectory(directory);
  onStep('readback');
  const isLatest = Math.max(...revisionsIn(directory)) === next.revision;
  if (!isLatest || readFileSync(name, 'latin1') !== text) throw new Rejected('E_STORE');
  removeOlder(directory, next.revision);
  onStep('grant');
}

function flushDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Older records, and temporary files of commits that never came to their name. */
function removeOlder(directory: string, revision: number): void {
  for (const name of readdirSync(directory)) {
    const older = RECORD.exec(name)?.[1];
    const isDone = older === undefined ? name.startsWith('next-') : Number(older) < revision;
    if (isDone) rmSync(join(directory, name), { force: true });
  }
}

function revisionsIn(directory: string): number[] {
  return readdirSync(directory).flatMap((name) => RECORD.exec(name)?.slice(1).map(Number) ?? []);
}

function nameOf(directory: string, revision: number): string {
  return join(directory, `record-${revision}`);
}

/** The digest is against torn and decayed files, not against people. */
function formatRecord(durable: Durable): string {
  const body = JSON.stringify({ ...durable, tokens: [...durable.tokens] });
  return `${sha256(body).toString('hex')}\n${body}\n`;
}

function parseRecord(text: string, revision: number): Durable {
  const [digest, body = '', end, ...rest] = text.split('\n');
  const isWhole = end === '' && rest.length === 0 && digest === sha256(body).toString('hex');
  const record: Durable & { tokens: Iterable<[string, TokenRecord]> } = JSON.parse(body);
  if (!isWhole || record.revision !== revision) throw new Rejected('E_STORE');
  return { ...record, tokens: new Map(record.tokens) };
}
