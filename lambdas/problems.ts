/** From what went wrong to the answer: RFC 9457 problem details of the closed list, fixed text, nothing echoed. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Decision, PROBLEMS, Problem, type ProblemType, REFUSALS, type RefusalCode } from '../core/problems.ts';

/** Refusals that are more than "a rule says no" to a client; the others are `forbidden`. */
const TYPE_OF: Readonly<Partial<Record<RefusalCode, ProblemType>>> = Object.freeze({
  device_unknown: 'not-found',
  vendor_unknown: 'not-found',
  policy_unsatisfiable: 'no-approver',
  stale_view: 'stale-view',
  code_rejected: 'code-rejected',
  tries_exhausted: 'rate-limited',
  too_many_open: 'rate-limited',
  code_locked: 'rate-limited',
  approval_window_over: 'expired',
  access_window_over: 'expired',
});

/** An outsider cannot tell "not yours" from "not there": these say no reason (style 14). */
const SILENT: readonly ProblemType[] = Object.freeze(['not-found', 'unauthenticated']);

/** The problem that a refusal is answered with. */
export function problemOf(code: RefusalCode, facts?: Readonly<Record<string, string | number>>): Problem {
  const type = TYPE_OF[code] ?? 'forbidden';
  if (SILENT.includes(type)) return new Problem(type);
  const [rule, detail] = REFUSALS[code];
  return new Problem(type, { reason: code, rule, detail, ...(facts ? { facts } : {}) });
}

/** The status that a refusal is answered with, by the API and by a page that is shown again. */
export function statusOf(code: RefusalCode): number {
  return PROBLEMS[problemOf(code).type][0];
}

/** What a verb found. @throws Problem where a rule said no */
export function yes<T>(decision: Decision<T>): T {
  if (!decision.ok) throw problemOf(decision.code, decision.facts);
  return decision.value;
}

/** For `catch`, where what somebody typed or followed may be gone: nothing, and no answer of its own. */
export function unlessNotFound(error: unknown): undefined {
  if (error instanceof Problem && error.type === 'not-found') return undefined;
  throw error;
}

/** `application/problem+json` of any error; what is not a {@link Problem} is ours, and says nothing about itself. */
export function answerFor(error: unknown): APIGatewayProxyStructuredResultV2 {
  if (!(error instanceof Problem))
    return problemJson(500, { type: 'about:blank', title: 'Internal error', status: 500 });
  const [status, title] = PROBLEMS[error.type];
  return problemJson(status, { type: `/problems/${error.type}`, title, status, ...error.extra });
}

function problemJson(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(body) };
}
