/** Whether somebody has a one-time code, since when, and whether he signed in lately enough to enrol one. */
import { codeRef, personRef } from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { Problem } from '../problems.ts';
import type { EpochSeconds } from '../units.ts';
import { isFreshSignIn } from './enrol-credential.ts';

export interface CodeView {
  readonly isEnrolled: boolean;
  /** Absent too where it was enrolled before that was kept. */
  readonly since?: EpochSeconds;
  readonly isFresh: boolean;
}

/** @throws Problem not-found for whoever is not registered: a code would be of no use to him */
export async function showCode(ports: Pick<Ports, 'store'>, who: Identity, now: EpochSeconds): Promise<CodeView> {
  const { person, code } = await ports.store.load({ person: personRef(who.person), code: codeRef(who.person) });
  if (!person) throw new Problem('not-found');
  const since = code?.since === undefined ? {} : { since: code.since };
  return { isEnrolled: code !== undefined, ...since, isFresh: isFreshSignIn(who, now) };
}
