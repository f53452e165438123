/**
 * The `Slack` port over the Web API. What Slack says decides what the caller does next: a message that was taken has a place,
 * one that this recipient or the whole workspace will never take is said to be so, too many at once are said to come later,
 * and everything else is thrown, so that the delivery stays and is tried again. Nothing is tried again here.
 */
import type { KnownBlock } from '@slack/types';
import { type Logger, LogLevel, WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { ReadSlackSecrets, Slack, SlackAnswer, SlackMessage } from '../../core/slack-ports.ts';
import type { Seconds, SlackTeam } from '../../core/units.ts';

type Rejected = Extract<SlackAnswer, { readonly note: string }>['rejected'];

/** Slack's word -> refused for good, and by whom. A word that is missing may be tried again. */
const REJECTIONS = Object.freeze({
  channel_not_found: 'recipient',
  user_not_found: 'recipient',
  users_not_found: 'recipient',
  user_disabled: 'recipient',
  cannot_dm_bot: 'recipient',
  messages_tab_disabled: 'recipient',
  is_archived: 'recipient',
  not_in_channel: 'recipient',
  restricted_action: 'recipient',
  restricted_action_read_only_channel: 'recipient',
  restricted_action_thread_only_channel: 'recipient',
  restricted_action_thread_locked: 'recipient',
  message_not_found: 'message',
  thread_not_found: 'recipient',
  cant_update_message: 'message',
  edit_window_closed: 'message',
  invalid_auth: 'workspace',
  not_authed: 'workspace',
  token_revoked: 'workspace',
  token_expired: 'workspace',
  account_inactive: 'workspace',
  missing_scope: 'workspace',
  no_permission: 'workspace',
  access_denied: 'workspace',
  not_allowed_token_type: 'workspace',
  org_login_required: 'workspace',
  ekm_access_denied: 'workspace',
  team_access_not_granted: 'workspace',
  team_not_found: 'workspace',
} as const satisfies Readonly<Record<string, Rejected>>);

/** Slack's words for too many at once, where no header says how long. */
const TOO_MANY: readonly string[] = Object.freeze(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
const PAUSE: Seconds = 60;
/** Its own words for a token that is good no more: the secret may have been changed since it was read. */
const OLD_TOKEN: readonly string[] = Object.freeze([
  'invalid_auth',
  'token_revoked',
  'token_expired',
  'account_inactive',
]);

const TIMEOUT_MILLISECONDS = 5_000;
/** What fails after so long was waited for. */
const SILENCE_MILLISECONDS = 4_000;

/** The client would write tokens and texts at its lower levels. */
const SILENT: Logger = Object.freeze({
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
});

/** A message that was not taken now; the delivery tries again. Its message is a name of the error, never a text or a token. */
class SlackFault extends Error {
  constructor(options: ErrorOptions) {
    const { cause } = options;
    super(wordOf(cause) ?? (cause instanceof Error ? cause.name : 'unknown'), options);
    this.name = 'SlackFault';
  }
}

/** Posts as the app of each workspace, with the token that stands in its secret. @param apiUrl Slack's own, or a stand-in's */
export function slackPoster(readSecrets: ReadSlackSecrets, apiUrl: string): Slack {
  return {
    post: (team, channel, { text, blocks }, thread) =>
      asApp(readSecrets, apiUrl, team, (client) =>
        client.chat.postMessage({
          channel,
          text,
          blocks: known(blocks),
          mrkdwn: false,
          parse: 'none',
          unfurl_links: false,
          unfurl_media: false,
          ...(thread !== undefined && { thread_ts: thread }),
        }),
      ),
    update: (team, { channel, ts }, { text, blocks }) =>
      asApp(readSecrets, apiUrl, team, (client) =>
        client.chat.update({ channel, ts, text, blocks: known(blocks), parse: 'none' }),
      ),
  };
}

/**
 * `slack` for one run of a function: while Slack hangs, one message waits for it and the others are tried again later, so that the
 * run has time left for mails and for other people's news.
 */
export function forOneRun(slack: Slack): Slack {
  let isSilent = false;
  const heard = async (call: () => Promise<SlackAnswer>): Promise<SlackAnswer> => {
    if (isSilent) throw new SlackFault({ cause: 'silent' });
    const began = performance.now();
    try {
      return await call();
    } catch (error) {
      isSilent = performance.now() - began > SILENCE_MILLISECONDS;
      throw error;
    }
  };
  return {
    post: (...message) => heard(() => slack.post(...message)),
    update: (...message) => heard(() => slack.update(...message)),
  };
}

/** Blocks are made by web, which keeps to what Slack documents. */
function known(blocks: SlackMessage['blocks']): KnownBlock[] {
  return [...blocks] as unknown as KnownBlock[];
}

type Call = (client: WebClient) => Promise<{ readonly channel?: string; readonly ts?: string }>;

async function asApp(readSecrets: ReadSlackSecrets, apiUrl: string, team: SlackTeam, call: Call): Promise<SlackAnswer> {
  try {
    const token = await tokenOf(readSecrets, team);
    if (token === undefined) return { rejected: 'workspace', note: 'no_secret' };
    const answer = await answerOf(call(clientFor(token, apiUrl)));
    if (!('rejected' in answer) || !OLD_TOKEN.includes(answer.note)) return answer;
    const newer = await tokenOf(readSecrets, team, true);
    return newer === undefined || newer === token ? answer : await answerOf(call(clientFor(newer, apiUrl)));
  } catch (cause) {
    throw cause instanceof SlackFault ? cause : new SlackFault({ cause });
  }
}

async function tokenOf(readSecrets: ReadSlackSecrets, team: SlackTeam, newer = false): Promise<string | undefined> {
  return (await readSecrets(team, Math.floor(Date.now() / 1000), newer))?.botToken;
}

function clientFor(token: string, slackApiUrl: string): WebClient {
  return new WebClient(token, {
    slackApiUrl,
    logger: SILENT,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MILLISECONDS,
  });
}

async function answerOf(call: ReturnType<Call>): Promise<SlackAnswer> {
  try {
    const { channel, ts } = await call;
    // Without its place the message could never be kept true.
    if (channel === undefined || ts === undefined) throw new Error('no place');
    return { posted: { channel, ts } };
  } catch (cause) {
    if (cause instanceof WebAPIRateLimitedError) return { later: cause.retryAfter };
    const note = wordOf(cause) ?? '';
    if (TOO_MANY.includes(note)) return { later: PAUSE };
    const rejected = REJECTIONS[note as keyof typeof REJECTIONS] as Rejected | undefined;
    if (rejected) return { rejected, note };
    throw new SlackFault({ cause });
  }
}

function wordOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}
