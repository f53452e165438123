/** A manufacturer's documents as the broker judges them before it takes them in: each refusal with the device's own code. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { trustVerifier } from '../../adapters/oem/trust-verifier.ts';
import type { TrustHeld } from '../../core/ports.ts';
import type { DocumentKind } from '../../device/index.ts';
import { bundleDocument, type ModelDesign, openOem, ownerDocument, profileDocument } from '../../local/oem.ts';
import { makeKey } from '../support/dsat-maker.ts';

const NOW = 1_795_400_000;
const DEVICE = 'gs1:01/09521000001039/21/P7-0099';
const DESIGN: ModelDesign = {
  model: 'gs1:01/09521000001039',
  class: 'A',
  scopes: [{ name: 'diag.run', tier: 'T1' }],
  max_life: 14_400,
  max_dur: 7200,
  max_use: 1,
  require_cnf: false,
};
const directory = mkdtempSync(join(tmpdir(), 'oem-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const oem = openOem(directory, 'oem-aurora');
const stranger = openOem(directory, 'oem-halden');
const keys = [{ kid: 'st-marys-2026a', pub: makeKey().pub }];
const asked = { hospital: 'st-marys', model: DESIGN, keys, issued: NOW, naf: NOW + 86_400 };
const [entry] = bundleDocument(oem, asked).keys;
const bundle = (more: object = {}) => oem.sign({ ...bundleDocument(oem, asked), version: 7, ...more });
const owner = (version: number) => oem.sign(ownerDocument(DEVICE, 'st-marys', version));
const profile = (more: object = {}) => oem.sign({ ...profileDocument(DESIGN), version: 3, ...more });
const root = (version: number, more: object = {}) => oem.sign({ ...oem.root, version, ...more });
const changed = (text: string, change: (envelope: { payload: string; signatures: unknown[] }) => object) =>
  JSON.stringify(change(JSON.parse(text)));
const withoutOne = (text: string) =>
  changed(text, ({ payload, signatures }) => ({ payload, signatures: signatures.slice(1) }));
const payload = (text: string) => JSON.stringify({ payload: Buffer.from(text).toString('base64url'), signatures: [] });
const held: TrustHeld = { root: root(4) };
const underRoot4 = { root_version: 4 };

const codeFor = (kind: DocumentKind, text: string, before: TrustHeld = held, now = NOW) => {
  const answer = trustVerifier.verify(kind, text, before, now);
  return 'code' in answer ? answer.code : 'OK';
};

describe('verify', () => {
  test.each<[string, DocumentKind, string, TrustHeld, string]>([
    ['no JSON', 'bundle', 'x', held, 'E_JSON'],
    ['a member twice', 'bundle', '{"payload":"","payload":""}', held, 'E_JSON_DUP'],
    ['no signatures', 'bundle', '{"payload":"e30"}', held, 'E_META'],
    ['a payload with padding', 'bundle', '{"payload":"e30=","signatures":[]}', held, 'E_CHARSET'],
    ['a payload with spare bits', 'bundle', '{"payload":"AB","signatures":[]}', held, 'E_B64'],
    ['a payload that nobody signed, before it is read', 'bundle', payload('nothing'), held, 'E_META_THRESHOLD'],
    [
      '17 signatures',
      'owner',
      changed(owner(1), (one) => ({ ...one, signatures: Array(17).fill(one.signatures[0]) })),
      held,
      'E_META',
    ],

    ['a bundle', 'bundle', bundle(underRoot4), held, 'OK'],
    ['a bundle of another maker', 'bundle', stranger.sign(bundleDocument(stranger, asked)), held, 'E_META_THRESHOLD'],
    ['one signature of two', 'bundle', withoutOne(bundle(underRoot4)), held, 'E_META_THRESHOLD'],
    ['a bundle before any root', 'bundle', bundle(), {}, 'E_META_THRESHOLD'],
    ['an owner document sent as a bundle', 'bundle', owner(1), held, 'E_META_THRESHOLD'],
    ['a bundle of the root before', 'bundle', bundle({ root_version: 3 }), held, 'E_META_ROOT'],
    [
      'an older bundle',
      'bundle',
      bundle({ ...underRoot4, version: 6 }),
      { ...held, standing: bundle(underRoot4) },
      'E_META_ROLLBACK',
    ],
    [
      'the same version with other keys',
      'bundle',
      bundle({ ...underRoot4, keys: [] }),
      { ...held, standing: bundle(underRoot4) },
      'E_META_SAME',
    ],
    [
      'the same version under a new root',
      'bundle',
      bundle(underRoot4),
      { ...held, standing: bundle({ root_version: 3 }) },
      'OK',
    ],
    [
      'an older one under a new root',
      'bundle',
      bundle({ ...underRoot4, version: 6 }),
      { ...held, standing: bundle({ root_version: 3 }) },
      'E_META_ROLLBACK',
    ],
    [
      '10,000 ahead',
      'bundle',
      bundle({ ...underRoot4, version: 10_007 }),
      { ...held, standing: bundle(underRoot4) },
      'OK',
    ],
    [
      '10,001 ahead',
      'bundle',
      bundle({ ...underRoot4, version: 10_008 }),
      { ...held, standing: bundle(underRoot4) },
      'E_META_JUMP',
    ],
    ['a bundle for no model', 'bundle', bundle({ ...underRoot4, models: [] }), held, 'E_META_MODEL'],
    ['a kid twice', 'bundle', bundle({ ...underRoot4, keys: [entry, entry] }), held, 'E_META'],
    ['a bundle of in two minutes', 'bundle', bundle({ ...underRoot4, issued: NOW + 120 }), held, 'OK'],
    ['a bundle of later than that', 'bundle', bundle({ ...underRoot4, issued: NOW + 121 }), held, 'E_NOT_YET'],
    ['a key without its issuer', 'bundle', bundle({ ...underRoot4, keys: [{ ...entry, iss: '' }] }), held, 'E_META'],

    ['an owner document', 'owner', owner(2), { ...held, standing: owner(1) }, 'OK'],
    ['an older owner document', 'owner', owner(1), { ...held, standing: owner(2) }, 'E_META_ROLLBACK'],
    ['the same owner document', 'owner', owner(2), { ...held, standing: owner(2) }, 'E_META_SAME'],

    ['a profile', 'profile', profile(), held, 'OK'],
    ['an older profile', 'profile', profile(), { ...held, standing: profile({ version: 4 }) }, 'E_META_ROLLBACK'],
    ['a profile of another class of device', 'profile', profile({ class: 'D' }), held, 'E_META'],

    ['the next root', 'root', root(5), held, 'OK'],
    ['the root that stands', 'root', root(4), held, 'E_META_ROLLBACK'],
    ['the root after the next', 'root', root(6), held, 'E_META_GAP'],
    ['a root whose own threshold is not met', 'root', root(5, { threshold: 3 }), held, 'E_META_THRESHOLD'],
    ['a root that no set of keys meets', 'root', root(5, { threshold: 4 }), held, 'E_META'],
    ['a root by its own keys only', 'root', stranger.sign({ ...stranger.root, version: 5 }), held, 'E_META_THRESHOLD'],
    ['a first root that its own threshold signed', 'root', root(1), {}, 'OK'],
    ['a first root of any version', 'root', root(9), {}, 'OK'],
    ['a first root with one signature of two', 'root', withoutOne(root(1)), {}, 'E_META_THRESHOLD'],
    ['a first root that others signed', 'root', oem.sign({ ...stranger.root, version: 1 }), {}, 'E_META_THRESHOLD'],
    ['a first root without keys', 'root', payload('{"kind":"root","version":1,"threshold":0}'), {}, 'E_META_THRESHOLD'],
    ['a first root with a key of no form', 'root', payload('{"version":1,"threshold":1,"keys":[null]}'), {}, 'E_META'],
    ['a first root that cannot be read', 'root', '{"payload":"e30=","signatures":[]}', {}, 'E_CHARSET'],
  ])('%s', (_name, kind, text, before, code) => {
    expect(codeFor(kind, text, before)).toBe(code);
  });

  test('hands out what was signed', () => {
    expect(trustVerifier.verify('owner', owner(2), held, NOW)).toEqual({
      payload: { kind: 'owner', device: DEVICE, hospital: 'st-marys', version: 2 },
    });
  });
});
