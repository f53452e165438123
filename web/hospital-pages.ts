/** A hospital's own facts, who is asked first there, and the servicers that it has agreements with. */

import type { Moment } from '../core/access/words.ts';
import { summaryList } from './components/lists.ts';
import { insetText, warningText } from './components/messages.ts';
import { moment } from './components/time.ts';
import type { ConsoleFrame } from './console/parts.ts';
import { type Action, actionList, byShortName, type Standing, standingTag } from './console-parts.ts';
import { html } from './html.ts';
import { documentFor } from './layout.ts';
import { pagesOf } from './list-parts.ts';

export interface HospitalView extends ConsoleFrame {
  readonly hospital: {
    readonly name: string;
    readonly standing: Standing;
    readonly isFrozen: boolean;
    readonly zone: string;
    readonly sites: readonly string[];
    readonly contacts: { readonly security: string; readonly clinicalEngineering: string };
    readonly keys: { readonly active: string; readonly next: string };
  };
  readonly actions: readonly Action[];
}

export function hospitalPage({ nonce, viewer, hospital, actions }: HospitalView): string {
  const { name: title, standing, isFrozen, zone, sites, contacts, keys } = hospital;
  const rows = [
    { key: 'State', value: standingTag(standing) },
    { key: 'Time zone', value: zone },
    { key: 'Sites', value: sites.join('; ') },
    { key: 'Security matters go to', value: contacts.security },
    { key: 'Clinical engineering', value: contacts.clinicalEngineering },
    { key: 'Token key', value: html`<code>${keys.active}</code>` },
    { key: 'Next token key', value: html`<code>${keys.next}</code>` },
  ];
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${isFrozen && warningText('The hospital has stopped all service access. To open it again takes two people.')}
${summaryList(rows)}
${actionList(actions)}`;
  return documentFor({ nonce, viewer, title }, main);
}

interface OnCall {
  readonly name: string;
  readonly roles: readonly string[];
}

export interface RosterView extends ConsoleFrame {
  /** In the order in which they are asked. */
  readonly groups: readonly (readonly OnCall[])[];
  readonly actions: readonly Action[];
}

export function rosterPage({ nonce, viewer, groups, actions }: RosterView): string {
  const title = 'Who is asked first';
  const rows = groups.map((group, at) => ({
    key: `Asked ${at + 1}.`,
    value: group.map(({ name, roles }) => `${name} (${roles.join(', ')})`).join('; '),
  }));
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${rows.length === 0 ? insetText('Nobody is on the list: all who may approve are asked at once.') : summaryList(rows)}
<p class="govuk-body">Who does not answer in time is followed by the next; all of them may decide until the request dies.</p>
${actionList(actions)}`;
  return documentFor({ nonce, viewer, title }, main);
}

export interface VendorsView extends ConsoleFrame {
  readonly vendors: readonly {
    readonly name: string;
    readonly standing: Standing;
    readonly from: Moment;
    readonly to: Moment;
    readonly isInTerm: boolean;
    readonly scopes: readonly string[];
    readonly insurance: string;
    readonly contract: string;
    readonly actions: readonly Action[];
  }[];
  readonly next?: string | undefined;
  /** Where the agreement with another one is made, for whoever may. */
  readonly add?: string | undefined;
}

export function vendorsPage({ nonce, viewer, tenant, vendors, next, add }: VendorsView): string {
  const title = 'Servicers';
  const all = vendors.map(
    ({
      name,
      standing,
      from,
      to,
      isInTerm,
      scopes,
      insurance,
      contract,
      actions,
    }) => html`<h2 class="govuk-heading-m">${name}</h2>
${summaryList([
  { key: 'State', value: standingTag(standing) },
  {
    key: 'Term',
    value: html`${isInTerm ? '✓' : '✕ Not in force today:'} ${moment(from.at, from.words)} to ${moment(to.at, to.words)}`,
  },
  { key: 'May', value: scopes.join(', ') },
  { key: 'Insurance', value: insurance },
  { key: 'Contract', value: contract },
])}
${actions.length > 0 && html`<ul class="govuk-list">\n${actions.map(({ href, says }) => html`<li><a class="govuk-link" href="${href}">${says}<span class="govuk-visually-hidden"> ${name}</span></a></li>\n`)}</ul>`}
`,
  );
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${all.length === 0 && insetText('Servicers and manufacturers stand here once there is an agreement with them.')}
${all}
${pagesOf(`/console/${tenant}/vendors`, {}, next, 'More servicers')}
${add && html`<h2 class="govuk-heading-m">Another servicer</h2>\n${byShortName(add, 'Make an agreement')}`}`;
  return documentFor({ nonce, viewer, title }, main);
}
