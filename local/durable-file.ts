/**
 * Files that are either the old or the new version after `kill -9` or a power cut, never half of one, and on disk
 * before anybody is told so (architecture 8: no acknowledged write is lost).
 */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Only the owner may list or read: the directory holds keys. */
const PRIVATE_DIRECTORY = 0o700;
const PRIVATE_FILE = 0o600;

/** Makes `directory` with its parents. */
export function makePrivateDirectory(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
}

/** Replaces `path` by `content` in one step: written beside it, synced, renamed over it, the directory synced. */
export function writeDurably(path: string, content: string): void {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.new`);
  withFile(beside, 'w', (file) => writeFileSync(file, content));
  renameSync(beside, path);
  withFile(dirname(path), 'r', () => {});
}

function withFile(path: string, flags: string, use: (file: number) => void): void {
  const file = openSync(path, flags, PRIVATE_FILE);
  try {
    use(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
