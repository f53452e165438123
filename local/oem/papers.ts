/** Reads what the tool is given: drafts that people write, envelopes, the broker's signing request. */
import { readFileSync } from 'node:fs';
import { type DocumentKind, type Envelope, KEY_USES, PATTERNS } from '../../device/claims.ts';
import { parseEnvelope, Rejected } from '../../device/index.ts';
import { parseObject } from '../../device/json.ts';
import { importPoint } from '../../device/p256.ts';
import { type Documents, peekPayload } from './envelope.ts';
import { asDevice } from './refused.ts';
import { closed, listOf, mapOf, oneOf, type Shape, text, whole, yesOrNo } from './shapes.ts';

/** As deep as a device reads a document, and a flat request (token profile 1). */
const DOCUMENT_DEPTH = 5;
const REQUEST_DEPTH = 3;

/** An envelope from a file: nothing of it is verified yet. */
export interface Paper<K extends DocumentKind = DocumentKind> {
  readonly kind: K;
  /** Its file. */
  readonly name: string;
  readonly envelope: Envelope;
}

/** What people write of a document; its kind and version are the tool's, as are a bundle's root and date. */
export interface Drafts {
  readonly root: Omit<Documents['root'], 'kind' | 'version'>;
  readonly bundle: Omit<Documents['bundle'], 'kind' | 'version' | 'root_version' | 'issued'>;
  readonly owner: Omit<Documents['owner'], 'kind' | 'version'>;
  readonly profile: Omit<Documents['profile'], 'kind' | 'version'>;
}

/** What the broker asks to have signed: delegate these keys of `hospital` for `model`. */
export interface SigningRequest {
  readonly kind: 'signing-request';
  readonly hospital: string;
  readonly model: string;
  readonly keys: readonly {
    readonly kid: string;
    readonly alg: 'ES256';
    readonly pub: string;
    readonly state: 'active' | 'next';
  }[];
  /** Of the bundle that the broker holds; 0 if it has none yet. */
  readonly bundle_version: number;
}

const printable = text(/^[ !#-[\]-~]{1,256}$/, 'printable ASCII without quote and backslash, up to 256 characters');
const kid = text(PATTERNS.kid, 'a kid: up to 32 of A-Z a-z 0-9 . _ -');
const hospital = text(PATTERNS.iss, 'a hospital id such as st-marys');
const model = text(PATTERNS.deviceId, 'a model id such as gs1:01/09521000001022');
const scope = text(PATTERNS.scopeName, 'a scope name such as diag.run');
const point: Shape = (value, at) => {
  if (typeof value !== 'string' || importPoint(value) === undefined) {
    throw new Error(`${at} must be a P-256 public key: 04 and 128 hex digits, a point of the curve`);
  }
};

const TOKEN_KEY = {
  kid,
  alg: oneOf('ES256'),
  pub: point,
  use: oneOf(...KEY_USES),
  iss: hospital,
  aud_prefix: printable,
  scopes: listOf(scope),
  max_life: whole(1),
  max_dur: whole(1),
  nbf: whole(0),
  naf: whole(0),
};

const DRAFTS: Readonly<Record<DocumentKind, Readonly<Record<string, Shape>>>> = Object.freeze({
  root: { threshold: whole(1), keys: listOf(closed({ kid, pub: point }), 1) },
  bundle: {
    models: listOf(model, 1),
    algs: listOf(oneOf('ES256'), 1),
    keys: listOf(closed(TOKEN_KEY)),
    revoked_kids: listOf(kid),
    revoked_jtis: listOf(text(PATTERNS.bytes16, 'a jti: 22 characters of base64url')),
  },
  owner: { device: text(PATTERNS.deviceId, 'a device id such as gs1:01/09521000001022/21/001234'), hospital },
  profile: {
    model,
    class: oneOf('A', 'B', 'C'),
    form: oneOf('jws', 'cwt'),
    scopes: listOf(closed({ name: scope, tier: printable }), 1),
    scope_bits: mapOf(scope),
    max_life: whole(1),
    max_dur: whole(1),
    max_use: whole(1),
    require_cnf: yesOrNo,
  },
});

const REQUEST = closed({
  kind: oneOf('signing-request'),
  hospital,
  model,
  keys: listOf(closed({ kid, alg: oneOf('ES256'), pub: point, state: oneOf('active', 'next') }), 1),
  bundle_version: whole(0),
});

const ENVELOPE = closed({
  payload: text(/^[A-Za-z0-9_-]+$/, 'base64url'),
  signatures: listOf(closed({ kid, sig: text(PATTERNS.bytes64, '64 bytes in base64url') })),
});

/** @throws Error if `path` is no draft of that kind, with the place of the mistake */
export function loadDraft<K extends DocumentKind>(kind: K, path: string): Drafts[K] {
  return shaped(readJson(path), closed(DRAFTS[kind]), path) as Drafts[K];
}

/** @throws Error if `path` holds no envelope; what is in it stays unverified */
export function loadPaper<K extends DocumentKind>(kind: K, path: string): Paper<K> {
  const envelope = strictly(path, parseEnvelope);
  return { kind, name: path, envelope: shaped(envelope, ENVELOPE, path) as Envelope };
}

/**
 * The document in an envelope, whoever signed it; read as a device reads it, so that nobody is told one thing and signs
 * another.
 *
 * @throws Refused if it leaves the strict JSON; Error if it is no document of that kind
 */
export function peekDocument<K extends DocumentKind>({ kind, name, envelope }: Paper<K>): Documents[K] {
  const content = peekPayload(envelope);
  asDevice(name, () => parseObject(content, DOCUMENT_DEPTH));
  const payload: unknown = JSON.parse(content);
  if (Object(payload).kind !== kind) throw new Error(`${name} holds no ${kind} document`);
  const dated = kind === 'bundle' ? { root_version: whole(0), issued: whole(0) } : {};
  const shape = closed({ kind: oneOf(kind), version: whole(1), ...dated, ...DRAFTS[kind] });
  return shaped(payload, shape, name) as Documents[K];
}

/** In the strict JSON subset, because a general parser would keep the last of two equal members. */
export function loadRequest(path: string): SigningRequest {
  strictly(path, (content) => parseObject(content, REQUEST_DEPTH));
  const request = shaped(readJson(path), REQUEST, path) as SigningRequest;
  for (const name of ['kid', 'pub'] as const) {
    const values = request.keys.map((key) => key[name].toLowerCase());
    if (new Set(values).size !== values.length) throw new Error(`${path}: two keys have one ${name}`);
  }
  return request;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function strictly<T>(path: string, parse: (content: string) => T): T {
  try {
    return parse(readFileSync(path, 'latin1').trimEnd());
  } catch (error) {
    if (error instanceof Rejected) throw new Error(`${path} is not in the strict JSON of documents (${error.code})`);
    throw error;
  }
}

function shaped(value: unknown, shape: Shape, path: string): unknown {
  shape(value, path);
  return value;
}
