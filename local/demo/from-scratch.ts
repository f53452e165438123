/**
 * How a deployment begins without seed data, step by step as people do it: an operator bootstraps, whoever was invited
 * signs in, redeems and enrols a code. Steps only; what is told about them, or expected of them, is the caller's.
 */
import { join } from 'node:path';
import type { Bootstrapped } from '../../lambdas/bootstrap.ts';
import { invokeLocally } from '../bootstrap.ts';
import { AUDIENCE, CLIENT_ID } from '../oidc/client.ts';
import { ORGANISATIONS, type OrganisationName } from '../seed/organisations.ts';
import { keepSecret } from '../seed.ts';
import { PEOPLE } from '../stack-files.ts';
import type { Answer, Phone, Scene } from './broker.ts';

/** An organisation of the seed data, as verbs of the operator and bootstrap take it. */
export function organisationOf({ broker }: Scene, wanted: OrganisationName) {
  const [id, kind, name] = ORGANISATIONS.find(([one]) => one === wanted) ?? ORGANISATIONS[0];
  const issuer = `${broker.addresses.oidc}/oidc/${id}`;
  return { id, kind, name, issuer: { issuer, jwksUri: `${issuer}/jwks`, audience: AUDIENCE, clientId: CLIENT_ID } };
}

/** Two people of `organisation` as they are invited. */
export function invited(scene: Scene, organisation: OrganisationName, logins: readonly [string, string]) {
  return logins.map((login) => {
    const { printedName, email } = scene.member(login, organisation);
    return { printedName, email };
  });
}

/** What the operator's file says, sent as `npm run bootstrap` sends it. */
export function bootstrapped(
  scene: Scene,
  operator: OrganisationName,
  logins: readonly [string, string],
): Promise<Bootstrapped> {
  const input = { organisation: organisationOf(scene, operator), admins: invited(scene, operator, logins) };
  return invokeLocally(scene.broker.addresses.lambda, JSON.stringify(input));
}

/** Signs in, redeems the invitation and enrols a code: from here on the person can act. */
export async function joined(
  scene: Scene,
  [login, organisation]: readonly [string, OrganisationName],
  ticket: string,
): Promise<Phone> {
  const phone = await scene.phone(login, organisation);
  expectOk(await phone.post(`/invitations/${ticket}`, {}));
  return enrolled(scene, phone);
}

/** The first code of a person, shown by an authenticator that keeps the secret from then on. */
async function enrolled(scene: Scene, phone: Phone): Promise<Phone> {
  const { body } = expectOk(await phone.post('/codes', {}));
  const secret = secretIn(body.uri);
  keepSecret(join(scene.broker.dataDir, PEOPLE), phone.member.person, secret);
  const member = { ...phone.member, totpSecret: secret };
  expectOk(await phone.post('/codes/confirm', { code: await scene.code(member) }));
  return { ...phone, member };
}

function expectOk(answer: Answer): Answer {
  if (answer.status < 300) return answer;
  throw new Error(`the broker answered ${answer.status}: ${JSON.stringify(answer.body)}`);
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The secret of an `otpauth:` link, as an authenticator reads it (RFC 4648 section 6). @returns hex */
export function secretIn(uri: string): string {
  const text = new URL(uri).searchParams.get('secret') ?? '';
  const bits = [...text].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2).toString(16).padStart(2, '0')).join('');
}
