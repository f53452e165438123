/** `GET /console/{tenant}/hospital`, `/roster` and `/vendors`: what a hospital says of itself, its on-call order, its agreements. */

import { ROLE_WORDS } from '../../core/access/words.ts';
import { SCOPES } from '../../core/policy/tiers.ts';
import { Problem } from '../../core/problems.ts';
import { isInTerm } from '../../core/registry/in-force.ts';
import { PageQuery } from '../../core/registry/page-contract.ts';
import type { Hospital } from '../../core/registry.ts';
import { peopleOf } from '../../core/verbs/administrators.ts';
import { listVendors } from '../../core/verbs/list-registry.ts';
import { type ConsoleView, organisationNames } from '../../core/verbs/read-console.ts';
import { hospitalPage, rosterPage, vendorsPage } from '../../web/hospital-pages.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { yes } from '../problems.ts';
import { type PagePorts, problemAsPage, shown } from './frame.ts';
import { actionsFor, consoleFor, firstDay, lastDay } from './registry-console.ts';

const onProblem = problemAsPage;

export function hospitalPages(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /console/{tenant}/hospital': endpoint({ handle: (call) => showHospital(ports, call), onProblem }),
    'GET /console/{tenant}/roster': endpoint({ handle: (call) => showRoster(ports, call), onProblem }),
    'GET /console/{tenant}/vendors': endpoint({
      query: PageQuery,
      handle: (call) => showVendors(ports, call),
      onProblem,
    }),
  };
}

/** A servicer or maker is no hospital: such a page is not there. */
function hospitalOf({ hospital }: ConsoleView): Hospital {
  if (!hospital) throw new Problem('not-found');
  return hospital;
}

async function showHospital(ports: PagePorts, { who, params }: Call) {
  const { tenant = '' } = params;
  const { viewer, at } = await consoleFor(ports, who, tenant);
  const { name, status, isFrozen = false, zone, sites, contacts, keys } = hospitalOf(at);
  const stop = status === 'active' ? 'freeze-hospital' : 'reopen-hospital';
  const actions = actionsFor(tenant, at.powers, ['describe-hospital', 'rotate-token-key', stop]);
  const said = { name, standing: status, isFrozen, zone, sites, contacts };
  const hospital = { ...said, keys: { active: keys.active.kid, next: keys.next.kid } };
  return shown(200, (nonce) => hospitalPage({ nonce, viewer, tenant, hospital, actions }));
}

async function showRoster(ports: PagePorts, { who, params }: Call) {
  const { tenant = '' } = params;
  const { viewer, at } = await consoleFor(ports, who, tenant);
  const { roster, staff } = hospitalOf(at);
  const people = await peopleOf(ports, [...new Set(roster.flat())].slice(0, 100));
  const groups = roster.map((group) =>
    group.map((id) => ({
      name: people.get(id)?.printedName ?? id,
      roles: staff.find(({ person }) => person === id)?.entitlements.map(({ role }) => ROLE_WORDS[role]) ?? [],
    })),
  );
  const actions = actionsFor(tenant, at.powers, ['set-roster']);
  return shown(200, (nonce) => rosterPage({ nonce, viewer, tenant, groups, actions }));
}

async function showVendors(ports: PagePorts, { who, params, query, now }: Call<unknown, PageQuery>) {
  const { tenant = '' } = params;
  const [{ viewer, at }, list] = await Promise.all([
    consoleFor(ports, who, tenant),
    listVendors(ports, who, tenant, query),
  ]);
  hospitalOf(at);
  const { items, next } = yes(list);
  const names = await organisationNames(
    ports,
    items.map(({ organisation }) => organisation),
  );
  const vendors = items.map(({ organisation, status, from, to, scopes, insurance, contract }) => ({
    name: names.get(organisation) ?? organisation,
    standing: status,
    from: firstDay(from),
    to: lastDay(to),
    isInTerm: isInTerm({ from, to }, now),
    scopes: scopes.map((scope) => SCOPES[scope].says),
    insurance,
    contract,
    actions: actionsFor(
      tenant,
      at.powers,
      ['set-vendor', status === 'active' ? 'suspend-vendor' : 'reinstate-vendor'],
      { organisation },
    ),
  }));
  const [add] = actionsFor(tenant, at.powers, ['set-vendor']);
  return shown(200, (nonce) => vendorsPage({ nonce, viewer, tenant, vendors, next, add: add?.href }));
}
