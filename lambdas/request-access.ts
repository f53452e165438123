/** `POST /requests`: asks for access to one device; and the pages' forms that lead there. */
import { required, wireAuthenticator, wireCookies, wireStore } from '../adapters/wire.ts';
import { viewOf } from '../core/access/view.ts';
import { SubmitBody } from '../core/contract.ts';
import { requestAccess } from '../core/verbs/request-access.ts';
import { pageSessions } from './page-sessions.ts';
import { askingForms } from './pages/asking-send.ts';
import { endpoint, json, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = { ...wireStore(process.env), ...wireCookies(process.env) };

export const handler = serve(
  {
    'POST /requests': endpoint({
      body: SubmitBody,
      handle: async ({ who, body, idempotencyKey, now }) => {
        const decision = await requestAccess(ports, who, body, idempotencyKey, now);
        if (!decision.ok) throw problemOf(decision.code);
        return json(201, viewOf(decision.value, [], now));
      },
    }),
    ...askingForms(ports),
  },
  wireAuthenticator(ports),
  pageSessions(ports, required(process.env, 'BASE_URL')),
);
