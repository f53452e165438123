/**
 * The closed list of what an answer can say when it does not say yes (RFC 9457), and the two ways to get there:
 * a *refusal* (a rule said no: a value, always an event) and a thrown {@link Problem} (bad input, conflict, fault).
 * Texts are fixed and echo nothing, so that no answer carries what somebody sent.
 */
import type { LineFault } from './registry/line-faults.ts';

/** Problem type -> status and title. The URI of a type is `/problems/<type>`; docs/errors.md explains each. */
export const PROBLEMS = Object.freeze({
  'bad-json': [400, 'The body is not one JSON object.'],
  'bad-request': [400, 'The request is not formed as this route takes it.'],
  schema: [422, 'A field is missing, unknown or not of its form.'],
  unauthenticated: [401, 'Sign in first.'],
  'signature-rejected': [401, 'The signature is not valid.'],
  forbidden: [403, 'A rule says no.'],
  'code-rejected': [403, 'The one-time code was not accepted.'],
  'origin-rejected': [403, 'The form was sent from another site.'],
  'not-found': [404, 'There is nothing here for you.'],
  'method-not-allowed': [405, 'This address does not take that method.'],
  'already-decided': [409, 'Somebody else was first.'],
  'no-approver': [409, 'Nobody at the hospital could approve this.'],
  'in-progress': [409, 'The same request is being worked on.'],
  expired: [410, 'Its time is over.'],
  'stale-view': [412, 'The facts changed since they were shown.'],
  'too-large': [413, 'The body is too large.'],
  'uri-too-long': [414, 'The address is too long.'],
  'unsupported-media': [415, 'Send application/json.'],
  'idempotency-mismatch': [422, 'This Idempotency-Key was used with another body.'],
  'rate-limited': [429, 'Too many tries. Wait before the next.'],
  'audit-unavailable': [503, 'The log cannot be written, so nothing was done.'],
  'signer-unavailable': [503, 'The signing key cannot be used now. Nothing was handed out.'],
  'issuer-unavailable': [503, 'Your organisation cannot sign people in now.'],
} as const satisfies Record<string, readonly [number, string]>);

export type ProblemType = keyof typeof PROBLEMS;

/** Members beside type, title and status. `errors` point into the body (RFC 6901); `reason` is a refusal code. */
export interface ProblemDetail {
  readonly detail?: string;
  readonly reason?: RefusalCode;
  readonly rule?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  /** Of a file: what is wrong, by line, and how much more than that. */
  readonly lines?: readonly LineFault[];
  readonly omitted?: number;
  /** Named facts the client may show again: the new digest of a stale view, who won a race. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** Bad input, conflict or fault on its way to the answer. Refusals become one only at the edge. */
export class Problem extends Error {
  readonly type: ProblemType;
  readonly extra: ProblemDetail;

