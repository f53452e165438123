/**
 * Holds a manufacturer's document against what the broker has of him, with the device's own code (token profile 3): what
 * is refused here would be refused by the device, with the same code.
 */
import type { TrustHeld, TrustVerifier } from '../../core/ports.ts';
import {
  applyDocument,
  type DocumentKind,
  type Moment,
  type Pinned,
  parseEnvelope,
  pinnedTrust,
  Rejected,
  type RootDocument,
  type Trust,
} from '../../device/index.ts';

/** What the document itself names stands for the device that it is for; whether that is right is the caller's to ask. */
const PINNED: Omit<Pinned, 'id' | 'model'> = Object.freeze({
  class: 'A',
  form: 'jws',
  scopes: [],
  scope_bits: {},
  max_life: 1,
  max_dur: 1,
  max_use: 1,
  max_prebook: 0,
  skew: 120,
  nonce_ttl: 0,
  replay_cap: 0,
  require_cnf: false,
  built: 0,
});

export const trustVerifier: TrustVerifier = Object.freeze({
  verify(kind, text, held, now) {
    try {
      const envelope = parseEnvelope(text);
      applyDocument(trustFor(kind, text, held), kind, envelope, { now, uptime: 0 } satisfies Moment);
      return { payload: payloadOf(text) };
    } catch (error) {
      if (error instanceof Rejected) return { code: error.code };
      // A first root whose keys are of no form: there is nothing that could vouch for it.
      return { code: 'E_META' };
    }
  },
} satisfies TrustVerifier);

function trustFor(kind: DocumentKind, text: string, held: TrustHeld): Trust {
  const payload = peekUnverified(text);
  const trust = pinnedTrust({ ...PINNED, ...namedIn(payload) }, rootBefore(kind, payload, held));
  if (held.standing === undefined || kind === 'root') return trust;
  const standing = payloadOf(held.standing) as Named;
  const versions = { ...trust.versions, [kind]: standing.version };
  // A bundle dies with its root, its counter does not: the same version may come again under the new one.
  const isDead = kind === 'bundle' && standing.root_version !== trust.root.version;
  return { ...trust, versions, ...(!isDead && { [kind]: standing }) } as Trust;
}

interface Named extends Readonly<Record<string, unknown>> {
  readonly version: number;
  readonly root_version?: number;
  readonly models?: readonly string[];
  readonly device?: string;
  readonly model?: string;
}

function namedIn({ models, device, model }: Named): Pick<Pinned, 'id' | 'model'> {
  return { id: device ?? models?.[0] ?? '', model: model ?? '' };
}

/** Vouches for nothing. */
const NO_ROOT: RootDocument = Object.freeze({ kind: 'root', version: 0, threshold: 1, keys: [] });

/** The root that vouches. A maker's first root can only vouch for itself: two people of his have to bring it (R18). */
function rootBefore(kind: DocumentKind, payload: Named, held: TrustHeld): RootDocument {
  if (held.root !== undefined) return payloadOf(held.root) as RootDocument;
  if (kind !== 'root' || !Array.isArray(payload['keys'])) return NO_ROOT;
  return { ...(payload as unknown as RootDocument), version: payload.version - 1 };
}

/** What a document that nobody looked at yet says it is for; what cannot be read, the device's own code names. */
function peekUnverified(text: string): Named {
  try {
    return Object(payloadOf(text)) as Named;
  } catch {
    return { version: 0 };
  }
}

/** Members of an envelope's payload. */
function payloadOf(text: string): unknown {
  const { payload } = JSON.parse(text) as { readonly payload: string };
  return JSON.parse(Buffer.from(payload, 'base64url').toString('latin1'));
}
