/** What somebody is told who is invited: by whom, as what, where to sign in and until when (R20: names in the mail only). */
import { clockTime, date, roleWords } from '../access/words.ts';
import type { Entitlement, Invitation, Organisation } from '../registry.ts';

export interface InvitationNotice {
  readonly subject: string;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly words: string }[];
  readonly next: readonly string[];
}

/** @param zone of the hospital that invites, UTC for whoever has none */
export function invitationNotice(
  { printedName, roles, entitlements, operator, until }: Invitation,
  { name, issuer }: Organisation,
  zone: string,
): InvitationNotice {
  const held = [
    ...roles.map(roleWords),
    ...entitlements.map(placed),
    ...(operator ? ['administrator of this deployment'] : []),
  ];
  const last = `${date(until, zone)}, ${clockTime(until, zone)}`;
  return {
    subject: `${name} invites you to Wardkey · until ${last}`,
    title: `${name} invites ${printedName} to Wardkey`,
    facts: [
      { label: 'Name that others will see', words: printedName },
      { label: 'Roles', words: held.join('; ') || 'none yet' },
      { label: 'Sign in at', words: `${name}, as you do for everything else there (${issuer})` },
      { label: 'Good until', words: `${last}, and once` },
    ],
    next: [
      `Only somebody who can sign in at ${name} can take it up, and becomes this person then. Do not pass the link on.`,
      'Afterwards enrol a one-time code: nothing is decided or activated without one.',
      'If you expected no invitation, do nothing: without that sign-in the link opens nothing.',
    ],
  };
}

function placed({ role, sites, units }: Entitlement): string {
  const places = [...sites, ...units];
  return places.length === 0 ? roleWords(role) : `${roleWords(role)} for ${places.join(', ')}`;
}
