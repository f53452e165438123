/** What stands in the bundles in the place of packages' own code does the same. */
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { PLUGINS } from '../../local/bundle-plugins.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
const outdir = scratchDirectory();
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** What `contents` exports once it is bundled, and the files of which something is left in it. */
async function bundled<T>(name: string, contents: string) {
  const outfile = join(outdir, `${name}.cjs`);
  const { metafile } = await build({
    stdin: { contents, resolveDir: ROOT },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    plugins: [...PLUGINS],
    metafile: true,
  });
  return { exported: require(outfile) as T, inputs: Object.keys(metafile.inputs) };
}

describe('Node’s HMAC in the place of otplib’s', () => {
  type Codes = Pick<typeof import('../../adapters/otp/totp.ts'), 'totpCodes'> &
    Pick<typeof import('otplib'), 'generate'>;
  const contents = "export { totpCodes } from './adapters/otp/totp.ts'; export { generate } from 'otplib';";
  const secret = new TextEncoder().encode('12345678901234567890');

  // RFC 6238, appendix B, SHA-1.
  test.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [20_000_000_000, '65353130'],
  ])('at %i makes the code of RFC 6238, and takes its last six digits', async (now, code) => {
    const { exported, inputs } = await bundled<Codes>(`codes-${now}`, contents);
    expect(await exported.generate({ secret, epoch: now, digits: 8 })).toBe(code);
    const step = Math.floor(now / 30);
    expect(await exported.totpCodes.check(secret, code.slice(2), now, step - 1)).toBe(step);
    expect(await exported.totpCodes.check(secret, '287083', now, step - 1)).toBeUndefined();
    expect(inputs.filter((path) => path.includes('node_modules/@noble/'))).toEqual([]);
  });
});

describe('the short errors of a client of AWS', () => {
  test.each(['client-dynamodb', 'client-kms', 'client-secrets-manager', 'client-sesv2'])(
    'of %s are what the SDK’s own are',
    async (client) => {
      type Errors = Readonly<Record<string, new (options: object) => Error>>;
      const file = `./node_modules/@aws-sdk/${client}/dist-es/models/errors.js`;
      const { exported } = await bundled<Errors>(client, `export * from '${file}';`);
      const own = (await import(`@aws-sdk/${client}`)) as Errors;
      const options = { message: 'no', Message: 'no', $metadata: { requestId: 'r' }, CancellationReasons: [] };
      const factsOf = (errors: Errors, name: string) => {
        const Its = errors[name];
        if (!Its) throw new Error(`no ${name}`);
        const error = new Its(options);
        const isSound = error instanceof Its && error instanceof Error;
        return { ...error, message: error.message, shape: (Its as { shapeId?: string }).shapeId, isSound };
      };
      const names = Object.keys(exported);
      expect(names.length).toBeGreaterThan(10);
      for (const name of names) expect(factsOf(exported, name)).toEqual({ ...factsOf(own, name), isSound: true });
    },
  );
});
