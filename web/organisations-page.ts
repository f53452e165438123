/** Organisations of a deployment, for its operator: found by their short name, as no list of them is kept. */

import { summaryList } from './components/lists.ts';
import type { ConsoleFrame } from './console/parts.ts';
import { type Action, actionList, byShortName, type Standing, standingTag } from './console-parts.ts';
import { html } from './html.ts';
import { documentFor } from './layout.ts';

const KINDS = Object.freeze({ hdo: 'Hospital', iso: 'Servicer', oem: 'Manufacturer' });

export interface OrganisationsView extends ConsoleFrame {
  readonly found?:
    | {
        readonly id: string;
        readonly name: string;
        readonly kind: keyof typeof KINDS;
        readonly standing: Standing;
        readonly issuer: string;
      }
    | undefined;
  /** What was typed and is not here. */
  readonly unknown?: string | undefined;
  /** Of the one that was found, else of the deployment. */
  readonly actions: readonly Action[];
}

export function organisationsPage({ nonce, viewer, tenant, found, unknown, actions }: OrganisationsView): string {
  const title = found?.name ?? 'Organisations';
  const wrong = unknown === undefined ? undefined : { typed: unknown, error: 'There is no organisation of this name.' };
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
${
  found &&
  summaryList([
    { key: 'State', value: standingTag(found.standing) },
    { key: 'Kind', value: KINDS[found.kind] },
    { key: 'Short name', value: found.id },
    { key: 'Its people sign in at', value: found.issuer },
  ])
}
${actionList(actions)}
<h2 class="govuk-heading-m">Find an organisation</h2>
${byShortName(`/console/${tenant}/organisations`, 'Find', wrong)}`;
  return documentFor({ nonce, viewer, title: wrong ? `Error: ${title}` : title }, main);
}
