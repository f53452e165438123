/** `GET /console/{tenant}/people`, one of them, and the invitations: what the registry's lists say, with the forms that change it. */

import { momentIn } from '../../core/access/words.ts';
import { isExpired, isOpen } from '../../core/registry/in-force.ts';
import { PageQuery } from '../../core/registry/page-contract.ts';
import type { ChangeVerb } from '../../core/registry/verbs.ts';
import type { Invitation } from '../../core/registry.ts';
import { type InvitationView, listInvitations, listPeople, type PersonView } from '../../core/verbs/list-registry.ts';
import { readPerson } from '../../core/verbs/read-person.ts';
import type { Standing } from '../../web/console-parts.ts';
import { invitationsPage, peoplePage, personPage } from '../../web/people-pages.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { yes } from '../problems.ts';
import { type PagePorts, problemAsPage, shown } from './frame.ts';
import { actionsFor, consoleFor, lastDay, rolesIn } from './registry-console.ts';

const onProblem = problemAsPage;

export function peoplePages(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /console/{tenant}/people': endpoint({
      query: PageQuery,
      handle: (call) => showPeople(ports, call),
      onProblem,
    }),
    'GET /console/{tenant}/people/{person}': endpoint({ handle: (call) => showPerson(ports, call), onProblem }),
    'GET /console/{tenant}/invitations': endpoint({
      query: PageQuery,
      handle: (call) => showInvitations(ports, call),
      onProblem,
    }),
  };
}

async function showPeople(ports: PagePorts, { who, params, query }: Call<unknown, PageQuery>) {
  const { tenant = '' } = params;
  const [{ viewer, at }, list] = await Promise.all([
    consoleFor(ports, who, tenant),
    listPeople(ports, who, tenant, query),
  ]);
  const { items, next } = yes(list);
  const actions = actionsFor(tenant, at.powers, ['invite-person']);
  return shown(200, (nonce) => peoplePage({ nonce, viewer, tenant, people: items.map(lineOf), next, actions }));
}

function lineOf(person: PersonView) {
  const { id, printedName, roles, staff } = person;
  return { id, printedName, standing: standingOf(person), roles: rolesIn(roles, staff?.entitlements) };
}

function standingOf({ status, left }: PersonView): Standing {
  return left === undefined ? status : 'left';
}

/** In the order in which they are likely wanted. */
const CHANGES: readonly ChangeVerb[] = Object.freeze([
  'grant-role',
  'remove-role',
  'set-competence',
  'describe-person',
  'reset-code',
]);

async function showPerson(ports: PagePorts, { who, params, now }: Call) {
  const { tenant = '', person: id = '' } = params;
  const [{ viewer, at }, read] = await Promise.all([
    consoleFor(ports, who, tenant),
    readPerson(ports, who, tenant, id),
  ]);
  const person = yes(read);
  const { email, linked, status } = person;
  const competences = person.competences.map(({ model, validTo }) => ({
    model,
    until: lastDay(validTo),
    isOver: isExpired({ validTo }, now),
  }));
  const stop: ChangeVerb = status === 'active' ? 'suspend-person' : 'reinstate-person';
  const verbs = person.left === undefined ? [...CHANGES, stop] : [];
  const actions = actionsFor(tenant, at.powers, verbs, { person: id });
  return shown(200, (nonce) =>
    personPage({ nonce, viewer, tenant, person: { ...lineOf(person), email, linked, competences }, actions }),
  );
}

const MAILS: Readonly<Record<string, string>> = Object.freeze({
  queued: '○ waits to be sent',
  sent: '✓ sent',
  delivered: '✓ delivered',
  bounced: '✕ came back',
  failed: '✕ could not be sent',
});

async function showInvitations(ports: PagePorts, { who, params, query, now }: Call<unknown, PageQuery>) {
  const { tenant = '' } = params;
  const [{ viewer, at }, list] = await Promise.all([
    consoleFor(ports, who, tenant),
    listInvitations(ports, who, tenant, query),
  ]);
  const { items, next } = yes(list);
  const invitations = items.map((invitation: InvitationView) => {
    const { id, printedName, email, roles, entitlements, until, mail = 'queued' } = invitation;
    const standing = invitationStanding(invitation, now);
    const [form] =
      standing === 'open' ? actionsFor(tenant, at.powers, ['withdraw-invitation'], { invitation: id }) : [];
    return {
      printedName,
      email,
      roles: rolesIn(roles, entitlements),
      standing,
      until: momentIn(at.zone, until),
      mail: MAILS[mail] ?? mail,
      withdraw: form?.href,
    };
  });
  const actions = actionsFor(tenant, at.powers, ['invite-person']);
  return shown(200, (nonce) => invitationsPage({ nonce, viewer, tenant, invitations, next, actions }));
}

function invitationStanding(invitation: Invitation, now: number): Standing {
  return invitation.status === 'open' && !isOpen(invitation, now) ? 'over' : invitation.status;
}
