/**
 * Begins an empty registry (docs/onboarding.md). No route leads here: an operator calls it by lambda:InvokeFunction, once.
 * Whatever becomes of it is answered, so that a call never fails for what it was sent.
 */
import { required, wireStore } from '../adapters/wire.ts';
import { Problem, REFUSALS, type RefusalCode } from '../core/problems.ts';
import { BootstrapInput } from '../core/registry/organisation-contract.ts';
import { bootstrap, type Invited } from '../core/verbs/bootstrap.ts';
import { checked } from './parse.ts';

const ports = wireStore(process.env);
const baseUrl = required(process.env, 'BASE_URL');

/** What the caller is told; each link works once, for whoever signs in at the organisation's issuer first. */
export type Bootstrapped =
  | {
      readonly status: 'done';
      readonly operator: string;
      readonly invitations: readonly (Invited & { readonly link: string })[];
    }
  | { readonly status: 'refused'; readonly reason: RefusalCode; readonly says: string }
  | { readonly status: 'invalid'; readonly errors: Problem['extra']['errors'] };

export async function handler(event: unknown): Promise<Bootstrapped> {
  const input = parsed(event);
  if (input instanceof Problem) return { status: 'invalid', errors: input.extra.errors };
  const decision = await bootstrap(ports, input, Math.floor(Date.now() / 1000));
  if (!decision.ok) return { status: 'refused', reason: decision.code, says: REFUSALS[decision.code][1] };
  const invitations = decision.value.map((one) => ({ ...one, link: `${baseUrl}/invitations/${one.ticket}` }));
  return { status: 'done', operator: input.organisation.id, invitations };
}

function parsed(event: unknown): BootstrapInput | Problem {
  try {
    return checked(event, BootstrapInput);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
