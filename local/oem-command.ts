/**
 * `npm run oem`: the manufacturer's own tool, for the keys that never come near a broker (docs/oem.md). It reads and
 * writes files and reaches no network.
 *
 * stdout is data: one line of JSON. stderr is talk. Exit code 0 ok; 1 refused, because a device would not take it, and
 * the message begins with the device's code; 2 usage, or a file that is not what it must be.
 */
import type { EpochSeconds } from '../device/claims.ts';
import type { Say } from './oem/ceremony.ts';
import { parseCommandLine, UsageError } from './oem/command-line.ts';
import { Refused } from './oem/refused.ts';

/** @returns the exit code, and what goes to stdout: nothing but after success */
export function oem(args: readonly string[], clock: EpochSeconds, say: Say): { status: 0 | 1 | 2; stdout: string } {
  try {
    const [command, asked] = parseCommandLine(args, clock);
    return { status: 0, stdout: `${command(asked, say)}\n` };
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) say(error.usage);
    return { status: error instanceof Refused ? 1 : 2, stdout: '' };
  }
}

if (import.meta.main) {
  const { status, stdout } = oem(process.argv.slice(2), Math.floor(Date.now() / 1000), (line) => console.error(line));
  process.stdout.write(stdout);
  process.exitCode = status;
}
