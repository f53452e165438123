/** Ends a session for every copy of its cookie, not only for the browser that is told to forget it. */
import { sessionEndRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import type { EpochSeconds } from '../units.ts';
import { SESSION_LIFE } from './read-session.ts';

/** Once or twice is the same. */
export async function signOut({ store }: Pick<Ports, 'store'>, who: Identity, now: EpochSeconds): Promise<void> {
  const row = { version: 1, at: now };
  const ref = sessionEndRef(who.session);
  await store.commit({ events: [], writes: [{ kind: 'insert', ref, row, expires: now + SESSION_LIFE }] });
}
