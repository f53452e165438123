/** Asks the account by the AWS CLI, with whatever credentials it finds: nothing is asked that would change anything. */
import { spawnSync } from 'node:child_process';

/** What the CLI said: an answer, or the name of AWS's error. */
export type Said = { readonly answer: unknown } | { readonly error: string };

/** Errors of the CLI itself, beside the names that AWS gives. */
export const NO_CLI = 'NoCli';
const NO_CREDENTIALS = 'NoCredentials';
const NO_ANSWER = 'NoAnswer';

const TIMEOUT_MS = 30_000;

/** One call, as `aws <words> --output json`. */
export type Ask = (...words: readonly string[]) => Said;

export function awsCli(region: string | undefined): Ask {
  const where = region === undefined ? [] : ['--region', region];
  return (...words) => {
    const options = { encoding: 'utf8', timeout: TIMEOUT_MS, env: { ...process.env, AWS_PAGER: '' } } as const;
    const { error, status, stdout, stderr } = spawnSync('aws', [...words, ...where, '--output', 'json'], options);
    if (error) return { error: (error as NodeJS.ErrnoException).code === 'ENOENT' ? NO_CLI : NO_ANSWER };
    if (status !== 0) return { error: errorIn(stderr) };
    try {
      return { answer: JSON.parse(stdout) as unknown };
    } catch {
      return { error: NO_ANSWER };
    }
  };
}

/** The name that AWS gave; of the CLI's own words only one matters. */
function errorIn(stderr: string): string {
  if (stderr.includes('Unable to locate credentials')) return NO_CREDENTIALS;
  return /\((\w+)\) when calling/.exec(stderr)?.[1] ?? NO_ANSWER;
}
