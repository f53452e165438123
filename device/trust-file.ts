/**
 * The trust file: what is pinned in one device and the documents that came since, as one JSON text (docs/token-format.md,
 * "Trust file"). The pinned part is the manufacturer's own and is taken as it is, once its shape holds; the documents
 * are applied at boot by the checks that every document meets.
 */
import { DEFAULT_LIMITS, PATTERNS } from './claims.ts';
import { CLASSES, FORMS, parseRoot, parseScopeBits } from './document-shapes.ts';
import { type JsonObject, parseObject } from './json.ts';
import { Rejected } from './rejected.ts';
import type { StoredDocument } from './session.ts';
import { ANY_TEXT, boolean, integer, oneOf, text, texts } from './shape.ts';
import { type Pinned, pinnedTrust, type Trust } from './trust.ts';

/** Pinned root and no document yet, and the documents to boot with, in the order in which they were applied. */
export interface TrustFile {
  readonly trust: Trust;
  readonly documents: readonly StoredDocument[];
}

const KINDS = Object.freeze(['root', 'bundle', 'owner', 'profile'] as const);
/** The pinned part holds a root, which is two levels deep by itself. */
const PINNED_DEPTH = 4;

/**
 * @throws SyntaxError if `file` is no JSON; Rejected E_META, E_JSON* if the pinned part is not what it must be
 */
export function parseTrustFile(file: string): TrustFile {
  const { pinned, documents }: { pinned?: unknown; documents?: unknown } = Object(JSON.parse(file));
  if (typeof pinned !== 'object' || !Array.isArray(documents)) throw new Rejected('E_META');
  const part = parseObject(JSON.stringify(pinned), PINNED_DEPTH);
  return {
    trust: pinnedTrust(parsePinned(part), parseRoot(member(part, 'root'))),
    documents: documents.map(parseStored),
  };
}

/** Limits that are not given are section 5's defaults. */
function parsePinned(part: JsonObject): Pinned {
  const given = part.has('limits') ? member(part, 'limits') : new Map();
  const limit = (name: keyof typeof DEFAULT_LIMITS) =>
    given.has(name) ? integer(given, name, 0) : DEFAULT_LIMITS[name];
  return {
    id: text(part, 'id', PATTERNS.deviceId),
    model: text(part, 'model', ANY_TEXT),
    class: oneOf(part, 'class', CLASSES),
    form: oneOf(part, 'form', FORMS),
    scopes: texts(part, 'scopes', PATTERNS.scopeName),
    scope_bits: parseScopeBits(part.get('scope_bits')),
    max_life: limit('max_life'),
    max_dur: limit('max_dur'),
    max_use: limit('max_use'),
    max_prebook: limit('max_prebook'),
    skew: limit('skew'),
    nonce_ttl: limit('nonce_ttl'),
    replay_cap: limit('replay_cap'),
    require_cnf: boolean(part, 'require_cnf'),
    built: integer(part, 'built', 0),
  };
}

function parseStored(entry: unknown): StoredDocument {
  const { kind, envelope }: { kind?: unknown; envelope?: unknown } = Object(entry);
  const known = KINDS.find((one) => one === kind);
  if (known === undefined) throw new Rejected('E_META');
  return { kind: known, envelope };
}

function member(part: JsonObject, name: string): JsonObject {
  const value = part.get(name);
  if (!(value instanceof Map)) throw new Rejected('E_META');
  return value;
}
