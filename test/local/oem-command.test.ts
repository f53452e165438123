/** The maker's tool on his desk: what it makes, what a device says to it, and what is told before it is signed. */
import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importsOf } from '../support/imports.ts';
import { DEVICE, Desk, PROFILE } from '../support/oem-desk.ts';

const desk = new Desk();
desk.openRoot(2, 'root-1', 'root-2', 'root-3');
const ROOT = '--root root-v1.json';
const BOTH = '--key root-1.pem --key root-2.pem';
desk.save('profile-draft.json', PROFILE);
desk.oem(`profile profile-draft.json ${ROOT} ${BOTH} > profile-v1.json`);

describe('oem new-key', () => {
  test('makes a file that only its owner reads, and says the public half', () => {
    const { talk, status } = desk.oem('new-key spare.pem > spare.json');
    expect(statSync(join(desk.home, 'spare.pem')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(desk.read('spare.json'))).toEqual({
      kid: 'spare',
      pub: expect.stringMatching(/^04[0-9a-f]{128}$/),
    });
    expect({ status, talk }).toEqual({
      status: 0,
      talk: ['key spare', expect.stringMatching(/^ {2}([0-9a-f]{4} ){15}[0-9a-f]{4}$/)],
    });
  });
});

describe('oem root', () => {
  test('makes version 1, which vouches for itself', () => {
    expect(desk.payload('root-v1.json')).toEqual({
      kind: 'root',
      version: 1,
      threshold: 2,
      keys: ['root-1', 'root-2', 'root-3'].map((kid) => ({ kid, pub: JSON.parse(desk.read(`${kid}.json`)).pub })),
    });
  });

  test('makes the next one by both thresholds, whoever signs first, and a device follows', () => {
    desk.oem('new-key root-4.pem > root-4.json');
    const keys = ['root-3', 'root-4'].map((name) => JSON.parse(desk.read(`${name}.json`)));
    desk.save('root-draft-2.json', { threshold: 2, keys });
    const first = desk.oem('root root-draft-2.json --current root-v1.json --key root-4.pem > half.json');
    expect(first.talk.slice(-3)).toEqual([
      'signed by 0 of the 2 keys that root version 1 asks for: ',
      'signed by 1 of the 2 keys that root version 2 asks for: root-4',
      'not complete: a device answers E_META_THRESHOLD until the missing keys have signed it too (--add)',
    ]);
    const last = desk.oem(
      'root --add half.json --current root-v1.json --key root-3.pem --key root-1.pem > root-v2.json',
    );
    expect(last.talk.slice(-3)).toEqual([
      'signed by 2 of the 2 keys that root version 1 asks for: root-1, root-3',
      'signed by 2 of the 2 keys that root version 2 asks for: root-3, root-4',
      'complete: a device takes it',
    ]);
    expect(desk.deviceWith(['root', 'root-v2.json']).root.version).toBe(2);
  });

  test('signs under every name that the roots have for a key', () => {
    const renamed = ['root-1', 'root-2'].map((name) => ({
      ...JSON.parse(desk.read(`${name}.json`)),
      kid: `${name}-new`,
    }));
    desk.save('root-draft-renamed.json', { threshold: 2, keys: renamed });
    desk.oem(`root root-draft-renamed.json --current root-v1.json ${BOTH} > root-renamed.json`);
    const { signatures } = JSON.parse(desk.read('root-renamed.json'));
    expect(signatures.map(({ kid }: { kid: string }) => kid)).toEqual(['root-1', 'root-1-new', 'root-2', 'root-2-new']);
    expect(desk.deviceWith(['root', 'root-renamed.json']).root.version).toBe(2);
  });
});

describe('oem owner', () => {
  test('a resale is the next version, and the device belongs to the new hospital', () => {
    desk.save('owner-draft.json', { device: DEVICE, hospital: 'st-marys' });
    desk.save('resale-draft.json', { device: DEVICE, hospital: 'cedar-county' });
    desk.oem(`owner owner-draft.json ${ROOT} ${BOTH} > owner-v1.json`);
    const { talk } = desk.oem(`owner resale-draft.json --current owner-v1.json ${ROOT} ${BOTH} > owner-v2.json`);
    expect(talk[0]).toBe('owner, version 2: gs1:01/09521000001022/21/001234 belongs to cedar-county');
    expect(desk.deviceWith(['owner', 'owner-v1.json'], ['owner', 'owner-v2.json']).owner?.hospital).toBe(
      'cedar-county',
    );
  });
});

describe('oem profile', () => {
  test('says what the model may grant', () => {
    const { talk, status } = desk.oem(`profile profile-draft.json --current profile-v1.json ${ROOT} ${BOTH}`);
    expect({ status, talk }).toEqual({
      status: 0,
      talk: [
        'profile, version 2: gs1:01/09521000001022, class B, form jws',
        '  scopes log.read (T0), diag.run (T1)',
        '  sessions up to 7200 s, tokens up to 14400 s, starts up to 1',
        '  technician bound to the token: if the token says so',
        'signed by 2 of the 2 keys that root version 1 asks for: root-1, root-2',
        'complete: a device takes it',
      ],
    });
  });
});

describe('the tool', () => {
  test('says nothing of any private key', () => {
    const pems = readdirSync(desk.home).filter((name) => name.endsWith('.pem'));
    expect(pems.length).toBe(5);
    const heard = desk.heard.join('\n');
    const secrets = pems.flatMap((name) => {
      const { d = '' } = createPrivateKey(desk.read(name)).export({ format: 'jwk' });
      const lines = desk
        .read(name)
        .split('\n')
        .filter((line) => line.length > 40);
      return [d, Buffer.from(d, 'base64url').toString('hex'), ...lines];
    });
    expect(secrets.length).toBe(25);
    expect(secrets.filter((secret) => heard.includes(secret))).toEqual([]);
    expect(heard).not.toContain('PRIVATE KEY');
  });

  test('takes nothing but files and cryptography from Node, and no package', () => {
    expect([...packagesFrom('local/oem-command.ts')].sort()).toEqual([
      'node:crypto',
      'node:fs',
      'node:path',
      'node:util',
    ]);
  });
});

/** What `file` and all that it imports take from outside the repository. */
function packagesFrom(file: string, seen = new Set<string>()): ReadonlySet<string> {
  const found = new Set<string>();
  if (seen.has(file)) return found;
  seen.add(file);
  const source = readFileSync(join(import.meta.dirname, '../..', file), 'utf8');
  for (const { from } of importsOf(source)) {
    if (!from.startsWith('.')) found.add(from);
    else for (const name of packagesFrom(posix.join(posix.dirname(file), from), seen)) found.add(name);
  }
  return found;
}
