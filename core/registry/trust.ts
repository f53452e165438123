/**
 * What a manufacturer publishes: his root, a model's profile, a hospital's bundle, a device's owner (R18). Each is
 * verified as a device would, with the device's own code; then it has to fit what is registered. The broker can sign none.
 */
import type { OwnerDocument, RootDocument } from '../../device/claims.ts';
import { modelOf, modelRef, ownerRef, rootRef } from '../keys.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import { type AnyChange, changed, changeRule, type Plan } from './change.ts';
import { publishBundle } from './trust-bundle.ts';
import { makersOwn, mismatch, standing, UNCHANGED, underRoot, verified } from './trust-checks.ts';
import type { PublishTrust } from './trust-contract.ts';
import { peekUnverified } from './trust-documents.ts';
import { publishProfile } from './trust-profile.ts';
import { widensTrust } from './trust-widens.ts';

type Published<K extends PublishTrust['kind']> = Extract<PublishTrust, { kind: K }>;

const publishRoot = changeRule({
  rows: (_body: Published<'root'>, tenant) => ({ root: rootRef(tenant) }),
  plan: ({ envelope }, { root }, about): Decision<Plan> => {
    if (root?.document === envelope) return allowed(UNCHANGED);
    const document = verified<RootDocument>('root', envelope, { root: root?.document }, about);
    if (!document.ok) return document;
    const after = { oem: about.tenant, document: envelope };
    return allowed({
      changes: [changed(rootRef(about.tenant), root, after)],
      widens: widensTrust(standing<RootDocument>(root?.document), document.value),
    });
  },
});

const publishOwner = changeRule({
  aliases: ({ envelope }: Published<'owner'>) => [peekUnverified(envelope).device].filter(Boolean),
  rows: ({ envelope, hospital }: Published<'owner'>, tenant) => {
    const { device } = peekUnverified(envelope);
    return { root: rootRef(tenant), model: modelRef(modelOf(device)), owner: ownerRef(hospital, device) };
  },
  plan: ({ envelope, hospital }, { root, model, owner }, about, found): Decision<Plan> => {
    if (owner?.document === envelope) return allowed(UNCHANGED);
    const held = { root: root?.document, standing: owner?.document };
    const document = verified<OwnerDocument>('owner', envelope, held, about);
    if (!document.ok) return document;
    const { device, hospital: named } = document.value;
    const registered = found[device];
    const no = makersOwn(model, about.tenant);
    if (no) return no;
    if (registered?.device !== device) return refused('entity_unknown');
    const other = mismatch([['owner', named !== hospital || registered.hospital !== hospital]]);
    if (other) return other;
    return allowed({
      changes: [changed(ownerRef(hospital, device), owner, { device, hospital, document: envelope })],
      widens: widensTrust(standing<OwnerDocument>(owner?.document), document.value),
      extra: underRoot(root),
    });
  },
});

const BY_KIND: Readonly<Record<PublishTrust['kind'], AnyChange>> = Object.freeze({
  root: publishRoot,
  profile: publishProfile,
  bundle: publishBundle,
  owner: publishOwner,
});

const ruleFor = (body: unknown): AnyChange => BY_KIND[(body as PublishTrust).kind];

/** Only a manufacturer publishes, whatever roles a servicer gives to its own people. */
export const publishTrust: AnyChange = Object.freeze({
  aliases: (body) => ruleFor(body).aliases(body),
  rows: (body, tenant, found) => ruleFor(body).rows(body, tenant, found),
  keys: () => [],
  plan: (body, rows, about, found) =>
    about.organisation?.kind === 'oem' ? ruleFor(body).plan(body, rows, about, found) : refused('power_missing'),
} satisfies AnyChange);
