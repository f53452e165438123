/**
 * A device that can be switched off at any point of a commit: `node power-cut.ts DIR TRUST TOKEN STEP NOW` presents the
 * token, prints the step at which it stops and waits there for its SIGKILL. Prints `granted` if it gets past the end.
 */
import { readFileSync, writeSync } from 'node:fs';
import { bootDevice, fileStore, parseTrustFile, presentToken, type Step } from '../../device/index.ts';

const [directory = '', trustPath = '', token = '', stopAt = '', now = ''] = process.argv.slice(2);
const stop = { isArmed: false };

function onStep(step: Step): void {
  if (!stop.isArmed || step !== stopAt) return;
  writeSync(1, `${step}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const { trust, documents } = parseTrustFile(readFileSync(trustPath, 'utf8'));
const device = bootDevice(trust, documents, fileStore(directory, trust.pinned.built, onStep));
stop.isArmed = true;
presentToken(device, token, { now: Number(now), uptime: 0 }, {});
writeSync(1, 'granted\n');
