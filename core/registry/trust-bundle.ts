/** Publishing a bundle: what a hospital's keys may do on a model. Minting follows it at once (R8, R18). */
import type { BundleDocument, ProfileDocument } from '../../device/claims.ts';
import { bundleRef, hospitalRef, keyExpiryRef, modelRef, rootRef } from '../keys.ts';
import { allowed, type Decision, type Refused, refused } from '../problems.ts';
import type { Hospital, Model } from '../registry.ts';
import { changed, changeRule, type Plan } from './change.ts';
import { keyExpiryWrites } from './key-expiry.ts';
import { makersOwn, mismatch, standing, UNCHANGED, underRoot, verified } from './trust-checks.ts';
import type { PublishTrust } from './trust-contract.ts';
import { delegatedKeys, payloadOf, peekUnverified } from './trust-documents.ts';
import { widensTrust } from './trust-widens.ts';

type Body = Extract<PublishTrust, { kind: 'bundle' }>;

export const publishBundle = changeRule({
  rows: ({ envelope, hospital }: Body, tenant) => {
    const { model } = peekUnverified(envelope);
    return {
      root: rootRef(tenant),
      model: modelRef(model),
      hospital: hospitalRef(hospital),
      bundle: bundleRef(hospital, model),
      expiry: keyExpiryRef(hospital, model),
    };
  },
  plan: ({ envelope }, { root, model, hospital, bundle, expiry }, about): Decision<Plan> => {
    if (bundle?.document === envelope) return allowed(UNCHANGED);
    const held = { root: root?.document, standing: bundle?.document };
    const document = verified<BundleDocument>('bundle', envelope, held, about);
    if (!document.ok) return document;
    const no = makersOwn(model, about.tenant) ?? bundleMismatch(document.value, model, hospital);
    if (no) return no;
    if (!model || !hospital) return refused('entity_unknown');
    const keys = delegatedKeys(document.value, hospital.id);
    const after = { model: model.id, hospital: hospital.id, keys, document: envelope };
    return allowed({
      changes: [changed(bundleRef(hospital.id, model.id), bundle, after)],
      widens: widensTrust(standing<BundleDocument>(bundle?.document), document.value),
      extra: [...underRoot(root), ...keyExpiryWrites(expiry, after, hospital.keys)],
    });
  },
});

/** A bundle is one model's at one hospital, and says of the keys there what the hospital says itself. */
function bundleMismatch(
  { models, keys }: BundleDocument,
  model: Model | undefined,
  hospital: Hospital | undefined,
): Refused | undefined {
  if (!model || !hospital) return undefined;
  const offered = payloadOf<ProfileDocument>(model.profile).scopes.map(({ name }) => name);
  const tokens = keys.filter(({ use }) => use === 'token');
  const own = [hospital.keys.active, hospital.keys.next];
  const isForged = ({ kid, pub }: (typeof keys)[number]) =>
    own.some((key) => key.kid === kid && key.pub.toLowerCase() !== pub.toLowerCase());
  return mismatch([
    ['model', models.length !== 1 || models[0] !== model.id],
    ['issuer', tokens.some(({ iss }) => iss !== hospital.id)],
    ['public_key', tokens.some(isForged)],
    ['scope', tokens.some(({ scopes }) => !scopes.every((scope) => offered.includes(scope)))],
  ]);
}