  constructor(type: ProblemType, extra: ProblemDetail = {}, options?: ErrorOptions) {
    super(type, options);
    this.name = 'Problem';
    this.type = type;
    this.extra = extra;
  }
}

/**
 * Every reason for which a rule says no: code -> [rule of docs/rules.md, what the person can do about it].
 * Programs branch on codes, people read the sentence.
 */
export const REFUSALS = Object.freeze({
  person_unknown: ['R1', 'Your account is not registered with Wardkey. Ask your administrator to invite you.'],
  person_suspended: ['R17', 'The access of this person is suspended. An administrator can say more.'],
  not_a_technician: ['R1', 'Only a technician can ask for access.'],
  organisation_unknown: ['R1', 'Your organisation is not registered.'],
  organisation_suspended: ['R17', 'This organisation is suspended. Its administrator can say more.'],
  vendor_unknown: ['R1', 'Your organisation has no service agreement with this hospital.'],
  vendor_suspended: ['R17', 'The servicer is suspended at this hospital.'],
  vendor_out_of_term: ['R1', "The servicer's agreement with this hospital is not in force today."],
  vendor_scope: ['R1', "Your organisation's agreement with this hospital does not cover one of these scopes."],
  competence_missing: ['R8', 'No competence record for this model is registered for you.'],
  competence_expired: ['R8', 'Your competence record for this model has expired.'],
  device_unknown: ['R1', 'No such device is registered.'],
  device_lost: ['R8', 'The device is reported lost.'],
  device_retired: ['R8', 'The device is retired.'],
  device_suspended: ['R17', 'The device is suspended from service.'],
  device_mismatch: ['R2', 'The approval is for another device. Check the serial number.'],
  profile_unknown: ['R1', "The manufacturer's profile of this model is not loaded."],
  form_not_issued: ['R1', 'This model takes tokens of a form that is not issued yet. Ask the manufacturer.'],
  trust_missing: [
    'R1',
    "The trust bundle does not delegate these scopes to this hospital's active key today. Ask the manufacturer for a new one.",
  ],
  scope_unknown: ['R1', 'A scope is not one Wardkey knows.'],
  scope_not_in_profile: ['R1', "The manufacturer's profile of this model does not offer one of these scopes."],
  duration_over_cap: ['R1', 'The time asked for is longer than the hospital allows for this tier.'],
  too_many_open: ['R7', 'Nobody decided 200 of your requests of the last 24 hours. Wait, or telephone the hospital.'],
  extension_mismatch: [
    'R6',
    'More time can only be asked for the same device, technician and work order, while access is approved.',
  ],
  extension_over_cap: ['R6', 'The total time on this work order would be over the cap.'],
  controls_not_attested: ['R1', 'This device is in limited support: attest the compensating controls.'],
  agreement_missing: ['R1', 'This device is past its support: a responsibility agreement in force is needed.'],
  risk_not_accepted: ['R1', 'This device is past its support: an unexpired risk acceptance is needed.'],
  tier_closed: ['R5', 'The hospital allows nobody to do this on this device. Ask for less, or talk to HTM.'],
  policy_unsatisfiable: ['R5', 'The hospital does not have enough people who may approve this.'],
  approver_unknown: ['R1', 'You have no role at this hospital that can decide.'],
  approver_suspended: ['R17', 'Your role at this hospital is suspended.'],
  approver_is_requester: ['R4', 'Nobody decides on his own request.'],
  approver_is_linked: ['R4', 'You and the requester are linked accounts of one person.'],
  approver_of_servicer: ['R4', 'A member of the requesting organisation cannot decide.'],
  role_not_held: ['R5', 'You do not hold the role you want to decide as.'],
  role_not_entitled: ['R5', 'Your role does not decide on this tier, scope, site or unit.'],
  role_already_used: ['R5', 'Somebody in this role has approved already: a person in another role is needed.'],
  already_approved_by_you: ['R5', 'You have approved already: another person is needed.'],
  may_not_lengthen: ['R6', 'An approver may shorten the time, never lengthen it.'],
  may_not_widen: ['R6', 'An approver may narrow the scopes, never widen them.'],
  narrowed_to_nothing: ['R6', 'No scope would be left. Deny instead.'],
  release_missing: ['R12', 'Confirm that the device is not in clinical use and no patient is connected.'],
  reason_missing: ['R9', 'A denial needs a reason.'],
  stale_view: ['R9', 'The facts changed since they were shown to you. Look again.'],
  code_rejected: ['R10', 'The one-time code was not accepted. Wait for the next one.'],
  tries_exhausted: ['R10', 'Too many wrong codes. Wait 15 minutes.'],
  code_locked: [
    'R10',
    'A hundred wrong codes this month. The code opens nothing until the next; tell your administrator.',
  ],
  code_not_enrolled: ['R10', 'Enrol a one-time code first.'],
  sign_in_required: ['R10', 'Requests of tier T3 and T4 are decided signed in, not through a mail link or in Slack.'],
  approval_window_over: ['R7', 'Nobody decided in time. Ask again.'],
  access_window_over: ['R8', 'The approved time is over.'],
  not_approved: ['R8', 'The request is not approved.'],
  revoked: ['R8', 'The access was revoked.'],
  approval_lost: ['R8', 'An approver is no longer entitled. Ask again.'],
  policy_changed: ['R8', 'The hospital tightened its policy since the approval. Ask again.'],
  challenge_required: ['R8', 'This device has no clock: enter the challenge that it shows.'],
  return_to_service_missing: [
    'R13',
    'Give version, self-test, test equipment, performance and cybersecurity, or say that the device is not returned and not fixed.',
  ],
  return_to_service_failed: ['R13', 'A device that does not pass is not fixed. Say so, or correct what was found.'],
  partner_unknown: ['R4', 'The second technician is not an active technician of your organisation.'],
  not_your_request: ['R1', 'The request is not yours.'],
  power_missing: ['R18', 'You do not hold the role that this change takes.'],
  own_power: ['R18', 'Nobody widens his own power or keeps his own record: another administrator has to do it.'],
  confirmer_is_proposer: ['R18', 'Another administrator than the one who proposed it has to confirm.'],
  confirmer_gains: ['R18', 'Whoever gains by a change does not confirm it.'],
  proposal_settled: ['R18', 'The proposal is settled or too old: nothing can be confirmed or withdrawn any more.'],
  person_left: ['R1', 'The person has left. Invite him anew.'],
  person_exists: ['R1', 'The account is registered already.'],
  last_admin: [
    'R18',
    'Two administrators have to stay. In an emergency freeze the hospital, or have the sign-in of the account blocked.',
  ],
  accounts_full: ['R4', 'One person has at most eight linked accounts. Have accounts closed that you no longer need.'],
  entity_unknown: ['R1', 'What the change is about is not registered here.'],
  invitation_closed: ['R18', 'The invitation was used, was withdrawn or is too old. Ask for another.'],
  invitation_elsewhere: ['R18', "Redeem the invitation signed in at the inviting organisation's own issuer."],
  policy_faulty: ['R5', 'The policy could never be used. Test it with `npm run policy` before proposing it.'],
  vendor_term: ['R1', 'An agreement begins before it ends. Correct its dates.'],
  hospital_frozen: ['R17', 'The hospital has stopped all service access for now.'],
  trust_rejected: ['R18', 'A device would refuse this document; the code says why. Let the manufacturer sign another.'],
  trust_mismatch: [
    'R18',
    'The document does not fit what is registered. Correct the part that is named, in it or in the registry.',
  ],
  not_a_reader: ['R18', 'The registry and the log are read by administrators and auditors. Ask one of yours.'],
  operator_exists: [
    'R18',
    'Bootstrap is done once; again only while the first two administrators have not both joined and their invitations ran out.',
  ],
  organisation_exists: ['R18', 'There is an organisation or a hospital of this id already. Choose another id.'],
  issuer_taken: ['R18', 'Another organisation signs in at this issuer. Every organisation needs one of its own.'],
  operator_organisation: ['R18', 'The organisation that runs this deployment cannot be suspended or offboarded.'],
  organisation_offboarded: ['R17', 'The organisation has left this deployment for good.'],
  retention_too_short: ['R18', 'Token keys stand for at least thirty days longer. Name a later date.'],
  next_key_not_delegated: [
    'R18',
    "A trust bundle does not delegate the hospital's next key. Publish bundles that do, then rotate.",
  ],
  device_transferred: ['R8', 'The device was released to another hospital.'],
  alias_taken: ['R1', 'Something else is registered under this UDI, tag or CMMS id. Use another, or have it released.'],
  site_unknown: ['R1', 'The hospital has no such site. Correct the spelling, or add the site first.'],
  dates_disordered: ['R1', 'Support cannot end before sales do. Correct one of the dates.'],
  proposal_overtaken: ['R18', 'What it would change was changed since it was proposed. Look again, then propose anew.'],
  proposal_impossible: [
    'R18',
    'It could not be written for a day, so nothing was changed. The log of the function `apply-registry` says why.',
  ],
  proposal_unvouched: [
    'R18',
    'The log does not say what this proposal says, so nothing was changed. Run `npm run verify-log`.',
  ],
  confirmer_of_servicer: ['R18', 'A member of the organisation that gains by it does not confirm.'],
  registry_row_full: ['R18', 'So much does not fit into one record of the registry. Name fewer places or people.'],
  slack_unlinked: [
    'R1',
    'This Slack account is not linked to you here, or its workspace is no longer connected. Type “/service-access link”, or use the browser.',
  ],
  slack_guest: ['R1', 'Guests of a workspace cannot act through Slack. Open it in the browser.'],
  slack_foreign: ['R1', 'Only members of the workspace itself can act here. Open it in the browser.'],
  slack_unsure: ['R1', 'Slack could not say who you are, so nothing was done. Try again, or open it in the browser.'],
  slack_only_asks: ['R1', 'Only a hospital’s own workspace decides. Here access can be asked for.'],
  slack_not_connected: [
    'R1',
    'Your organisation has connected no Slack workspace. An administrator of yours can connect one.',
  ],
  slack_code: ['R10', 'The link code was not accepted: wrong, used, or older than ten minutes. Draw a new one.'],
  slack_team_taken: ['R18', 'The workspace is connected to another organisation. Disconnect it there first.'],
} as const satisfies Record<string, readonly [string, string]>);

export type RefusalCode = keyof typeof REFUSALS;

/** What a refusal is about, where its code alone does not tell. Never a person's name or what somebody typed. */
export type RefusalFacts = Readonly<Record<string, string>>;

/** A rule said no. `code` names it; the caller records it as an event. */
export interface Refused {
  readonly ok: false;
  readonly code: RefusalCode;
  /** What the person can do something about: a place in what he sent, a device's own code. Never what was sent. */
  readonly facts?: RefusalFacts;
}

/** A rule said yes to `value`. */
export interface Allowed<T> {
  readonly ok: true;
  readonly value: T;
}

export type Decision<T> = Allowed<T> | Refused;

/** A refusal by `code`, with what the person may be told beside its text. */
export function refused(code: RefusalCode, facts?: RefusalFacts): Refused {
  return { ok: false, code, ...(facts && { facts }) };
}

/** A yes that carries `value`. */
export function allowed<T>(value: T): Allowed<T> {
  return { ok: true, value };
}

/** One row of a rule table: `true` in the second place means that the rule says no. */
export type Check = readonly [RefusalCode, boolean];

/** The first row that says no; rows are evaluated by the caller, so a row never depends on an earlier one's yes. */
export function firstRefusal(checks: readonly Check[]): Refused | undefined {
  const hit = checks.find(([, saysNo]) => saysNo);
  return hit && refused(hit[0]);
}
