/** `POST /registry/{tenant}/<verb>`, its proposals, and what people do about themselves: changes of the registry. */
import {
  required,
  wireAuthenticator,
  wireCodes,
  wireCookies,
  wireCsv,
  wireStore,
  wireTrust,
} from '../adapters/wire.ts';
import { EmptyBody } from '../core/contract.ts';
import type { Decision } from '../core/problems.ts';
import { CHANGE_BODIES, ConfirmChangeBody, LeaveBody, LinkAccountBody } from '../core/registry/contract.ts';
import { ImportDevicesBody } from '../core/registry/device-contract.ts';
import { SigningRequestQuery } from '../core/registry/trust-contract.ts';
import { CHANGE_VERBS, type ChangeVerb } from '../core/registry/verbs.ts';
import { type Changed, changeRegistry } from '../core/verbs/change-registry.ts';
import { confirmChange, withdrawChange } from '../core/verbs/confirm-change.ts';
import { importDevices } from '../core/verbs/import-devices.ts';
import { leave, linkAccount } from '../core/verbs/leave.ts';
import { redeemInvitation } from '../core/verbs/redeem-invitation.ts';
import { readSigningRequest } from '../core/verbs/signing-request.ts';
import { pageSessions } from './page-sessions.ts';
import { changeForms } from './pages/change-pages.ts';
import { importForms } from './pages/device-import.ts';
import { invitationForms } from './pages/invitations.ts';
import { ownForms } from './pages/own-account.ts';
import { ownSlackForms } from './pages/own-slack.ts';
import { policyForms } from './pages/policy-compare.ts';
import { proposalForms } from './pages/proposals.ts';
import { type Call, type Endpoint, endpoint, json, type Schema, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = {
  ...wireStore(process.env),
  ...wireCodes(process.env),
  ...wireCookies(process.env),
  ...wireTrust(),
  ...wireCsv(),
};
const coolDown = Number(required(process.env, 'COOL_DOWN_SECONDS'));
const sessions = pageSessions(ports, required(process.env, 'BASE_URL'));

export const handler = serve(
  {
    ...Object.fromEntries(changeEndpoints()),
    ...changeForms(ports),
    ...importForms(ports),
    ...policyForms(ports),
    ...proposalForms(ports, coolDown),
    ...invitationForms(ports),
    ...ownForms(ports, sessions.keeper),
    ...ownSlackForms(ports),
    'GET /registry/{tenant}/signing-request': endpoint({
      query: SigningRequestQuery,
      handle: async ({ who, params, query }) =>
        answered(200, await readSigningRequest(ports, who, params['tenant'] ?? '', query)),
    }),
    'POST /registry/{tenant}/import-devices': endpoint({
      body: ImportDevicesBody,
      handle: async ({ who, params, body, idempotencyKey, now }) =>
        changedAnswer(await importDevices(ports, who, params['tenant'] ?? '', body, idempotencyKey, now)),
    }),
    'POST /registry/{tenant}/proposals/{proposal}/confirm': endpoint({
      body: ConfirmChangeBody,
      handle: async ({ who, params, body, now }) => {
        const shown = { ...proposalIn(params), digest: body.digest };
        return answered(200, await confirmChange(ports, who, shown, body.code, coolDown, now));
      },
    }),
    'POST /registry/{tenant}/proposals/{proposal}/withdraw': endpoint({
      body: EmptyBody,
      handle: async ({ who, params, now }) => answered(200, await withdrawChange(ports, who, proposalIn(params), now)),
    }),
    'POST /invitations/{ticket}': endpoint({
      body: EmptyBody,
      handle: async ({ who, params, now }) =>
        answered(200, await redeemInvitation(ports, who, params['ticket'] ?? '', now)),
    }),
    'POST /people/me/link': endpoint({
      body: LinkAccountBody,
      handle: async ({ who, body, now }) => answered(200, await linkAccount(ports, who, body.other, body.code, now)),
    }),
    'POST /people/me/leave': endpoint({
      body: LeaveBody,
      handle: async ({ who, body, now }) => answered(200, await leave(ports, who, body.code, now)),
    }),
  },
  wireAuthenticator(ports),
  sessions,
);

function changeEndpoints(): (readonly [string, Endpoint])[] {
  const verbs = Object.keys(CHANGE_VERBS) as ChangeVerb[];
  return verbs.map((verb) => [
    `POST /registry/{tenant}/${verb}`,
    endpoint({ body: bodyOf(verb), handle: change(verb) }),
  ]);
}

type Sent = Readonly<Record<string, unknown>> & { readonly code: string };

function bodyOf(verb: ChangeVerb): Schema<Sent> {
  return CHANGE_BODIES[verb] as unknown as Schema<Sent>;
}

function change(verb: ChangeVerb) {
  return async ({ who, params, body: { code, ...body }, idempotencyKey, now }: Call<Sent>) => {
    const wish = { tenant: params['tenant'] ?? '', verb, body };
    return changedAnswer(await changeRegistry(ports, who, wish, code, idempotencyKey, now));
  };
}

function changedAnswer(decision: Decision<Changed>) {
  return answered(decision.ok ? STATUS[decision.value.status] : 200, decision);
}

/** Accepted, but not in force before somebody else says so; made; nothing to do. */
const STATUS: Readonly<Record<Changed['status'], number>> = Object.freeze({
  proposed: 202,
  in_force: 201,
  unchanged: 200,
});

function answered<T>(status: number, decision: Decision<T>) {
  if (!decision.ok) throw problemOf(decision.code, decision.facts);
  return json(status, decision.value);
}

function proposalIn(params: Call['params']) {
  return { tenant: params['tenant'] ?? '', id: params['proposal'] ?? '' };
}
