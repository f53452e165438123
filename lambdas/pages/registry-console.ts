/** What handlers of a tenant's console share: who looks at which tenant, and rows of the registry in a page's words. */
import { type Moment, ROLE_WORDS, type Role } from '../../core/access/words.ts';
import type { Identity } from '../../core/ports.ts';
import { CHANGE_VERBS, type ChangeVerb, type Power } from '../../core/registry/verbs.ts';
import type { Entitlement } from '../../core/registry.ts';
import { type ConsoleView, readConsole } from '../../core/verbs/read-console.ts';
import type { Action, HeldRole } from '../../web/console-parts.ts';
import type { Viewer } from '../../web/layout.ts';
import { yes } from '../problems.ts';
import { type PagePorts, viewerFor } from './frame.ts';
import { REGISTRY_FORMS } from './registry-form-list.ts';

/** The reader of a tenant's console. @throws Problem for whoever may not read it */
export async function consoleFor(
  ports: PagePorts,
  who: Identity,
  tenant: string,
): Promise<{ readonly viewer: Viewer; readonly at: ConsoleView }> {
  const [viewer, read] = await Promise.all([viewerFor(ports, who), readConsole(ports, who, tenant)]);
  return { viewer, at: yes(read) };
}

/** The calendar day (UTC, as core/registry/dates.ts has them) on which something begins. */
export function firstDay(at: number): Moment {
  return { at, words: new Date(at * 1000).toISOString().slice(0, 10) };
}

/** The last day of what ends at `at`. */
export function lastDay(at: number): Moment {
  return { at, words: firstDay(at - 1).words };
}

/** Links to the forms of `verbs` that somebody with `powers` may send; `query` names what they are about. */
export function actionsFor(
  tenant: string,
  powers: readonly Power[],
  verbs: readonly ChangeVerb[],
  query: Readonly<Record<string, string>> = {},
): readonly Action[] {
  const about = Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : '';
  return verbs
    .filter((verb) => powers.includes(CHANGE_VERBS[verb]))
    .map((verb) => ({
      href: `/console/${tenant}/changes/${verb}${about}`,
      says: REGISTRY_FORMS[verb]?.title ?? verb,
    }));
}

/** Roles in the organisation, then those at the hospital with their places. */
export function rolesIn(roles: readonly Role[], entitlements: readonly Entitlement[] = []): readonly HeldRole[] {
  return [
    ...roles.map((role) => ({ says: ROLE_WORDS[role], places: [] })),
    ...entitlements.map(({ role, sites, units }) => ({ says: ROLE_WORDS[role], places: [...sites, ...units] })),
  ];
}
