/** README's "By hand", run as it is written: its commands in a shell, its browser step as a browser does it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Broker, Scene, sendForm, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const section = README.slice(README.indexOf('## By hand'), README.indexOf('## Commands'));
const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');

let home: string;
let broker: Broker;

beforeAll(async () => {
  home = scratchDirectory();
  // A checkout of its own, so that a stack running in this one is left alone.
  for (const name of readdirSync(ROOT).filter((entry) => !entry.startsWith('.')))
    symlinkSync(join(ROOT, name), join(home, name));
  broker = await startBroker(join(home, '.wardkey'));
});

afterAll(async () => {
  await stopBroker(broker);
  rmSync(home, { recursive: true, force: true });
});

function shell(script: string): string {
  const { stdout, stderr, status } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: home,
    encoding: 'utf8',
  });
  if (status !== 0 && stdout === '') throw new Error(stderr);
  return stdout;
}

test('asks, is approved in the browser, activates, opens the device once', async () => {
  const [asking = '', code = '', activating = ''] = blocks;
  shell(asking);
  const scene = new Scene(broker);
  const { subject, text } = await scene.mail(scene.member('d.okafor', 'st-marys'), 'VX-7');
  expect(subject).toMatch(/^Approve\? /);
  const link = /https?:\/\/\S+\/decide\/[A-Za-z0-9_-]+/.exec(text)?.[0] ?? '';
  const page = await (await fetch(`${link}?choice=approve`)).text();
  const digest = /name="digest" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const answer = await sendForm(link, [
    ['decision', 'approve'],
    ['digest', digest],
    ['scopes', 'diag.run'],
    ['code', shell(code).trim()],
  ]);
  expect(answer.body).toContain('Approved');
  const lines = shell(`${asking.replace(/^ask .*\n/m, '')}\n${activating}`);
  expect(JSON.parse(lines)).toMatchObject({ accepted: true, claims: { scope: 'diag.run' } });
  const again = activating.slice(activating.indexOf('node -p'));
  expect(JSON.parse(shell(`DEVICE=gs1:01/09521000001022/21/001234\n${again}`))).toMatchObject({
    accepted: false,
    code: 'E_REPLAY',
  });
});
