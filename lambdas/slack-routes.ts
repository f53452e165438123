/**
 * The rows of routes.ts that Slack calls, as data only, apart from the others: the function that answers them is to be small, and
 * needs to know no route but these.
 */
import type { Route } from './routes.ts';

export const SLACK_ROUTES = [
  {
    verb: 'slack-interactions',
    method: 'POST',
    path: '/slack/interactions',
    caller: 'slack',
    function: 'slack',
    form: true,
    maxBytes: 256 * 1024,
    summary: 'Buttons and dialogs of a connected Slack workspace.',
  },
  {
    verb: 'slack-commands',
    method: 'POST',
    path: '/slack/commands',
    caller: 'slack',
    function: 'slack',
    form: true,
    summary: 'The command /service-access of a connected Slack workspace.',
  },
  {
    verb: 'slack-events',
    method: 'POST',
    path: '/slack/events',
    caller: 'slack',
    function: 'slack',
    summary: 'Where Slack checks the address, and says that the app was removed.',
  },
] as const satisfies readonly Route[];
