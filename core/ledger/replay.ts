/**
 * The rules, asked again of a log that is read back: whoever could write bytes and hashes could also write a history that
 * never was allowed. Only what the events themselves prove is asked; what the registry said at the time is not in them.
 *
 * Times: hosts' clocks differ, and an event's time is never before the last one's. A time that was decided by is therefore
 * looked for in the data (`until`, `exp`, `iat`), not in the event's own time.
 */
import { APPROVER_ROLES, isFilled } from '../access/demand.ts';
import { type Actor, SYSTEM } from '../access/events.ts';
import { digestOf } from '../access/facts.ts';
import type { AccessRequest, Placed } from '../access/request.ts';
import { closingRefusal } from '../access/return-to-service.ts';
import { requestChain, tenantOf } from '../keys.ts';
import { compareTiers, tierOf } from '../policy/tiers.ts';
import { fromBase64url } from '../token/base64url.ts';

type EventOf<T extends Placed['event']['type']> = Extract<Placed['event'], { type: T }>;
type Data<T extends Placed['event']['type']> = EventOf<T>['data'];

/** Whether `placed` breaks a rule (R2, R4, R5, R6, R9, R10, R12, R13) after `before` on `chain`. */
export function breaksRule(chain: string, before: AccessRequest | undefined, { event, at, actor }: Placed): boolean {
  if (!before) return event.type === 'request.submitted' && !isHonestSubmission(chain, actor, event.data);
  const isSystem = actor.person === SYSTEM.person && actor.auth === SYSTEM.auth;
  const isTechnician = actor.person === before.facts.technician;
  switch (event.type) {
    case 'approval.recorded':
      return !isHonestApproval(before, actor, event.data);
    case 'request.approved':
      return !isWithCode(before, actor) || !isEarned(before, at, event.data);
    case 'request.denied':
      return !isWithCode(before, actor) || isAsking(before, actor) || event.data.digest !== digestOf(before.facts);
    case 'token.issued':
      return !isTechnician || actor.auth !== 'oidc+totp' || !isGranted(before, event.data);
    case 'request.routed':
      return !isSystem && !isTechnician;
    case 'request.expired':
      return !isSystem || at < before.facts.approveBy;
    case 'request.lapsed':
      return !isSystem || !('grant' in before) || at < before.grant.until;
    case 'request.withdrawn':
      // The technician takes it back, or somebody else stopped him and says why (R17).
      return isTechnician !== (event.data.stopped === undefined);
    case 'request.closed':
      return !isTechnician || !isHonestClose(before, event.data);
    case 'grant.revoked':
      return isTechnician || (isSystem && event.data.stopped === undefined);
    case 'request.submitted':
    case 'decision.refused':
    case 'token.refused':
      return false;
    default:
      // A type that nobody knows is no step: the fold names it.
      return (event satisfies never) === undefined;
  }
}

/** Facts of this chain and this hospital, of a tier no lower than the scopes', with a demand that somebody must fill. */
function isHonestSubmission(chain: string, actor: Actor, { facts, demand }: Data<'request.submitted'>): boolean {
  const isGrave = compareTiers(facts.tier, 'T3') >= 0;
  return (
    requestChain(facts.request) === chain &&
    facts.hospital === tenantOf(chain) &&
    actor.person === facts.technician &&
    compareTiers(tierOf(facts.scopes), facts.tier) <= 0 &&
    demand.approvals >= (isGrave ? 2 : 1) &&
    (demand.differentRoles || !isGrave) &&
    (demand.clinicalRelease || compareTiers(facts.tier, 'T2') < 0) &&
    demand.roles.every((role) => APPROVER_ROLES.includes(role)) &&
    demand.mustInclude.every((role) => demand.roles.includes(role))
  );
}

/** Deciding takes a code (R10), and from T3 on a sign-in as well. */
function isWithCode({ facts }: AccessRequest, { auth }: Actor): boolean {
  const isWithoutSignIn = auth === 'ticket+totp' || auth === 'slack+totp';
  return auth === 'oidc+totp' || (isWithoutSignIn && compareTiers(facts.tier, 'T3') < 0);
}

function isAsking({ facts }: AccessRequest, { person }: Actor): boolean {
  return person === facts.technician || person === facts.partner;
}

/** Another human each time, never the requester; in a role that counts; of the facts as they stood; no more than asked. */
function isHonestApproval(before: AccessRequest, actor: Actor, data: Data<'approval.recorded'>): boolean {
  const { facts, approvals, demand } = before;
  const accounts = [actor.person, ...(data.linked ?? [])];
  const isAgain = approvals.some((given) => accounts.includes(given.person) || given.linked?.includes(actor.person));
  return (
    isWithCode(before, actor) &&
    !isAsking(before, actor) &&
    !isAgain &&
    demand.roles.includes(data.role) &&
    (data.release === 'named_release' || !demand.clinicalRelease) &&
    data.digest === digestOf(facts) &&
    data.holdSeconds <= facts.holdSeconds &&
    data.sessionSeconds <= facts.sessionSeconds &&
    data.scopes.length > 0 &&
    data.scopes.every((scope) => facts.scopes.includes(scope))
  );
}

/** Enough approvals in the roles demanded, in time, and no longer a window than was granted. */
function isEarned({ facts, demand, approvals }: AccessRequest, at: number, data: Data<'request.approved'>): boolean {
  const roles = new Set(approvals.map((given) => given.role));
  const granted = facts.startWithin + facts.holdSeconds;
  return (
    isFilled(demand, approvals) &&
    (!demand.differentRoles || roles.size === approvals.length) &&
    data.digest === digestOf(facts) &&
    data.until <= at + granted &&
    data.until - granted < facts.approveBy
  );
}

/** What it says of the return to service holds together (R13). Events of before that rule say nothing of it. */
function isHonestClose({ facts }: AccessRequest, data: Data<'request.closed'>): boolean {
  return data.returnToService === undefined || closingRefusal(facts.tier, data) === undefined;
}

/** Inside the window, and for what was approved: header and claims that were signed say so themselves. */
function isGranted(request: AccessRequest, data: Data<'token.issued'>): boolean {
  if (request.status !== 'approved' || data.exp > request.grant.until) return false;
  const { facts } = request;
  const [header, claims] = data.signingInput.split('.').map(membersOf);
  if (!header || !claims) return false;
  const { lim, nbf, cnonce: _cnonce, cnf: _cnf, sub: _sub, ...named } = claims;
  const wanted = {
    ver: 1,
    iss: facts.hospital,
    aud: facts.device,
    jti: data.jti,
    iat: nbf,
    exp: data.exp,
    scope: facts.scopes.join(' '),
    req: digestOf(facts),
  };
  return (
    isSame(header, { alg: 'ES256', kid: data.kid, typ: 'dsat+jwt' }) &&
    isSame(named, wanted) &&
    isSame(lim as object, { dur: data.dur, use: 1 }) &&
    data.dur <= facts.sessionSeconds &&
    data.exp - Number(nbf) <= facts.startWithin &&
    Number(nbf) < data.exp
  );
}

/** Exactly these members with these values. */
function isSame(object: object, wanted: Readonly<Record<string, unknown>>): boolean {
  const members = Object.entries(object);
  return members.length === Object.keys(wanted).length && members.every(([name, value]) => wanted[name] === value);
}

/** The members of a segment of ours; anything else throws, which the walk names as an impossible step. */
function membersOf(segment: string): Readonly<Record<string, unknown>> {
  return JSON.parse(new TextDecoder().decode(fromBase64url(segment))) as Readonly<Record<string, unknown>>;
}
