/**
 * What a device does not ask when it takes a bundle, and what would go wrong with the tokens later: each rule has the
 * code that a technician would then meet at the device.
 */
import type { BundleDocument, Code, KeyDocument, ProfileDocument } from '../../device/claims.ts';
import { Refused } from './refused.ts';

/** A bundle, and what it must keep to. */
interface Judged {
  readonly bundle: BundleDocument;
  readonly profile: ProfileDocument;
  readonly current: BundleDocument | undefined;
}

type KeyRule = readonly [Code, says: string, isBroken: (key: KeyDocument, judged: Judged) => boolean];

const KEY_RULES: readonly KeyRule[] = Object.freeze([
  ['E_SCOPE', 'has a scope that the profile does not offer', hasForeignScope],
  ['E_DURATION', 'may grant longer sessions than the profile', (key, { profile }) => key.max_dur > profile.max_dur],
  ['E_LIFETIME', 'may sign longer tokens than the profile', (key, { profile }) => key.max_life > profile.max_life],
  ['E_AUD', 'is for devices of another model', (key, { profile }) => !key.aud_prefix.startsWith(`${profile.model}/`)],
  ['E_ISS', 'is of another hospital than the bundle or the one before it', isOfAnotherHospital],
  ['E_SIG', 'stood for another public key in the bundle before: a new key has a new kid', hasAnotherKey],
  ['E_KEY_REVOKED', 'is delegated and revoked', ({ kid }, { bundle }) => bundle.revoked_kids.includes(kid)],
]);

/** @throws Refused with the first rule that the bundle breaks */
export function refuseOutOfBounds(judged: Judged): void {
  const { bundle, profile } = judged;
  if (bundle.models.some((model) => model !== profile.model)) {
    throw new Refused(
      'E_META_MODEL',
      `the bundle is for ${bundle.models.join(', ')}, the profile for ${profile.model}`,
    );
  }
  for (const key of bundle.keys) {
    const broken = KEY_RULES.find(([, , isBroken]) => isBroken(key, judged));
    if (broken) throw new Refused(broken[0], `${key.kid} ${broken[1]}`);
  }
}

function hasForeignScope({ scopes }: KeyDocument, { profile }: Judged): boolean {
  return scopes.some((scope) => !profile.scopes.some(({ name }) => name === scope));
}

/** A bundle is made for one model at one hospital. */
function isOfAnotherHospital({ iss }: KeyDocument, { bundle, current }: Judged): boolean {
  return [...bundle.keys, ...(current?.keys ?? [])].some((key) => key.iss !== iss);
}

function hasAnotherKey({ kid, pub }: KeyDocument, { current }: Judged): boolean {
  return current?.keys.some((key) => key.kid === kid && key.pub.toLowerCase() !== pub.toLowerCase()) ?? false;
}
