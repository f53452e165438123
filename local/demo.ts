/**
 * `npm run demo [-- --json] [--from-scratch | --channel slack]`: the whole loop in a terminal against a broker in a process of its
 * own; from seed data, asked and decided by mail and pages or in Slack, or from empty tables. stdout is data, with `--json` one object a
 * step. Exit 0 only if every step went as it says, 2 usage.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Scene, startBroker, stopBroker } from './demo/broker.ts';
import { COOL_DOWN } from './demo/scratch.ts';
import { storyFromScratch, storyInSlack, storyOf } from './demo/story.ts';
import type { Step, Told } from './demo/telling.ts';

const USAGE = 'Usage: npm run demo [-- --json] [--from-scratch | --channel slack]\n';
const values = valuesOf();
const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
});

function valuesOf() {
  try {
    return parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        'from-scratch': { type: 'boolean', default: false },
        channel: { type: 'string' },
      },
    }).values;
  } catch {
    process.stderr.write(USAGE);
    process.exit(2);
  }
}

async function main(): Promise<number> {
  const story = storyFor(values);
  if (!story) {
    process.stderr.write(USAGE);
    return 2;
  }
  const home = mkdtempSync(join(tmpdir(), 'wardkey-demo-'));
  process.stderr.write('Starting a broker of its own ...\n');
  const isEmpty = values['from-scratch'];
  const environment = isEmpty ? { ...process.env, WARDKEY_COOL_DOWN: String(COOL_DOWN) } : process.env;
  const broker = await startBroker(join(home, 'broker'), environment, isEmpty ? ['--empty'] : []);
  try {
    const steps = story(new Scene(broker), join(home, 'devices'));
    for (const [index, step] of steps.entries()) {
      const result = await resultOf(step);
      say(index + 1, step, result);
      if (!result.ok) return 1;
    }
    return 0;
  } finally {
    await stopBroker(broker);
    rmSync(home, { recursive: true, force: true });
  }
}

function storyFor({ channel, 'from-scratch': isEmpty }: typeof values) {
  if (channel === undefined) return isEmpty ? storyFromScratch : storyOf;
  return channel === 'slack' && !isEmpty ? storyInSlack : undefined;
}

/** A step that throws did not go as it says. */
async function resultOf(step: Step): Promise<Told> {
  try {
    return await step.run();
  } catch (error) {
    return { ok: false, shows: { error: error instanceof Error ? error.message : String(error) } };
  }
}

function say(number: number, { says }: Step, { ok, shows }: Told): void {
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ step: number, says, ok, ...shows })}\n`);
    return;
  }
  const mark = ok ? '✓' : '✗';
  const painted = colour ? `\u001b[${ok ? 32 : 31}m${mark}\u001b[0m` : mark;
  const details = Object.entries(shows).filter(([, value]) => value !== undefined);
  const line = details
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' · ');
  process.stdout.write(`${String(number).padStart(2)}  ${painted} ${says}\n      ${line}\n`);
}
