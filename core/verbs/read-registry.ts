/** A tenant of the registry and what is proposed there: where the second person of R18 sees what he confirms. */
import { proposalList } from '../keys.ts';
import type { Identity, Page, Ports } from '../ports.ts';
import type { Decision } from '../problems.ts';
import { adminsOf } from '../registry/powers.ts';
import { CONFIRM_WITHIN, isOpen, type Proposal } from '../registry/proposal.ts';
import type { ProposalsQuery } from '../registry/reading-contract.ts';
import { shown } from '../registry/shown.ts';
import type { Organisation, Person } from '../registry.ts';
import type { EpochSeconds, OrganisationId, PersonId } from '../units.ts';
import { membersOf, peopleOf } from './administrators.ts';
import { asReader, limitOf, type Reading } from './registry-reader.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

interface NamedPerson {
  readonly person: PersonId;
  /** Absent for whom the registry does not know. */
  readonly printedName?: string;
}

export interface TenantView {
  readonly organisation: Organisation | undefined;
  /** Without its staff, who stand in the list of people, and without the keys' ARNs. */
  readonly hospital?: unknown;
  readonly administrators: readonly (NamedPerson & { readonly roles: readonly string[] })[];
  /** False where the organisation has more than two hundred people and not all of them were looked at. */
  readonly allAdministrators: boolean;
  /** At most a hundred are counted. */
  readonly openProposals: number;
}

/** Proposals that are counted, and people's pages that are looked at: at most six calls in all. */
const COUNTED = 100;
const PAGES = 2;

/** Refused for whoever neither administers nor audits it. @throws Problem not-found for strangers */
export async function readTenant(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  now: EpochSeconds,
): Promise<Decision<TenantView>> {
  return asReader(ports, who, tenant, async (reading) => {
    const [administrators, proposals] = await Promise.all([
      administratorsIn(ports, tenant, reading),
      ports.store.list<Proposal>('hospital', proposalList(tenant, true), { limit: COUNTED }),
    ]);
    const { staff: _staff, ...hospital } = reading.hospital ?? {};
    return {
      organisation: reading.organisation,
      ...(reading.hospital && { hospital: shown(hospital) }),
      administrators: administrators.found,
      allAdministrators: administrators.isWhole,
      openProposals: proposals.items.filter((proposal) => isOpen(proposal, now)).length,
    };
  });
}

const ADMINISTER: readonly string[] = Object.freeze(['iso_admin', 'oem_publisher']);

async function administratorsIn(ports: Needs, tenant: OrganisationId, { hospital, operator }: Reading) {
  const operators = operator?.organisation === tenant ? operator.admins : [];
  if (!hospital) return ofMembers(await membersOf(ports, tenant, PAGES), operators);
  const admins = adminsOf(hospital);
  const ids = [...new Set([...admins, ...operators])].slice(0, COUNTED);
  const people = await peopleOf(ports, ids);
  const found = ids.map((id) => ({ ...named(id, people), roles: rolesIn(id, { hdo_admin: admins, operators }) }));
  return { found, isWhole: true };
}

function ofMembers(
  { people, isWhole }: { readonly people: readonly Person[]; readonly isWhole: boolean },
  operators: readonly PersonId[],
) {
  const found = people
    .map(({ id, printedName, roles, status }) => ({
      person: id,
      printedName,
      roles: [
        ...(status === 'active' ? roles.filter((role) => ADMINISTER.includes(role)) : []),
        ...rolesIn(id, { hdo_admin: [], operators }),
      ],
    }))
    .filter(({ roles }) => roles.length > 0);
  return { found, isWhole };
}

function rolesIn(
  id: PersonId,
  held: { readonly hdo_admin: readonly PersonId[]; readonly operators: readonly PersonId[] },
) {
  const rows = [
    ['hdo_admin', held.hdo_admin],
    ['operator_admin', held.operators],
  ] as const;
  return rows.filter(([, ids]) => ids.includes(id)).map(([role]) => role);
}

function named(id: PersonId, people: ReadonlyMap<PersonId, Person>): NamedPerson {
  const printedName = people.get(id)?.printedName;
  return { person: id, ...(printedName !== undefined && { printedName }) };
}

export interface ProposalView extends Pick<Proposal, 'id' | 'verb' | 'status' | 'digest' | 'widens'> {
  /** Something may still come of it. */
  readonly open: boolean;
  readonly gains: readonly NamedPerson[];
  readonly proposedBy: NamedPerson;
  readonly proposedAt: EpochSeconds;
  readonly confirmBefore: EpochSeconds;
  readonly confirmedBy?: NamedPerson;
  readonly inForceAt?: EpochSeconds;
  readonly failure?: Proposal['failure'];
  /** Time of its last step. */
  readonly at: EpochSeconds;
  /** As it was sent, for administrators: its digest is what they confirm. */
  readonly body?: Proposal['body'];
}

/** Open proposals or settled ones, newest first. */
export async function listProposals(
  ports: Needs,
  who: Identity,
  tenant: OrganisationId,
  query: ProposalsQuery,
  now: EpochSeconds,
): Promise<Decision<Page<ProposalView>>> {
  return asReader(ports, who, tenant, async ({ reader }) => {
    const list = proposalList(tenant, query.settled !== 'true');
    const after = query.after === undefined ? {} : { after: query.after };
    const options = { limit: limitOf(query), newestFirst: true, ...after };
    const page = await ports.store.list<Proposal>('hospital', list, options);
    const people = await peopleOf(ports, namedIn(page.items));
    return {
      ...page,
      items: page.items.map((proposal) => proposalViewOf(proposal, people, reader === 'administrator', now)),
    };
  });
}

/** One read takes a hundred rows: whoever comes after is shown by id. */
export function namedIn(proposals: readonly Proposal[]): readonly PersonId[] {
  const acting = proposals.flatMap(({ proposedBy, confirmedBy }) => [
    proposedBy,
    ...(confirmedBy ? [confirmedBy] : []),
  ]);
  return [...new Set([...acting, ...proposals.flatMap(({ gains }) => gains)])].slice(0, COUNTED);
}

/** A proposal as it is read, with the names of those it is about. */
export function proposalViewOf(
  proposal: Proposal,
  people: ReadonlyMap<PersonId, Person>,
  showsBody: boolean,
  now: EpochSeconds,
): ProposalView {
  const { id, verb, status, digest, widens, gains, proposedBy, proposedAt, confirmedBy, inForceAt, failure } = proposal;
  return {
    id,
    verb,
    status,
    open: isOpen(proposal, now),
    digest,
    widens,
    gains: gains.map((person) => named(person, people)),
    proposedBy: named(proposedBy, people),
    proposedAt,
    confirmBefore: proposedAt + CONFIRM_WITHIN,
    ...(confirmedBy !== undefined && { confirmedBy: named(confirmedBy, people) }),
    ...(inForceAt !== undefined && { inForceAt }),
    ...(failure !== undefined && { failure }),
    at: proposal.at,
    ...(showsBody && { body: proposal.body }),
  };
}
