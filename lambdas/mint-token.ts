/** `POST /requests/{request}/tokens`: activates approved access at the device. */
import { wireAuthenticator, wireCodes, wireSigner, wireStore } from '../adapters/wire.ts';
import { MintBody } from '../core/contract.ts';
import { mintToken } from '../core/verbs/mint-token.ts';
import { endpoint, json, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = { ...wireStore(process.env), ...wireCodes(process.env), ...wireSigner() };

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
  },
  wireAuthenticator(ports),
);
