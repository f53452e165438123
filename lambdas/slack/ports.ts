/** What the ingress from Slack is handed. */
import type { Ports } from '../../core/ports.ts';
import type { SlackDialogs, SlackPeople } from '../../core/slack-ports.ts';

export interface SlackIngress extends Pick<Ports, 'store' | 'credentials' | 'sealer' | 'codes' | 'random'> {
  readonly people: SlackPeople;
  readonly dialogs: SlackDialogs;
  /** Where the pages are. */
  readonly baseUrl: string;
}
