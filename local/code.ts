/** `npm run code -- LOGIN [--data DIR]`: the one-time code of a demo person, as the authenticator app would show it. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { castOf, codeAt } from './seed.ts';
import { PEOPLE } from './stack-files.ts';

const { values, positionals } = parseArgs({
  options: { data: { type: 'string', default: '.wardkey' } },
  allowPositionals: true,
});
const found = castOf(join(values.data, PEOPLE)).filter(({ login }) => login === positionals[0]);
for (const { totpSecret, organisation, printedName } of found) {
  process.stdout.write(`${codeAt(totpSecret, Math.floor(Date.now() / 1000))}\n`);
  process.stderr.write(`${printedName}, ${organisation}\n`);
}
if (found.length === 0) {
  process.stderr.write('Name one of the logins that `npm start` prints.\n');
  process.exitCode = 2;
}
