/**
 * What a form for a change of the registry begins with: whether this person holds the power that the change takes (R18), and
 * the rows that it is about, as they stand now. Changes nothing.
 */
import {
  aliasRef,
  deviceRef,
  invitationRef,
  organisationRef,
  personRef,
  slackWorkspaceRef,
  vendorRef,
} from '../keys.ts';
import type { Identity, Ports } from '../ports.ts';
import { allowed, type Decision, Problem } from '../problems.ts';
import { powerMissing, powerRows } from '../registry/powers.ts';
import { CHANGE_VERBS, type ChangeVerb } from '../registry/verbs.ts';
import {
  type Device,
  type Hospital,
  type Invitation,
  isImporting,
  type Organisation,
  type Person,
  type Vendor,
} from '../registry.ts';
import type { SlackWorkspace } from '../slack-rows.ts';
import type { OrganisationId, PersonId } from '../units.ts';
import { peopleOf } from './administrators.ts';

/** What a change is about, by its name in the verb's body; a device by its sticker, tag or id. */
export interface Subject {
  readonly person?: PersonId | undefined;
  readonly organisation?: OrganisationId | undefined;
  readonly invitation?: string | undefined;
  readonly device?: string | undefined;
}

export interface ChangeView {
  /** The tenant's own rows; a servicer has no hospital. */
  readonly organisation: Organisation | undefined;
  readonly hospital: Hospital | undefined;
  readonly workspace: SlackWorkspace | undefined;
  /** Of the hospital's staff, at most a hundred. */
  readonly staff: ReadonlyMap<PersonId, Person>;
  /** What it is about, as far as the subject names it. */
  readonly person: Person | undefined;
  readonly another: Organisation | undefined;
  readonly vendor: Vendor | undefined;
  readonly invitation: Invitation | undefined;
  readonly device: Device | undefined;
}

type Needs = Pick<Ports, 'store'>;

/** @throws Problem not-found for a stranger, and for a subject that is not the tenant's */
export async function showChange(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  verb: ChangeVerb,
  subject: Subject,
): Promise<Decision<ChangeView>> {
  const power = await ports.store.load(powerRows(who.person, who.organisation, tenant));
  const missing = powerMissing(CHANGE_VERBS[verb], tenant, power);
  if (missing) return missing;
  const { organisation, hospital } = power;
  const ids = hospital?.staff.map(({ person }) => person).slice(0, 100) ?? [];
  const [staff, rows, device] = await Promise.all([
    peopleOf(ports, ids),
    rowsOf(ports, tenant, subject),
    deviceCalled(ports, tenant, hospital, subject.device),
  ]);
  return allowed({ organisation, hospital, staff, ...rows, device });
}

async function rowsOf({ store }: Needs, tenant: OrganisationId, subject: Subject) {
  const { person: personId, organisation: organisationId = '', invitation: invitationId } = subject;
  const rows = await store.load({
    workspace: slackWorkspaceRef(tenant),
    person: personRef(personId ?? ''),
    another: organisationRef(organisationId),
    vendor: vendorRef(tenant, organisationId),
    invitation: invitationRef(tenant, invitationId ?? ''),
  });
  const isThere =
    (personId === undefined || rows.person?.organisation === tenant) &&
    (subject.organisation === undefined || rows.another !== undefined) &&
    (invitationId === undefined || rows.invitation !== undefined);
  if (!isThere) throw new Problem('not-found');
  return rows;
}

/** One of a file at work is not there, and neither is another hospital's. */
async function deviceCalled(
  { store }: Needs,
  tenant: OrganisationId,
  hospital: Hospital | undefined,
  called: string | undefined,
): Promise<Device | undefined> {
  if (called === undefined) return undefined;
  const { alias } = await store.load({ alias: aliasRef(called) });
  if (!alias || !hospital || alias.hospital !== tenant) throw new Problem('not-found');
  const { device } = await store.load({ device: deviceRef(tenant, alias.device) });
  if (!device || isImporting(device, hospital)) throw new Problem('not-found');
  return device;
}
