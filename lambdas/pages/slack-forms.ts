/** How an organisation's administrators connect a Slack workspace, and disconnect it (R18). */
import type { ChangeView } from '../../core/verbs/show-change.ts';
import { ONE, type RegistryForm, type RegistryForms, TWO } from './registry-forms.ts';

const ofWorkspace = {
  nameOf: ({ organisation }: ChangeView) => organisation?.name,
  back: () => 'slack',
} as const satisfies Partial<RegistryForm>;

export const SLACK_FORMS: RegistryForms = Object.freeze({
  'connect-slack': {
    ...ofWorkspace,
    title: 'Connect a Slack workspace',
    says: [
      'From a hospital’s workspace its approvers may decide, from any other one technicians may ask. One that was connected before is connected no longer.',
      `${TWO} Another channel of the workspace that is connected takes one person, at once.`,
    ],
    fields: [
      {
        name: 'team',
        label: 'Workspace',
        hint: 'Its id, for example T0123ABCD: in Slack’s address for browsers, after app.slack.com/client/.',
        kind: 'text',
        now: ({ workspace }) => workspace?.team,
      },
      {
        name: 'channel',
        label: 'Channel that is told of all requests',
        hint: 'Its id, for example C0123ABCD: at the end of what Slack says of the channel. Empty: none. No person’s name is written there.',
        kind: 'text',
        now: ({ workspace }) => workspace?.channel || undefined,
      },
    ],
  },
  'disconnect-slack': {
    ...ofWorkspace,
    title: 'Disconnect the Slack workspace',
    says: ['Nothing is sent there any more and nothing that comes from there counts. People are asked by mail.', ONE],
    isStop: true,
    fields: [],
  },
} satisfies RegistryForms);
