/** `POST /requests/{request}/tokens` and the form of a visit's page: activates approved access at the device. */
import { required, wireAuthenticator, wireCodes, wireCookies, wireSigner, wireStore } from '../adapters/wire.ts';
import { MintBody } from '../core/contract.ts';
import { mintToken } from '../core/verbs/mint-token.ts';
import { pageSessions } from './page-sessions.ts';
import { activationPages } from './pages/visits-activate.ts';
import { endpoint, json, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = { ...wireStore(process.env), ...wireCodes(process.env), ...wireSigner(), ...wireCookies(process.env) };

export const handler = serve(
  {
    'POST /requests/{request}/tokens': endpoint({
      body: MintBody,
      handle: async ({ who, params, body, idempotencyKey, now }) => {
        const decision = await mintToken(ports, who, params['request'] ?? '', body, idempotencyKey, now);
        if (!decision.ok) throw problemOf(decision.code);
        return json(201, decision.value);
      },
    }),
    ...activationPages(ports),
  },
  wireAuthenticator(ports),
  pageSessions(ports, required(process.env, 'BASE_URL')),
);
