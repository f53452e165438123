/**
 * `npm run code -- LOGIN [--data DIR]`: the one-time code of a demo person, as the authenticator app would show it. With the
 * `otpauth://` URI of an enrolment in the place of the login: the code of that. For development, as arguments are seen by
 * everybody on the machine.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ScureBase32Plugin } from 'otplib';
import { castOf, codeAt } from './seed.ts';
import { PEOPLE } from './stack-files.ts';

/** Of a URI as the broker makes it: SHA-1, six digits, 30 s. @throws where it holds no secret in base32 */
export function codeOfUri(uri: string, now: number): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  if (secret === '') throw new Error('the URI holds no secret');
  return codeAt(Buffer.from(new ScureBase32Plugin().decode(secret)).toString('hex'), now);
}

function main(): number {
  const { values, positionals } = parseArgs({
    options: { data: { type: 'string', default: '.wardkey' } },
    allowPositionals: true,
  });
  const [asked = ''] = positionals;
  const now = Math.floor(Date.now() / 1000);
  if (asked.startsWith('otpauth://')) {
    process.stdout.write(`${codeOfUri(asked, now)}\n`);
    return 0;
  }
  const found = castOf(join(values.data, PEOPLE)).filter(({ login }) => login === asked);
  for (const { totpSecret, organisation, printedName } of found) {
    process.stdout.write(`${codeAt(totpSecret, now)}\n`);
    process.stderr.write(`${printedName}, ${organisation}\n`);
  }
  if (found.length > 0) return 0;
  process.stderr.write('Name one of the logins that `npm start` prints, or an otpauth:// URI in quotes.\n');
  return 2;
}

if (import.meta.main) {
  try {
    process.exitCode = main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
