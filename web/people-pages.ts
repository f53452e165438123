/** People of an organisation, one of them with what he may do, and those who are invited. */

import type { Moment } from '../core/access/words.ts';
import { summaryList, taskList } from './components/lists.ts';
import { insetText } from './components/messages.ts';
import { backLink } from './components/navigation.ts';
import { moment } from './components/time.ts';
import type { ConsoleFrame } from './console/parts.ts';
import { type Action, actionList, type HeldRole, heldWords, type Standing, standingTag } from './console-parts.ts';
import { html } from './html.ts';
import { documentFor } from './layout.ts';
import { pagesOf } from './list-parts.ts';

interface PersonLine {
  readonly id: string;
  readonly printedName: string;
  readonly standing: Standing;
  readonly roles: readonly HeldRole[];
}

function rolesOf(roles: readonly HeldRole[]): string {
  return roles.map(heldWords).join('; ') || 'no role';
}

export interface PeopleView extends ConsoleFrame {
  readonly people: readonly PersonLine[];
  readonly next?: string | undefined;
  readonly actions: readonly Action[];
}

export function peoplePage({ nonce, viewer, tenant, people, next, actions }: PeopleView): string {
  const title = 'People';
  const lines = people.map(({ id, printedName, standing, roles }) => ({
    title: printedName,
    href: `/console/${tenant}/people/${id}`,
    hint: rolesOf(roles),
    status: standingTag(standing),
  }));
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body"><a class="govuk-link" href="/console/${tenant}/invitations">Invitations</a></p>
${lines.length === 0 ? insetText('People stand here once they took up an invitation.') : taskList(lines)}
${pagesOf(`/console/${tenant}/people`, {}, next, 'More people')}
${actionList(actions)}`;
  return documentFor({ nonce, viewer, title }, main);
}

export interface PersonPageView extends ConsoleFrame {
  readonly person: PersonLine & {
    readonly email: string;
    readonly competences: readonly { readonly model: string; readonly until: Moment; readonly isOver: boolean }[];
    readonly linked: readonly string[];
  };
  readonly actions: readonly Action[];
}

export function personPage({ nonce, viewer, tenant, person, actions }: PersonPageView): string {
  const { printedName: title, id, standing, email, roles, competences, linked } = person;
  const before = backLink({ href: `/console/${tenant}/people`, says: 'People' });
  const listed = (lines: readonly string[], none: string) =>
    lines.length === 0 ? none : html`${lines.map((line, at) => html`${at > 0 && html`<br>`}${line}`)}`;
  const held = competences.map(
    ({ model, until, isOver }, at) =>
      html`${at > 0 && html`<br>`}${model}: ${isOver ? '✕ over since' : '✓ until'} ${moment(until.at, until.words)}`,
  );
  const rows = [
    { key: 'State', value: standingTag(standing) },
    {
      key: 'Roles',
      value: listed(roles.map(heldWords), 'none'),
    },
    { key: 'Competences', value: held.length === 0 ? 'none' : held },
    { key: 'Mail', value: email },
    { key: 'Linked accounts', value: listed(linked, 'none') },
    { key: 'Account', value: html`<code>${id}</code>` },
  ];
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${summaryList(rows)}
${actionList(actions)}`;
  return documentFor({ nonce, viewer, title, before }, main);
}

export interface InvitationsView extends ConsoleFrame {
  readonly invitations: readonly {
    readonly printedName: string;
    readonly email: string;
    readonly roles: readonly HeldRole[];
    readonly standing: Standing;
    readonly until: Moment;
    /** How far its mail came, in words. */
    readonly mail: string;
    /** Where it is withdrawn; only of one that is open. */
    readonly withdraw?: string | undefined;
  }[];
  readonly next?: string | undefined;
  readonly actions: readonly Action[];
}

export function invitationsPage({ nonce, viewer, tenant, invitations, next, actions }: InvitationsView): string {
  const title = 'Invitations';
  const before = backLink({ href: `/console/${tenant}/people`, says: 'People' });
  const lines = invitations.map(({ printedName, email, roles, standing, until, mail, withdraw }) => ({
    title: html`${printedName}<br>${email}`,
    hint: html`${rolesOf(roles)}; until ${moment(until.at, until.words)}; mail ${mail}`,
    status: html`${standingTag(standing)}${withdraw && html`<br><a class="govuk-link" href="${withdraw}">Withdraw<span class="govuk-visually-hidden"> the invitation of ${printedName}</span></a>`}`,
  }));
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${lines.length === 0 ? insetText('Invitations stand here from when they are sent.') : taskList(lines)}
${pagesOf(`/console/${tenant}/invitations`, {}, next, 'More invitations')}
${actionList(actions)}`;
  return documentFor({ nonce, viewer, title, before }, main);
}
