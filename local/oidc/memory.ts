/**
 * Where one organisation's provider keeps codes, grants and sessions while they last. Own, because the memory that
 * comes with oidc-provider is one for all providers of a process: a session at one organisation's issuer would be found
 * by another's. Lost at a restart: people sign in again, tokens that were issued stay good.
 */
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly expires: number;
}

/** A factory whose adapters share one memory of their own. */
export function separateMemory(): AdapterFactory {
  const kept = new Map<string, Kept>();
  return (model) => adapterOf(model, kept);
}

function adapterOf(model: string, kept: Map<string, Kept>): Adapter {
  const keyOf = (id: string) => `${model}:${id}`;
  const alive = (entry: Kept | undefined) => (entry && Date.now() < entry.expires ? entry.payload : undefined);
  return {
    async upsert(id, payload, expiresIn) {
      forgetExpired(kept);
      kept.set(keyOf(id), { payload, expires: expiresIn === undefined ? Infinity : Date.now() + expiresIn * 1000 });
    },
    find: async (id) => alive(kept.get(keyOf(id))),
    findByUid: async (uid) => alive([...kept.values()].find(({ payload }) => payload.uid === uid)),
    // Device codes are not offered.
    findByUserCode: async () => undefined,
    async consume(id) {
      const entry = kept.get(keyOf(id));
      if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      kept.delete(keyOf(id));
    },
    async revokeByGrantId(grantId) {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
    },
  };
}

function forgetExpired(kept: Map<string, Kept>): void {
  for (const [key, { expires }] of kept) if (expires <= Date.now()) kept.delete(key);
}
