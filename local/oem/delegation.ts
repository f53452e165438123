/**
 * The next bundle of a model at a hospital: its token keys, for what the profile offers and no more (token profile 3).
 * What stood before goes on where it still stands: a key's beginning, so that a token minted a minute ago is not shut
 * out by the new bundle, and every revocation, so that none is undone by forgetting it.
 */
import type { BundleDocument, EpochSeconds, KeyDocument, ProfileDocument } from '../../device/claims.ts';

/** What a hospital's keys are delegated for one model. */
export interface Delegation {
  readonly hospital: string;
  readonly model: Pick<ProfileDocument, 'model' | 'scopes' | 'max_life' | 'max_dur'>;
  readonly keys: readonly { readonly kid: string; readonly pub: string }[];
  readonly issued: EpochSeconds;
  readonly naf: EpochSeconds;
}

/** What the bundle follows: the root that it is signed under, the bundle before it, and the kids to revoke with it. */
export interface Before {
  readonly rootVersion: number;
  readonly current: BundleDocument | undefined;
  readonly revoke: readonly string[];
}

/** Nothing is judged here: that the keys may be delegated is for the caller to have seen. */
export function delegationBundle(delegation: Delegation, { rootVersion, current, revoke }: Before): BundleDocument {
  return {
    kind: 'bundle',
    version: (current?.version ?? 0) + 1,
    root_version: rootVersion,
    issued: delegation.issued,
    models: [delegation.model.model],
    algs: ['ES256'],
    keys: delegation.keys.map((key) => entryFor(key, delegation, current)),
    revoked_kids: [...new Set([...(current?.revoked_kids ?? []), ...revoke])],
    revoked_jtis: current?.revoked_jtis ?? [],
  };
}

function entryFor(
  { kid, pub }: Delegation['keys'][number],
  { hospital, model, issued, naf }: Delegation,
  current: BundleDocument | undefined,
): KeyDocument {
  return {
    kid,
    alg: 'ES256',
    pub,
    use: 'token',
    iss: hospital,
    aud_prefix: `${model.model}/`,
    scopes: model.scopes.map(({ name }) => name),
    max_life: model.max_life,
    max_dur: model.max_dur,
    nbf: current?.keys.find((key) => key.kid === kid)?.nbf ?? issued,
    naf,
  };
}
