/** What the functions' bundles hold and weigh. `UPDATE_GOLDEN=1` writes the list of packages anew, to be read as a diff. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Metafile } from 'esbuild';
import { FUNCTIONS, type FunctionName } from '../../lambdas/routes.ts';
import { buildFunctions, bundleOf } from '../../local/build.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const GOLDEN = new URL('../golden/bundle-packages.txt', import.meta.url);
const NAMES = Object.keys(FUNCTIONS) as FunctionName[];
const MAX_BYTES = 700_000;
/** Slack waits three seconds, also for a container that has to start. */
const MAX_SLACK_BYTES = 400_000;

let outdir: string;
let metafile: Metafile;

beforeAll(async () => {
  outdir = scratchDirectory();
  metafile = await buildFunctions(outdir);
});
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

function outputOf(name: FunctionName): Metafile['outputs'][string] {
  const found = Object.entries(metafile.outputs).find(([path]) => path.endsWith(`${name}/index.cjs`));
  if (!found) throw new Error(`no bundle of ${name}`);
  return found[1];
}

/** npm packages of which anything is left in the bundle. */
function packagesOf(name: FunctionName): readonly string[] {
  const inputs = Object.entries(outputOf(name).inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const names = inputs.map(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names)].filter((one) => one !== undefined).sort();
}

const holders = (dependency: string) => NAMES.filter((name) => packagesOf(name).includes(dependency));

describe('a bundle', () => {
  test.each(NAMES)('of %s is at most 700 kB', (name) => {
    expect(outputOf(name).bytes).toBeLessThanOrEqual(MAX_BYTES);
  });

  test('of slack is at most 400 kB', () => {
    expect(outputOf('slack').bytes).toBeLessThanOrEqual(MAX_SLACK_BYTES);
  });

  test('holds the packages that were reviewed', () => {
    const list = NAMES.map((name) => [name, ...packagesOf(name).map((one) => `  ${one}`)].join('\n')).join('\n');
    if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, `${list}\n`);
    expect(`${list}\n`).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  test('holds a KMS client only where codes are checked, tokens signed or keys made, a mail client only where mails are sent', () => {
    expect(holders('@aws-sdk/client-kms')).toEqual([
      'decide-access',
      'mint-token',
      'enrol-credential',
      'registry-admin',
      'apply-registry',
      'slack',
    ]);
    expect(holders('@aws-sdk/client-sesv2')).toEqual(['notify', 'sweep']);
  });

  test('holds a DynamoDB client except where only the interface is described or a stream is watched', () => {
    const without = ['describe-api', 'guard-log'];
    expect(holders('@aws-sdk/client-dynamodb')).toEqual(NAMES.filter((name) => !without.includes(name)));
  });

  test('holds no way to credentials but the environment', () => {
    const others = NAMES.flatMap(packagesOf).filter((one) =>
      /credential-provider|token-providers|nested-clients/.test(one),
    );
    expect(others).toEqual([]);
  });
});

const CALL = `
  const { handler } = require(process.argv[1]);
  const event = { version: '2.0', routeKey: 'GET /devices/{device}/trust', rawPath: '/devices/a/trust', rawQueryString: '',
    headers: {}, pathParameters: { device: 'a' }, requestContext: { http: { method: 'GET' } }, isBase64Encoded: false };
  const names = [];
  console.log = (line) => names.push(...JSON.parse(line).causes);
  handler(event, {}).then(({ statusCode }) => process.stdout.write(JSON.stringify({ statusCode, names })));`;

test('without credentials in its environment a function answers 503 and logs why', () => {
  const env = {
    PATH: process.env['PATH'],
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    EVENTS_TABLE: 'e',
    STATE_TABLE: 's',
    REGISTRY_TABLE: 'r',
    CREDENTIALS_TABLE: 'c',
  };
  const bundle = bundleOf(outdir, 'device-trust');
  const { stdout } = spawnSync(process.execPath, ['--eval', CALL, bundle], { env, encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual({ statusCode: 503, names: ['CredentialsProviderError'] });
});
