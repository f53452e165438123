/**
 * The rules, asked again of a log that is read back: whoever could write bytes and hashes could also write a history that
 * never was allowed. Only what the events themselves prove is asked; what the registry said at the time is not in them.
 */
import { isFilled } from '../access/demand.ts';
import { digestOf } from '../access/facts.ts';
import type { AccessRequest, Placed } from '../access/request.ts';
import { fromBase64url } from '../token/base64url.ts';

/** Whether `placed` breaks a rule (R2, R4, R5, R6, R9) after `before`. */
export function breaksRule(before: AccessRequest | undefined, placed: Placed): boolean {
  if (!before) return false;
  switch (placed.event.type) {
    case 'approval.recorded':
      return !isHonestApproval(before, placed.actor.person, placed.event.data);
    case 'request.denied':
      return placed.event.data.digest !== digestOf(before.facts);
    case 'request.approved':
      return !isEarned(before, placed.at, placed.event.data);
    case 'token.issued':
      return !isGranted(before, placed.event.data);
    default:
      return false;
  }
}

type Data<T extends Placed['event']['type']> = Extract<Placed['event'], { type: T }>['data'];

/** Another person each time, never the requester; of the facts as they stood; the same terms or less. */
function isHonestApproval(
  { facts, approvals }: AccessRequest,
  person: string,
  data: Data<'approval.recorded'>,
): boolean {
  const mayNot = [facts.technician, facts.partner, ...approvals.map((given) => given.person)];
  return (
    !mayNot.includes(person) &&
    data.digest === digestOf(facts) &&
    data.holdSeconds <= facts.holdSeconds &&
    data.sessionSeconds <= facts.sessionSeconds &&
    data.scopes.length > 0 &&
    data.scopes.every((scope) => facts.scopes.includes(scope))
  );
}

/** Enough approvals in the roles demanded, and no longer a window than was granted. */
function isEarned({ facts, demand, approvals }: AccessRequest, at: number, data: Data<'request.approved'>): boolean {
  const roles = new Set(approvals.map((given) => given.role));
  return (
    isFilled(demand, approvals) &&
    (!demand.differentRoles || roles.size === approvals.length) &&
    data.digest === digestOf(facts) &&
    data.until <= at + facts.startWithin + facts.holdSeconds
  );
}

/** Inside the window, and for what was approved: the claims that were signed say so themselves. */
function isGranted(request: AccessRequest, data: Data<'token.issued'>): boolean {
  if (request.status !== 'approved' || data.exp > request.grant.until) return false;
  const { facts } = request;
  const claims = claimsIn(data.signingInput);
  const wanted = {
    iss: facts.hospital,
    aud: facts.device,
    scope: facts.scopes.join(' '),
    req: digestOf(facts),
    jti: data.jti,
    exp: data.exp,
  };
  return (
    Object.entries(wanted).every(([name, value]) => claims[name] === value) &&
    data.dur <= facts.sessionSeconds &&
    (claims['lim'] as { dur?: unknown } | undefined)?.dur === data.dur
  );
}

/** The payload of a signing input of ours; anything else throws, which the walk names as an impossible step. */
function claimsIn(signingInput: string): Readonly<Record<string, unknown>> {
  const [, payload = ''] = signingInput.split('.');
  return JSON.parse(new TextDecoder().decode(fromBase64url(payload))) as Readonly<Record<string, unknown>>;
}
