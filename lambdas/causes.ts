/** What a log may say of an error. */
import { Problem } from '../core/problems.ts';

/** Names of an error and its causes, and where a fault of ours was thrown; messages may hold what was sent. */
export function causesOf(error: unknown): { problem?: string; causes?: string[]; at?: string[] } {
  if (!(error instanceof Error)) return {};
  const causes: string[] = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < 5; cause = cause.cause) {
    causes.push('code' in cause ? `${cause.name} ${String(cause.code)}` : cause.name);
  }
  const named = { problem: error instanceof Problem ? error.type : error.name, ...(causes.length > 0 && { causes }) };
  return error instanceof Problem ? named : { ...named, at: framesOf(error) };
}

/** The first lines of the stack after the message. */
function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4)
    .map((line) => line.trim());
}
