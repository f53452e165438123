/** Publishing a model's profile: what the manufacturer designed in, and with the first one whose model it is (R18). */
import type { ProfileDocument } from '../../device/claims.ts';
import { makersModelRef, modelRef, rootRef } from '../keys.ts';
import { isScope, isTier } from '../policy/tiers.ts';
import type { Write } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import type { Model } from '../registry.ts';
import type { MakerRoot } from '../trust-rows.ts';
import type { ModelId, OrganisationId } from '../units.ts';
import { changed, changeRule, type Occasion, type Plan } from './change.ts';
import { mismatch, standing, UNCHANGED, underRoot, verified } from './trust-checks.ts';
import type { PublishTrust } from './trust-contract.ts';
import { payloadOf, peekUnverified } from './trust-documents.ts';
import { widensTrust } from './trust-widens.ts';

type Body = Extract<PublishTrust, { kind: 'profile' }>;

/** A model that nobody holds is whoever's publishes its profile first: who owns a GTIN cannot be proven here. */
export const publishProfile = changeRule({
  rows: ({ envelope }: Body, tenant) => ({
    root: rootRef(tenant),
    model: modelRef(peekUnverified(envelope).model),
    listed: makersModelRef(tenant, peekUnverified(envelope).model),
  }),
  plan: (body, { root, model, listed }, about): Decision<Plan> => {
    if (model && model.oem !== about.tenant) return refused('entity_unknown');
    const document = read(body, root, model, about);
    if (!document.ok) return document;
    const profile = document.value;
    const no = mismatch([
      ['model', peekUnverified(body.envelope).model !== profile.model],
      ['tier', !profile.scopes.every(({ tier }) => isTier(tier))],
    ]);
    if (no) return no;
    const after = modelAfter(body, profile, model, about.tenant);
    if (model?.profile === after.profile && model.name === after.name && model.kind === after.kind)
      return allowed(UNCHANGED);
    return allowed({
      changes: [changed(modelRef(profile.model), model, after)],
      widens: widensTrust(standing<ProfileDocument>(model?.profile), profile),
      extra: [...underRoot(root), ...(listed ? [] : [listing(profile.model, about.tenant)])],
    });
  },
});

/** The maker's list of models names it from its first profile on. */
function listing(model: ModelId, oem: OrganisationId): Write {
  return { kind: 'insert', ref: makersModelRef(oem, model), row: { model } };
}

/** The profile that stands may come again with another name: it was verified when it first came. */
function read(
  { envelope }: Body,
  root: MakerRoot | undefined,
  model: Model | undefined,
  about: Occasion,
): Decision<ProfileDocument> {
  if (model?.profile === envelope) return allowed(payloadOf<ProfileDocument>(envelope));
  return verified<ProfileDocument>('profile', envelope, { root: root?.document, standing: model?.profile }, about);
}

/** A scope that the broker does not know is the maker's own: nobody can ask for it here. */
function modelAfter(
  { envelope, name, kindName }: Body,
  profile: ProfileDocument,
  before: Model | undefined,
  oem: OrganisationId,
): Omit<Model, 'version'> {
  const scopes = profile.scopes.flatMap(({ name: scope, tier }) =>
    isScope(scope) && isTier(tier) ? [{ name: scope, tier }] : [],
  );
  return {
    id: profile.model,
    name: name ?? before?.name ?? profile.model,
    kind: kindName ?? before?.kind ?? 'device',
    oem,
    class: profile.class,
    form: profile.form,
    scopes,
    maxLife: profile.max_life,
    maxDur: profile.max_dur,
    requireCnf: profile.require_cnf,
    profile: envelope,
  };
}
