/**
 * Applies a signed document to what the device believes (section 3), or refuses it and changes nothing. Order:
 * envelope, payload bytes, threshold of the current root, payload parse, kind and shape, then the kind's own rules.
 */
import { decodeBase64url } from './base64url.ts';
import type { Code, DocumentKind } from './claims.ts';
import { parseBundle, parseOwner, parseProfile, parseRoot } from './document-shapes.ts';
import { type JsonObject, parseObject } from './json.ts';
import { isSignedBy } from './p256.ts';
import { Rejected } from './rejected.ts';
import { isRepeated } from './shape.ts';
import { bundleFor, type Moment, type Root, rootFor, type Trust } from './trust.ts';

const MAX_SIGNATURES = 16;
const MAX_DOCUMENT_BYTES = 65_536;
/** Of a document's JSON (section 1); an envelope around it is flatter. */
const DOCUMENT_DEPTH = 5;
/** A version further ahead than this is an attempt to use the counter up. */
const MAX_JUMP = 10_000;

/** A document whose bytes are known and whose signatures are still to be counted. */
interface Opened {
  readonly payload: Buffer;
  readonly message: Buffer;
  readonly signatures: readonly unknown[];
}

type Rule = readonly [code: Code, isBroken: boolean];
type Apply = (trust: Trust, document: JsonObject, opened: Opened, moment: Moment) => Trust;

const APPLY: Readonly<Record<DocumentKind, Apply>> = Object.freeze({
  root: applyRoot,
  bundle: applyBundle,
  owner: applyOwner,
  profile: applyProfile,
});

/**
 * @param envelope what arrived, parsed and otherwise untrusted: `{payload, signatures: [{kid, sig}]}`
 * @param moment a set clock of a class A or B device refuses a bundle issued in its future
 * @returns the new trust; the caller stores the envelope and `versions`
 * @throws Rejected E_META*, E_NOT_YET, E_CHARSET, E_B64, E_JSON*
 */
export function applyDocument(trust: Trust, kind: DocumentKind, envelope: unknown, moment: Moment): Trust {
  const opened = openEnvelope(kind, envelope);
  if (!isVouchedFor(trust.root, opened)) throw new Rejected('E_META_THRESHOLD');
  const document = parseObject(opened.payload.toString('latin1'), DOCUMENT_DEPTH);
  if (document.get('kind') !== kind) throw new Rejected('E_META');
  return APPLY[kind](trust, document, opened, moment);
}

/** Reads an envelope that arrived as text (USB, QR, network) by the same strict JSON as everything else. */
export function parseEnvelope(text: string): unknown {
  const envelope = parseObject(text, DOCUMENT_DEPTH, 'payload');
  const signatures = envelope.get('signatures');
  const entries = Array.isArray(signatures) ? signatures.map((one) => (one instanceof Map ? fromMap(one) : one)) : null;
  return { payload: envelope.get('payload'), signatures: entries };
}

/** The new root must be vouched for by its own threshold too. What the old root signed must come again. */
function applyRoot(trust: Trust, document: JsonObject, opened: Opened): Trust {
  const parsed = parseRoot(document);
  const root = rootFor(parsed);
  refuseFirst([
    ['E_META_ROLLBACK', parsed.version <= trust.root.version],
    ['E_META_GAP', parsed.version > trust.root.version + 1],
    ['E_META_THRESHOLD', !isVouchedFor(root, opened)],
  ]);
  return { ...trust, root, bundle: undefined, versions: { ...trust.versions, root: root.version } };
}

