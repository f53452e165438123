/** The demo's Slack: workspaces with their channels and members. Names are invented, ids have the form of Slack's. */
import type { OrganisationId, SlackTeam, SlackUser } from '../../core/units.ts';

export interface Member {
  readonly id: SlackUser;
  /** Another than the workspace's: somebody of a shared channel. */
  readonly team?: SlackTeam;
  readonly name: string;
  readonly realName: string;
  /** `guest`: of several channels; `single`: of one. */
  readonly kind?: 'guest' | 'single' | 'deleted';
}

interface Channel {
  readonly id: string;
  readonly name: string;
  /** Whether the app was invited. */
  readonly hasApp: boolean;
}

export interface Workspace {
  /** Whose it is, as its secret says. */
  readonly organisation: OrganisationId;
  readonly team: SlackTeam;
  readonly domain: string;
  readonly name: string;
  readonly app: string;
  readonly bot: string;
  readonly botUser: SlackUser;
  readonly channels: readonly Channel[];
  readonly members: readonly Member[];
}

export const WORKSPACES: readonly Workspace[] = Object.freeze([
  {
    organisation: 'meridian-lab',
    team: 'T0MERIDIAN',
    domain: 'meridian-lab',
    name: 'Meridian Reference Laboratory',
    app: 'A0MERIDIAN',
    bot: 'B0MERIDIAN',
    botUser: 'U0WARDKEY',
    channels: [
      { id: 'C0SERVICE', name: 'device-service', hasApp: true },
      { id: 'C0GENERAL', name: 'general', hasApp: false },
    ],
    members: [
      { id: 'U0SANTOS', name: 'i.santos', realName: 'Ines Santos' },
      { id: 'U0GREENE', name: 'a.greene', realName: 'Amos Greene' },
      { id: 'U0MEYER', name: 'q.meyer', realName: 'Quentin Meyer' },
      { id: 'U0FROST', name: 'd.frost', realName: 'Daniel Frost' },
      { id: 'U0GUEST', name: 'guest', realName: 'Gil Guest', kind: 'guest' },
      { id: 'U0GONE', name: 'gone', realName: 'Gerda Gone', kind: 'deleted' },
      { id: 'U0ELSEWHERE', team: 'T0ELSEWHERE', name: 'elsewhere', realName: 'Ella Elsewhere' },
    ],
  },
  {
    organisation: 'medserv',
    team: 'T0MEDSERV',
    domain: 'medserv',
    name: 'MedServ',
    app: 'A0MEDSERV',
    bot: 'B0MEDSERV',
    botUser: 'U0WARDKEYM',
    channels: [{ id: 'C0FIELD', name: 'field-service', hasApp: true }],
    members: [
      { id: 'U0OSEI', name: 'j.osei', realName: 'Joseph Osei' },
      { id: 'U0OTHER', name: 'other', realName: 'Otto Other' },
    ],
  },
]);

/** The conversation of the app with one person. */
export function dmOf(user: SlackUser): string {
  return `D${user.slice(1)}`;
}
