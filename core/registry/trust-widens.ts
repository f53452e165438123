/**
 * Whether a manufacturer's document lets anybody do more than the one before it (R18): then two publishers have to want
 * it. What only takes away, one publishes alone and at once, since a revocation must not wait.
 */
import type { BundleDocument, KeyDocument, OwnerDocument, ProfileDocument, RootDocument } from '../../device/claims.ts';
import { compareTiers, isTier } from '../policy/tiers.ts';

export type TrustDocument = RootDocument | BundleDocument | OwnerDocument | ProfileDocument;

/** In which ways `after` allows more than `before`; empty: in none. A first document allows what nothing allowed. */
export function widensTrust<T extends TrustDocument>(before: T | undefined, after: T): readonly string[] {
  const found = before ? COMPARE[after.kind](before as never, after as never) : ['is the first'];
  return found.map((way) => `${after.kind} ${after.version} ${way}`);
}

type Compare<T> = (before: T, after: T) => readonly string[];

const COMPARE: Readonly<{ [K in TrustDocument['kind']]: Compare<Extract<TrustDocument, { kind: K }>> }> = Object.freeze(
  {
    // Whoever holds the new keys decides all that follows.
    root: () => ['says whose signatures count'],
    owner: (before, after) => (before.hospital === after.hospital ? [] : [`gives the device to ${after.hospital}`]),
    profile: profileWidens,
    bundle: bundleWidens,
  },
);

function profileWidens(before: ProfileDocument, after: ProfileDocument): readonly string[] {
  const tiers = new Map(before.scopes.map(({ name, tier }) => [name, tier]));
  const looser = after.scopes.filter(({ name, tier }) => !isAtLeast(tier, tiers.get(name)));
  const changed = (['class', 'form'] as const).filter((name) => before[name] !== after[name]);
  return [
    ...looser.map(({ name }) => `offers ${name}`),
    ...grown(['max_life', 'max_dur', 'max_use'], before, after),
    ...changed.map((name) => `changes ${name}`),
    ...(before.require_cnf && !after.require_cnf ? ['drops require_cnf'] : []),
    ...(isPartOf(after.scope_bits, before.scope_bits) ? [] : ['changes scope_bits']),
  ];
}

/** A tier that nobody knows compares with nothing. */
function isAtLeast(tier: string, before: string | undefined): boolean {
  if (before === undefined || !isTier(tier) || !isTier(before)) return false;
  return compareTiers(tier, before) >= 0;
}

function isPartOf(part: Readonly<Record<string, string>>, whole: Readonly<Record<string, string>>): boolean {
  return Object.entries(part).every(([name, value]) => whole[name] === value);
}

function grown<N extends string>(
  names: readonly N[],
  before: Readonly<Record<N, number>>,
  after: Readonly<Record<N, number>>,
): readonly string[] {
  return names.filter((name) => after[name] > before[name]).map((name) => `raises ${name}`);
}

function bundleWidens(before: BundleDocument, after: BundleDocument): readonly string[] {
  const missing = before.revoked_jtis.filter((jti) => !after.revoked_jtis.includes(jti));
  return [
    ...added(before.models, after.models).map((model) => `is for ${model}`),
    ...added(before.algs, after.algs).map((alg) => `takes ${alg}`),
    ...standing(after).flatMap((key) => keyWidens(standing(before), key)),
    ...(missing.length > 0 ? ['takes revoked tokens again'] : []),
  ];
}

/** A revoked key opens nothing, whatever its entry says. */
function standing({ keys, revoked_kids }: BundleDocument): readonly KeyDocument[] {
  return keys.filter(({ kid }) => !revoked_kids.includes(kid));
}

/** The same key for the same use may be held shorter; anything else of it is another key. */
function keyWidens(before: readonly KeyDocument[], key: KeyDocument): readonly string[] {
  const same = before.find(({ kid }) => kid === key.kid);
  if (!same || isAnother(same, key)) return [`delegates key ${key.kid}`];
  const ways = [
    ...added(same.scopes, key.scopes).map((scope) => `delegates ${scope}`),
    ...grown(['max_life', 'max_dur', 'naf'], same, key),
    ...(key.nbf < same.nbf ? ['lowers nbf'] : []),
    ...(key.aud_prefix.startsWith(same.aud_prefix) ? [] : ['delegates more devices']),
  ];
  return ways.map((way) => `${way} to key ${key.kid}`);
}

function isAnother(before: KeyDocument, after: KeyDocument): boolean {
  const isMoved = (['alg', 'use', 'iss'] as const).some((name) => before[name] !== after[name]);
  return isMoved || before.pub.toLowerCase() !== after.pub.toLowerCase();
}

function added(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((one) => !before.includes(one));
}
