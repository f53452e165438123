/** After the engine suites: away with the functions that prepare-engines.mjs built. */
import { rmSync } from 'node:fs';

export default function afterEngines() {
  rmSync(process.env.WARDKEY_FUNCTIONS, { recursive: true, force: true });
}
