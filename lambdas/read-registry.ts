/**
 * `GET /registry/{tenant}` and what is under it: the registry read back, with its history and its log; and the policy tester.
 * Writes nothing.
 */
import { required, wireAuthenticator, wireStore } from '../adapters/wire.ts';
import type { Decision } from '../core/problems.ts';
import {
  ChainsQuery,
  EventsQuery,
  HistoryQuery,
  PreviewPolicyBody,
  ProposalsQuery,
  RegistryListQuery,
} from '../core/registry/reading-contract.ts';
import { listChains, readEvents } from '../core/verbs/export-log.ts';
import { listDevices, listInvitations, listPeople, listStickers, listVendors } from '../core/verbs/list-registry.ts';
import { type PolicyQuestion, previewPolicyAt } from '../core/verbs/preview-policy.ts';
import { readProposalFile } from '../core/verbs/read-proposal-file.ts';
import { listProposals, readTenant } from '../core/verbs/read-registry.ts';
import { readHistory } from '../core/verbs/registry-history.ts';
import { type Call, endpoint, json, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = wireStore(process.env);
const baseUrl = required(process.env, 'BASE_URL');

export const handler = serve(
  {
    'GET /registry/{tenant}': endpoint({
      handle: async (call) => answered(await readTenant(ports, call.who, tenantIn(call), call.now)),
    }),
    'GET /registry/{tenant}/proposals': endpoint({
      query: ProposalsQuery,
      handle: async (call) => answered(await listProposals(ports, call.who, tenantIn(call), call.query, call.now)),
    }),
    'GET /registry/{tenant}/proposals/{proposal}/file': endpoint({
      handle: async ({ who, params }) =>
        answered(await readProposalFile(ports, who, tenantIn({ params }), params['proposal'] ?? '')),
    }),
    'GET /registry/{tenant}/people': listed(listPeople),
    'GET /registry/{tenant}/devices': listed(listDevices),
    'GET /registry/{tenant}/vendors': listed(listVendors),
    'GET /registry/{tenant}/invitations': listed(listInvitations),
    'GET /registry/{tenant}/sheet': endpoint({
      query: RegistryListQuery,
      handle: async (call) => answered(await listStickers(ports, call.who, tenantIn(call), call.query, baseUrl)),
    }),
    'GET /registry/{tenant}/history': endpoint({
      query: HistoryQuery,
      handle: async (call) => answered(await readHistory(ports, call.who, tenantIn(call), call.query)),
    }),
    'POST /registry/{tenant}/preview-policy': endpoint({
      body: PreviewPolicyBody,
      handle: async (call) => {
        // JSON has no `undefined`: what is absent was not sent.
        const body = call.body as PolicyQuestion;
        return answered(await previewPolicyAt(ports, call.who, tenantIn(call), body, call.now));
      },
    }),
    'GET /registry/{tenant}/chains': endpoint({
      query: ChainsQuery,
      handle: async (call) => answered(await listChains(ports, call.who, tenantIn(call), call.query)),
    }),
    'GET /registry/{tenant}/events': endpoint({
      query: EventsQuery,
      handle: async (call) => answered(await readEvents(ports, call.who, tenantIn(call), call.query)),
    }),
  },
  wireAuthenticator(ports),
);

type List = (
  at: typeof ports,
  who: Call['who'],
  tenant: string,
  query: RegistryListQuery,
) => Promise<Decision<unknown>>;

function listed(list: List) {
  return endpoint({
    query: RegistryListQuery,
    handle: async (call) => answered(await list(ports, call.who, tenantIn(call), call.query)),
  });
}

function tenantIn({ params }: Pick<Call, 'params'>): string {
  return params['tenant'] ?? '';
}

function answered<T>(decision: Decision<T>) {
  if (!decision.ok) throw problemOf(decision.code);
  return json(200, decision.value);
}
