/**
 * The demo manufacturers: each holds three root keys, of which two must sign, and makes the documents that its devices
 * are trusted by (token profile 3). The keys lie in files of their own, outside the broker's tables and stack, as a
 * manufacturer's would: the broker is handed signed documents and can make none.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustDocuments } from '../core/verbs/device-trust.ts';
import type {
  BundleDocument,
  DocumentKind,
  Envelope,
  KeyDocument,
  OwnerDocument,
  ProfileDocument,
  RootDocument,
} from '../device/claims.ts';
import { makePrivateDirectory, writeDurably } from './durable-file.ts';

const KEYS = 3;
const THRESHOLD = 2;
/** Firmware build time of all demo devices, 2024-01-01: the first floor of their time. */
const BUILT = 1_704_067_200;

interface RootKey {
  readonly kid: string;
  readonly pub: string;
  readonly privateKey: KeyObject;
}

/** One manufacturer, able to sign. */
export interface Oem {
  readonly root: RootDocument;
  /** The signed envelope as JSON text. @throws RangeError if the document leaves the strict subset (profile 1) */
  readonly sign: (document: OemDocument) => string;
}

type OemDocument = RootDocument | BundleDocument | OwnerDocument | ProfileDocument;

/** Opens the keys of `maker` under `directory`; makes those that are missing. */
export function openOem(directory: string, maker: string): Oem {
  const home = join(directory, maker);
  makePrivateDirectory(home);
  const keys = Array.from({ length: KEYS }, (_, index) => openKey(home, `root-${index + 1}`));
  const root: RootDocument = {
    kind: 'root',
    version: 1,
    threshold: THRESHOLD,
    keys: keys.map(({ kid, pub }) => ({ kid, pub })),
  };
  return { root, sign: (document) => JSON.stringify(envelopeFor(document, keys.slice(0, THRESHOLD))) };
}

/** A file a key: in the field each lies with another person. */
function openKey(home: string, kid: string): RootKey {
  const path = join(home, `${kid}.pem`);
  if (!existsSync(path)) writeDurably(path, newKey());
  const privateKey = createPrivateKey(readFileSync(path));
  return { kid, pub: pointOf(privateKey), privateKey };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** Uncompressed point, hex. */
function pointOf(key: KeyObject): string {
  const { x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
  return `04${Buffer.from(x, 'base64url').toString('hex')}${Buffer.from(y, 'base64url').toString('hex')}`;
}

function envelopeFor(document: OemDocument, signers: readonly RootKey[]): Envelope {
  const payload = strictJson(document);
  const message = Buffer.concat([Buffer.from(domainOf(document.kind), 'latin1'), payload]);
  const signatures = signers.map(({ kid, privateKey }) => ({ kid, sig: signatureOver(message, privateKey) }));
  return { payload: payload.toString('base64url'), signatures };
}

function domainOf(kind: DocumentKind): string {
  return `dsat-${kind}-v1\0`;
}

/** Raw r||s, 64 bytes. */
function signatureOver(message: Buffer, key: KeyObject): string {
  return sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
}

/** No white space, printable ASCII, nothing that JSON would have to escape. */
function strictJson(document: object): Buffer {
  const text = JSON.stringify(document);
  if (!/^[\x20-\x5b\x5d-\x7e]+$/.test(text)) throw new RangeError('a document holds printable ASCII only');
  return Buffer.from(text, 'latin1');
}

/** What a model is designed to grant, and how. */
export type ModelDesign = Omit<ProfileDocument, 'kind' | 'version' | 'scope_bits' | 'form'>;

/** The profile of a model: numbers of scopes are their places in the list, from 1. */
export function profileDocument(design: ModelDesign): ProfileDocument {
  const bits = design.scopes.map(({ name }, index) => [String(index + 1), name] as const);
  return { kind: 'profile', version: 1, form: 'jws', scope_bits: Object.fromEntries(bits), ...design };
}

/** What a hospital's keys are delegated for one model. */
export interface Delegation {
  readonly hospital: string;
  readonly model: ModelDesign;
  readonly keys: readonly { readonly kid: string; readonly pub: string }[];
  readonly issued: number;
  readonly naf: number;
}

/** The first bundle of a model at a hospital: its active and its next key, for what the profile offers and no more. */
export function bundleDocument(oem: Oem, { hospital, model, keys, issued, naf }: Delegation): BundleDocument {
  const entries: readonly KeyDocument[] = keys.map(({ kid, pub }) => ({
    kid,
    alg: 'ES256',
    pub,
    use: 'token',
    iss: hospital,
    aud_prefix: `${model.model}/`,
    scopes: model.scopes.map(({ name }) => name),
    max_life: model.max_life,
    max_dur: model.max_dur,
    nbf: issued,
    naf,
  }));
  return {
    kind: 'bundle',
    version: 1,
    root_version: oem.root.version,
    issued,
    models: [model.model],
    algs: ['ES256'],
    keys: entries,
    revoked_kids: [],
    revoked_jtis: [],
  };
}

/** Whose device it is; a resale is the next version. */
export function ownerDocument(device: string, hospital: string, version = 1): OwnerDocument {
  return { kind: 'owner', device, hospital, version };
}

/**
 * The trust file of one device (docs/token-format.md): pinned as the manufacturer pins it at the factory, and the
 * documents that came since, as the broker hands them out. The root is the manufacturer's own, never the broker's copy.
 */
export function trustFileFor(oem: Oem, papers: Omit<TrustDocuments, 'root'>): string {
  const { profile } = papers;
  const design = payloadOf(profile) as ProfileDocument;
  const { max_life, max_dur, max_use } = design;
  const pinned = {
    root: oem.root,
    id: papers.device,
    model: design.model,
    class: design.class,
    form: design.form,
    limits: { max_life, max_dur, max_use },
    require_cnf: design.require_cnf,
    scopes: design.scopes.map(({ name }) => name),
    scope_bits: design.scope_bits,
    built: BUILT,
  };
  const kinds = ['owner', 'bundle', 'profile'] as const;
  const documents = kinds.map((kind) => ({ kind, envelope: JSON.parse(papers[kind]) as Envelope }));
  return JSON.stringify({ pinned, documents });
}

/** Read back from the maker's own document; the device verifies it again when it boots. */
function payloadOf(envelope: string): unknown {
  const { payload } = JSON.parse(envelope) as Envelope;
  return JSON.parse(Buffer.from(payload, 'base64url').toString('latin1'));
}
