/** `GET /console/{tenant}/policy`: the policy in force in words, and its tester. */
import { minutes, ROLE_WORDS } from '../../core/access/words.ts';
import { isScope, SCOPES, type Scope } from '../../core/policy/tiers.ts';
import { PolicyTestQuery } from '../../core/registry/tester-contract.ts';
import type { AccessQuestion } from '../../core/verbs/preview-access.ts';
import { type PolicySeen, showPolicy } from '../../core/verbs/show-policy.ts';
import type { FieldError } from '../../web/form-errors.ts';
import { policyPage } from '../../web/policy-page.ts';
import type { TesterWords } from '../../web/policy-parts.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { yes } from '../problems.ts';
import { nonceField, type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';
import { placesIn, sentencesOf } from './policy-words.ts';

const onProblem = problemAsPage;

export function policyReads(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /console/{tenant}/policy': endpoint({
      query: PolicyTestQuery,
      handle: (call) => showPolicyPage(ports, call),
      onProblem,
    }),
  };
}

async function showPolicyPage(ports: PagePorts, { who, params, query, now }: Call<unknown, PolicyTestQuery>) {
  const { tenant = '' } = params;
  const { question, errors } = questionIn(query);
  const seen = yes(await showPolicy(ports, who, tenant, question, now));
  const [viewer, fields] = await Promise.all([viewerFor(ports, who), nonceField(ports, who, 'compare-policy')]);
  return shown(errors.length > 0 ? 422 : 200, (nonce) =>
    policyPage({
      nonce,
      viewer,
      base: `/console/${tenant}`,
      hospital: seen.hospital.name,
      version: seen.policy.version,
      sentences: sentencesOf(seen.policy),
      places: placesIn(seen.preview.rows),
      scopes: Object.entries(SCOPES).map(([name, { tier, says }]) => ({ name: name as Scope, tier, says })),
      technicians: seen.technicians,
      query,
      answer: question && answerIn(seen, question),
      errors,
      json: JSON.stringify(seen.policy, undefined, 2),
      fields,
    }),
  );
}

const DAY_OF_MINUTES = 10_080;

/** The question that the query asks, none where it asks nothing, or what is missing in it. */
function questionIn(query: PolicyTestQuery): {
  readonly question?: AccessQuestion;
  readonly errors: readonly FieldError[];
} {
  if (Object.values(query).every((value) => value === undefined || value === '')) return { errors: [] };
  const scopes = Object.keys(query).filter((name): name is Scope => isScope(name));
  const device = (query.device ?? '').trim();
  const other = (query.other ?? '').trim();
  const technician = other === '' ? (query.technician ?? '') : other;
  const time = Number(query.minutes ?? '');
  const rows: readonly (readonly [field: string, isWrong: boolean, says: string])[] = [
    ['device', device === '', 'Enter the device: its sticker code, asset tag, CMMS id or device id.'],
    [
      other === '' ? 'technician' : 'other',
      !/^p_[a-z2-7]{20}$/.test(technician),
      'Choose a technician, or enter his id.',
    ],
    ['scopes', scopes.length === 0 || scopes.length > 16, 'Choose one to sixteen things that would be done.'],
    ['minutes', !Number.isInteger(time) || time < 1 || time > DAY_OF_MINUTES, 'Enter whole minutes, such as 60.'],
  ];
  const errors = rows.filter(([, isWrong]) => isWrong).map(([field, , says]) => ({ field, says }));
  if (errors.length > 0) return { errors };
  const declarations = {
    notInClinicalUse: query.notInClinicalUse === 'yes',
    compensatingControls: query.compensatingControls === 'yes',
  };
  return { question: { device, technician, scopes, holdSeconds: time * 60, declarations }, errors };
}

function answerIn({ preview, technicians, names }: PolicySeen, asked: AccessQuestion): TesterWords | undefined {
  const { access } = preview;
  if (!access) return undefined;
  const who = technicians.find(({ person }) => person === asked.technician)?.printedName ?? asked.technician;
  const what = asked.scopes.map((scope) => (isScope(scope) ? SCOPES[scope].says : scope)).join(', ');
  const question = `${who}: ${what} on ${asked.device} for ${minutes(asked.holdSeconds)}`;
  if ('reason' in access) return { question, reason: access.reason, refusal: access.says };
  const nameOf = (person: string) => names.get(person) ?? person;
  return {
    question,
    tier: access.tier,
    says: access.says,
    candidates: access.candidates.map(({ person, roles }) => ({
      name: nameOf(person),
      roles: roles.map((role) => ROLE_WORDS[role]).join(', '),
    })),
    asked: access.asked.map(nameOf),
  };
}
