/**
 * The rules of R18, asked again of a registry chain that is read back: whatever widened somebody's power had two people, the
 * second of whom was another one, gave a code and did not gain; and no version of a row is missing.
 */
import { type RegistryEvent, SYSTEM } from '../access/events.ts';
import { isProposalChain } from '../keys.ts';
import type { EventRecord } from './chain.ts';

/** Number of the first event on `chain` that breaks a rule, or undefined. */
export function registryBreak(chain: string, records: readonly EventRecord[]): number | undefined {
  const isHonest = isProposalChain(chain) ? isHonestStep : isHonestChange;
  return records.find((record, index) => !isHonest(record, records.slice(0, index)))?.n;
}

type Type = RegistryEvent['type'];
type DataOf<T extends Type> = Extract<RegistryEvent, { type: T }>['data'];

function dataOf<T extends Type>(record: EventRecord | undefined, type: T): DataOf<T> | undefined {
  return record?.type === type ? (record.data as unknown as DataOf<T> | undefined) : undefined;
}

interface StepRule {
  /** The last event before it; nothing follows an end. */
  readonly after: readonly (Type | 'nothing')[];
  readonly isByTheRightOne: (record: EventRecord, before: readonly EventRecord[]) => boolean;
}

const WAITING = Object.freeze(['registry.proposed', 'registry.confirmed'] as const);

/** The steps of a proposal; another kind of event is no step of one. */
const STEPS: Readonly<Partial<Record<EventRecord['type'], StepRule>>> = Object.freeze({
  'registry.proposed': { after: ['nothing'], isByTheRightOne: ({ actor }) => actor.auth === 'oidc+totp' },
  'registry.confirmed': { after: ['registry.proposed'], isByTheRightOne: isBySecond },
  'registry.in_force': {
    after: ['registry.confirmed'],
    isByTheRightOne: (record, before) => isBySystem(record) && record.at >= inForceAt(before),
  },
  'registry.withdrawn': { after: WAITING, isByTheRightOne: (record) => !isBySystem(record) },
  'registry.failed': { after: WAITING, isByTheRightOne: isBySystem },
});

function isHonestStep(record: EventRecord, before: readonly EventRecord[]): boolean {
  const rule = STEPS[record.type];
  const last = (before.at(-1)?.type ?? 'nothing') as Type | 'nothing';
  const { digest } = record.data as { readonly digest?: unknown };
  const isSame = before.length === 0 || digest === dataOf(before[0], 'registry.proposed')?.digest;
  if (!rule?.after.includes(last) || !isSame) return false;
  return rule.isByTheRightOne(record, before);
}

function isBySystem({ actor }: EventRecord): boolean {
  return actor.person === SYSTEM.person && actor.auth === SYSTEM.auth;
}

function isBySecond({ actor }: EventRecord, [first]: readonly EventRecord[]): boolean {
  const gains = dataOf(first, 'registry.proposed')?.gains ?? [];
  return actor.auth === 'oidc+totp' && actor.person !== first?.actor.person && !gains.includes(actor.person);
}

function inForceAt(before: readonly EventRecord[]): number {
  return dataOf(before.at(-1), 'registry.confirmed')?.inForceAt ?? Number.POSITIVE_INFINITY;
}

/** A change that widened power names its proposal; versions follow each other without a gap. */
function isHonestChange(record: EventRecord, before: readonly EventRecord[]): boolean {
  if (record.type === 'registry.keys_retired') return isBySystem(record) && before.length > 0;
  const data = dataOf(record, 'registry.changed');
  if (!data) return false;
  const last = dataOf(before.filter(({ type }) => type === 'registry.changed').at(-1), 'registry.changed');
  if (last && data.version !== last.version + 1) return false;
  return data.widens.length === 0 || data.proposal !== undefined || isBeginning(record, data);
}

/**
 * What bootstrap begins has nobody yet who could agree: the broker wrote it, as the first there is of it; and the operator's
 * own row again, when two had to be invited anew.
 */
function isBeginning(record: EventRecord, { verb, version, entity }: DataOf<'registry.changed'>): boolean {
  const isFirst = version === 1 && record.n === 1;
  return verb === 'bootstrap' && (isFirst || entity === 'operator') && isBySystem(record);
}
