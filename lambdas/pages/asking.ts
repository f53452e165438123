/** The pages that lead to a request: find the device, is it this one, what, why. They read, and write nothing. */
import { ChoiceQuery, FindDeviceQuery } from '../../core/asking-contract.ts';
import type { Identity } from '../../core/ports.ts';
import { PROBLEMS, type RefusalCode } from '../../core/problems.ts';
import { typedDevice } from '../../core/registry/typed-device.ts';
import type { EpochSeconds } from '../../core/units.ts';
import { findDevice } from '../../core/verbs/find-device.ts';
import { listOwnAccess } from '../../core/verbs/read-access.ts';
import { type ShownDevice, showDevice } from '../../core/verbs/show-device.ts';
import { devicePage } from '../../web/asking/device-page.ts';
import { type FindView, findPage } from '../../web/asking/find-page.ts';
import type { Answers } from '../../web/asking/parts.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { problemOf, statusOf } from '../problems.ts';
import { answersInQuery, bodyFrom, errorFor, pageFor, soFarOf, withMore } from './asking-form.ts';
import { showWhat, showWhy } from './asking-show.ts';
import { deviceWords, notFoundWords, STAGE_WORDS, stopWords } from './asking-words.ts';
import { problemAsPage as onProblem, type PagePorts, shown, viewerFor } from './frame.ts';

/** Of `portal`. */
export function askingPages(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /d': endpoint({ query: FindDeviceQuery, handle: (call) => find(ports, call), onProblem }),
    'GET /d/{code}': endpoint({ handle: (call) => device(ports, call), onProblem }),
    'GET /d/{code}/what': endpoint({ query: ChoiceQuery, handle: (call) => what(ports, call), onProblem }),
    'GET /d/{code}/why': endpoint({ query: ChoiceQuery, handle: (call) => why(ports, call), onProblem }),
  };
}

async function find(ports: PagePorts, { who, query, now }: Call<unknown, FindDeviceQuery>) {
  const typed = query.device;
  const found = await findDevice(ports, who, typedDevice(typed ?? ''), now);
  if (found.ok) return seeOther(`/d/${found.value}`);
  if (typed === undefined && found.code === 'device_unknown') return findAnswer(ports, who, 200, '');
  return withoutDevice(ports, who, typed ?? '', found.code);
}

/** Refusals that are about the device that was named; the others are about who asks. */
const ABOUT_THE_NAME: readonly RefusalCode[] = Object.freeze([
  'device_unknown',
  'vendor_unknown',
  'vendor_suspended',
  'vendor_out_of_term',
] as const);

/** What is not there and what is another's get one answer; of an agreement that is not in force he is told. */
async function withoutDevice(ports: PagePorts, who: Identity, typed: string, code: RefusalCode) {
  const problem = problemOf(code);
  if (!ABOUT_THE_NAME.includes(code)) throw problem;
  if (typed.trim() === '') return findAnswer(ports, who, 422, '', EMPTY);
  const [status] = PROBLEMS[problem.type];
  const { detail } = problem.extra;
  return findAnswer(ports, who, status, typed, detail ? { says: detail } : notFoundWords(typedDevice(typed)));
}

const EMPTY: FindView['error'] = Object.freeze({ says: 'Enter the sticker’s code, the asset tag or the UDI.' });

async function findAnswer(ports: PagePorts, who: Identity, status: number, typed: string, error?: FindView['error']) {
  const viewer = await viewerFor(ports, who);
  return shown(status, (nonce) => findPage({ nonce, viewer, typed, error }));
}

async function device(ports: PagePorts, { who, params, now }: Call) {
  const code = params['code'] ?? '';
  const found = await showDevice(ports, who, code, {}, now);
  if (!found.ok) return withoutDevice(ports, who, code, found.code);
  return deviceAnswer(ports, who, 200, found.value, now);
}

async function deviceAnswer(ports: PagePorts, who: Identity, status: number, at: ShownDevice, now: EpochSeconds) {
  const [viewer, own] = await Promise.all([viewerFor(ports, who), listOwnAccess(ports, who, {}, now)]);
  const items = own.ok ? own.value.items : [];
  const open = items.filter(({ facts, status: is }) => facts.device === at.device.id && OPEN.includes(is));
  const view = {
    viewer,
    device: deviceWords(at),
    status: at.device.status,
    stage: STAGE_WORDS[at.stage],
    stop: at.stop && stopWords(at.stop, at),
    open: open.map(({ id, reference, status: is }) => ({ id, reference, status: is })),
  };
  return shown(status, (nonce) => devicePage({ nonce, ...view }));
}

const OPEN: readonly string[] = Object.freeze(['pending', 'approved']);

/** What is said to a choice, or where it ends before there is any. */
async function chosen(ports: PagePorts, { who, params, query, now }: Call<unknown, ChoiceQuery>) {
  const answers = answersInQuery(query);
  const code = params['code'] ?? '';
  const found = await showDevice(ports, who, code, soFarOf(answers), now);
  if (!found.ok) return { end: await withoutDevice(ports, who, code, found.code) };
  const { stop, more } = found.value;
  if (stop) return { end: await deviceAnswer(ports, who, statusOf(stop), found.value, now) };
  return { device: found.value, answers: more?.ok ? withMore(answers, more.value) : answers };
}

async function what(ports: PagePorts, call: Call<unknown, ChoiceQuery>) {
  const at = await chosen(ports, call);
  if ('end' in at) return at.end;
  const errors = moreErrors(at.device);
  return showWhat(ports, errors.length > 0 ? 403 : 200, { who: call.who, ...at, errors }, false);
}

async function why(ports: PagePorts, call: Call<unknown, ChoiceQuery>) {
  const at = await chosen(ports, call);
  if ('end' in at) return at.end;
  const errors = [...moreErrors(at.device), ...choiceErrors(at.device, at.answers)];
  const asking = { who: call.who, ...at, errors };
  if (errors.length === 0) return showWhy(ports, 200, asking);
  const { choice } = at.device;
  return showWhat(ports, choice?.ok === false ? statusOf(choice.code) : 422, asking, false);
}

/** A visit that is over cannot be gone on from: the link is the fault, and no field. */
function moreErrors({ more }: ShownDevice): readonly FieldError[] {
  return more?.ok === false ? [{ says: errorFor(more.code).says }] : [];
}

function choiceErrors({ choice, device: { code } }: ShownDevice, answers: Answers): readonly FieldError[] {
  if (choice) return choice.ok ? [] : [errorFor(choice.code)];
  const parsed = bodyFrom(code, answers);
  return 'errors' in parsed ? parsed.errors.filter((error) => pageFor([error]) === 'what') : [];
}
