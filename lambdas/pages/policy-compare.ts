/**
 * `POST /console/{tenant}/policy`: another policy beside the one in force, which changes nothing; and
 * `POST /console/{tenant}/policy/propose`, which proposes it as the API does (R18).
 */
import { randomBytes } from 'node:crypto';
import { PolicyBody } from '../../core/contract.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Identity } from '../../core/ports.ts';
import { Problem } from '../../core/problems.ts';
import { ComparePolicyForm, ProposePolicyForm } from '../../core/registry/tester-contract.ts';
import { changeRegistry } from '../../core/verbs/change-registry.ts';
import { comparePolicy } from '../../core/verbs/show-policy.ts';
import { html } from '../../web/html.ts';
import { type PolicyComparePageView, policyComparePage } from '../../web/policy-compare-page.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { statusOf, yes } from '../problems.ts';
import { parseStrictJson } from '../strict-json.ts';
import { leadsOn } from './change-pages.ts';
import { nonceField, type PagePorts, problemAsPage, shown } from './frame.ts';
import { changesIn } from './policy-words.ts';
import { consoleFor } from './registry-console.ts';
import { errorFor } from './registry-forms.ts';

const onProblem = problemAsPage;

export function policyComparing(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'POST /console/{tenant}/policy': endpoint({
      body: ComparePolicyForm,
      handle: ({ who, params, body: { policy }, now }) =>
        compareAnswer(ports, who, { tenant: params['tenant'] ?? '', json: policy[0] ?? '', now }),
      onProblem,
    }),
  };
}

type Needs = PagePorts & Parameters<typeof changeRegistry>[0];

export function policyForms(ports: Needs): Readonly<Record<string, Endpoint>> {
  return {
    'POST /console/{tenant}/policy/propose': endpoint({
      body: ProposePolicyForm,
      handle: (call) => propose(ports, call),
      onProblem,
    }),
  };
}

interface Asked {
  readonly tenant: string;
  readonly json: string;
  readonly now: number;
}

/** What a proposal was refused with. */
type Again = Partial<Pick<PolicyComparePageView, 'errors' | 'isUnchanged'>>;

async function compareAnswer(
  ports: PagePorts,
  who: Identity,
  { tenant, json, now }: Asked,
  status = 200,
  again: Again = {},
) {
  const [fields, proposing, { viewer, at }] = await Promise.all([
    nonceField(ports, who, 'compare-policy'),
    nonceField(ports, who, 'propose-policy'),
    consoleFor(ports, who, tenant),
  ]);
  const { hospital, powers } = at;
  if (!hospital) throw new Problem('not-found');
  const parsed = policyIn(json);
  const found = 'policy' in parsed ? yes(await comparePolicy(ports, who, tenant, parsed.policy, now)) : undefined;
  const { preview, changes = [] } = found ?? {};
  const faults =
    'faults' in parsed ? parsed.faults : (preview?.faults ?? []).map(({ path, says }) => `${path}: ${says}`);
  const mayPropose = faults.length === 0 && powers.includes('hospital');
  const key = randomBytes(16).toString('hex');
  return shown(faults.length > 0 ? 422 : status, (nonce) =>
    policyComparePage({
      nonce,
      viewer,
      base: `/console/${tenant}`,
      hospital: hospital.name,
      json,
      faults,
      looserIn: preview?.weakerIn ?? [],
      changes: changesIn(changes),
      fields,
      ...(mayPropose && { proposing: html`${proposing}<input type="hidden" name="key" value="${key}">` }),
      errors: [],
      isUnchanged: false,
      ...again,
    }),
  );
}

async function propose(ports: Needs, { who, params, body, now }: Call<ProposePolicyForm>) {
  const [tenant = '', [json = ''], [code = ''], [key = '']] = [params['tenant'], body.policy, body.code, body.key];
  const asked = { tenant, json, now };
  const parsed = policyIn(json);
  if ('faults' in parsed) return compareAnswer(ports, who, asked);
  const wish = { tenant, verb: 'set-policy', body: { policy: parsed.policy } } as const;
  const decision = await changeRegistry(ports, who, wish, code, key, now);
  if (!decision.ok) {
    const status = statusOf(decision.code);
    return compareAnswer(ports, who, asked, status, { errors: [errorFor(decision.code)] });
  }
  const changed = decision.value;
  if (changed.status === 'unchanged') return compareAnswer(ports, who, asked, 200, { isUnchanged: true });
  return leadsOn(ports, who, wish, changed, now);
}

/** What people can mend at once. */
const MOST_FAULTS = 20;

/** The policy in `json`, or what is wrong with it. */
function policyIn(json: string): { readonly policy: Policy } | { readonly faults: readonly string[] } {
  try {
    const parsed = PolicyBody.safeParse(parseStrictJson(json));
    if (parsed.success) return { policy: parsed.data };
    return {
      faults: parsed.error.issues
        .slice(0, MOST_FAULTS)
        .map(({ path, message }) => `${path.map(String).join('/') || 'The policy'}: ${message}`),
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { faults: ['It is not one JSON object in which each member stands once.'] };
  }
}
