/** `POST /codes`, `/codes/confirm` and their page: enrols a one-time code; the QR is made here and goes to nobody else. */
import { renderSVG } from 'uqr';
import { required, wireAuthenticator, wireCodes, wireCookies, wireStore } from '../adapters/wire.ts';
import { ConfirmCodeBody, EmptyBody } from '../core/contract.ts';
import { beginEnrolment, confirmEnrolment } from '../core/verbs/enrol-credential.ts';
import { pageSessions } from './page-sessions.ts';
import { codePages } from './pages/codes.ts';
import { endpoint, json, serve } from './pipeline.ts';
import { problemOf } from './problems.ts';

const ports = { ...wireStore(process.env), ...wireCodes(process.env), ...wireCookies(process.env) };

export const handler = serve(
  {
    'POST /codes': endpoint({
      body: EmptyBody,
      handle: async ({ who, now }) => {
        const decision = await beginEnrolment(ports, who, now);
        if (!decision.ok) throw problemOf(decision.code);
        return json(200, { ...decision.value, qr: renderSVG(decision.value.uri) });
      },
    }),
    'POST /codes/confirm': endpoint({
      body: ConfirmCodeBody,
      handle: async ({ who, body, now }) => {
        const decision = await confirmEnrolment(ports, who, body, now);
        if (!decision.ok) throw problemOf(decision.code);
        return json(200, decision.value);
      },
    }),
    ...codePages(ports),
  },
  wireAuthenticator(ports),
  pageSessions(ports, required(process.env, 'BASE_URL')),
);
