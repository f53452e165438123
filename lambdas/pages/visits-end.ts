/** Withdrawing and closing by form: the same verbs as the API's. After it was done the visit shows how it stands. */
import type { Visit } from '../../core/access/visit.ts';
import { CloseBody } from '../../core/contract.ts';
import { CloseForm, EmptyForm } from '../../core/page-contract.ts';
import type { RefusalCode } from '../../core/problems.ts';
import { closeAccess, withdrawAccess } from '../../core/verbs/end-access.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { type CloseField, closePage } from '../../web/visits/close.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { inOneLine, one } from './form-values.ts';
import { nonceField, type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';
import { conflictIn, ownVisit, refusalOf, refusedAnswer } from './visit-forms.ts';

export function endPages(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  const onProblem = problemAsPage;
  return {
    'POST /visits/{request}/withdraw': endpoint({
      body: EmptyForm,
      handle: (call) => withdraw(ports, call),
      onProblem,
    }),
    'POST /visits/{request}/close': endpoint({ body: CloseForm, handle: (call) => close(ports, call), onProblem }),
  };
}

async function withdraw(ports: PagePorts, call: Call) {
  const { id } = await ownVisit(ports, call);
  const done = await withdrawAccess(ports, call.who, id, call.now).catch(conflictIn);
  if ('says' in done) return refusedAnswer(ports, call, done.status, done.says);
  if (done.ok) return seeOther(`/visits/${id}`);
  const { status, says } = refusalOf(done.code);
  return refusedAnswer(ports, call, status, says);
}

async function close(ports: PagePorts, call: Call<CloseForm>) {
  const visit = await ownVisit(ports, call);
  const given = CloseBody.safeParse(bodyFrom(call.body, visit));
  if (!given.success) return again(ports, call, visit, 422, formErrors(given.error.issues));
  const done = await closeAccess(ports, call.who, visit.id, given.data, call.now).catch(conflictIn);
  if ('says' in done) return refusedAnswer(ports, call, done.status, done.says);
  if (done.ok) return seeOther(`/visits/${visit.id}`);
  const { status, says } = refusalOf(done.code);
  return again(ports, call, visit, status, [{ says, field: FIELD_OF[done.code] }]);
}

const FIELD_OF: Readonly<Partial<Record<RefusalCode, CloseField>>> = Object.freeze({
  return_to_service_missing: 'returned',
  return_to_service_failed: 'outcome',
});

/** The form as the API's body; what is empty was not said. Free text is one line, as everywhere. */
function bodyFrom(form: CloseForm, { needsRecord }: Visit): unknown {
  const text = (name: CloseField) => inOneLine(one(form[name])) || undefined;
  const record = {
    selfTest: text('selfTest'),
    testEquipment: text('testEquipment'),
    performance: text('performance'),
    cybersecurity: text('cybersecurity'),
  };
  const returned = needsRecord ? { record, not_returned: 'not_returned' }[text('returned') ?? ''] : undefined;
  const given = {
    outcome: text('outcome'),
    note: text('note'),
    softwareVersion: text('softwareVersion'),
    suspicion: text('suspicion'),
    returnToService: returned,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

const SAYS: Readonly<Record<string, FieldError<CloseField>>> = Object.freeze({
  outcome: { field: 'outcome', says: 'Choose how it ended.' },
  softwareVersion: { field: 'softwareVersion', says: 'Give a version of at most 64 characters.' },
  note: { field: 'note', says: 'Say what was done in at most 500 characters, without control characters.' },
  suspicion: { field: 'suspicion', says: 'Use at most 500 characters, without control characters.' },
  returnToService: {
    field: 'returned',
    says: 'Fill in the whole record: self-test, test equipment, performance and cybersecurity.',
  },
});

/** One message a field, in the order of the page. */
function formErrors(issues: readonly { readonly path: readonly PropertyKey[] }[]): readonly FieldError<CloseField>[] {
  const names = new Set(issues.map(({ path: [name] }) => String(name)));
  return Object.entries(SAYS).flatMap(([name, error]) => (names.has(name) ? [error] : []));
}

async function again(
  ports: PagePorts,
  { who, body }: Call<CloseForm>,
  visit: Visit,
  status: number,
  errors: readonly FieldError<CloseField>[],
) {
  const [viewer, fields] = await Promise.all([viewerFor(ports, who), nonceField(ports, who, 'close-visit')]);
  const entered = Object.fromEntries(Object.entries(body).map(([name, [value = ''] = []]) => [name, value]));
  return shown(status, (nonce) => closePage({ nonce, viewer, visit, fields, entered, errors }));
}