function applyBundle(trust: Trust, document: JsonObject, _opened: Opened, moment: Moment): Trust {
  const bundle = parseBundle(document);
  const { pinned, versions } = trust;
  const isClocked = pinned.class !== 'C' && moment.now !== null;
  refuseFirst([
    ['E_META_ROOT', bundle.root_version !== trust.root.version],
    ...versionRules(bundle.version, versions.bundle, trust.bundle),
    ['E_META_MODEL', !bundle.models.some((model) => isOfModel(pinned.id, model))],
    ['E_META', isRepeated(bundle.keys.map(({ kid }) => kid))],
    ['E_NOT_YET', isClocked && bundle.issued > (moment.now ?? 0) + pinned.skew],
  ]);
  return { ...trust, bundle: bundleFor(bundle), versions: { ...versions, bundle: bundle.version } };
}

function applyOwner(trust: Trust, document: JsonObject): Trust {
  const owner = parseOwner(document);
  refuseFirst([
    ...versionRules(owner.version, trust.versions.owner, trust.owner),
    ['E_META_MODEL', owner.device !== trust.pinned.id],
  ]);
  return { ...trust, owner, versions: { ...trust.versions, owner: owner.version } };
}

/** Only recorded: what the device enforces is its pinned part. A broker reads the profile through the same checks. */
function applyProfile(trust: Trust, document: JsonObject): Trust {
  const profile = parseProfile(document);
  refuseFirst([
    ...versionRules(profile.version, trust.versions.profile, trust.profile),
    ['E_META_MODEL', profile.model !== trust.pinned.model],
  ]);
  return { ...trust, profile, versions: { ...trust.versions, profile: profile.version } };
}

/** Equal to the counter is right at boot, when the stored document is applied again and none stands yet. */
function versionRules(version: number, counter: number, standing: object | undefined): Rule[] {
  return [
    ['E_META_ROLLBACK', version < counter],
    ['E_META_SAME', version === counter && standing !== undefined],
    ['E_META_JUMP', version > counter + MAX_JUMP],
  ];
}

/** The id itself, or a path above it: `gs1:01/123` is not above `gs1:01/1234/21/x`. */
function isOfModel(id: string, model: string): boolean {
  return id === model || id.startsWith(`${model}/`);
}

function refuseFirst(rules: readonly Rule[]): void {
  for (const [code, isBroken] of rules) if (isBroken) throw new Rejected(code);
}

function openEnvelope(kind: DocumentKind, envelope: unknown): Opened {
  const [text, signatures] = [own(envelope, 'payload'), own(envelope, 'signatures')];
  if (typeof text !== 'string' || text.length > (MAX_DOCUMENT_BYTES / 3) * 4 + 2) throw new Rejected('E_META');
  if (!Array.isArray(signatures) || signatures.length > MAX_SIGNATURES) throw new Rejected('E_META');
  if (!signatures.every((entry) => typeof entry === 'object' && entry !== null)) throw new Rejected('E_META');
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Rejected('E_CHARSET');
  const payload = decodeBase64url(text);
  if (payload === undefined) throw new Rejected('E_B64');
  return { payload, message: Buffer.concat([Buffer.from(`dsat-${kind}-v1\0`, 'latin1'), payload]), signatures };
}

/**
 * Do enough **distinct public keys** of `root` vouch for it? Neither entries nor kids are counted: one key under two
 * names is one key. An entry that cannot count is no error, so that signatures of later kinds may stand beside.
 */
function isVouchedFor(root: Root, { message, signatures }: Opened): boolean {
  const signers = new Set<string>();
  for (const entry of signatures) {
    const named = root.keys.get(String(own(entry, 'kid')));
    const signature = signatureOf(own(entry, 'sig'));
    if (named !== undefined && signature !== undefined && isSignedBy(named.key, message, signature)) {
      signers.add(named.pub);
    }
  }
  return root.threshold >= 1 && signers.size >= root.threshold;
}

function signatureOf(sig: unknown): Buffer | undefined {
  const bytes = typeof sig === 'string' ? decodeBase64url(sig) : undefined;
  return bytes?.length === 64 ? bytes : undefined;
}

/** Own members only: an envelope comes from outside. */
function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function fromMap(members: JsonObject): object {
  return Object.fromEntries(members);
}
