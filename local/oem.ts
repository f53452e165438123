/**
 * The demo manufacturers: each holds three root keys, of which two must sign, and makes the documents that its devices
 * are trusted by (token profile 3), with the hands of the manufacturer's own tool (docs/oem.md). The keys lie in files
 * of their own, outside the broker's tables and stack, as a manufacturer's would: the broker is handed signed documents
 * and can make none.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustDocuments } from '../core/verbs/device-trust.ts';
import type { BundleDocument, Envelope, OwnerDocument, ProfileDocument, RootDocument } from '../device/claims.ts';
import { makePrivateDirectory, writeDurably } from './durable-file.ts';
import { type Delegation, delegationBundle } from './oem/delegation.ts';
import { countersigned, type Documents, peekPayload, unsigned } from './oem/envelope.ts';
import { fileSigner, kidOf, newKeyPem, type RootSigner } from './oem/root-signer.ts';

const KEYS = 3;
const THRESHOLD = 2;
/** Firmware build time of all demo devices, 2024-01-01: the first floor of their time. */
const BUILT = 1_704_067_200;

/** One manufacturer, able to sign. */
export interface Oem {
  readonly root: RootDocument;
  /** The signed envelope as JSON text. @throws RangeError if the document leaves the strict subset (profile 1) */
  readonly sign: (document: Documents[keyof Documents]) => string;
}

/** Opens the keys of `maker` under `directory`; makes those that are missing. */
export function openOem(directory: string, maker: string): Oem {
  const home = join(directory, maker);
  makePrivateDirectory(home);
  const signers = Array.from({ length: KEYS }, (_, index) => openKey(join(home, `root-${index + 1}.pem`)));
  const root: RootDocument = {
    kind: 'root',
    version: 1,
    threshold: THRESHOLD,
    keys: signers.map(({ name, pub }) => ({ kid: kidOf(name), pub })),
  };
  const able = signers.slice(0, THRESHOLD);
  return { root, sign: (document) => JSON.stringify(countersigned(document.kind, unsigned(document), able, [root])) };
}

/** A file a key: in the field each lies with another person. */
function openKey(path: string): RootSigner {
  if (!existsSync(path)) writeDurably(path, newKeyPem());
  return fileSigner(path);
}

/** What a model is designed to grant, and how. */
export type ModelDesign = Omit<ProfileDocument, 'kind' | 'version' | 'scope_bits' | 'form'>;

/** The profile of a model: numbers of scopes are their places in the list, from 1. */
export function profileDocument(design: ModelDesign): ProfileDocument {
  const bits = design.scopes.map(({ name }, index) => [String(index + 1), name] as const);
  return { kind: 'profile', version: 1, form: 'jws', scope_bits: Object.fromEntries(bits), ...design };
}

/** The first bundle of a model at a hospital: its active and its next key. */
export function bundleDocument(oem: Oem, delegation: Delegation): BundleDocument {
  return delegationBundle(delegation, { rootVersion: oem.root.version, current: undefined, revoke: [] });
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
  // The maker's own document; the device verifies it again when it boots.
  const design = JSON.parse(peekPayload(JSON.parse(profile))) as ProfileDocument;
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
