/**
 * What an event says, as words: its kind, who did it and how he was known, and each of its data with a label. Data are shown by
 * their names, so an event of a later version, or one that somebody wrote beside the broker, is shown whole as well.
 */
import type { Canonical } from '../ledger/canonical.ts';
import type { EventRecord } from '../ledger/chain.ts';
import { isScope, SCOPES } from '../policy/tiers.ts';
import { REFUSALS, type RefusalCode } from '../problems.ts';
import type { Actor, AnyEvent } from './events.ts';
import type { Names } from './names.ts';
import { minutes, momentIn, roleWords } from './words.ts';

/** One fact of an event. */
export interface EventLine {
  readonly label: string;
  readonly words: string;
}

const TITLES: Readonly<Partial<Record<AnyEvent['type'], string>>> = Object.freeze({
  'request.submitted': 'Access asked for',
  'request.routed': 'Sent to those who decide',
  'approval.recorded': 'Approval recorded',
  'request.approved': 'Approved',
  'request.denied': 'Denied',
  'request.expired': 'Expired: nobody decided in time',
  'request.lapsed': 'Approved time over',
  'request.withdrawn': 'Withdrawn',
  'token.issued': 'Token issued',
  'token.refused': 'Token refused',
  'grant.revoked': 'Revoked',
  'request.closed': 'Closed',
  'decision.refused': 'Decision refused',
  'slack.linked': 'Slack account linked',
  'slack.unlinked': 'Slack account unlinked',
  'slack.refused': 'Refused in Slack',
});

/** The kind of event; one that has no words yet by its name. */
export function titleOf(type: string): string {
  return ownOf(TITLES, type) ?? plain(type);
}

const AUTH_WORDS: Readonly<Record<Actor['auth'], string>> = Object.freeze({
  oidc: 'signed in',
  'oidc+totp': 'signed in, with a one-time code',
  ticket: "by the mail's link",
  'ticket+totp': "by the mail's link, with a one-time code",
  slack: 'in Slack',
  'slack+totp': 'in Slack, with a one-time code',
  system: 'by itself',
});

/** How the actor was known. */
export function authWords(auth: string): string {
  return ownOf(AUTH_WORDS, auth) ?? auth;
}

/** What words are made with. */
export interface Telling {
  readonly names: Names;
  readonly zone: string;
}

type Say = (value: Canonical, telling: Telling) => string | undefined;

const text: Say = (value) => (typeof value === 'string' ? value : undefined);
const words: Say = (value) => (typeof value === 'string' ? plain(value) : undefined);
const role: Say = (value) => (typeof value === 'string' ? roleWords(value) : undefined);
const roles: Say = (value, telling) =>
  isList(value) ? value.map((one) => role(one, telling) ?? asJson(one)).join(', ') || 'none' : undefined;
const yes: Say = (value) => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : undefined);
const length: Say = (value) => (typeof value === 'number' ? minutes(value) : undefined);
const moment: Say = (value, { zone }) => (isMoment(value) ? momentIn(zone, value).words : undefined);
const person: Say = (value, { names }) => (typeof value === 'string' ? names.person(value) : undefined);
const people: Say = (value, { names }) =>
  isList(value) ? value.map((id) => names.person(String(id))).join(', ') || 'nobody' : undefined;
const organisation: Say = (value, { names }) => (typeof value === 'string' ? names.organisation(value) : undefined);
const device: Say = (value, { names }) => {
  if (typeof value !== 'string') return undefined;
  const name = names.device(value);
  return name === value ? value : `${name} (${value})`;
};
const scopes: Say = (value) =>
  isList(value) ? value.map((name) => scopeWords(String(name))).join('; ') || 'none' : undefined;
const refusal: Say = (value) =>
  typeof value === 'string' && Object.hasOwn(REFUSALS, value)
    ? `${REFUSALS[value as RefusalCode][1]} (${value}, ${REFUSALS[value as RefusalCode][0]})`
    : undefined;

