/**
 * The mails that the local mailbox took: one line of JSON each in an append-only file, synced before SES's answer is
 * given. A line that was cut by a power failure was never acknowledged and is dropped at the next start.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateDirectory, writeDurably } from '../durable-file.ts';

export interface Message {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly received: number;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Messages {
  /** Returns when the message is on disk. */
  add(message: Message): void;
  /** Newest last. */
  all(): readonly Message[];
  close(): void;
}

/** Opens the file of messages in `dataDir`, made if absent. */
export function openMessages(dataDir: string): Messages {
  makePrivateDirectory(dataDir);
  const path = join(dataDir, 'messages.jsonl');
  const messages = existsSync(path) ? wholeLines(path) : [];
  // Written anew without a cut last line, which the next message would otherwise be appended to.
  writeDurably(path, messages.map(lineOf).join(''));
  const file = openSync(path, 'a');
  return {
    add(message) {
      writeSync(file, lineOf(message));
      fsyncSync(file);
      messages.push(message);
    },
    all: () => messages,
    close: () => closeSync(file),
  };
}

const lineOf = (message: Message): string => `${JSON.stringify(message)}\n`;

function wholeLines(path: string): Message[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line));
}
