/**
 * A child process that does not outlive us. A small shell stands between: it starts the program, holds the read end
 * of our pipe, and ends the program when the pipe closes, which the kernel does however we die (kill -9 too). The
 * child has a session of its own, so Ctrl-C in the terminal reaches us only and we stop things in order.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Tethered {
  /** The program's own process, not the shell's. */
  readonly pid: number;
  /** True when it has ended and all that it wrote is in `output`. */
  readonly hasExited: () => boolean;
  /** What the program wrote that `words` find; undefined when it ended without, or time is up. */
  heard(words: RegExp, withinMs: number): Promise<RegExpExecArray | undefined>;
  /** The last that the program wrote, for the error of one that did not start. */
  readonly output: () => string;
  /** Ends the program and returns when it is gone. */
  stop(): Promise<void>;
}

/** Prints the program's pid first. After the pipe closes the program has five seconds to end by itself. */
const TETHER = `
exec 3<&0
"$@" 1>&2 3<&- & program=$!
{ cat <&3 >/dev/null; kill "$program"; sleep 5; kill -9 "$program"; } >/dev/null 2>&1 & watcher=$!
echo "$program"
exec 1>&- 3<&-
wait "$program"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

/** Starts `command`; its arguments are passed as they are, never through the shell's parser. */
export async function startTethered(command: string, args: readonly string[]): Promise<Tethered> {
  const shell = spawn('/bin/sh', ['-c', TETHER, 'tether', command, ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = tailOf(shell);
  let isClosed = false;
  shell.once('close', () => {
    isClosed = true;
  });
  const lines = createInterface({ input: shell.stdout });
  const [pid] = (await once(lines, 'line')) as [string];
  // A program that is killed breaks its end of the pipe; readline hands such errors on.
  lines.on('error', () => {});
  const exited = once(shell, 'exit');
  return {
    pid: Number(pid),
    hasExited: () => isClosed,
    heard: async (words, withinMs) => {
      const end = performance.now() + withinMs;
      while (!words.test(output()) && !isClosed && performance.now() < end) await sleep(10);
      return words.exec(output()) ?? undefined;
    },
    output,
    stop: async () => {
      shell.stdin.end();
      await exited;
    },
  };
}

function tailOf(shell: ChildProcess): () => string {
  let tail = '';
  shell.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-2000);
  });
  return () => tail;
}
