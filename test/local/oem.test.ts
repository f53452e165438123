import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  applyDocument,
  type BundleDocument,
  bootDevice,
  firstRecord,
  memoryStore,
  parseEnvelope,
  parseTrustFile,
  presentToken,
} from '../../device/index.ts';
import {
  bundleDocument,
  type ModelDesign,
  openOem,
  ownerDocument,
  profileDocument,
  trustFileFor,
} from '../../local/oem.ts';
import { codeOf } from '../support/dsat-device.ts';
import { makeKey, signTexts } from '../support/dsat-maker.ts';

const NOW = 1_795_400_000;
const DEVICE = 'gs1:01/09521000001039/21/P7-0099';
const DESIGN: ModelDesign = {
  model: 'gs1:01/09521000001039',
  class: 'A',
  scopes: [
    { name: 'log.read', tier: 'T0' },
    { name: 'diag.run', tier: 'T1' },
  ],
  max_life: 14_400,
  max_dur: 7200,
  max_use: 1,
  require_cnf: false,
};
const directory = mkdtempSync(join(tmpdir(), 'oem-'));
const oem = openOem(directory, 'oem-aurora');
const [active, next] = [makeKey(), makeKey()];
const keys = [
  { kid: 'st-marys-2026a', pub: active.pub },
  { kid: 'st-marys-2026b', pub: next.pub },
];
const bundle = bundleDocument(oem, { hospital: 'st-marys', model: DESIGN, keys, issued: NOW, naf: NOW + 86_400 });
const papers = {
  device: DEVICE,
  bundle: oem.sign(bundle),
  owner: oem.sign(ownerDocument(DEVICE, 'st-marys')),
  profile: oem.sign(profileDocument(DESIGN)),
};
const MOMENT = { now: NOW, uptime: 10 };
const trustFile = parseTrustFile(trustFileFor(oem, papers));
const boot = () => bootDevice(trustFile.trust, trustFile.documents, memoryStore(firstRecord(0)));

describe('openOem', () => {
  test('keeps three keys, a file each that only the owner reads, and opens the same again', () => {
    const home = join(directory, 'oem-aurora');
    expect(readdirSync(home).sort()).toEqual(['root-1.pem', 'root-2.pem', 'root-3.pem']);
    for (const name of readdirSync(home)) expect(statSync(join(home, name)).mode & 0o777).toBe(0o600);
    expect(openOem(directory, 'oem-aurora').root).toEqual(oem.root);
    expect(new Set(oem.root.keys.map(({ pub }) => pub)).size).toBe(3);
  });

  test('two makers share no key', () => {
    const pubs = oem.root.keys.map(({ pub }) => pub);
    expect(openOem(directory, 'oem-halden').root.keys.some(({ pub }) => pubs.includes(pub))).toBe(false);
  });

  test('signs no text that the strict subset does not hold', () => {
    expect(() => oem.sign(ownerDocument(DEVICE, 'st-märys'))).toThrow(RangeError);
    expect(() => oem.sign(ownerDocument(DEVICE, 'a"b'))).toThrow(RangeError);
  });

  test('no private key is in a document', () => {
    const pem = readFileSync(join(directory, 'oem-aurora', 'root-1.pem'), 'latin1');
    const secret = pem.split('\n')[1] ?? '';
    expect(JSON.stringify([papers, oem.root])).not.toContain(secret);
    expect(Object.keys(oem)).toEqual(['root', 'sign']);
  });
});

describe('a device of the manufacturer', () => {
  test('boots with the trust file and takes a token of the hospital', () => {
    const claims = {
      ver: 1,
      iss: 'st-marys',
      sub: 't-7f3a91c2',
      aud: DEVICE,
      jti: 'WWTaBVrjHPjrcjDhkKUEiQ',
      iat: NOW,
      nbf: NOW,
      exp: NOW + 900,
      scope: 'log.read diag.run',
      lim: { dur: 1800, use: 1 },
    };
    const header = { alg: 'ES256', kid: 'st-marys-2026a', typ: 'dsat+jwt' };
    const token = signTexts(active, JSON.stringify(header), JSON.stringify(claims));
    expect(presentToken(boot(), token, MOMENT, {})).toMatchObject({ jti: 'WWTaBVrjHPjrcjDhkKUEiQ' });
    expect(
      codeOf(() => presentToken(boot(), signTexts(next, JSON.stringify(header), JSON.stringify(claims)), MOMENT, {})),
    ).toBe('E_SIG');
  });

  test('takes the next root of two old and two new keys, and no bundle of another maker', () => {
    const { trust } = boot();
    const later = { ...oem.root, version: 2 };
    expect(applyDocument(trust, 'root', parseEnvelope(oem.sign(later)), MOMENT).root.version).toBe(2);
    const other = openOem(directory, 'oem-halden');
    const later17: BundleDocument = { ...bundle, version: 17 };
    expect(codeOf(() => applyDocument(trust, 'bundle', parseEnvelope(other.sign(later17)), MOMENT))).toBe(
      'E_META_THRESHOLD',
    );
    expect(codeOf(() => applyDocument(trust, 'bundle', parseEnvelope(oem.sign(later17)), MOMENT))).toBe('OK');
  });

  test('one of the two signatures is not enough', () => {
    const { payload, signatures } = JSON.parse(papers.owner);
    const envelope = { payload, signatures: [signatures[0], signatures[0]] };
    expect(codeOf(() => applyDocument(boot().trust, 'owner', envelope, MOMENT))).toBe('E_META_THRESHOLD');
  });
});
