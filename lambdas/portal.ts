/**
 * Pages for people who sign in (architecture 7): the start page, the way to the organisation's issuer and back, and out. Who
 * somebody is stands in a sealed cookie; what he may do is read with every request, by the same verbs as the API's.
 */
import { required, wireCookies, wireSignIn, wireStore } from '../adapters/wire.ts';
import { ROLE_WORDS } from '../core/access/words.ts';
import { EmptyForm, SignedInQuery, SignInQuery } from '../core/page-contract.ts';
import { type BegunSignIn, beginSignIn } from '../core/verbs/begin-sign-in.ts';
import { finishSignIn } from '../core/verbs/finish-sign-in.ts';
import { SESSION_LIFE } from '../core/verbs/read-session.ts';
import { signOut } from '../core/verbs/sign-out.ts';
import { chooseOrganisationPage, leaveForIssuerPage } from '../web/sign-in-page.ts';
import { startPage } from '../web/start-page.ts';
import { localPath } from './local-path.ts';
import { pageSessions } from './page-sessions.ts';
import { askingPages } from './pages/asking.ts';
import { changeReads } from './pages/change-pages.ts';
import { consolePages } from './pages/console.ts';
import { auditPages } from './pages/console-audit.ts';
import { decisionPages } from './pages/decisions.ts';
import { importReads } from './pages/device-import.ts';
import { deviceReads } from './pages/devices.ts';
import { problemAsPage, shown, viewerFor } from './pages/frame.ts';
import { hospitalPages } from './pages/hospital.ts';
import { invitationReads } from './pages/invitations.ts';
import { modelPages } from './pages/models.ts';
import { organisationPages } from './pages/organisations.ts';
import { ownReads } from './pages/own-account.ts';
import { ownSlackReads } from './pages/own-slack.ts';
import { peoplePages } from './pages/people.ts';
import { policyReads } from './pages/policy.ts';
import { policyComparing } from './pages/policy-compare.ts';
import { proposalReads } from './pages/proposals.ts';
import { visitPages } from './pages/visits.ts';
import { workspacePages } from './pages/workspace.ts';
import { type Call, endpoint, seeOther, serve } from './pipeline.ts';
import { unlessNotFound, yes } from './problems.ts';

const ports = { ...wireStore(process.env), ...wireCookies(process.env), ...wireSignIn(process.env) };
const baseUrl = required(process.env, 'BASE_URL');
const sessions = pageSessions(ports, baseUrl);

/** Long enough to find the phone with the second factor. */
const SIGNING_IN_LIFE = 900;

const onProblem = problemAsPage;
export const handler = serve(
  {
    'GET /': endpoint({ handle: start, onProblem }),
    'GET /sign-in': endpoint({ query: SignInQuery, handle: signIn, onProblem }),
    'GET /signed-in': endpoint({ query: SignedInQuery, handle: signedIn, onProblem }),
    'POST /sign-out': endpoint({ body: EmptyForm, handle: leave, onProblem }),
    ...consolePages(ports),
    ...auditPages(ports),
    ...modelPages(ports),
    ...changeReads(ports),
    ...deviceReads(ports, baseUrl),
    ...importReads(ports),
    ...policyReads(ports),
    ...policyComparing(ports),
    ...peoplePages(ports),
    ...hospitalPages(ports),
    ...workspacePages(ports),
    ...proposalReads(ports),
    ...organisationPages(ports),
    ...invitationReads(ports),
    ...ownReads(ports),
    ...ownSlackReads(ports),
    ...askingPages(ports),
    ...visitPages(ports),
    ...decisionPages(ports),
  },
  undefined,
  sessions,
);

async function start({ who }: Call) {
  const viewer = await viewerFor(ports, who);
  const { person } = viewer.seen;
  const known = person && { ...person, roles: person.roles.map((role) => ROLE_WORDS[role]) };
  return shown(200, (nonce) => startPage({ nonce, viewer, person: known }));
}

async function signIn({ query, now }: Call<unknown, SignInQuery>) {
  const { organisation = '' } = query;
  const to = localPath(query.to);
  if (organisation === '') return shown(200, (nonce) => chooseOrganisationPage({ nonce, to }));
  const begun = await beginSignIn(ports, organisation, { to, isAnew: query.again === '1' }).catch(unlessNotFound);
  if (!begun) return shown(404, (nonce) => chooseOrganisationPage({ nonce, to, unknown: organisation }));
  return leaving(begun, now);
}

/**
 * A page that leads on by itself, not a redirect: `form-action 'self'` would keep the form that chose the organisation from
 * being led to another site.
 */
async function leaving({ organisation, address, kept }: BegunSignIn, now: number) {
  const sealed = await ports.cookies.seal('signing-in', kept, now + SIGNING_IN_LIFE);
  const answer = shown(200, (nonce) => leaveForIssuerPage({ nonce, organisation, address }));
  return {
    ...answer,
    headers: { ...answer.headers, refresh: `0;url=${address}` },
    cookies: [sessions.keeper.set('signing-in', sealed, SIGNING_IN_LIFE)],
  };
}

async function signedIn({ cookies, query, now }: Call<unknown, SignedInQuery>) {
  const sealed = sessions.keeper.read(cookies, 'signing-in');
  const kept = sealed === undefined ? undefined : await ports.cookies.open('signing-in', sealed, now);
  const found = await finishSignIn(ports, kept, query, now);
  const session = await ports.cookies.seal('session', yes(found), now + SESSION_LIFE);
  // The path was judged when it was sealed; judging it again costs nothing and depends on nobody.
  return seeOther(localPath(kept?.to), [
    sessions.keeper.set('session', session, SESSION_LIFE),
    sessions.keeper.drop('signing-in'),
  ]);
}

async function leave({ who, now }: Call) {
  await signOut(ports, who, now);
  return seeOther('/sign-in', [sessions.keeper.drop('session')]);
}
