/**
 * `POST /requests/{request}/decision` for the signed in, and the forms of the pages on which an approver decides and takes
 * back: behind the mail's link and signed in. All call the one verb; nothing but a POST with a code decides.
 */
import { required, wireAuthenticator, wireCodes, wireCookies, wireStore } from '../adapters/wire.ts';
import { digestOf } from '../core/access/facts.ts';
import { viewOf } from '../core/access/view.ts';
import { DecisionBody } from '../core/contract.ts';
import { requestRef } from '../core/keys.ts';
import { Problem } from '../core/problems.ts';
import { decideInSession } from '../core/verbs/decide-access.ts';
import { pageSessions } from './page-sessions.ts';
import { decisionForms } from './pages/decision-forms.ts';
import { ticketPages } from './pages/decision-tickets.ts';
import { type Call, endpoint, json, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = { ...wireStore(process.env), ...wireCodes(process.env), ...wireCookies(process.env) };
const baseUrl = required(process.env, 'BASE_URL');

export const handler = serve(
  {
    'POST /requests/{request}/decision': endpoint({ body: DecisionBody, handle: decideSignedIn }),
    ...ticketPages(ports, new URL(baseUrl).origin),
    ...decisionForms(ports),
  },
  wireAuthenticator(ports),
  pageSessions(ports, baseUrl),
);

async function decideSignedIn({ who, params, body, now }: Call<DecisionBody>) {
  const id = params['request'] ?? '';
  const decision = await decideInSession(ports, who, id, body, now);
  if (!decision.ok) throw problemOf(decision.code, decision.code === 'stale_view' ? await newFacts(id) : undefined);
  return json(200, viewOf(decision.value, [], now));
}

/** What a stale view has to be looked at again for (R9). */
async function newFacts(id: string): Promise<Record<string, string | number>> {
  const { request } = await ports.store.load({ request: requestRef(id) });
  if (!request) throw new Problem('not-found');
  const { scopes, holdSeconds } = request.facts;
  return { digest: digestOf(request.facts), scopes: scopes.join(' '), holdSeconds, version: request.version };
}