/** Label and words of each member that events have; in the order in which they are shown. */
const MEMBERS: Readonly<Record<string, readonly [label: string, say: Say]>> = Object.freeze({
  code: ['Why', refusal],
  stopped: ['Stopped because', refusal],
  reason: ['Reason', text],
  outcome: ['Outcome', words],
  note: ['Note', text],
  suspicion: ['Suspicious', text],
  softwareVersion: ['Version read back', text],
  returnToService: ['Return to service', words],
  selfTest: ['Self-test', words],
  testEquipment: ['Test equipment', text],
  performance: ['Performance', words],
  cybersecurity: ['Cybersecurity', words],
  device: ['Device', device],
  site: ['Site', text],
  unit: ['Unit', text],
  role: ['As', role],
  scopes: ['Scopes', scopes],
  tier: ['Tier', text],
  holdSeconds: ['Working time', length],
  sessionSeconds: ['Longest session', length],
  startWithin: ['Start within', length],
  approveBy: ['Decide before', moment],
  until: ['Approved until', moment],
  technician: ['Technician', person],
  partner: ['Second technician', person],
  employer: ['Servicer', organisation],
  servicerType: ['Type of servicer', words],
  workOrder: ['Work order', text],
  activity: ['Activity', words],
  notInClinicalUse: ['Technician says: not in clinical use', yes],
  compensatingControls: ['Technician attests compensating controls', yes],
  extends: ['More time for', text],
  stage: ['Life-cycle stage', words],
  model: ['Model', text],
  hospital: ['Hospital', organisation],
  request: ['Request', text],
  approvals: ['Approvals needed', (value) => (typeof value === 'number' ? String(value) : undefined)],
  differentRoles: ['By different roles', yes],
  mustInclude: ['Must include', roles],
  clinicalRelease: ['Release from clinical use needed', yes],
  roles: ['Roles that count', roles],
  release: ['Release from clinical use', words],
  linked: ["The approver's other accounts", people],
  totalHold: ['Total on this work order', length],
  escalateAfter: ['Next ones asked after', length],
  round: ['Round', (value) => (typeof value === 'number' ? String(value) : undefined)],
  asked: ['Asked', people],
  last: ['Everybody who may decide was asked', yes],
  act: ['What was tried', words],
  team: ['Workspace of Slack', text],
  user: ['Slack account', text],
  jti: ['Token id', text],
  kid: ['Signed with key', text],
  exp: ['Token ends', moment],
  dur: ['Session of at most', length],
  digest: ['Digest of what was shown', text],
  signingInput: ['Bytes that were signed', text],
});

/** Members that hold others, which stand beside them. */
const OPENED: readonly string[] = Object.freeze(['facts', 'demand', 'declarations', 'returnToService']);

/** The data of an event, line by line: known members first, in one order, then all others as they are. */
export function linesFor(data: Canonical | undefined, telling: Telling): readonly EventLine[] {
  const members = opened(data);
  const known = Object.keys(MEMBERS).flatMap((name) => {
    const value = members.find(([own]) => own === name)?.[1];
    return value === undefined ? [] : [lineFor(name, value, telling)];
  });
  const others = members.filter(([name]) => !Object.hasOwn(MEMBERS, name));
  return [...known, ...others.map(([name, value]) => lineFor(name, value, telling))];
}

function opened(data: Canonical | undefined): readonly (readonly [string, Canonical])[] {
  if (typeof data !== 'object' || data === null) return data === undefined ? [] : [['data', data]];
  return Object.entries(data).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return OPENED.includes(name) && typeof value === 'object' ? opened(value) : [[name, value] as const];
  });
}

function lineFor(name: string, value: Canonical, telling: Telling): EventLine {
  const [label, say] = ownOf(MEMBERS, name) ?? [];
  return { label: label ?? plain(name), words: say?.(value, telling) ?? asJson(value) };
}

/** Versions of the registry rows that were relied on. */
export function evidenceWords(evidence: Canonical | undefined): string {
  if (typeof evidence !== 'object' || evidence === null || isList(evidence)) return asJson(evidence ?? null);
  const rows = Object.entries(evidence).map(([name, version]) => `${plain(name)} ${asJson(version ?? null)}`);
  return rows.join(', ') || 'none';
}

/** Everybody and everything that `records` name, as far as it can be an id. */
export function namedIn(records: readonly EventRecord[]) {
  const members = records.flatMap(({ data }) => opened(data as Canonical | undefined));
  const named = (...names: readonly string[]) =>
    members.filter(([name]) => names.includes(name)).flatMap(([, value]) => (isList(value) ? value : [value]));
  return {
    people: [...records.map(({ actor }) => actor.person), ...named('technician', 'partner', 'asked', 'linked')].filter(
      isId,
    ),
    organisations: [...records.map(({ actor }) => actor.employer), ...named('employer', 'hospital')].filter(isId),
    devices: named('device').filter(isId),
  };
}

/** Longer ones, and other characters, are in no key of ours. */
function isId(value: Canonical): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9./_:%-]{1,105}$/.test(value);
}

/** A log may hold any name, also one that every object has. */
function ownOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function scopeWords(name: string): string {
  return isScope(name) ? `${SCOPES[name].says} (${name})` : name;
}

function plain(name: string): string {
  return name.replace(/[._]/g, ' ');
}

function asJson(value: Canonical): string {
  return JSON.stringify(value);
}

function isList(value: Canonical): value is readonly Canonical[] {
  return Array.isArray(value);
}

/** What a calendar has a day for: others are shown as the number they are. */
function isMoment(value: Canonical): value is number {
  return typeof value === 'number' && value >= 0 && value < 253_402_300_800;
}
