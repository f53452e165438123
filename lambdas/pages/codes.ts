/**
 * One's own one-time code. The new secret is in the answer to the form itself and not on a page to be led to: it is shown once
 * and kept nowhere but sealed; loading the answer again makes another.
 */
import { momentIn } from '../../core/access/words.ts';
import { ConfirmCodeBody } from '../../core/contract.ts';
import { ConfirmCodeForm, EmptyForm } from '../../core/page-contract.ts';
import type { Identity } from '../../core/ports.ts';
import { PROBLEMS, Problem, REFUSALS } from '../../core/problems.ts';
import { beginEnrolment, confirmEnrolment } from '../../core/verbs/enrol-credential.ts';
import { showCode } from '../../core/verbs/show-code.ts';
import { codePage, newCodePage } from '../../web/code-page.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { problemOf, yes } from '../problems.ts';
import { one } from './form-values.ts';
import { nonceField, type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';

type Needs = Parameters<typeof beginEnrolment>[0] & PagePorts;

export function codePages(ports: Needs): Readonly<Record<string, Endpoint>> {
  const onProblem = problemAsPage;
  return {
    'GET /code': endpoint({ handle: ({ who, now }: Call) => codeShown(ports, who, now), onProblem }),
    'POST /code/begin': endpoint({ body: EmptyForm, handle: (call: Call) => begin(ports, call), onProblem }),
    'POST /code/confirm': endpoint({
      body: ConfirmCodeForm,
      handle: (call: Call<ConfirmCodeForm>) => confirm(ports, call),
      onProblem,
    }),
  };
}

async function codeShown(ports: Needs, who: Identity, now: number, why?: { status: number; problem: string }) {
  const [code, viewer, fields] = await Promise.all([
    showCode(ports, who, now),
    viewerFor(ports, who),
    nonceField(ports, who, 'begin-own-code'),
  ]);
  const { isEnrolled, since, isFresh } = code;
  const view = {
    viewer,
    isEnrolled,
    since: since === undefined ? undefined : momentIn(ZONE, since),
    fields: isFresh ? fields : undefined,
    signInUrl: `/sign-in?${new URLSearchParams({ organisation: who.organisation, again: '1', to: '/code' })}`,
    problem: why?.problem,
  };
  return shown(why?.status ?? 200, (nonce) => codePage({ ...view, nonce }));
}

/** A servicer's people have no zone of a hospital. */
const ZONE = 'UTC';

async function begin(ports: Needs, { who, now }: Call) {
  const begun = await beginEnrolment(ports, who, now).catch(unlessTooOld);
  if (!begun)
    return codeShown(ports, who, now, { status: 401, problem: 'Sign in again first: your sign-in is too old.' });
  const { uri, confirmBy } = yes(begun);
  const text = new URL(uri).searchParams.get('secret') ?? '';
  return newCodeShown(ports, { who, now }, 200, {
    secret: { uri, text: text.replaceAll(/(.{4})(?=.)/g, '$1 '), confirmBy: momentIn(ZONE, confirmBy) },
  });
}

function unlessTooOld(error: unknown): undefined {
  if (error instanceof Problem && error.type === 'unauthenticated') return undefined;
  throw error;
}

async function newCodeShown(
  ports: Needs,
  { who, now }: Pick<Call, 'who' | 'now'>,
  status: number,
  more: Pick<Parameters<typeof newCodePage>[0], 'secret' | 'problem'>,
) {
  const [{ isEnrolled }, viewer, fields] = await Promise.all([
    showCode(ports, who, now),
    viewerFor(ports, who),
    nonceField(ports, who, 'confirm-own-code'),
  ]);
  return shown(status, (nonce) => newCodePage({ nonce, viewer, isEnrolled, fields, ...more }));
}

/** What is not sent is no code; one that came twice is none either. */
async function confirm(ports: Needs, { who, body, now }: Call<ConfirmCodeForm>) {
  const [code, oldCode] = [one(body.code), one(body.oldCode)];
  const parsed = ConfirmCodeBody.safeParse({ code, ...(oldCode === '' ? {} : { oldCode }) });
  if (!parsed.success) return newCodeShown(ports, { who, now }, 403, { problem: REFUSALS.code_rejected[1] });
  try {
    const confirmed = await confirmEnrolment(ports, who, parsed.data, now);
    if (confirmed.ok) return seeOther('/code');
    const { type, extra } = problemOf(confirmed.code);
    return newCodeShown(ports, { who, now }, PROBLEMS[type][0], { problem: extra.detail ?? PROBLEMS[type][1] });
  } catch (error) {
    if (!(error instanceof Problem) || error.type !== 'expired') throw error;
    return codeShown(ports, who, now, { status: 410, problem: 'The new secret is over. Begin anew.' });
  }
}
