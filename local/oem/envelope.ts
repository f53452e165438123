/**
 * Envelopes and who has signed them (token profile 3): a document becomes bytes once, and each signer, on whatever
 * machine, signs those bytes under the names that the root has for his key.
 */
import type {
  BundleDocument,
  DocumentKind,
  Envelope,
  OwnerDocument,
  ProfileDocument,
  RootDocument,
} from '../../device/claims.ts';
import { importPoint, isSignedBy } from '../../device/p256.ts';
import type { RootSigner } from './root-signer.ts';

/** Each kind's document. */
export interface Documents {
  readonly root: RootDocument;
  readonly bundle: BundleDocument;
  readonly owner: OwnerDocument;
  readonly profile: ProfileDocument;
}

/** The envelope of `document` before anybody signed. @throws RangeError if it leaves the strict subset (profile 1) */
export function unsigned(document: Documents[DocumentKind]): Envelope {
  return { payload: strictJson(document).toString('base64url'), signatures: [] };
}

/**
 * Adds the signature of each of `signers`, under every name that `roots` have for his key; the payload stays as it is.
 *
 * @param roots the root that devices hold; with the next root also that one, for it needs both thresholds
 * @throws Error if a key is of none of the roots, or has signed already
 */
export function countersigned(
  kind: DocumentKind,
  envelope: Envelope,
  signers: readonly RootSigner[],
  roots: readonly RootDocument[],
): Envelope {
  return signers.reduce((before, signer) => withSignature(kind, before, signer, roots), envelope);
}

function withSignature(
  kind: DocumentKind,
  envelope: Envelope,
  signer: RootSigner,
  roots: readonly RootDocument[],
): Envelope {
  const kids = new Set(roots.flatMap(({ keys }) => keys.filter(isKeyOf(signer)).map(({ kid }) => kid)));
  if (kids.size === 0) throw new Error(`${signer.name} is no key of root version ${versionsOf(roots)}`);
  if (roots.some((root) => signersOf(kind, envelope, root).some(isKeyOf(signer)))) {
    throw new Error(`${signer.name} has signed already: two signatures of one key count once`);
  }
  const sig = Buffer.from(signer.sign(messageOf(kind, envelope))).toString('base64url');
  return { ...envelope, signatures: [...envelope.signatures, ...[...kids].map((kid) => ({ kid, sig }))] };
}

/** The keys of `root` whose signature stands in the envelope and holds. */
export function signersOf(kind: DocumentKind, envelope: Envelope, root: RootDocument): RootDocument['keys'] {
  const message = messageOf(kind, envelope);
  return root.keys.filter(({ kid, pub }) =>
    envelope.signatures.some(
      (entry) => entry.kid === kid && isSignedBy(importPoint(pub), message, Buffer.from(entry.sig, 'base64url')),
    ),
  );
}

/** What an envelope says, one character a byte, whoever signed it: a device's check comes first, or a signer's eyes. */
export function peekPayload({ payload }: Envelope): string {
  return Buffer.from(payload, 'base64url').toString('latin1');
}

function isKeyOf(signer: RootSigner): (key: { readonly pub: string }) => boolean {
  return ({ pub }) => pub.toLowerCase() === signer.pub;
}

function versionsOf(roots: readonly RootDocument[]): string {
  return roots.map(({ version }) => version).join(' or ');
}

/** `"dsat-<kind>-v1\0"` and the payload's bytes: a signature over one kind is none over another. */
function messageOf(kind: DocumentKind, { payload }: Envelope): Buffer {
  return Buffer.concat([Buffer.from(`dsat-${kind}-v1\0`, 'latin1'), Buffer.from(payload, 'base64url')]);
}

/** No white space, printable ASCII, nothing that JSON would have to escape. */
function strictJson(document: object): Buffer {
  const text = JSON.stringify(document);
  if (!/^[\x20-\x5b\x5d-\x7e]+$/.test(text)) throw new RangeError('a document holds printable ASCII only');
  return Buffer.from(text, 'latin1');
}
