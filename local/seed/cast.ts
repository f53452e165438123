/**
 * The demo's people with what they sign in and answer with: passwords and authenticator secrets in the clear, in one
 * file of the development store. This exists on a developer's machine only; the broker itself holds the secrets sealed,
 * and in an account they are made by enrolment and seen by nobody else.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { totpCodes } from '../../adapters/otp/totp.ts';
import { personIdFor } from '../../core/identity.ts';
import type { OrganisationId, PersonId } from '../../core/units.ts';
import { makePrivateDirectory, writeDurably } from '../durable-file.ts';
import { ORGANISATIONS } from './organisations.ts';
import { NEWCOMERS, STAFF } from './people.ts';
import { accounts, emailOf, rolesOf } from './rows.ts';

export interface CastMember {
  readonly organisation: OrganisationId;
  readonly subject: string;
  readonly person: PersonId;
  readonly printedName: string;
  readonly email: string;
  /** Roles of his organisation and of his hospital, in the tables' order. */
  readonly roles: readonly string[];
  readonly login: string;
  readonly password: string;
  /** 20 bytes, hex, as `oathtool --totp` takes it. */
  readonly totpSecret: string;
  /** For an authenticator app. */
  readonly totpUri: string;
}

export type Cast = readonly CastMember[];

const PASSWORD = 'wardkey-demo';
const NOTE = 'Development only: passwords and authenticator secrets of invented people, in the clear.';

/** The cast kept at `path`; people who are not in it yet are added with a new secret. */
export function castOf(path: string): Cast {
  const kept: Cast = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).people : [];
  const cast = people().map((account) => kept.find(({ person }) => person === account.person) ?? enlisted(account));
  if (cast.length !== kept.length) writeCast(path, cast);
  return cast;
}

/** Keeps the secret that a person enrolled at the broker himself, in the place of the one that seed data would give. */
export function keepSecret(path: string, person: PersonId, totpSecret: string): void {
  const cast = castOf(path).map((member) => (member.person === person ? { ...member, totpSecret } : member));
  writeCast(path, cast);
}

function writeCast(path: string, people: Cast): void {
  makePrivateDirectory(dirname(path));
  writeDurably(path, `${JSON.stringify({ note: NOTE, people }, undefined, 2)}\n`);
}

type Enlisted = Omit<CastMember, 'totpSecret' | 'totpUri'>;

function people(): readonly Enlisted[] {
  return [...accounts(), ...NEWCOMERS].map(([organisation, subject, printedName]) => ({
    organisation,
    subject,
    person: personIdFor(organisation, subject),
    printedName,
    email: emailOf([organisation, subject]),
    roles: [...rolesOf([organisation, subject]), ...hospitalRoles(organisation, subject)],
    login: subject,
    password: PASSWORD,
  }));
}

function hospitalRoles(organisation: string, subject: string): readonly string[] {
  const [, , , ...held] = STAFF.find(([at, who]) => at === organisation && who === subject) ?? [];
  return held.map(([role]) => role);
}

function enlisted(account: Enlisted): CastMember {
  const secret = randomBytes(20);
  const [, , issuer = ''] = ORGANISATIONS.find(([id]) => id === account.organisation) ?? [];
  return {
    ...account,
    totpSecret: secret.toString('hex'),
    totpUri: totpCodes.uri(secret, `Wardkey ${issuer}`, account.email),
  };
}

/** What the member's authenticator shows at `now` (RFC 6238 4.2, RFC 4226 5.3: SHA-1, 30 s, six digits). */
export function codeAt(totpSecret: string, now: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / 30)));
  const mac = createHmac('sha1', Buffer.from(totpSecret, 'hex')).update(counter).digest();
  const number = mac.readUInt32BE((mac[19] ?? 0) & 0xf) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
