/** `GET /console/{tenant}/proposals` and one of them; its forms, with which the second person confirms and anybody withdraws. */

import { momentIn, roleWords } from '../../core/access/words.ts';
import { EmptyForm } from '../../core/page-contract.ts';
import type { Identity } from '../../core/ports.ts';
import { Problem, REFUSALS, type RefusalCode } from '../../core/problems.ts';
import { ConfirmForm, ProposalsPageQuery } from '../../core/registry/page-contract.ts';
import { confirmChange, withdrawChange } from '../../core/verbs/confirm-change.ts';
import { listProposals, type ProposalView } from '../../core/verbs/read-registry.ts';
import { showProposal } from '../../core/verbs/show-proposal.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { type ProposalState, proposalPage, proposalsPage } from '../../web/proposal-pages.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { statusOf, yes } from '../problems.ts';
import { one } from './form-values.ts';
import { nonceField, type PagePorts, problemAsPage, shown } from './frame.ts';
import { proposedLines } from './proposed-lines.ts';
import { consoleFor } from './registry-console.ts';
import { errorFor } from './registry-forms.ts';

const onProblem = problemAsPage;

/** What only reads. */
export function proposalReads(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /console/{tenant}/proposals': endpoint({
      query: ProposalsPageQuery,
      handle: (call) => showProposals(ports, call),
      onProblem,
    }),
    'GET /console/{tenant}/proposals/{proposal}': endpoint({
      handle: ({ who, params, now }) => proposalAnswer(ports, who, params, now),
      onProblem,
    }),
  };
}

type Needs = PagePorts & Parameters<typeof confirmChange>[0];

export function proposalForms(ports: Needs, coolDown: number): Readonly<Record<string, Endpoint>> {
  return {
    'POST /console/{tenant}/proposals/{proposal}/confirm': endpoint({
      body: ConfirmForm,
      handle: (call) => sendConfirmation(ports, coolDown, call),
      onProblem,
    }),
    'POST /console/{tenant}/proposals/{proposal}/withdraw': endpoint({
      body: EmptyForm,
      handle: async ({ who, params, now }) => {
        const { tenant, id } = calledIn(params);
        const decision = await withdrawChange(ports, who, { tenant, id }, now);
        if (!decision.ok) return again(ports, who, params, now, decision.code);
        return seeOther(`/console/${tenant}/proposals/${id}`);
      },
      onProblem,
    }),
  };
}

type Params = Readonly<Record<string, string>>;

function calledIn({ tenant = '', proposal: id = '' }: Params) {
  return { tenant, id };
}

async function sendConfirmation(ports: Needs, coolDown: number, { who, params, body, now }: Call<ConfirmForm>) {
  const { tenant, id } = calledIn(params);
  const shownOne = { tenant, id, digest: one(body['digest']) };
  const decision = await confirmChange(ports, who, shownOne, one(body['code']), coolDown, now).catch(unlessStale);
  if (!decision) return again(ports, who, params, now, 'stale_view');
  if (!decision.ok) return again(ports, who, params, now, decision.code);
  return seeOther(`/console/${tenant}/proposals/${id}`);
}

function unlessStale(error: unknown): undefined {
  if (error instanceof Problem && error.type === 'stale-view') return undefined;
  throw error;
}

/** The page as it is now, with why nothing was done. */
function again(ports: PagePorts, who: Identity, params: Params, now: number, code: RefusalCode) {
  return proposalAnswer(ports, who, params, now, statusOf(code), [errorFor(code)]);
}

async function showProposals(ports: PagePorts, { who, params, query, now }: Call<unknown, ProposalsPageQuery>) {
  const { tenant = '' } = params;
  const [{ viewer, at }, list] = await Promise.all([
    consoleFor(ports, who, tenant),
    listProposals(ports, who, tenant, query, now),
  ]);
  const { items, next } = yes(list);
  const isSettled = query.settled === 'true';
  const proposals = items.map((proposal) => lineOf(proposal, at.zone));
  return shown(200, (nonce) => proposalsPage({ nonce, viewer, tenant, isSettled, proposals, next }));
}

function lineOf(proposal: ProposalView, zone: string) {
  const { id, verb, widens, proposedBy, proposedAt } = proposal;
  return {
    id,
    verb: verb.replaceAll('-', ' '),
    state: stateOf(proposal),
    widens: widens.map((words) => withNames(words, proposal)),
    proposedBy: proposedBy.printedName ?? proposedBy.person,
    proposedAt: momentIn(zone, proposedAt),
  };
}

function stateOf({ status, open }: ProposalView): ProposalState {
  return status === 'proposed' && !open ? 'expired' : status;
}

/** Why it did not come into force; most often nobody was there to say yes. */
function whyFailed(failure: RefusalCode): string {
  return failure === 'proposal_settled' ? 'Nobody confirmed it within seven days.' : REFUSALS[failure][1];
}

/** Names stand in the registry only; what a change widens was written with ids, and roles by their codes. */
function withNames(words: string, { gains }: ProposalView): string {
  const role = /^[a-z]+(?:_[a-z]+)*(?= for )/;
  return gains.reduce(
    (so, { person, printedName }) => so.replaceAll(person, printedName ?? person),
    words.replace(role, roleWords),
  );
}

async function proposalAnswer(
  ports: PagePorts,
  who: Identity,
  params: Params,
  now: number,
  status = 200,
  errors: readonly FieldError[] = [],
) {
  const { tenant, id } = calledIn(params);
  const [{ viewer, at }, read, confirming, withdrawing] = await Promise.all([
    consoleFor(ports, who, tenant),
    showProposal(ports, who, tenant, id, now),
    nonceField(ports, who, 'send-confirmation'),
    nonceField(ports, who, 'send-withdrawal'),
  ]);
  const { proposal, cannotConfirm } = yes(read);
  const { digest, confirmBefore, confirmedBy, inForceAt, failure } = proposal;
  const waits = proposal.open && proposal.status === 'proposed' && at.reader === 'administrator';
  const moment = (of: number) => momentIn(at.zone, of);
  const lines = await proposedLines(ports, who, tenant, proposal);
  return shown(status, (nonce) =>
    proposalPage({
      nonce,
      viewer,
      tenant,
      errors,
      proposal: {
        ...lineOf(proposal, at.zone),
        digest,
        confirmBefore: moment(confirmBefore),
        confirmedBy: confirmedBy && (confirmedBy.printedName ?? confirmedBy.person),
        inForceAt: inForceAt === undefined ? undefined : moment(inForceAt),
        settledAt: moment(proposal.at),
        failure: failure && whyFailed(failure),
      },
      lines,
      confirm: waits && cannotConfirm === undefined ? { hidden: confirming } : undefined,
      cannot: waits && cannotConfirm !== undefined ? REFUSALS[cannotConfirm][1] : undefined,
      withdraw: proposal.open && at.reader === 'administrator' ? { hidden: withdrawing } : undefined,
    }),
  );
}
