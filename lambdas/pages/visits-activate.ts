/**
 * The activation by form: the same verb as the API's. The answer is the token itself, shown once and kept nowhere; loading it
 * again within a minute signs the same bytes, later it says why not.
 */
import type { Visit } from '../../core/access/visit.ts';
import { momentIn } from '../../core/access/words.ts';
import { MintBody } from '../../core/contract.ts';
import { hospitalOf, hospitalRef } from '../../core/keys.ts';
import { ActivateForm } from '../../core/page-contract.ts';
import type { Ports } from '../../core/ports.ts';
import { type Decision, Problem, type RefusalCode } from '../../core/problems.ts';
import { type MintedToken, mintToken } from '../../core/verbs/mint-token.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { type ActivateField, activatePage } from '../../web/visits/activate.ts';
import { tokenPage } from '../../web/visits/token.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';
import { activationFields, ownVisit, refusalOf, refusedAnswer } from './visit-forms.ts';

type Needs = PagePorts & Pick<Ports, 'ledger' | 'credentials' | 'sealer' | 'codes' | 'signer' | 'random'>;

export function activationPages(ports: Needs): Readonly<Record<string, Endpoint>> {
  return {
    'POST /visits/{request}/activate': endpoint({
      body: ActivateForm,
      handle: (call) => activate(ports, call),
      onProblem: problemAsPage,
    }),
  };
}

async function activate(ports: Needs, call: Call<ActivateForm>) {
  const visit = await ownVisit(ports, call);
  const typed = { code: withoutSpaces(call.body.code), cnonce: withoutSpaces(call.body.cnonce ?? []) };
  const given = MintBody.safeParse({
    device: visit.device.id,
    code: typed.code,
    ...(typed.cnonce !== '' && { cnonce: typed.cnonce }),
  });
  if (!given.success) return again(ports, call, visit, typed.cnonce, { status: 422, error: CHALLENGE_FORM });
  const minted = await mintedOrGone(ports, call, visit, given.data);
  if (minted === 'gone') return again(ports, call, visit, typed.cnonce, { status: 410, error: GONE });
  if (minted.ok) return tokenAnswer(ports, call, visit, minted.value);
  const { status, says } = refusalOf(minted.code);
  if (visit.card.status !== 'approved') return refusedAnswer(ports, call, status, says);
  return again(ports, call, visit, typed.cnonce, { status, error: { says, field: FIELD_OF[minted.code] } });
}

type FormError = FieldError<ActivateField>;

const CHALLENGE_FORM: FormError = Object.freeze({
  field: 'cnonce',
  says: 'A challenge has 22 letters, digits, hyphens and underscores. Compare it with the device’s screen.',
});
const GONE: FormError = Object.freeze({
  says: 'This token was handed out more than a minute ago, or in another session, and is not kept. Activate again for a new one.',
});
const FIELD_OF: Readonly<Partial<Record<RefusalCode, ActivateField>>> = Object.freeze({
  code_rejected: 'code',
  tries_exhausted: 'code',
  code_locked: 'code',
  code_not_enrolled: 'code',
  challenge_required: 'cnonce',
});

/** People type codes in groups. */
const withoutSpaces = ([text = '']: readonly string[]) => text.replaceAll(/\s/g, '');

/** `gone`: the form was sent before, and its token is out of reach by now. */
async function mintedOrGone(
  ports: Needs,
  { who, body, now }: Call<ActivateForm>,
  { id }: Visit,
  given: MintBody,
): Promise<Decision<MintedToken> | 'gone'> {
  try {
    return await mintToken(ports, who, id, given, body.key[0] ?? '', now);
  } catch (error) {
    const isGone = error instanceof Problem && (error.type === 'expired' || error.type === 'idempotency-mismatch');
    if (isGone) return 'gone';
    throw error;
  }
}

async function tokenAnswer(ports: Needs, { who }: Call, visit: Visit, minted: MintedToken) {
  const [viewer, { hospital }] = await Promise.all([
    viewerFor(ports, who),
    ports.store.load({ hospital: hospitalRef(hospitalOf(visit.id)) }),
  ]);
  const opensUntil = momentIn(hospital?.zone ?? 'UTC', minted.exp);
  return shown(200, (nonce) => tokenPage({ nonce, viewer, visit, minted, opensUntil }));
}

async function again(
  ports: Needs,
  { who }: Call,
  visit: Visit,
  cnonce: string,
  { status, error }: { readonly status: number; readonly error: FormError },
) {
  const [viewer, fields] = await Promise.all([viewerFor(ports, who), activationFields(ports, who)]);
  const entered = cnonce === '' ? {} : { cnonce };
  return shown(status, (nonce) => activatePage({ nonce, viewer, visit, fields, ...entered, errors: [error] }));
}
