/**
 * `POST /requests/{request}/decision` for the signed in, and the page behind the mail link at `/decide/{ticket}`. Both
 * call the one verb. The page's GET changes nothing; its POST must come from the page itself and carry a code.
 */
import { randomBytes } from 'node:crypto';
import { required, wireAuthenticator, wireCodes, wireStore } from '../adapters/wire.ts';
import { digestOf } from '../core/access/facts.ts';
import { viewOf } from '../core/access/view.ts';
import { DecisionBody, DecisionForm } from '../core/contract.ts';
import { requestRef } from '../core/keys.ts';
import { PROBLEMS, Problem, REFUSALS, type RefusalCode } from '../core/problems.ts';
import { decideAccess } from '../core/verbs/decide-access.ts';
import { decideByTicket, type OpenedTicket, openTicket } from '../core/verbs/open-ticket.ts';
import { type DecisionView, decisionPage } from '../web/decision-page.ts';
import { problemPage } from '../web/problem-page.ts';
import { type Call, endpoint, json, page, type Schema, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = { ...wireStore(process.env), ...wireCodes(process.env) };
const origin = new URL(required(process.env, 'BASE_URL')).origin;

export const handler = serve(
  {
    'POST /requests/{request}/decision': endpoint({ body: DecisionBody, handle: decideSignedIn }),
    'GET /decide/{ticket}': endpoint({ query: choiceQuery(), handle: showTicket, onProblem: problemAsPage }),
    'POST /decide/{ticket}': endpoint({
      query: choiceQuery(),
      body: DecisionForm,
      handle: decideByForm,
      onProblem: problemAsPage,
    }),
  },
  wireAuthenticator(ports),
);

async function decideSignedIn({ who, params, body, now }: Call<DecisionBody>) {
  const { request } = await ports.store.load({ request: requestRef(params['request'] ?? '') });
  if (!request) throw new Problem('not-found');
  const { device, technician, employer } = request.facts;
  const decider = { person: who.person, context: who.session, by: 'oidc' } as const;
  const target = { request: request.id, device, technician, employer };
  const decision = await decideAccess(ports, decider, target, body, now);
  if (!decision.ok)
    throw problemOf(decision.code, decision.code === 'stale_view' ? await newFacts(request.id) : undefined);
  return json(200, viewOf(decision.value, [], now));
}

/** What a stale view has to be looked at again for (R9). */
async function newFacts(id: string): Promise<Record<string, string | number>> {
  const { request } = await ports.store.load({ request: requestRef(id) });
  if (!request) throw new Problem('not-found');
  const { scopes, holdSeconds } = request.facts;
  return { digest: digestOf(request.facts), scopes: scopes.join(' '), holdSeconds, version: request.version };
}

/** `?choice=approve` and `?choice=deny` preselect, nothing else; other values are no error in somebody's mail. */
function choiceQuery(): Schema<{ readonly choice?: string }> {
  return { safeParse: (value) => ({ success: true, data: value as { readonly choice?: string } }) };
}

async function showTicket({ params, query, now }: Call<unknown, { readonly choice?: string }>) {
  const opened = await openTicket(ports, params['ticket'] ?? '', now);
  return decisionAnswer(200, opened, { choice: query.choice, note: opened.isApproved ? 'recorded' : undefined });
}

function decisionAnswer(status: number, opened: OpenedTicket, more: Partial<DecisionView>) {
  const nonce = randomBytes(16).toString('base64url');
  const roles = opened.roles.map((role) => ({ role, says: role.replaceAll('_', ' ') }));
  return page(status, decisionPage({ card: opened.card, nonce, by: 'ticket', roles, ...more }), nonce);
}

async function decideByForm({ header, params, body, now }: Call<DecisionForm>) {
  if (!isOwnForm(header)) throw new Problem('origin-rejected');
  const ticket = params['ticket'] ?? '';
  const parsed = DecisionBody.safeParse(bodyFrom(body));
  const decision = parsed.success ? await decidedOrProblem(ticket, parsed.data, now) : undefined;
  // Then a GET shows what became of it: loading the page again sends nothing again.
  if (decision === 'recorded')
    return { statusCode: 303, headers: { location: `/decide/${ticket}`, 'cache-control': 'no-store' } };
  const opened = await openTicket(ports, ticket, now);
  const entered = enteredIn(body);
  if (decision instanceof Problem) return decisionAnswer(409, opened, { note: 'late' });
  if (decision === 'stale_view') return decisionAnswer(412, opened, { note: 'stale', entered });
  const errors = decision ? [errorFor(decision)] : formErrors(body);
  return decisionAnswer(decision ? PROBLEMS[problemOf(decision).type][0] : 422, opened, { entered, errors });
}

/** What became of the decision: recorded, refused by a rule, or lost to somebody else's. */
async function decidedOrProblem(
  ticket: string,
  body: DecisionBody,
  now: number,
): Promise<'recorded' | RefusalCode | Problem> {
  try {
    const decision = await decideByTicket(ports, ticket, body, now);
    return decision.ok ? 'recorded' : decision.code;
  } catch (error) {
    if (error instanceof Problem && error.type === 'already-decided') return error;
    throw error;
  }
}

/** A browser says where a form was sent from; another site's page is refused, whatever it holds. */
function isOwnForm(header: Call['header']): boolean {
  const site = header('sec-fetch-site');
  const from = header('origin');
  return (site === undefined || site === 'same-origin') && (from === undefined || from === origin);
}

/** The form as the API's body; what is empty was not sent. A field that came twice, but scopes, is no choice. */
function bodyFrom(form: DecisionForm): unknown {
  const one = (name: keyof DecisionForm) =>
    form[name]?.length === 1 && form[name][0] !== '' ? form[name][0] : undefined;
  const minutes = one('holdMinutes');
  const given = {
    decision: one('decision'),
    digest: one('digest'),
    role: one('role'),
    holdSeconds: minutes === undefined ? undefined : /^[0-9]{1,4}$/.test(minutes) ? Number(minutes) * 60 : minutes,
    // A page that shows boxes sends none when all are cleared: that is nothing, not everything.
    scopes: form.decision?.[0] === 'approve' ? (form.scopes ?? []) : undefined,
    clinicalRelease: one('clinicalRelease') === undefined ? undefined : one('clinicalRelease') === 'yes',
    reason: one('reason')?.trim().normalize('NFC').replaceAll(/\s+/g, ' '),
  };
  return {
    code: one('code') ?? '',
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

function enteredIn(form: DecisionForm): NonNullable<DecisionView['entered']> {
  return {
    decision: form.decision?.[0],
    holdMinutes: form.holdMinutes?.[0],
    scopes: form.scopes,
    clinicalRelease: form.clinicalRelease?.[0] === 'yes',
    reason: form.reason?.[0],
    role: form.role?.[0],
  };
}

type FormErrors = NonNullable<DecisionView['errors']>;

/** Which field a refusal is about; the others are about the request as a whole. */
const FIELD_OF: Readonly<Partial<Record<RefusalCode, FormErrors[number]['field']>>> = Object.freeze({
  code_rejected: 'code',
  tries_exhausted: 'code',
  code_locked: 'code',
  code_not_enrolled: 'code',
  release_missing: 'clinicalRelease',
  reason_missing: 'reason',
  may_not_lengthen: 'holdMinutes',
  may_not_widen: 'scopes',
  narrowed_to_nothing: 'scopes',
  role_not_held: 'role',
  role_not_entitled: 'role',
  role_already_used: 'role',
});

function errorFor(code: RefusalCode): FormErrors[number] {
  const [, says] = REFUSALS[code];
  return { says, field: FIELD_OF[code] };
}

/** Fields that are missing or not of their form, in the order of the page. */
function formErrors(form: DecisionForm): FormErrors {
  const result = DecisionBody.safeParse(bodyFrom(form));
  const names = new Set(result.success ? [] : result.error.issues.map((issue) => String(issue.path[0] ?? '')));
  const fields: readonly (readonly [string, FormErrors[number]])[] = [
    ['decision', { field: 'decision', says: 'Choose approve or deny.' }],
    ['role', { field: 'role', says: 'Choose one of your roles.' }],
    ['holdSeconds', { field: 'holdMinutes', says: 'Choose one of the times.' }],
    ['scopes', { field: 'scopes', says: 'Leave at least one scope, or deny.' }],
    ['reason', { field: 'reason', says: 'Give a reason of at most 500 characters, without control characters.' }],
    ['digest', { says: 'The page was not sent whole. Look at the facts again, then decide.' }],
  ];
  return fields.filter(([name]) => names.has(name)).map(([, error]) => error);
}

function problemAsPage(problem: Problem) {
  const nonce = randomBytes(16).toString('base64url');
  const [status] = PROBLEMS[problem.type];
  return page(status, problemPage(status, nonce), nonce);
}
