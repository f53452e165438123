/**
 * docs/oem.md, run as it is written: each block in a shell on its person's machine, which is a directory of its own.
 * Between blocks everything that is public is carried to everybody, and no key ever.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { G, G2, requestFor } from '../support/oem-desk.ts';
import { scratchDirectory } from '../support/stand-in.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(ROOT, 'docs/oem.md'), 'utf8');
const [prelude = '', ...blocks] = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
const PEOPLE = ['Ada', 'Ben', 'Chris'] as const;

const home = scratchDirectory();
const machine = (person: string) => join(home, person);
const talk: string[] = [];
afterAll(() => rmSync(home, { recursive: true, force: true }));

function shell(script: string, cwd: string, input = ''): { stdout: string; stderr: string } {
  const env = { ...process.env, HOME: home, PATH: `${join(process.execPath, '..')}:${process.env['PATH']}` };
  const { status, ...said } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd,
    env,
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(said.stderr);
  return said;
}

function carryPapers(): void {
  for (const from of PEOPLE) {
    for (const name of readdirSync(machine(from)).filter((one) => one.endsWith('.json'))) {
      for (const to of PEOPLE.filter((one) => one !== from)) {
        copyFileSync(join(machine(from), name), join(machine(to), name));
      }
    }
  }
}

beforeAll(() => {
  symlinkSync(ROOT, join(home, 'wardkey'));
  for (const person of PEOPLE) mkdirSync(machine(person));
  const both = { 'st-marys-2026a': G, 'st-marys-2026b': G2 };
  const requests = [
    requestFor(0, both),
    requestFor(1, { 'st-marys-2026b': G2 }),
    requestFor(2, { 'st-marys-2026b': G2 }),
  ];
  for (const [at, name] of ['request.json', 'request-1.json', 'request-2.json'].entries()) {
    writeFileSync(join(machine('Ada'), name), JSON.stringify(requests[at]));
  }
  for (const block of blocks) {
    const person = PEOPLE.find((one) => block.startsWith(`# ${one}`)) ?? 'nobody';
    carryPapers();
    talk.push(shell(`${prelude}\n${block}`, machine(person)).stderr);
  }
}, 120_000);

const read = (name: string) => JSON.parse(readFileSync(join(machine('Ben'), name), 'utf8'));

describe('docs/oem.md', () => {
  test('is run to its end, and nobody ever had a key of another', () => {
    expect(blocks.length).toBe(15);
    const pems = PEOPLE.map((person) => readdirSync(machine(person)).filter((name) => name.endsWith('.pem')));
    expect(pems).toEqual([['ada.pem'], ['ben.pem'], ['chris.pem', 'dana.pem']]);
  });

  test('completes what it says is complete', () => {
    const complete = blocks.flatMap((block, at) => (talk[at]?.includes('complete: a device takes it') ? [block] : []));
    expect(complete.map((block) => block.split('\n')[0])).toEqual([
      '# Ben: "complete: a device takes it"',
      '# Ben',
      '# Chris: "complete: a device takes it"',
      '# Chris: what is new, dropped and revoked is told by --current',
      '# Ben',
    ]);
  });

  test('has the fingerprints that openssl has', () => {
    const { stdout } = shell('openssl pkey -in ada.pem -pubout -outform DER | openssl dgst -sha256', machine('Ada'));
    const [digest = ''] = /[0-9a-f]{64}/.exec(stdout) ?? [];
    expect(talk[0]?.replaceAll(' ', '')).toContain(digest);
  });

  test('signs what openssl verifies, over the kind and the bytes of the payload', () => {
    const { payload, signatures } = read('bundle-v1.half.json');
    const raw = Buffer.from(signatures[0].sig, 'base64url');
    const integers = [raw.subarray(0, 32), raw.subarray(32)].map((half) => derInteger(half.toString('hex')));
    const body = integers.join('');
    writeFileSync(join(machine('Ada'), 'sig.der'), Buffer.from(`30${hexByte(body.length / 2)}${body}`, 'hex'));
    writeFileSync(
      join(machine('Ada'), 'message'),
      `dsat-bundle-v1\0${Buffer.from(payload, 'base64url').toString('latin1')}`,
    );
    const verify =
      'openssl pkey -in ada.pem -pubout -out ada.pub; openssl dgst -sha256 -verify ada.pub -signature sig.der message';
    expect(shell(verify, machine('Ada')).stdout).toBe('Verified OK\n');
  });

  test('leaves the payload as the first signer made it', () => {
    const [half, whole] = [read('bundle-v1.half.json'), read('bundle-v1.json')];
    expect(whole.payload).toBe(half.payload);
    expect(whole.signatures.map(({ kid }: { kid: string }) => kid)).toEqual(['ada', 'chris']);
  });
});

describe('npm run oem', () => {
  test('refuses with exit code 1 and the device’s code, on stderr alone', () => {
    const args = [
      'bundle',
      '--add',
      'bundle-v1.half.json',
      '--profile',
      'profile-v1.half.json',
      '--root',
      'root-v1.json',
    ];
    const command = join(ROOT, 'local/oem-command.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args, '--key', 'ben.pem'], {
      cwd: machine('Ben'),
      encoding: 'utf8',
    });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'E_META_THRESHOLD: a device would not take profile-v1.half.json\n',
    });
  });
});

const hexByte = (value: number) => value.toString(16).padStart(2, '0');

/** Shortest form, and a zero byte before a set top bit. */
function derInteger(hex: string): string {
  const short = hex.replace(/^(00)+(?=..)/, '');
  const positive = Number.parseInt(short.slice(0, 2), 16) > 0x7f ? `00${short}` : short;
  return `02${hexByte(positive.length / 2)}${positive}`;
}
