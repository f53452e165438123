/**
 * The page behind the mail's link at `/decide/{ticket}`. Its GET changes nothing; its POSTs must come from the page itself and
 * carry a code. Its problems say to open the link again, as its reader has no session.
 */
import { DecisionForm } from '../../core/contract.ts';
import { TicketRevokeForm } from '../../core/page-contract.ts';
import type { Ports } from '../../core/ports.ts';
import { PROBLEMS, Problem } from '../../core/problems.ts';
import { decideByTicket, openTicket, revokeByTicket } from '../../core/verbs/open-ticket.ts';
import { type DecisionView, decisionPage } from '../../web/decision-page.ts';
import { problemPage } from '../../web/problem-page.ts';
import { isFromPageOf } from '../page-sessions.ts';
import { type Call, type Endpoint, endpoint, type Schema, seeOther } from '../pipeline.ts';
import { decideByFields, type NotDone, revokeByFields } from './decision-fields.ts';
import { powerIn } from './decision-power.ts';
import { shown } from './frame.ts';

type Needs = Parameters<typeof decideByTicket>[0];
type Query = { readonly choice?: string };

/** @param origin of our own pages: a form from elsewhere is refused, whatever it holds */
export function ticketPages(ports: Needs, origin: string): Readonly<Record<string, Endpoint>> {
  const mustBeOwn = ({ header }: Pick<Call, 'header'>) => {
    if (!isFromPageOf(origin, header('origin'), header('sec-fetch-site'))) throw new Problem('origin-rejected');
  };
  return {
    'GET /decide/{ticket}': endpoint({
      query: choiceQuery(),
      handle: ({ params, query, now }: Call<unknown, Query>) =>
        ticketShown(ports, params['ticket'] ?? '', now, { status: 200, more: { choice: query.choice } }),
      onProblem,
    }),
    'POST /decide/{ticket}': endpoint({
      query: choiceQuery(),
      body: DecisionForm,
      handle: (call: Call<DecisionForm>) => {
        mustBeOwn(call);
        const act = (ticket: string) =>
          decideByFields(call.body, (body) => decideByTicket(ports, ticket, body, call.now));
        return answered(ports, call, act);
      },
      onProblem,
    }),
    'POST /decide/{ticket}/revoke': endpoint({
      body: TicketRevokeForm,
      handle: (call: Call<TicketRevokeForm>) => {
        mustBeOwn(call);
        const act = (ticket: string) =>
          revokeByFields(call.body, (body) => revokeByTicket(ports, ticket, body, call.now));
        return answered(ports, call, act);
      },
      onProblem,
    }),
  };
}

/** After what was recorded a GET shows what became of it: loading the page again sends nothing again. */
async function answered(
  ports: Needs,
  { params, now }: Pick<Call, 'params' | 'now'>,
  act: (ticket: string) => Promise<NotDone | undefined>,
) {
  const ticket = params['ticket'] ?? '';
  const notDone = await act(ticket);
  return notDone ? ticketShown(ports, ticket, now, notDone) : seeOther(`/decide/${ticket}`);
}

async function ticketShown(
  ports: Pick<Ports, 'store'>,
  ticket: string,
  now: number,
  { status, more }: { readonly status: number; readonly more: Partial<DecisionView> },
) {
  const opened = await openTicket(ports, ticket, now);
  const action = `/decide/${ticket}`;
  const signIn = new URLSearchParams({ organisation: opened.organisation, to: `/decisions/${opened.request}` });
  const view = {
    card: opened.card,
    by: 'ticket',
    target: { action },
    signInUrl: `/sign-in?${signIn}`,
    ...powerIn(opened),
    ...(opened.mayRevoke && { revoke: { action: `${action}/revoke` } }),
    ...more,
  } as const;
  return shown(status, (nonce) => decisionPage({ ...view, nonce }));
}

/** `?choice=approve` and `?choice=deny` preselect, nothing else; other values are no error in somebody's mail. */
function choiceQuery(): Schema<Query> {
  return { safeParse: (value) => ({ success: true, data: value as Query }) };
}

function onProblem({ type }: Problem) {
  const [status] = PROBLEMS[type];
  return shown(status, (nonce) => problemPage(status, nonce));
}
