/**
 * The decision card: the eight facts of a request in their order, as words. One model feeds page, mail and Slack, so
 * that nobody decides on less than another sees. Names come from the registry; free text stays text and is escaped by
 * whoever renders it.
 */
import { SCOPES, type Tier } from '../policy/tiers.ts';
import type { Device, Hospital, Model, Organisation, Person } from '../registry.ts';
import type { EpochSeconds } from '../units.ts';
import { digestOf } from './facts.ts';
import { type Earlier, flagsOf } from './flags.ts';
import { approvalLines, type CardOutcome, outcomeFor } from './outcome.ts';
import { type AccessRequest, type Status, statusAt } from './request.ts';
import { referenceOf } from './view.ts';
import { clockTime, date, minutes, modelWords } from './words.ts';

/** Registry rows that give the names. */
export interface NamedRows {
  readonly request: AccessRequest;
  readonly hospital: Hospital;
  readonly device: Device;
  readonly model: Model;
  readonly technician: Person;
  readonly organisation: Organisation;
  /** Those who approved or ended it, as far as the registry still knows them. */
  readonly deciders: readonly Person[];
}

/** What an approver is shown takes more: what the technician did before. */
export interface CardRows extends NamedRows {
  readonly earlier: Earlier;
}

export interface DecisionCard {
  readonly reference: string;
  /** The hospital's name: whose decision it is. */
  readonly hospital: string;
  readonly status: Status;
  readonly digest: string;
  readonly subject: string;
  /** Label and words, in the order in which they are shown: eight, the last of which is only of what is open. */
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  readonly decideBy: string;
  readonly decideByUtc: EpochSeconds;
  readonly scopes: readonly { readonly name: string; readonly says: string }[];
  readonly holdMinutes: number;
  readonly needsRelease: boolean;
  /** Sign-in is needed to decide (T3, T4). */
  readonly needsSignIn: boolean;
  readonly approvalsGiven: number;
  readonly approvalsNeeded: number;
  /** Who approved already, in which role and when: a sentence each. */
  readonly approvedBy: readonly string[];
  /** What became of it; absent while it is open. */
  readonly outcome?: CardOutcome;
}

/** A card without its eight facts, for whom they are not made: the technician. */
export type CardHead = Omit<DecisionCard, 'facts'>;

/** The card as it is at `now`. */
export function cardFor(rows: CardRows, now: EpochSeconds): DecisionCard {
  const head = cardHeadFor(rows, now);
  const facts = factsOf(rows, head.decideBy, now);
  return { ...head, facts: head.outcome ? facts.slice(0, -1) : facts };
}

/** The card as it is at `now`, of which whoever asked sees as much as whoever decides. */
export function cardHeadFor(rows: NamedRows, now: EpochSeconds): CardHead {
  const { request, hospital, device, model } = rows;
  const { facts, demand } = request;
  const reference = referenceOf(request.id);
  const place = `${modelWords(model)} #${device.serial}, ${device.unit}`;
  const decideBy = clockTime(facts.approveBy, hospital.zone);
  const outcome = outcomeFor(rows, now);
  return {
    reference,
    hospital: hospital.name,
    status: statusAt(request, now),
    digest: digestOf(facts),
    subject: outcome
      ? `${outcome.title} · ${reference} · ${place}`
      : `Approve? ${reference} · ${place} · ${minutes(facts.holdSeconds)} · decide by ${decideBy}`,
    decideBy,
    decideByUtc: facts.approveBy,
    scopes: facts.scopes.map((name) => ({ name, says: SCOPES[name].says })),
    holdMinutes: Math.ceil(facts.holdSeconds / 60),
    needsRelease: demand.clinicalRelease,
    needsSignIn: facts.tier === 'T3' || facts.tier === 'T4',
    approvalsGiven: request.approvals.length,
    approvalsNeeded: demand.approvals,
    approvedBy: approvalLines(rows),
    ...(outcome ? { outcome } : {}),
  };
}

function factsOf(rows: CardRows, decideBy: string, now: EpochSeconds): DecisionCard['facts'] {
  const { request, hospital, device, model, technician, organisation } = rows;
  const { facts } = request;
  const says = facts.scopes.map((name) => SCOPES[name].says).join(', ');
  const competence = technician.competences.find((record) => record.model === device.model);
  return [
    {
      label: 'Request',
      words: `${technician.printedName} (${organisation.name}) asks to ${says} on ${model.name} #${device.serial} in ${device.unit} for ${minutes(facts.holdSeconds)}.`,
    },
    { label: 'Clinical state', words: clinicalState(request) },
    {
      label: 'Scope',
      words: `${says} (${facts.scopes.join(', ')}), tier ${facts.tier}. ${CANNOT[facts.tier]}, and no other device.`,
    },
    { label: 'Window', words: windowOf(rows, decideBy, now) },
    {
      label: 'Technician',
      words: `${technician.printedName}, ${organisation.name}; competence for ${model.name} ${competence ? `valid to ${date(competence.validTo, hospital.zone)}` : 'not on record'}.`,
    },
    { label: 'Reason', words: `${facts.workOrder}, ${facts.activity.replaceAll('_', ' ')}: ${facts.reason}` },
    { label: 'Flags', words: flagsOf(rows, now).join('; ') || 'none' },
    {
      label: 'What your answer does',
      words: `Approve: the technician can start within the window. Deny: nobody can start. Ignore: the request dies at ${decideBy}.`,
    },
  ];
}

/** What a yes does not give, whatever the scopes are. */
const CANNOT: Readonly<Record<Tier, string>> = Object.freeze({
  T0: 'Changes nothing, reads no patient data',
  T1: 'No setting, software or patient data',
  T2: 'No software, alarm defaults, network or patient data',
  T3: 'No operating system, debug port or trust',
  T4: 'Nothing else on this device',
});

/** Clock times in the hospital's zone; until it is decided they are those of a yes at this moment. */
function windowOf({ request, hospital }: CardRows, decideBy: string, now: EpochSeconds): string {
  const { startWithin, holdSeconds, sessionSeconds } = request.facts;
  const length = startWithin + holdSeconds;
  const clock = (at: EpochSeconds) => clockTime(at, hospital.zone);
  const terms = `a start within ${minutes(startWithin)} of each activation, sessions of at most ${minutes(sessionSeconds)}; one started last may outlast the window by ${minutes(startWithin)}`;
  if ('grant' in request)
    return `From ${clock(request.grant.approvedAt)} until ${clock(request.grant.until)}: ${terms}.`;
  if (statusAt(request, now) !== 'pending') return `${minutes(length)} from an approval: ${terms}.`;
  return `If approved at ${clock(now)}, until ${clock(now + length)} (${minutes(length)}): ${terms}. Undecided, the request dies at ${decideBy}.`;
}

/** Evidence by strength (R12): until a device or a release says more, it is the technician's word. */
function clinicalState({ facts }: AccessRequest): string {
  return facts.declarations.notInClinicalUse
    ? 'Not in clinical use, no patient connected: said by the technician. Confirm it yourself before you approve.'
    : 'The technician does not say that it is out of clinical use.';
}
