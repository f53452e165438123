/** The manifest of an organisation's Slack app (docs.slack.dev, "App manifest reference"): what it may, and nothing more. */
import { COMMAND } from './payloads.ts';

/** Slack's limit of an app's name. */
const NAME_LIMIT = 35;

/** What a person can do about what he typed. */
export class NotUsable extends Error {}

/** Hosts of this machine, which may be reached without TLS. */
const LOOPBACK: readonly string[] = Object.freeze(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The broker's origin.
 * @throws NotUsable for anything but an origin: Slack sends people's acts there, and nothing may stand in it that is kept as a secret
 */
export function brokerOrigin(text: string): string {
  const url = URL.parse(text);
  const isOrigin = url !== null && [url.origin, `${url.origin}/`].includes(text.toLowerCase());
  if (!isOrigin)
    throw new NotUsable(
      '--url takes the address of the broker alone, without path, query, user or fragment, like https://wardkey.example.org',
    );
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK.includes(url.hostname)))
    throw new NotUsable('--url begins with https://; Slack sends to nothing else. http:// is for this machine alone');
  return url.origin;
}

/** @throws NotUsable for a name that Slack does not take */
export function appName(text: string): string {
  const isOne = text.trim() === text && text.length > 0 && text.length <= NAME_LIMIT;
  if (!isOne) throw new NotUsable(`--name takes 1 to ${NAME_LIMIT} characters, with no space at either end`);
  return text;
}

/**
 * `commands`: the slash command. `chat:write`: cards in conversations with people and in channels that it was invited to.
 * `users:read`: whether somebody is a guest, stranger or deactivated. It reads no message, and can invite itself nowhere.
 */
const SCOPES = Object.freeze(['commands', 'chat:write', 'users:read']);

/** @param origin of the broker */
export function slackManifest(origin: string, name: string) {
  return {
    _metadata: { major_version: 1, minor_version: 1 },
    display_information: {
      name,
      description: 'Requests for service access to medical devices: told, asked for and decided.',
    },
    features: {
      // Without the tab nothing can be posted to a person; read-only, so that nobody types a code where nobody reads.
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'wardkey', always_online: true },
      slash_commands: [
        {
          command: COMMAND,
          url: `${origin}/slack/commands`,
          description: 'Ask for service access, and see how it stands',
          usage_hint: '[list | REFERENCE | link CODE | help]',
          should_escape: false,
        },
      ],
    },
    oauth_config: { scopes: { bot: SCOPES } },
    settings: {
      event_subscriptions: {
        request_url: `${origin}/slack/events`,
        bot_events: ['app_uninstalled', 'tokens_revoked'],
      },
      interactivity: { is_enabled: true, request_url: `${origin}/slack/interactions` },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}
