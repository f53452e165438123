/**
 * `npm run preflight [-- --settings cdk.json]`: what of the account would make a deployment fail, or work badly. Reads
 * only. One line a check; exit code 0 all is well, 1 something to mind, 2 a deployment would fail.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { awsCli } from './preflight/aws.ts';
import { type Finding, findings, identity, type Planned } from './preflight/checks.ts';

const EXIT_CODE = Object.freeze({ ok: 0, mind: 1, stop: 2 });
const MARK = Object.freeze({ ok: 'ok  ', mind: 'mind', stop: 'STOP' });

function main(): Finding[] {
  const { values } = parseArgs({ options: { settings: { type: 'string', default: 'cdk.json' } } });
  const planned = plannedIn(readFileSync(values.settings, 'utf8'));
  const region = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || undefined;
  const ask = awsCli(region);
  const { finding, mayGoOn } = identity(ask, region);
  return mayGoOn && region !== undefined ? [finding, ...findings({ ask, region, planned })] : [finding];
}

interface Context {
  readonly environment?: string;
  readonly mail?: { readonly domain?: string };
  readonly alarmEmail?: string;
  readonly domain?: { readonly certificateArn?: string };
  readonly hospitals?: readonly string[];
  readonly throttle?: { readonly codes?: { readonly rate?: number } };
}

/** The defaults are those of the stacks' own settings. */
function plannedIn(text: string): Planned {
  const { context } = JSON.parse(text) as { readonly context?: { readonly wardkey?: Context } };
  const { environment, mail, alarmEmail, domain, hospitals, throttle } = context?.wardkey ?? {};
  return {
    environment: environment ?? 'pilot',
    mailDomain: mail?.domain ?? 'wardkey.example.org',
    alarmEmail,
    certificateArn: domain?.certificateArn,
    hospitals: hospitals?.length ?? 0,
    codesRate: throttle?.codes?.rate ?? 10,
  };
}

try {
  const found = main();
  for (const { check, level, says } of found) console.log(`${MARK[level]}  ${check.padEnd(16)}${says}`);
  process.exitCode = Math.max(...found.map(({ level }) => EXIT_CODE[level]));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
