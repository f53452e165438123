/**
 * The one way in which this room says no. A check throws, so that a forgotten `catch` refuses instead of admitting;
 * the message is the code alone, because messages reach logs and screens and a token must not.
 */
import { CODES_BY_CLASS, type Code, type ScreenClass } from './claims.ts';

/** A refusal by a rule. Anything else that is thrown is a fault of ours, and refuses service as well. */
export class Rejected extends Error {
  override readonly name = 'Rejected';
  readonly code: Code;
  constructor(code: Code) {
    super(code);
    this.code = code;
  }
}

/** A wrong release code: the only refusal that must be counted durably, against this token (section 6). */
export class WrongCode extends Rejected {
  readonly jti: string;
  readonly exp: number;
  constructor(jti: string, exp: number) {
    super('E_CNF');
    this.jti = jti;
    this.exp = exp;
  }
}

const CLASSES = new Map<string, ScreenClass>(
  (Object.keys(CODES_BY_CLASS) as ScreenClass[]).flatMap((name) => CODES_BY_CLASS[name].map((code) => [code, name])),
);

/** What the screen may show of `code`: six classes, so that it teaches nobody which check a forgery passed. */
export function screenClassFor(code: Code): ScreenClass {
  return CLASSES.get(code) ?? 'format';
}
