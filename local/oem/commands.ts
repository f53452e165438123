/** The tool's commands, one function each: what it reads, which device judges, what it hands to the ceremony. */
import type { DocumentKind, EpochSeconds } from '../../device/claims.ts';
import { refuseOutOfBounds } from './bounds.ts';
import { hold, paperFrom, type Say } from './ceremony.ts';
import { delegationBundle } from './delegation.ts';
import type { Documents } from './envelope.ts';
import { deviceBefore, deviceHolding } from './judge.ts';
import { loadDraft, loadPaper, loadRequest, type Paper, peekDocument, type SigningRequest } from './papers.ts';
import { createKeyFile } from './root-signer.ts';
import { linesForKey } from './telling.ts';

/** The command line, read. */
export interface Asked {
  /** The file that stands without an option. */
  readonly file: string | undefined;
  readonly key: readonly string[];
  readonly root: readonly string[];
  readonly add: string | undefined;
  readonly current: string | undefined;
  readonly profile: string | undefined;
  readonly revoke: readonly string[];
  /** Last second of a delegation. */
  readonly until: EpochSeconds;
  readonly now: EpochSeconds;
}

/** @returns the line for stdout */
export type Command = (asked: Asked, say: Say) => string;

/** A root is judged by any device. */
const ANY_DEVICE = 'oem:any/device';

/** A key in a file of its own; the public half goes into the draft of a root. */
export function newKey({ file }: Asked, say: Say): string {
  const half = createKeyFile(needed(file, 'the file of the new key'));
  for (const line of linesForKey(half)) say(line);
  return JSON.stringify(half);
}

/** The first root is pinned at the factory and vouches for itself; each later one is vouched for by the one before. */
export function root(asked: Asked, say: Say): string {
  const before = asked.current === undefined ? undefined : loadPaper('root', asked.current);
  const current = before && peekDocument(before);
  const paper = paperFrom('root', asked.add, () => {
    return { kind: 'root', version: versionAfter(current), ...loadDraft('root', draftOf(asked)) };
  });
  const next = peekDocument(paper);
  refuseOrphan(next, current);
  const moment = momentOf(asked);
  const device = before
    ? deviceHolding({ id: ANY_DEVICE, roots: [before], held: [], moment })
    : deviceBefore(paper, ANY_DEVICE);
  return hold({ paper, current, device, roots: current ? [current, next] : [next], moment }, asked.key, say);
}

/** Whose device it is; resale is the next version. */
export function owner(asked: Asked, say: Say): string {
  const make = (current: Documents['owner'] | undefined): Documents['owner'] => ({
    kind: 'owner',
    version: versionAfter(current),
    ...loadDraft('owner', draftOf(asked)),
  });
  return underRoot({ kind: 'owner', make, idOf: ({ device }) => device, held: [] }, asked, say);
}

/** What the model is designed to grant, and how. */
export function profile(asked: Asked, say: Say): string {
  const make = (current: Documents['profile'] | undefined): Documents['profile'] => ({
    kind: 'profile',
    version: versionAfter(current),
    ...loadDraft('profile', draftOf(asked)),
  });
  return underRoot({ kind: 'profile', make, idOf: ({ model }) => model, held: [] }, asked, say);
}

/** A bundle member by member, for what no signing request says: single tokens to revoke, a key with fewer scopes. */
export function bundle(asked: Asked, say: Say): string {
  return bundleFrom(asked, say, (current) => ({
    kind: 'bundle',
    version: versionAfter(current),
    root_version: rootVersionOf(asked),
    issued: asked.now,
    ...loadDraft('bundle', draftOf(asked)),
  }));
}

/** The next bundle for what the broker asks to have signed: the named keys, for what the profile offers and no more. */
export function signRequest(asked: Asked, say: Say): string {
  const request = loadRequest(needed(asked.file, 'the signing request'));
  return bundleFrom(asked, say, (current, model) => {
    refuseMismatch(request, current, asked.revoke);
    const { hospital, keys } = request;
    const delegation = {
      hospital,
      keys,
      model: { ...model, model: request.model },
      issued: asked.now,
      naf: asked.until,
    };
    return delegationBundle(delegation, { rootVersion: rootVersionOf(asked), current, revoke: asked.revoke });
  });
}

function refuseMismatch(
  { bundle_version }: SigningRequest,
  current: Documents['bundle'] | undefined,
  revoke: readonly string[],
): void {
  const version = current?.version ?? 0;
  if (bundle_version !== version) {
    const given = current ? `--current is version ${version}` : 'no --current is given';
    throw new Error(`the broker holds bundle version ${bundle_version} and ${given}`);
  }
  const stranger = revoke.find((kid) => !current?.keys.some((key) => key.kid === kid));
  if (stranger !== undefined) throw new Error(`--revoke ${stranger}: no such key in the current bundle`);
}

type MakeBundle = (current: Documents['bundle'] | undefined, profile: Documents['profile']) => Documents['bundle'];

function bundleFrom(asked: Asked, say: Say, make: MakeBundle): string {
  const paper = loadPaper('profile', needed(asked.profile, '--profile, the profile of the model'));
  const model = peekDocument(paper);
  const check = (bundle: Documents['bundle'], current: Documents['bundle'] | undefined) =>
    refuseOutOfBounds({ bundle, profile: model, current });
  const kind = { kind: 'bundle', idOf: () => model.model, held: [paper], check } as const;
  return underRoot({ ...kind, make: (current) => make(current, model) }, asked, say);
}

/** How a kind differs from the others that stand under a root. */
interface Kind<K extends DocumentKind> {
  readonly kind: K;
  readonly make: (current: Documents[K] | undefined) => Documents[K];
  /** The device that judges. */
  readonly idOf: (document: Documents[K]) => string;
  readonly held: readonly Paper[];
  readonly check?: (document: Documents[K], current: Documents[K] | undefined) => void;
}

function underRoot<K extends DocumentKind>({ kind, make, idOf, held, check }: Kind<K>, asked: Asked, say: Say): string {
  const roots = asked.root.map((path) => loadPaper('root', path));
  const before = asked.current === undefined ? undefined : loadPaper(kind, asked.current);
  const current = before && peekDocument(before);
  const paper = paperFrom(kind, asked.add, () => make(current));
  const document = peekDocument(paper);
  refuseOrphan(document, current);
  const moment = momentOf(asked);
  const standing = { id: idOf(document), roots, held: before ? [...held, before] : held, moment };
  const device = deviceHolding(standing);
  check?.(document, current);
  return hold({ paper, current, device, roots: roots.slice(-1).map(peekDocument), moment }, asked.key, say);
}

/** Without the one before it a next signer would not be told what is new, and no rollback would be seen. */
function refuseOrphan({ kind, version }: Documents[DocumentKind], current: object | undefined): void {
  if (version > 1 && current === undefined)
    throw new Error(`--current is needed: the ${kind} before version ${version}`);
}

function versionAfter(current: { readonly version: number } | undefined): number {
  return (current?.version ?? 0) + 1;
}

function rootVersionOf({ root: paths }: Asked): number {
  return peekDocument(loadPaper('root', needed(paths.at(-1), '--root'))).version;
}

function draftOf({ file }: Asked): string {
  return needed(file, 'a draft');
}

function momentOf({ now }: Asked) {
  return { now, uptime: 0 };
}

function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what} is needed`);
  return value;
}
