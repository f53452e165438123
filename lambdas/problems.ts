/** From what went wrong to the answer: RFC 9457 problem details of the closed list, fixed text, nothing echoed. */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { PROBLEMS, Problem, type ProblemType, REFUSALS, type RefusalCode } from '../core/problems.ts';

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
