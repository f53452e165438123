/**
 * `npm run pictures [-- --out DIR]`: the README's pictures, light and dark, of a broker of its own. Nothing is written before all
 * of them are taken; exit code 0 only then.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './chromium.ts';
import { Scene, startBroker, stopBroker } from './demo/broker.ts';
import { takeConsole, takeSimulator, takeVisit } from './pictures/scenes.ts';
import type { Studio } from './pictures/studio.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'docs/pictures' } } });
const home = mkdtempSync(join(tmpdir(), 'wardkey-pictures-'));

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
});

async function main(): Promise<number> {
  process.stderr.write('Starting a broker and a browser; the play takes half a minute ...\n');
  const broker = await startBroker(home);
  try {
    for (const [name, picture] of await picturesOf(new Scene(broker))) {
      mkdirSync(values.out, { recursive: true });
      writeFileSync(join(values.out, name), picture);
      process.stdout.write(`${join(values.out, name)}  ${picture.length} bytes\n`);
    }
    return 0;
  } finally {
    await stopBroker(broker);
    rmSync(home, { recursive: true, force: true });
  }
}

async function picturesOf(scene: Scene): Promise<Studio['taken']> {
  const studio: Studio = { browser: await launchBrowser(), scene, taken: new Map() };
  try {
    await takeSimulator(studio);
    await takeConsole(studio, await takeVisit(studio));
    return studio.taken;
  } finally {
    await studio.browser.close();
  }
}
