/** `npm run sign-in -- LOGIN [--organisation ORG] [--data DIR]`: signs a demo person in and prints the access token. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { castOf } from './seed.ts';
import { signIn } from './sign-in.ts';
import { ADDRESSES, type Addresses, PEOPLE } from './stack-files.ts';

const { values, positionals } = parseArgs({
  options: { data: { type: 'string', default: '.wardkey' }, organisation: { type: 'string' } },
  allowPositionals: true,
});

process.exitCode = await main().catch((error: unknown) => {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${why}\nIs a stack running on that data directory? \`npm start\` starts one.\n`);
  return 3;
});

async function main(): Promise<number> {
  const wanted = castOf(join(values.data, PEOPLE)).filter(
    ({ login, organisation }) => login === positionals[0] && organisation === (values.organisation ?? organisation),
  );
  const [member, another] = wanted;
  if (!member || another) {
    const hint = another
      ? 'Several organisations know that login: add --organisation.'
      : 'No such login: see `npm start`.';
    process.stderr.write(`${hint}\n`);
    return 2;
  }
  const { oidc } = JSON.parse(readFileSync(join(values.data, ADDRESSES), 'utf8')) as Addresses;
  process.stdout.write(`${await signIn(`${oidc}/oidc/${member.organisation}`, member.login, member.password)}\n`);
  process.stderr.write(`${member.printedName}, ${member.organisation}; for an hour\n`);
  return 0;
}
