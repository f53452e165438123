/**
 * The people who can sign in at the local issuers, and the check of their passwords. Seeded and known to everybody who
 * reads the seed: they protect nothing but the shape of the flow.
 */
import { timingSafeEqual } from 'node:crypto';
import { sha256Bytes } from '../../core/hash.ts';

export interface Account {
  readonly organisation: string;
  /** OpenID subject: with the organisation it makes the person's id. */
  readonly subject: string;
  readonly login: string;
  readonly password: string;
}

/** Wrong passwords before an account has to wait, and how long. */
const WRONG_IN_A_ROW = 5;
const WAIT_MS = 30_000;

export type SignIn = { readonly subject: string } | 'wrong' | 'wait';

interface Wrong {
  count: number;
  until: number;
}

/** Checks passwords of one organisation's accounts; counts wrong ones for as long as the process lives. */
export function passwordCheck(
  accounts: readonly Account[],
): (login: string, password: string, nowMs: number) => SignIn {
  const wrong = new Map<string, Wrong>();
  return (login, password, nowMs) => {
    const account = accounts.find((one) => one.login === login);
    // Unknown logins share one count, so that they cost the same and cannot fill the map.
    const tries = wrong.get(account?.login ?? '') ?? { count: 0, until: 0 };
    if (nowMs < tries.until) return 'wait';
    const isRight = isSame(password, account?.password ?? '') && account !== undefined;
    if (isRight) wrong.delete(account.login);
    else wrong.set(account?.login ?? '', counted(tries, nowMs));
    return isRight ? { subject: account.subject } : 'wrong';
  };
}

function counted({ count }: Wrong, nowMs: number): Wrong {
  return count + 1 < WRONG_IN_A_ROW ? { count: count + 1, until: 0 } : { count: 0, until: nowMs + WAIT_MS };
}

/** Hashed first: the comparison takes equal lengths only. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(sha256Bytes(given), sha256Bytes(expected));
}
