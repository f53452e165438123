/**
 * News of a proposed registry change (R18): each step is told to everybody who could confirm it or withdraw it, so that
 * no change comes into force behind an administrator's back. Names stand in the mail and in no event (R20).
 */
import { hospitalRef, organisationRef, personRef, proposalRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { Proposal } from '../registry/proposal.ts';
import { proposalNotice } from '../registry/proposal-notice.ts';
import { CHANGE_VERBS } from '../registry/verbs.ts';
import type { PersonId } from '../units.ts';
import { administratorsFor, peopleOf } from './administrators.ts';
import type { Notice } from './notices.ts';

/** What this verb needs from outside. */
type Needs = Pick<Ports, 'store'>;

export const changeNotice: Notice = Object.freeze<Notice>({
  async recipients(ports, standing) {
    const { verb, tenant } = standing as Proposal;
    const admins = await administratorsFor(ports, CHANGE_VERBS[verb], tenant);
    return admins.map((person) => ({ person, message: 'proposal' }));
  },
  async letter(ports, writer, delivery) {
    const proposal = await proposalOf(ports, delivery.chain);
    if (!proposal) return undefined;
    const { people, recipient, organisation, hospital } = await namesFor(ports, proposal, delivery.person);
    if (!organisation || recipient?.status !== 'active') return undefined;
    const zone = hospital?.zone ?? 'UTC';
    const notice = proposalNotice({ proposal, organisation: organisation.name, zone, people });
    return { mail: { to: recipient.email, ...writer.proposal(notice) } };
  },
});

/** `T#<tenant>#G#proposal#<id>` names it. */
async function proposalOf({ store }: Needs, chain: string): Promise<Proposal | undefined> {
  const [, tenant = '', , , id = ''] = chain.split('#');
  const { proposal } = await store.load({ proposal: proposalRef(tenant, id) });
  return proposal;
}

/** DynamoDB reads a hundred rows at once; whom a change lets gain beyond that is named by id. */
const MAX_NAMES = 90;

async function namesFor(ports: Needs, proposal: Proposal, to: PersonId) {
  const { tenant, proposedBy, confirmedBy = proposedBy, gains } = proposal;
  const named = [...new Set([proposedBy, confirmedBy, ...gains])].slice(0, MAX_NAMES);
  const refs = { recipient: personRef(to), organisation: organisationRef(tenant), hospital: hospitalRef(tenant) };
  const [people, rows] = await Promise.all([peopleOf(ports, named), ports.store.load(refs)]);
  return { ...rows, people };
}
