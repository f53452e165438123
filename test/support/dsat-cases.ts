/**
 * Plays the cases of a `dsat-cases/1` file (test/vectors/README.md) against the verifier. Each case gets a device of its
 * own from the fixtures; what the file says about the world is laid over it, nothing is shared between cases.
 */

import type { Input } from '../../device/binding.ts';
import type { BundleDocument, Claims, DocumentKind, RootDocument } from '../../device/claims.ts';
import { applyDocument, type Durable, presentToken, Rejected, type StoredDocument } from '../../device/index.ts';
import type { Device } from '../../device/session.ts';
import type { TokenRecord } from '../../device/store.ts';
import { bundleFor, type Moment, pinnedTrust, type Trust } from '../../device/trust.ts';

interface DeviceFixture {
  id: string;
  owner: string;
  cls: 'A' | 'B' | 'C';
  form: 'jws' | 'cwt';
  scopes: string[];
  scope_bits: Record<string, string>;
  max_dur: number;
  max_life: number;
  max_use: number;
  max_prebook: number;
  skew: number;
  nonce_ttl: number;
  replay_cap: number;
  require_cnf: boolean;
  bundle: BundleDocument;
  root: RootDocument;
}

interface StateFixture {
  now: number;
  clock_ok: boolean;
  floor: number;
  uptime: number;
  nonce: { v: string; at: number } | null;
  seen: Record<string, Partial<TokenRecord>>;
  session: object | null;
}

type CaseStep =
  | { op: 'present'; token?: string; hex?: string; set?: Partial<StateFixture>; inp?: Input; expect: string }
  | { op: 'end'; spent: number; expect: string }
  | { op: 'reboot'; expect?: string }
  | { op: 'fill'; n: number; expect?: string };

export interface Case {
  readonly id: string;
  readonly expect: string;
  readonly form: 'jws' | 'cwt' | 'meta' | 'seq';
  readonly device?: Partial<Omit<DeviceFixture, 'bundle'>> & { bundle?: Partial<BundleDocument> };
  readonly state?: Partial<StateFixture>;
  readonly token?: string;
  readonly hex?: string;
  readonly inp?: Input;
  readonly what?: DocumentKind;
  readonly env?: StoredDocument['envelope'];
  readonly steps?: readonly CaseStep[];
}

export interface CaseFile {
  readonly fixtures: { readonly device_default: DeviceFixture; readonly state_default: StateFixture };
  readonly cases: readonly Case[];
}

export interface Outcome {
  readonly id: string;
  readonly expect: string;
  readonly got: string;
  readonly pass: boolean;
}

/** A device and its surroundings while a case runs. */
interface World {
  readonly device: Device;
  durable: Durable;
  clock: { now: number; isSet: boolean; uptime: number };
  /** Seconds spent of the running session's token before it started: the file charges only by `end`. */
  spentBefore: number;
}

/** Plays one case; what is thrown that is no refusal is a crash, and a crash is a failure whatever was expected. */
export function playCase(file: CaseFile, one: Case): Outcome {
  try {
    return play(worldFor(file, one), one);
  } catch (error) {
    return { id: one.id, expect: one.expect, got: `CRASH: ${error}`, pass: false };
  }
}

function play(world: World, one: Case): Outcome {
  if (one.form !== 'seq')
    return outcomeFor(
      one,
      codeOf(() => playSingle(world, one)),
      one.expect,
    );
  let got = 'OK';
  for (const [index, step] of (one.steps ?? []).entries()) {
    got = codeOf(() => playStep(world, step));
    if (!allows(step.expect ?? 'OK', got)) return { ...outcomeFor(one, `step ${index + 1}: ${got}`, ''), pass: false };
  }
  return outcomeFor(one, got, got);
}

function outcomeFor({ id, expect }: Case, got: string, allowed: string): Outcome {
  return { id, expect, got, pass: allows(allowed, got) };
}

function allows(expect: string, got: string): boolean {
  return expect.split('|').includes(got);
}

function codeOf(work: () => void): string {
  try {
    work();
    return 'OK';
  } catch (error) {
    if (error instanceof Rejected) return error.code;
    throw error;
  }
}

function playSingle(world: World, one: Case): void {
  if (one.form === 'meta') applyDocument(world.device.trust, one.what ?? 'bundle', one.env, momentOf(world));
  else present(world, one, one.inp ?? {});
}

