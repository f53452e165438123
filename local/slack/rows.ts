/**
 * What the local Slack remembers: rows by name in an append-only file, one line of JSON a change, synced before anybody
 * is told that it was made. A line that was cut by a power failure was never acknowledged and is dropped at the next
 * start, when the file is written anew with what stands.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateDirectory, writeDurably } from '../durable-file.ts';

export interface Rows<Row> {
  get(key: string): Row | undefined;
  /** Returns when the row is on disk; null takes it away. */
  put(key: string, row: Row | null): void;
  /** In the order in which their names first came. */
  all(): readonly Row[];
  close(): void;
}

/** Opens `<name>.jsonl` in `dataDir`, made if absent. */
export function openRows<Row>(dataDir: string, name: string): Rows<Row> {
  makePrivateDirectory(dataDir);
  const path = join(dataDir, `${name}.jsonl`);
  const rows = new Map<string, Row>(existsSync(path) ? wholeLines<Row>(path) : []);
  for (const [key, row] of rows) if (row === null) rows.delete(key);
  writeDurably(path, [...rows].map(([key, row]) => lineOf(key, row)).join(''));
  const file = openSync(path, 'a');
  return {
    get: (key) => rows.get(key),
    put(key, row) {
      writeSync(file, lineOf(key, row));
      fsyncSync(file);
      if (row === null) rows.delete(key);
      else rows.set(key, row);
    },
    all: () => [...rows.values()],
    close: () => closeSync(file),
  };
}

function lineOf(key: string, row: unknown): string {
  return `${JSON.stringify([key, row])}\n`;
}

function wholeLines<Row>(path: string): readonly [string, Row][] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line));
}
