/** What the registry holds of Slack: workspaces, and whose account is whose. */
import type { Versioned } from './registry.ts';
import type { EpochSeconds, OrganisationId, PersonId, SlackTeam, SlackUser } from './units.ts';

/**
 * The Slack workspace of an organisation. A hospital's decides, a servicer's only asks. Its secrets stand in Secrets Manager
 * under a name made of the team's id, and nowhere here.
 */
export interface SlackWorkspace extends Versioned {
  readonly organisation: OrganisationId;
  readonly team: SlackTeam;
  /** `disconnected`: nothing is posted there and nothing that comes from there is looked at. */
  readonly status: 'connected' | 'disconnected';
  /** The channel that is told of all requests, `C...`; '' = none. */
  readonly channel: string;
}

/** Whose workspace a team is; there while it is connected, and never changed. */
export interface SlackTeamRow extends Versioned {
  readonly organisation: OrganisationId;
}

/** Whose account of Slack it is, and the account of a person: two rows that come and go together. */
export interface SlackLink extends Versioned {
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly team: SlackTeam;
  readonly user: SlackUser;
  readonly since: EpochSeconds;
}
