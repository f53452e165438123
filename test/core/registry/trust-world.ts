/** A maker with a monitor at St. Mary's, and publish-trust asked about his documents without a broker around it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trustVerifier } from '../../../adapters/oem/trust-verifier.ts';
import type { Found, Occasion, Plan } from '../../../core/registry/change.ts';
import { CHANGES } from '../../../core/registry/changes.ts';
import type { Hospital, Model, Organisation } from '../../../core/registry.ts';
import { bundleDocument, type ModelDesign, openOem, ownerDocument, profileDocument } from '../../../local/oem.ts';
import { makeKey } from '../../support/dsat-maker.ts';
import { hospital as north } from '../rows.ts';

export const NOW = 1_795_400_000;
export const DAY = 86_400;
export const NAF = NOW + 730 * DAY;
export const DEVICE = 'gs1:01/09521000001039/21/P7-0099';
export const MODEL = 'gs1:01/09521000001039';
const DESIGN: ModelDesign = {
  model: MODEL,
  class: 'A',
  scopes: [
    { name: 'log.read', tier: 'T0' },
    { name: 'diag.run', tier: 'T1' },
    { name: 'factory.burn-in', tier: 'T4' },
  ],
  max_life: 14_400,
  max_dur: 7200,
  max_use: 1,
  require_cnf: false,
};
const directory = mkdtempSync(join(tmpdir(), 'oem-'));
/** Removes the keys of the maker. */
export const removeKeys = (): void => rmSync(directory, { recursive: true, force: true });

export const oem = openOem(directory, 'oem-aurora');
export const [active, next] = [makeKey(), makeKey()];
const keys = [
  { kid: 'h-1', pub: active.pub },
  { kid: 'h-2', pub: next.pub },
];
export const hospital: Hospital = {
  ...north,
  id: 'st-marys',
  keys: { active: { kid: 'h-1', arn: 'a', pub: active.pub }, next: { kid: 'h-2', arn: 'b', pub: next.pub } },
};
const asked = { hospital: 'st-marys', model: DESIGN, keys, issued: NOW, naf: NAF };
export const first = bundleDocument(oem, asked);
export const [one, two] = first.keys;
export const bundle = (more: object = {}) => oem.sign({ ...first, version: 2, ...more });
export const profile = (more: object = {}) => oem.sign({ ...profileDocument(DESIGN), ...more });
export const owner = (version = 1, at = 'st-marys') => oem.sign(ownerDocument(DEVICE, at, version));
export const PROFILE = profile();

export const root = { oem: 'oem-aurora', document: oem.sign(oem.root), version: 4 };
export const model: Model = {
  id: MODEL,
  name: 'PM-12',
  kind: 'patient monitor',
  oem: 'oem-aurora',
  class: 'A',
  form: 'jws',
  scopes: [],
  maxLife: 14_400,
  maxDur: 7200,
  requireCnf: false,
  profile: PROFILE,
  version: 1,
};
export const standing = { model: MODEL, hospital: 'st-marys', keys: [], document: oem.sign(first), version: 6 };
export const registered = { [DEVICE]: { hospital: 'st-marys', device: DEVICE } };
export const aurora: Organisation = {
  id: 'oem-aurora',
  kind: 'oem',
  name: 'A',
  issuer: 'i',
  status: 'active',
  version: 1,
};

const about: Occasion = {
  tenant: 'oem-aurora',
  actor: 'p_lang',
  now: NOW,
  operator: undefined,
  hospital: undefined,
  organisation: aurora,
  random: (length) => new Uint8Array(length),
  trust: trustVerifier,
  newKeys: [],
  listed: [],
};
export const rule = CHANGES['publish-trust'];
export const decide = (body: object, rows: object, found: Found = registered, more: Partial<Occasion> = {}) =>
  rule.plan(body, rows, { ...about, ...more }, found);
export const said = (...args: Parameters<typeof decide>): readonly unknown[] => {
  const decision = decide(...args);
  return decision.ok ? ['OK'] : [decision.code, ...Object.values(decision.facts ?? {})];
};
export const planned = (...args: Parameters<typeof decide>): Plan => {
  const decision = decide(...args);
  if (!decision.ok) throw new Error(`${decision.code} ${JSON.stringify(decision.facts)}`);
  return decision.value;
};
export const rowAfter = (plan: Plan) => plan.changes[0]?.after as Readonly<Record<string, unknown>>;
export const ofBundle = (document: string) => ({ kind: 'bundle', envelope: document, hospital: 'st-marys' });
export const ofOwner = (document: string, at = 'st-marys') => ({ kind: 'owner', envelope: document, hospital: at });
export const ofProfile = (document: string, more: object = {}) => ({ kind: 'profile', envelope: document, ...more });
export const WITH = { root, model, hospital };
