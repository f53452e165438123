/**
 * Whose workspace is connected in the demo, and whose account of Slack is linked, as tables. The other organisations are
 * without Slack, so that everything is seen by mail too.
 */
import { personIdFor } from '../../core/identity.ts';
import type { SlackLink, SlackTeamRow, SlackWorkspace } from '../../core/slack-rows.ts';
import type { EpochSeconds } from '../../core/units.ts';
import type { OrganisationName } from './organisations.ts';

type Linked = readonly [subject: string, user: string];

/** Organisation, team, the channel that is told ('' = none), and who linked himself. */
const CONNECTED: readonly (readonly [OrganisationName, team: string, channel: string, ...Linked[]])[] = Object.freeze([
  ['meridian-lab', 'T0MERIDIAN', 'C0SERVICE', ['i.santos', 'U0SANTOS'], ['a.greene', 'U0GREENE']],
  ['medserv', 'T0MEDSERV', '', ['j.osei', 'U0OSEI']],
]);

export interface SlackRows {
  readonly workspace: SlackWorkspace;
  readonly team: SlackTeamRow;
  readonly links: readonly SlackLink[];
}

export function slackRows(now: EpochSeconds): readonly SlackRows[] {
  return CONNECTED.map(([organisation, team, channel, ...linked]) => ({
    workspace: { organisation, team, status: 'connected', channel, version: 1 },
    team: { organisation, version: 1 },
    links: linked.map(([subject, user]) => {
      const person = personIdFor(organisation, subject);
      return { person, organisation, team, user, since: now, version: 1 };
    }),
  }));
}
