/** `GET /requests`, `/requests/{request}`, `/hospitals/{hospital}/requests`: reads and lists. */
import { wireAuthenticator, wireStore } from '../adapters/wire.ts';
import { ListQuery, OwnListQuery } from '../core/contract.ts';
import type { Decision } from '../core/problems.ts';
import { listHospitalAccess, listOwnAccess, readAccess } from '../core/verbs/read-access.ts';
import { endpoint, json, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = wireStore(process.env);

function answered<T>(decision: Decision<T>) {
  if (!decision.ok) throw problemOf(decision.code);
  return json(200, decision.value);
}

export const handler = serve(
  {
    'GET /requests': endpoint({
      query: OwnListQuery,
      handle: async ({ who, query, now }) => answered(await listOwnAccess(ports, who, query, now)),
    }),
    'GET /requests/{request}': endpoint({
      handle: async ({ who, params, now }) => answered(await readAccess(ports, who, params['request'] ?? '', now)),
    }),
    'GET /hospitals/{hospital}/requests': endpoint({
      query: ListQuery,
      handle: async ({ who, params, query, now }) =>
        answered(await listHospitalAccess(ports, who, params['hospital'] ?? '', query, now)),
    }),
  },
  wireAuthenticator(ports),
);
