/** `GET /requests`, `/requests/{request}`, `/hospitals/{hospital}/requests`: reads and lists. */
import { wireAuthenticator, wireStore } from '../adapters/wire.ts';
import { ListQuery } from '../core/contract.ts';
import { listHospitalAccess, listOwnAccess, readAccess } from '../core/verbs/read-access.ts';
import { endpoint, json, serve } from './pipeline.ts';

const ports = wireStore(process.env);

export const handler = serve(
  {
    'GET /requests': endpoint({
      query: ListQuery,
      handle: async ({ who, query, now }) => json(200, await listOwnAccess(ports, who, query, now)),
    }),
    'GET /requests/{request}': endpoint({
      handle: async ({ who, params, now }) => json(200, await readAccess(ports, who, params['request'] ?? '', now)),
    }),
    'GET /hospitals/{hospital}/requests': endpoint({
      query: ListQuery,
      handle: async ({ who, params, query, now }) =>
        json(200, await listHospitalAccess(ports, who, params['hospital'] ?? '', query, now)),
    }),
  },
  wireAuthenticator(ports),
);
