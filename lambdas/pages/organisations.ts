/** `GET /console/{tenant}/organisations`: one of a deployment's organisations, for its operator, and the ways to change it. */

import { OrganisationsQuery } from '../../core/registry/page-contract.ts';
import type { ChangeVerb } from '../../core/registry/verbs.ts';
import type { Organisation } from '../../core/registry.ts';
import { showChange } from '../../core/verbs/show-change.ts';
import { organisationsPage } from '../../web/organisations-page.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { unlessNotFound, yes } from '../problems.ts';
import { type PagePorts, problemAsPage, shown } from './frame.ts';
import { actionsFor, consoleFor } from './registry-console.ts';

export function organisationPages(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /console/{tenant}/organisations': endpoint({
      query: OrganisationsQuery,
      handle: (call) => showOrganisations(ports, call),
      onProblem: problemAsPage,
    }),
  };
}

const CHANGES: Readonly<Record<Organisation['status'], readonly ChangeVerb[]>> = Object.freeze({
  active: ['suspend-organisation', 'offboard-organisation'],
  suspended: ['reinstate-organisation', 'offboard-organisation'],
  offboarded: [],
});

async function showOrganisations(ports: PagePorts, { who, params, query }: Call<unknown, OrganisationsQuery>) {
  const { tenant = '' } = params;
  const { organisation = '' } = query;
  const { viewer, at } = await consoleFor(ports, who, tenant);
  const isNamed = /^[a-z0-9-]{1,32}$/.test(organisation);
  // The power that these changes take is what lets somebody look others up.
  const subject = isNamed ? { organisation } : {};
  const view = await showChange(ports, who, tenant, 'suspend-organisation', subject).catch(unlessNotFound);
  const another = view && yes(view).another;
  if (another === undefined) {
    const actions = actionsFor(tenant, at.powers, ['add-organisation', 'onboard-hospital']);
    const unknown = organisation === '' ? undefined : organisation;
    return shown(unknown === undefined ? 200 : 404, (nonce) =>
      organisationsPage({ nonce, viewer, tenant, unknown, actions }),
    );
  }
  const { id, name, kind, status, issuer } = another;
  const actions = actionsFor(tenant, at.powers, CHANGES[status], { organisation: id });
  const found = { id, name, kind, standing: status, issuer };
  return shown(200, (nonce) => organisationsPage({ nonce, viewer, tenant, found, actions }));
}
