/** After the engine suites: what build-once.mjs built. */
import { rmSync } from 'node:fs';

export default function removeBuilt() {
  rmSync(process.env.WARDKEY_FUNCTIONS, { recursive: true, force: true });
}
