/**
 * `npm run bootstrap -- --file FILE [--data DIR | --function NAME]`: begins an empty registry, once; again only
 * while its first two administrators have not both joined and their invitations ran out. Calls the function
 * of a running embedded stack, or that of an account by the AWS CLI. Prints one JSON object on stdout, with the links of the
 * invitations, which are told nowhere else. Exit 0 done, 1 refused, 2 usage, or nobody answered.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bootstrapped } from '../lambdas/bootstrap.ts';
import { type Ask, awsCli } from './preflight/aws.ts';
import { ADDRESSES, type Addresses } from './stack-files.ts';

const EXIT_CODE = Object.freeze({ done: 0, refused: 1, invalid: 2 } satisfies Record<Bootstrapped['status'], number>);

/** Calls the function of a stack on this machine, as Lambda is called. */
export async function invokeLocally(lambda: string, payload: string): Promise<Bootstrapped> {
  const response = await fetch(`${lambda}/2015-03-31/functions/bootstrap/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 local' },
    body: payload,
  });
  const answer: unknown = await response.json();
  if (!response.ok || response.headers.has('x-amz-function-error')) throw new Error(JSON.stringify(answer));
  return answer as Bootstrapped;
}

/** The file is handed over by name, so that no address stands in the list of processes. */
function invokeInAccount(name: string, file: string): Bootstrapped {
  const folder = mkdtempSync(join(tmpdir(), 'wardkey-bootstrap-'));
  const out = join(folder, 'answer.json');
  try {
    const said = oneTry()('lambda', 'invoke', '--function-name', name, '--payload', `fileb://${resolve(file)}`, out);
    if ('error' in said) throw new Error(`the AWS CLI said ${said.error}`);
    const answer = readFileSync(out, 'utf8');
    if ((said.answer as { FunctionError?: string }).FunctionError !== undefined) throw new Error(answer);
    return JSON.parse(answer) as Bootstrapped;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A call that is sent again finds the first one's work done, and the links were in the answer that was lost. */
function oneTry(): Ask {
  process.env['AWS_MAX_ATTEMPTS'] = '1';
  return awsCli(process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || undefined);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { file: { type: 'string' }, data: { type: 'string', default: '.wardkey' }, function: { type: 'string' } },
  });
  if (values.file === undefined) throw new UnusableFile('Name the file: --file FILE (docs/onboarding.md shows one).');
  const payload = payloadIn(values.file);
  const result =
    values.function === undefined
      ? await invokeLocally(lambdaOf(values.data), payload)
      : invokeInAccount(values.function, values.file);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.stderr.write(`${SAYS[result.status]}\n`);
  return EXIT_CODE[result.status];
}

/** Read before anybody is asked. @throws UnusableFile */
function payloadIn(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    JSON.parse(text);
    return text;
  } catch (cause) {
    const why = cause instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new UnusableFile(`${file} ${why}; docs/onboarding.md shows one. Nobody was asked.`, { cause });
  }
}

/** What to mend stands in the message; nobody failed to answer. */
class UnusableFile extends Error {}

const SAYS: Readonly<Record<Bootstrapped['status'], string>> = Object.freeze({
  done: 'Done. Hand each link to its administrator; it works for a week and is told nowhere else. Again only if not both join by then.',
  refused: 'Refused; nothing was changed.',
  invalid: 'The file is not of the form that docs/onboarding.md shows; nothing was changed.',
});

function lambdaOf(dataDir: string): string {
  return (JSON.parse(readFileSync(join(dataDir, ADDRESSES), 'utf8')) as Addresses).lambda;
}

if (import.meta.main) {
  process.exitCode = await main().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    const hint = "Nobody answered: is a stack running on that data directory, or the function's name right?\n";
    process.stderr.write(`${why}\n${error instanceof UnusableFile ? '' : hint}`);
    return 2;
  });
}
