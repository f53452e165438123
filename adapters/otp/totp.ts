/**
 * One-time codes of an authenticator app (RFC 6238: SHA-1, 6 digits, 30 s; what every app speaks). Holds R10: a code is
 * of this step or the one before, and later than the last one that was accepted.
 *
 * otplib throws on a token of another length and on a stored step in the future. Neither is a fault of ours: the first is
 * what anybody may type, the second what a clock set back looks like. Both are refused like a wrong code, as an answer
 * that told them apart would tell a guesser something.
 */
import { randomBytes } from 'node:crypto';
import { generateURI, ScureBase32Plugin, verify } from 'otplib';
import type { OneTimeCodes } from '../../core/ports.ts';

/** RFC 4226 section 4, R6: 160 bits. */
const SECRET_BYTES = 20;
/** ASCII digits only: full-width ones look the same to a person and are not the same to a program. */
const SIX_DIGITS = /^[0-9]{6}$/;
/** RFC 6238 section 5.2: one step back for slow typing, none ahead. */
const ONE_STEP_BACK: [number, number] = [30, 0];

/** The port, without state: the last step is the caller's, moved in the transaction of the act; 0 = none was used yet. */
export const totpCodes: OneTimeCodes = Object.freeze({
  newSecret: () => randomBytes(SECRET_BYTES),
  uri: (secret, issuer, account) =>
    generateURI({ issuer, label: account, secret: new ScureBase32Plugin().encode(secret) }),
  check: async (secret, code, now, lastStep) => {
    if (!SIX_DIGITS.test(code)) return undefined;
    try {
      const tolerance = { epochTolerance: ONE_STEP_BACK, afterTimeStep: lastStep };
      const result = await verify({ secret, token: code, epoch: now, ...tolerance });
      return result.valid && 'timeStep' in result ? result.timeStep : undefined;
    } catch {
      return undefined;
    }
  },
} satisfies OneTimeCodes);
