/** What the story in Slack is told with: the seats of its people, and what earlier steps leave for later ones. */
import { dmOf } from '../slack/workspaces.ts';
import type { Phone, Scene } from './broker.ts';
import type { DemoDevice } from './device.ts';
import { type Placed, Seat } from './slack-seat.ts';

export const LAB = 'meridian-lab';
export const ANALYSER = { id: 'gs1:01/09521000001084/21/HX-00051', code: 'G7NF-4CSK' };
export const ANALYSER_MAKER = 'oem-larkspur';
export const CHANNEL = 'C0SERVICE';
/** A sentence of the request that nobody may find in the channel. */
export const REASON = 'Carousel jams between two racks.';

/** The people of the story in their workspaces. */
function seatsAt(addresses: { readonly slack: string }) {
  const at = (team: string) => (user: string) => new Seat(addresses, team, user);
  const [lab, medserv] = [at('T0MERIDIAN'), at('T0MEDSERV')];
  return {
    osei: medserv('U0OSEI'),
    santos: lab('U0SANTOS'),
    greene: lab('U0GREENE'),
    meyer: lab('U0MEYER'),
    guest: lab('U0GUEST'),
    elsewhere: lab('U0ELSEWHERE'),
  };
}
export const OWN = Object.freeze({ santos: dmOf('U0SANTOS'), greene: dmOf('U0GREENE') });

/** What earlier steps leave for later ones. */
interface Left {
  osei: Phone;
  santos: Phone;
  greene: Phone;
  meyer: Phone;
  ventilator: DemoDevice;
  readonly device: typeof ANALYSER;
  request: string;
  reference: string;
  token: string;
  releaseCode: string;
  /** In the approver's conversation and in the channel. */
  own: Placed;
  common: Placed;
  /** The body of a decision's dialog, as Slack sent it. */
  sent: string;
  link: string;
}

export interface SlackStage {
  readonly scene: Scene;
  /** Where the device lives. */
  readonly home: string;
  readonly seats: ReturnType<typeof seatsAt>;
  readonly left: Left;
}

export function slackStage(scene: Scene, home: string): SlackStage {
  return { scene, home, seats: seatsAt(scene.broker.addresses), left: { device: ANALYSER } as Left };
}
