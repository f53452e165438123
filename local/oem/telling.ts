/**
 * A document in the words of the person who is about to sign it. What is signed is told from the payload itself, never
 * from the draft or the request that it came from.
 */
import type { BundleDocument, DocumentKind, EpochSeconds, KeyDocument } from '../../device/claims.ts';
import { importPoint, sha256 } from '../../device/p256.ts';
import type { Documents } from './envelope.ts';
import type { PublicHalf } from './root-signer.ts';

/** @param current the document before it, if there is one: what is new and what goes is told by it */
export function linesFor(document: Documents[DocumentKind], current: Documents[DocumentKind] | undefined): string[] {
  const title = `${document.kind}, version ${document.version}`;
  switch (document.kind) {
    case 'root': {
      const keys = document.keys.flatMap((key) => linesForKey(key)).map((line) => `  ${line}`);
      return [`${title}: ${document.threshold} of ${document.keys.length} keys must sign`, ...keys];
    }
    case 'owner':
      return [`${title}: ${document.device} belongs to ${document.hospital}`];
    case 'profile': {
      const scopes = document.scopes.map(({ name, tier }) => `${name} (${tier})`).join(', ');
      const { max_dur, max_life, max_use } = document;
      return [
        `${title}: ${document.model}, class ${document.class}, form ${document.form}`,
        `  scopes ${scopes}`,
        `  sessions up to ${max_dur} s, tokens up to ${max_life} s, starts up to ${max_use}`,
        `  technician bound to the token: ${document.require_cnf ? 'always' : 'if the token says so'}`,
      ];
    }
    case 'bundle':
      return bundleLines(title, document, current?.kind === 'bundle' ? current : undefined);
    default:
      return document satisfies never;
  }
}

/** A root key, as its holder and the others read it to each other. */
export function linesForKey({ kid, pub }: PublicHalf): string[] {
  return [`key ${kid}`, `  ${fingerprintOf(pub)}`];
}

/**
 * SHA-256 of a public key in groups of four, to be read out. Of its SubjectPublicKeyInfo (RFC 5280 4.1.2.7), because KMS
 * hands a key out in that form, so that the hospital can hash it without the broker.
 */
function fingerprintOf(pub: string): string {
  const spki = importPoint(pub)?.export({ type: 'spki', format: 'der' });
  if (!Buffer.isBuffer(spki)) throw new Error('no P-256 public key');
  return sha256(spki)
    .toString('hex')
    .replaceAll(/.{4}(?=.)/g, '$& ');
}

function bundleLines(title: string, bundle: BundleDocument, current: BundleDocument | undefined): string[] {
  const dropped = (current?.keys ?? []).filter(({ kid }) => !bundle.keys.some((key) => key.kid === kid));
  return [
    `${title}, under root version ${bundle.root_version}: delegates for ${bundle.models.join(', ')}`,
    ...bundle.keys.flatMap((key) => keyLines(key, current)),
    ...dropped.map(({ kid, iss }) => `  no longer delegated: ${kid} of ${iss}`),
    ...bundle.revoked_kids.map((kid) => `  revoked key: ${kid}`),
    ...bundle.revoked_jtis.map((jti) => `  revoked token: ${jti}`),
    ...missingFrom(bundle.revoked_kids, current?.revoked_kids).map((kid) => `  no longer revoked: key ${kid}`),
    ...missingFrom(bundle.revoked_jtis, current?.revoked_jtis).map((jti) => `  no longer revoked: token ${jti}`),
  ];
}

function keyLines(key: KeyDocument, current: BundleDocument | undefined): string[] {
  const isStanding = current?.keys.some(({ kid }) => kid === key.kid) ?? false;
  return [
    `  ${isStanding ? 'standing' : 'new'} key ${key.kid} of ${key.iss}, for ${key.use}`,
    `    ${fingerprintOf(key.pub)}`,
    `    scopes ${key.scopes.join(' ')}`,
    `    sessions up to ${key.max_dur} s, tokens up to ${key.max_life} s`,
    `    from ${utc(key.nbf)} until ${utc(key.naf)}`,
  ];
}

function missingFrom(now: readonly string[], before: readonly string[] = []): readonly string[] {
  return before.filter((one) => !now.includes(one));
}

function utc(seconds: EpochSeconds): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
