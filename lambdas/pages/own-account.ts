/** `/me`: what people do about themselves. To link accounts and to leave take a code; who leaves types his own name. */

import type { Identity } from '../../core/ports.ts';
import type { RefusalCode } from '../../core/problems.ts';
import { LinkAccountBody } from '../../core/registry/contract.ts';
import { LeaveForm, LinkForm } from '../../core/registry/page-contract.ts';
import { leave, linkAccount } from '../../core/verbs/leave.ts';
import { showSelf } from '../../core/verbs/show-self.ts';
import { CODE_FIELD } from '../../web/code-field.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { leavePage, linkPage, ownPage } from '../../web/own-page.ts';
import { TYPED_FIELD } from '../../web/registry-form.ts';
import type { CookieKeeper } from '../cookies.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { statusOf, yes } from '../problems.ts';
import { one } from './form-values.ts';
import { nonceField, type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';
import { errorFor, MISTYPED } from './registry-forms.ts';

const onProblem = problemAsPage;

export function ownReads(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /me': endpoint({ handle: (call) => showOwn(ports, call), onProblem }),
    'GET /me/link': endpoint({ handle: ({ who }) => linkAnswer(ports, who), onProblem }),
    'GET /me/leave': endpoint({ handle: ({ who }) => leaveAnswer(ports, who), onProblem }),
  };
}

type Needs = PagePorts & Parameters<typeof leave>[0];

export function ownForms(ports: Needs, keeper: CookieKeeper): Readonly<Record<string, Endpoint>> {
  return {
    'POST /me/link': endpoint({ body: LinkForm, handle: (call) => sendLink(ports, call), onProblem }),
    'POST /me/leave': endpoint({ body: LeaveForm, handle: (call) => sendLeave(ports, keeper, call), onProblem }),
  };
}

async function showOwn(ports: PagePorts, { who }: Call) {
  const [viewer, read] = await Promise.all([viewerFor(ports, who), showSelf(ports, who)]);
  const { id, printedName, linked, linking } = yes(read);
  return shown(200, (nonce) => ownPage({ nonce, viewer, account: id, printedName, linked, linking }));
}

/** What a refused form is shown with. */
interface Again {
  readonly status: number;
  readonly entered: string;
  readonly errors: readonly FieldError[];
}
const FIRST: Again = Object.freeze({ status: 200, entered: '', errors: [] });

function refusedBy(code: RefusalCode, entered: string): Again {
  return { status: statusOf(code), entered, errors: [errorFor(code)] };
}

async function linkAnswer(ports: PagePorts, who: Identity, { status, entered, errors }: Again = FIRST) {
  const [viewer, read, hidden] = await Promise.all([
    viewerFor(ports, who),
    showSelf(ports, who),
    nonceField(ports, who, 'send-link'),
  ]);
  yes(read);
  return shown(status, (nonce) => linkPage({ nonce, viewer, hidden, entered, errors }));
}

async function sendLink(ports: Needs, { who, body, now }: Call<LinkForm>) {
  const other = one(body['other']).trim();
  const parsed = LinkAccountBody.safeParse({ other, code: one(body[CODE_FIELD]) });
  if (!parsed.success) return linkAnswer(ports, who, { status: 422, entered: other, errors: [NO_ACCOUNT] });
  const decision = await linkAccount(ports, who, parsed.data.other, parsed.data.code, now);
  return decision.ok ? seeOther('/me') : linkAnswer(ports, who, refusedBy(decision.code, other));
}

const NO_ACCOUNT: FieldError = Object.freeze({
  field: 'other',
  says: 'Enter the account as its own page shows it: p_ and twenty letters or digits.',
});

async function leaveAnswer(ports: PagePorts, who: Identity, { status, entered, errors }: Again = FIRST) {
  const [viewer, read, hidden] = await Promise.all([
    viewerFor(ports, who),
    showSelf(ports, who),
    nonceField(ports, who, 'send-leave'),
  ]);
  const { printedName } = yes(read);
  return shown(status, (nonce) => leavePage({ nonce, viewer, hidden, entered, errors, printedName }));
}

async function sendLeave(ports: Needs, keeper: CookieKeeper, { who, body, now }: Call<LeaveForm>) {
  const typed = one(body[TYPED_FIELD]).trim();
  const { printedName } = yes(await showSelf(ports, who));
  if (typed !== printedName) return leaveAnswer(ports, who, { status: 422, entered: typed, errors: [MISTYPED] });
  const decision = await leave(ports, who, one(body[CODE_FIELD]), now);
  if (!decision.ok) return leaveAnswer(ports, who, refusedBy(decision.code, typed));
  return seeOther('/sign-in', [keeper.drop('session')]);
}
