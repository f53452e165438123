/** publish-trust: each reason for which a document is refused. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeKey } from '../../support/dsat-maker.ts';
import {
  aurora,
  bundle,
  DEVICE,
  type decide,
  hospital,
  MODEL,
  model,
  oem,
  ofBundle,
  ofOwner,
  ofProfile,
  one,
  owner,
  profile,
  registered,
  removeKeys,
  root,
  said,
  standing,
  two,
  WITH,
} from './trust-world.ts';

afterAll(removeKeys);

describe('publish-trust refuses', () => {
  const pub = makeKey().pub;
  test.each<[string, Parameters<typeof decide>, readonly unknown[]]>([
    [
      'what a servicer brings',
      [ofBundle(bundle()), WITH, registered, { organisation: { ...aurora, kind: 'iso' } }],
      ['power_missing'],
    ],
    ['a bundle before the root', [ofBundle(bundle()), { model, hospital }], ['trust_rejected', 'E_META_THRESHOLD']],
    [
      'a bundle that went back',
      [ofBundle(bundle()), { ...WITH, bundle: { ...standing, document: bundle({ version: 3 }) } }],
      ['trust_rejected', 'E_META_ROLLBACK'],
    ],
    [
      'another bundle of the same version',
      [ofBundle(bundle({ version: 1, keys: [] })), { ...WITH, bundle: standing }],
      ['trust_rejected', 'E_META_SAME'],
    ],
    ['text that is no document', [ofBundle('hello'), { root }], ['trust_rejected', 'E_JSON']],
    ['a bundle before the profile', [ofBundle(bundle()), { root, hospital }], ['profile_unknown']],
    [
      'a bundle of a model of another maker',
      [ofBundle(bundle()), { ...WITH, model: { ...model, oem: 'oem-halden' } }],
      ['entity_unknown'],
    ],
    ['a bundle for a hospital that is not there', [ofBundle(bundle()), { root, model }], ['entity_unknown']],
    [
      'a bundle of two models',
      [ofBundle(bundle({ models: [MODEL, 'gs1:01/09521000001022'] })), WITH],
      ['trust_mismatch', 'model'],
    ],
    [
      'a key of another hospital',
      [ofBundle(bundle({ keys: [one, { ...two, iss: 'cedar-county' }] })), WITH],
      ['trust_mismatch', 'issuer'],
    ],
    [
      "another key under the active key's name",
      [ofBundle(bundle({ keys: [{ ...one, pub }, two] })), WITH],
      ['trust_mismatch', 'public_key'],
    ],
    [
      "another key under the next key's name",
      [ofBundle(bundle({ keys: [one, { ...two, pub }] })), WITH],
      ['trust_mismatch', 'public_key'],
    ],
    [
      'a scope that the profile lacks',
      [ofBundle(bundle({ keys: [{ ...one, scopes: ['diag.run', 'os.shell'] }] })), WITH],
      ['trust_mismatch', 'scope'],
    ],
    [
      'a profile of another maker’s model',
      [ofProfile(profile({ version: 2 })), { root, model: { ...model, oem: 'oem-halden' } }],
      ['entity_unknown'],
    ],
    [
      'a profile of a tier that is none',
      [ofProfile(profile({ scopes: [{ name: 'log.read', tier: 'T9' }] })), { root }],
      ['trust_mismatch', 'tier'],
    ],
    [
      'a profile of a model that is no id',
      [ofProfile(profile({ model: 'PM-12' })), { root }],
      ['trust_mismatch', 'model'],
    ],
    ['an owner of a device that nobody registered', [ofOwner(owner()), WITH, {}], ['entity_unknown']],
    ['an owner of a model without profile', [ofOwner(owner()), { root }], ['profile_unknown']],
    [
      'an owner of a device of another maker',
      [ofOwner(owner()), { ...WITH, model: { ...model, oem: 'oem-halden' } }],
      ['entity_unknown'],
    ],
    [
      'an owner who is not the registered one',
      [ofOwner(owner(1, 'cedar-county'), 'cedar-county'), WITH],
      ['trust_mismatch', 'owner'],
    ],
    [
      'an owner who is not the one that was named',
      [ofOwner(owner(), 'cedar-county'), WITH],
      ['trust_mismatch', 'owner'],
    ],
    [
      'an owner that went back',
      [ofOwner(owner()), { ...WITH, owner: { device: DEVICE, hospital: 'st-marys', document: owner(2), version: 1 } }],
      ['trust_rejected', 'E_META_ROLLBACK'],
    ],
    [
      'a root that skips one',
      [{ kind: 'root', envelope: oem.sign({ ...oem.root, version: 3 }) }, { root }],
      ['trust_rejected', 'E_META_GAP'],
    ],
  ])('%s', (_name, args, expected) => {
    expect(said(...args)).toEqual(expected);
  });
});