function playStep(world: World, step: CaseStep): void {
  switch (step.op) {
    case 'present':
      lay(world, step.set ?? {});
      present(world, step, step.inp ?? {});
      break;
    case 'end':
      endSession(world, step.spent);
      break;
    case 'reboot':
      reboot(world);
      break;
    case 'fill':
      fill(world, step.n);
      break;
    default:
      step satisfies never;
      throw new Error('unknown op');
  }
}

function present(world: World, { token, hex }: { token?: string; hex?: string }, inp: Input): void {
  const before = world.durable.tokens;
  const presented = token ?? Buffer.from(hex ?? '', 'hex');
  const { jti } = presentToken(world.device, presented, momentOf(world), inp);
  world.spentBefore = before.get(jti)?.spent ?? 0;
}

/** `end` charges exactly `spent`, in place of the slices that the device charged. */
function endSession(world: World, spent: number): void {
  const jti = world.device.session?.claims.jti ?? '';
  const record = world.durable.tokens.get(jti);
  if (record !== undefined) setToken(world, jti, { ...record, spent: world.spentBefore + spent });
  world.device.session = undefined;
}

function reboot(world: World): void {
  if (world.device.session !== undefined) endSession(world, 0);
  world.device.challenge = undefined;
  world.clock.uptime = 0;
}

function fill(world: World, count: number): void {
  for (let n = 0; n < count; n += 1) setToken(world, `fill-${n}`, { starts: 0, spent: 0, bad: 1, exp: Infinity });
}

function setToken(world: World, jti: string, record: TokenRecord): void {
  world.durable = { ...world.durable, tokens: new Map([...world.durable.tokens, [jti, record]]) };
}

function momentOf({ clock }: World): Moment {
  return { now: clock.isSet ? clock.now : null, uptime: clock.uptime };
}

function worldFor(file: CaseFile, one: Case): World {
  const { device_default: defaults, state_default } = file.fixtures;
  const fixture = { ...defaults, ...one.device, bundle: { ...defaults.bundle, ...one.device?.bundle } };
  const trust = trustFor(fixture);
  const durable: Durable = { revision: 0, floor: 0, boots: 0, versions: trust.versions, tokens: new Map() };
  const world: World = {
    device: { trust, store: storeOf(() => world), challenge: undefined, session: undefined, lastAttempt: undefined },
    durable,
    clock: { now: 0, isSet: false, uptime: 0 },
    spentBefore: 0,
  };
  lay(world, { ...state_default, ...one.state });
  return world;
}

/** A store whose content the case may rewrite between steps. */
function storeOf(world: () => World) {
  return {
    read: () => world().durable,
    commit: (next: Durable) => {
      world().durable = next;
    },
  };
}

function lay(world: World, state: Partial<StateFixture>): void {
  const { clock, device } = world;
  clock.now = state.now ?? clock.now;
  clock.isSet = state.clock_ok ?? clock.isSet;
  clock.uptime = state.uptime ?? clock.uptime;
  if (state.nonce !== undefined) device.challenge = state.nonce ?? undefined;
  if (state.session !== undefined) device.session = state.session === null ? undefined : someSession();
  world.durable = { ...world.durable, floor: state.floor ?? world.durable.floor };
  if (state.seen !== undefined) world.durable = { ...world.durable, tokens: new Map() };
  for (const [jti, seen] of Object.entries(state.seen ?? {})) {
    setToken(world, jti, { starts: 0, spent: 0, bad: 0, exp: Infinity, ...seen });
  }
}

function someSession(): NonNullable<Device['session']> {
  const claims: Claims = {
    ver: 1,
    iss: '',
    sub: '',
    aud: '',
    jti: '',
    iat: 0,
    nbf: 0,
    exp: 0,
    scope: '',
    lim: { dur: 1 },
  };
  return { claims, paidUntil: Infinity };
}

function trustFor(fixture: DeviceFixture): Trust {
  const { cls, owner, bundle, root, ...rest } = fixture;
  const bare = pinnedTrust({ ...rest, model: bundle.models[0] ?? '', class: cls, built: 0 }, root);
  return {
    ...bare,
    bundle: bundleFor(bundle),
    owner: { kind: 'owner', device: fixture.id, hospital: owner, version: 1 },
    versions: { ...bare.versions, bundle: bundle.version, owner: 1 },
  };
}
