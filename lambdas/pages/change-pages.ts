/** `GET` and `POST /console/{tenant}/changes/{verb}`, and the page that says what was done. */
import { momentIn } from '../../core/access/words.ts';
import type { Identity } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import { CHANGE_BODIES } from '../../core/registry/contract.ts';
import { ChangeForm, ChangeQuery, DoneQuery } from '../../core/registry/page-contract.ts';
import { type Changed, changeRegistry } from '../../core/verbs/change-registry.ts';
import { readConsole } from '../../core/verbs/read-console.ts';
import { changeDonePage } from '../../web/change-done-page.ts';
import { CODE_FIELD } from '../../web/code-field.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { TYPED_FIELD } from '../../web/registry-form.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { statusOf, yes } from '../problems.ts';
import { one } from './form-values.ts';
import { type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';
import { REGISTRY_FORMS } from './registry-form-list.ts';
import {
  bodyFrom,
  errorFor,
  type FormAt,
  formAnswer,
  formAt,
  isAsShown,
  MISTYPED,
  mustBeFieldsOf,
  schemaErrors,
} from './registry-forms.ts';

const onProblem = problemAsPage;

/** What only reads: a form as it begins, and what became of it. */
export function changeReads(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /console/{tenant}/changes/{verb}': endpoint({
      query: ChangeQuery,
      handle: async ({ who, params, query }) =>
        formAnswer(ports, who, await formAt(ports, who, REGISTRY_FORMS, params, query)),
      onProblem,
    }),
    'GET /console/{tenant}/done': endpoint({ query: DoneQuery, handle: (call) => showDone(ports, call), onProblem }),
  };
}

type Needs = PagePorts & Parameters<typeof changeRegistry>[0];

/** The form as it is sent. */
export function changeForms(ports: Needs): Readonly<Record<string, Endpoint>> {
  return {
    'POST /console/{tenant}/changes/{verb}': endpoint({
      body: ChangeForm,
      handle: (call) => sendChange(ports, call),
      onProblem,
    }),
  };
}

async function sendChange(ports: Needs, { who, params, body: sent, now }: Call<ChangeForm>) {
  const at = await formAt(ports, who, REGISTRY_FORMS, params, subjectIn(sent));
  mustBeFieldsOf(at, sent);
  const again = (status: number, errors: readonly FieldError[]) =>
    formAnswer(ports, who, at, status, { entered: sent, errors });
  if (!isAsShown(at, sent)) return formAnswer(ports, who, at, 412, { errors: [STALE] });
  if (at.form.isTyped && one(sent[TYPED_FIELD]).trim() !== at.form.nameOf?.(at.view)) return again(422, [MISTYPED]);
  const code = one(sent[CODE_FIELD]);
  const body = bodyFrom(at, sent);
  const parsed = CHANGE_BODIES[at.verb].safeParse({ ...body, code });
  if (!parsed.success) return again(422, schemaErrors(at, parsed.error.issues));
  const key = one(sent['key']);
  if (!/^[0-9a-f]{32}$/.test(key)) throw new Problem('schema');
  const decision = await changeRegistry(ports, who, { tenant: at.tenant, verb: at.verb, body }, code, key, now);
  if (!decision.ok) return again(statusOf(decision.code), [errorFor(decision.code)]);
  return doneAnswer(ports, who, at, decision.value, now);
}

function subjectIn({ person, organisation, invitation, device }: ChangeForm): ChangeQuery {
  const given = Object.entries({ person, organisation, invitation, device });
  const named = given.filter(([, values]) => values !== undefined);
  const parsed = ChangeQuery.safeParse(Object.fromEntries(named.map(([name, values]) => [name, values?.join(',')])));
  if (!parsed.success) throw new Problem('not-found');
  return parsed.data;
}

const STALE: FieldError = Object.freeze({
  says: 'What stands here was changed since it was shown to you, so nothing was done. These are the facts of now: look at them, then enter yours anew.',
});

async function doneAnswer(ports: Needs, who: Identity, at: FormAt, changed: Changed, now: number) {
  if (changed.status === 'unchanged') return formAnswer(ports, who, at, 200, { errors: [], isUnchanged: true });
  return leadsOn(ports, who, at, changed, now);
}

/** After a change that was taken: to the proposal that it is, or to what is in force. */
export async function leadsOn(
  ports: PagePorts,
  who: Identity,
  { tenant, verb }: Pick<FormAt, 'tenant' | 'verb'>,
  changed: Exclude<Changed, { readonly status: 'unchanged' }>,
  now: number,
) {
  if (changed.status === 'proposed') return seeOther(`/console/${tenant}/proposals/${changed.proposal.id}`);
  const { entity, mayOpenUntil } = changed;
  const said = { verb, entity, at: String(now), ...(mayOpenUntil !== undefined && { until: String(mayOpenUntil) }) };
  const proof = await ports.cookies.formNonce(who.session, proofOf(tenant, said));
  return seeOther(`/console/${tenant}/done?${new URLSearchParams({ ...said, proof })}`);
}

/** No form's name holds a space, so that no form's nonce is a proof. */
function proofOf(tenant: string, said: Omit<DoneQuery, 'proof'>): string {
  return `done ${JSON.stringify([tenant, said.verb, said.entity, said.at, said.until ?? ''])}`;
}

/** Says what an address says only where we wrote it, for this very session: a link cannot make anybody believe a stop. */
async function showDone(ports: PagePorts, { who, params, query: { proof, ...said }, now }: Call<unknown, DoneQuery>) {
  const { tenant = '' } = params;
  if (!(await ports.cookies.isFormNonce(who.session, proofOf(tenant, said), proof, now)))
    throw new Problem('not-found');
  const [viewer, read] = await Promise.all([viewerFor(ports, who), readConsole(ports, who, tenant)]);
  const { zone } = yes(read);
  const moment = (at: string) => momentIn(zone, Number(at));
  return shown(200, (nonce) =>
    changeDonePage({
      nonce,
      viewer,
      tenant,
      verb: said.verb,
      entity: said.entity,
      at: moment(said.at),
      ...(said.until !== undefined && { until: moment(said.until) }),
    }),
  );
}
