/**
 * Before the engine suites, for all of them: the functions are built, of which each broker that they start takes a copy
 * (local/stack.ts), and the browser is unpacked, which two suites cannot do at a time.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFunctions } from '../../local/build.ts';
import { browserPath } from '../../local/chromium.ts';

export default async function prepareEngines() {
  const home = mkdtempSync(join(tmpdir(), 'wardkey-functions-'));
  await Promise.all([buildFunctions(home), browserPath()]);
  process.env.WARDKEY_FUNCTIONS = home;
}
