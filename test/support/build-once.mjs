/** Before the engine suites: the functions are built once, and each broker that they start takes a copy (local/stack.ts). */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../local/build.ts';

export default async function buildOnce() {
  const home = mkdtempSync(join(tmpdir(), 'wardkey-functions-'));
  await buildFunctions(home);
  process.env.WARDKEY_FUNCTIONS = home;
}
