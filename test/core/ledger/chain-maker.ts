/** Chains written by other code than the code under test: sorted JSON and node's SHA-256, nothing of core. */
import { createHash } from 'node:crypto';
import type { EventRecord } from '../../../core/ledger/chain.ts';
import type { StoredEvent } from '../../../core/ports.ts';
import { DIGEST } from '../access/decide-rows.ts';
import { facts, NOW, ONE_HTM, REQUEST_ID } from '../rows.ts';

export const CHAIN = 'T#hdo-north#R#K7Q29MABCDEF';
const NONE = '0'.repeat(64);

export type Draft = Partial<Omit<EventRecord, 'data' | 'type'>> & { readonly type: string; readonly data: unknown };

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

export function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(sorted(value)));
}

/** `bytes` stored as number `n`, with their true hash. */
export function storedAs(n: number, bytes: Uint8Array, chain = CHAIN): StoredEvent {
  return { chain, n, bytes, hash: createHash('sha256').update(bytes).digest('hex') };
}

/** `drafts` as one chain; what a draft says stands, what it leaves out is right. */
export function chainOf(drafts: readonly Draft[]): readonly StoredEvent[] {
  const stored: StoredEvent[] = [];
  for (const [index, draft] of drafts.entries()) {
    const right = {
      v: 1,
      tenant: 'hdo-north',
      chain: CHAIN,
      n: index + 1,
      prev: stored.at(-1)?.hash ?? NONE,
      at: NOW + index,
      actor: { person: 'p_technician', role: 'technician', employer: 'iso-medserv', auth: 'oidc' },
      evidence: { device: 5 },
    };
    stored.push(storedAs(index + 1, bytesOf({ ...right, ...draft })));
  }
  return stored;
}

const approver = { person: 'p_htm', role: 'approver', employer: 'hdo-north', auth: 'ticket+totp' } as const;
const { scopes, holdSeconds, sessionSeconds } = facts;

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What a token of this request says, with `changed` claims. */
export function signingInput(changed: object = {}, header: object = {}): string {
  const claims = {
    ver: 1,
    iss: 'hdo-north',
    aud: facts.device,
    sub: 't-1',
    jti: 'AAECAwQFBgcICQoLDA0ODw',
    iat: NOW + 60,
    nbf: NOW + 60,
    exp: NOW + 960,
    req: DIGEST,
  };
  const scope = facts.scopes.join(' ');
  return `${base64url({ alg: 'ES256', kid: 'h-north-1', typ: 'dsat+jwt', ...header })}.${base64url({ ...claims, scope, lim: { dur: 3_600, use: 1 }, ...changed })}`;
}

/** What the token's event says beside it. */
export const ISSUED = { jti: 'AAECAwQFBgcICQoLDA0ODw', kid: 'h-north-1', exp: NOW + 960, dur: 3_600 };

/** A request from its beginning to its first token. */
export const DRAFTS: readonly Draft[] = [
  { type: 'request.submitted', data: { facts, demand: ONE_HTM, totalHold: 3_600, escalateAfter: 600 } },
  { type: 'request.routed', data: { round: 1, asked: ['p_htm'], last: true } },
  {
    type: 'approval.recorded',
    actor: approver,
    data: { role: 'htm_approver', digest: DIGEST, scopes, holdSeconds, sessionSeconds },
  },
  { type: 'request.approved', actor: approver, at: NOW + 2, data: { until: NOW + 4_502, digest: DIGEST } },
  {
    type: 'token.issued',
    at: NOW + 60,
    actor: { person: 'p_technician', role: 'technician', employer: 'iso-medserv', auth: 'oidc+totp' },
    data: { ...ISSUED, signingInput: signingInput() },
  },
];

/** The row that the chain of {@link DRAFTS} leads to, written out. */
export function rowAfter(stored: readonly StoredEvent[]) {
  return {
    id: REQUEST_ID,
    status: 'approved' as const,
    version: 5,
    head: stored.at(-1)?.hash ?? '',
    at: NOW + 60,
    facts,
    demand: ONE_HTM,
    totalHold: 3_600,
    escalateAfter: 600,
    submittedAt: NOW,
    round: 1,
    asked: ['p_htm'],
    everybodyAsked: true,
    approvals: [{ person: 'p_htm', role: 'htm_approver' as const, at: NOW + 2 }],
    refusals: 0,
    tokens: 1,
    grant: { approvedAt: NOW + 2, until: NOW + 4_502 },
  };
}
