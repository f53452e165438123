/** `POST /requests/{request}/withdraw`, `/revoke`, `/close`: ends a request, with what an offline device cannot know. */
import { required, wireAuthenticator, wireCookies, wireStore } from '../adapters/wire.ts';
import type { AccessRequest } from '../core/access/request.ts';
import { viewOf } from '../core/access/view.ts';
import { CloseBody, EmptyBody, RevokeBody } from '../core/contract.ts';
import type { Decision } from '../core/problems.ts';
import { closeAccess, revokeAccess, withdrawAccess } from '../core/verbs/end-access.ts';
import { pageSessions } from './page-sessions.ts';
import { endPages } from './pages/visits-end.ts';
import { endpoint, json, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = { ...wireStore(process.env), ...wireCookies(process.env) };

/** A token that was handed out cannot be called back from a device without a network. */
const CANNOT_REACH =
  'No further token will be minted. A token that the technician already holds opens the device until it expires; ' +
  'a session that runs ends by its own clock.';

function ended(decision: Decision<AccessRequest>, now: number) {
  if (!decision.ok) throw problemOf(decision.code);
  const view = viewOf(decision.value, [], now);
  return json(200, decision.value.status === 'revoked' && view.tokens > 0 ? { ...view, offline: CANNOT_REACH } : view);
}

export const handler = serve(
  {
    'POST /requests/{request}/withdraw': endpoint({
      body: EmptyBody,
      handle: async ({ who, params, now }) =>
        ended(await withdrawAccess(ports, who, params['request'] ?? '', now), now),
    }),
    'POST /requests/{request}/revoke': endpoint({
      body: RevokeBody,
      handle: async ({ who, params, body, now }) =>
        ended(await revokeAccess(ports, who, params['request'] ?? '', body, now), now),
    }),
    'POST /requests/{request}/close': endpoint({
      body: CloseBody,
      handle: async ({ who, params, body, now }) =>
        ended(await closeAccess(ports, who, params['request'] ?? '', body, now), now),
    }),
    ...endPages(ports),
  },
  wireAuthenticator(ports),
  pageSessions(ports, required(process.env, 'BASE_URL')),
);
