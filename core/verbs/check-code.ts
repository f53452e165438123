/**
 * One-time codes (R10): a try is reserved before it is evaluated, so that any number of parallel guesses get five
 * together; the code itself is used up in the same transaction as the act it was given for.
 */
import { sha256Base64url } from '../hash.ts';
import type { CodeUse, Ports, ReservedTry, Write } from '../ports.ts';
import { allowed, type Decision, refused } from '../problems.ts';
import type { EpochSeconds, PersonId, Seconds } from '../units.ts';

/** Five tries a ticket or session in this time: the back-off after which a wrong memory gets five more. */
const TRY_WINDOW: Seconds = 900;
/** A hundred wrong codes of a person in this time lock the code: 1 in 5,000 that one of them was right by chance. */
const LOCK_WINDOW: Seconds = 30 * 86_400;

/** A try that stands in the table, whatever comes of it. */
export interface OpenTry {
  readonly person: PersonId;
  readonly context: string;
  readonly reserved: ReservedTry;
}

/**
 * Reserves a try for `person` under a ticket or session (`secretContext`, stored only as a hash). What is not six digits
 * cannot be a guess and takes none: a mail robot that sends the form empty does not use up a person's tries.
 *
 * @param backOff after which there are five more
 */
export async function reserveCode(
  ports: Pick<Ports, 'credentials'>,
  person: PersonId,
  secretContext: string,
  code: string,
  now: EpochSeconds,
  backOff: Seconds = TRY_WINDOW,
): Promise<Decision<OpenTry>> {
  if (!isCodeForm(code)) return refused('code_rejected');
  const window = Math.floor(now / backOff);
  const context = sha256Base64url(`wardkey-tries-v1\0${window}\0${secretContext}`);
  const reserved = await ports.credentials.reserveTry(person, context, Math.floor(now / LOCK_WINDOW));
  if (reserved === 'exhausted') return refused('tries_exhausted');
  if (reserved === 'locked') return refused('code_locked');
  if (reserved === 'absent') return refused('code_not_enrolled');
  return allowed({ person, context, reserved });
}

/** Six digits: what is anything else cannot be a code. */
export function isCodeForm(code: string): boolean {
  return /^[0-9]{6}$/.test(code);
}

/** Gives a reserved try back: its code was right, or was not looked at, so it was not a guess. */
export function returnTry({ person, context }: Pick<CodeUse, 'person' | 'context'>): Write {
  return { kind: 'return-try', person, context };
}

/** What a seed is sealed for: neither another person's nor another purpose's secret opens under it. */
export function sealContext(organisation: string, person: PersonId): Readonly<Record<string, string>> {
  return { organisation, person, purpose: 'totp' };
}

/** Evaluates `code` under a reserved try. A right one is not used yet: that is the act's own transaction. */
export async function checkCode(
  ports: Pick<Ports, 'sealer' | 'codes'>,
  open: OpenTry,
  code: string,
  now: EpochSeconds,
): Promise<Decision<CodeUse>> {
  const { person, context, reserved } = open;
  const secret = await ports.sealer.unseal(reserved.sealed, sealContext(reserved.organisation, person));
  const step = await ports.codes.check(secret, code, now, reserved.lastStep);
  return step === undefined ? refused('code_rejected') : allowed({ person, context, step });
}
