/** The README's pictures are taken again: every step that they show still leads on to the next. The play has a suite of its own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../local/chromium.ts';
import { takeConsole, takeVisit } from '../../local/pictures/scenes.ts';
import { type RunningBroker, runBroker } from '../support/running-broker.ts';

let running: RunningBroker;
let browser: Browser;

beforeAll(async () => {
  [running, browser] = await Promise.all([runBroker(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await running?.stop();
});

test('a visit and the console give the pictures that are kept, light ones unlike the dark', async () => {
  const studio = { browser, scene: running.scene, taken: new Map<string, Uint8Array>() };
  await takeConsole(studio, await takeVisit(studio));
  const kept = readdirSync(join(import.meta.dirname, '../../docs/pictures'));
  expect([...studio.taken.keys()].sort()).toEqual(kept.filter((name) => !name.startsWith('simulator-')).sort());
  for (const picture of studio.taken.values()) {
    const text = Buffer.from(picture).toString('latin1');
    expect([text.slice(0, 4), text.slice(8, 12)]).toEqual(['RIFF', 'WEBP']);
  }
  expect(new Set([...studio.taken.values()].map((picture) => Buffer.from(picture).toString('base64'))).size).toBe(
    studio.taken.size,
  );
}, 120_000);
