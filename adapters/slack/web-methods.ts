/**
 * The three things that the ingress asks of Slack: who somebody is, to open a dialog, to answer whoever pressed a button. By plain
 * `fetch`, as Slack wants an answer within three seconds and its own client is larger than this function may be.
 */
import type { ReadSlackSecrets, SlackDialogs, SlackPeople, SlackStanding } from '../../core/slack-ports.ts';
import type { EpochSeconds, SlackTeam } from '../../core/units.ts';

/**
 * A dialog that Slack does not open is said to whoever pressed: both in a row, and our own reads before them, are to be over within
 * Slack's three seconds.
 */
const METHOD_MS = 1_800;
const ANSWER_MS = 700;

export interface SlackAddresses {
  /** Where methods are, with a slash at its end. */
  readonly api: string;
  /** Where every address to answer to begins, with a slash at its end. */
  readonly hooks: string;
}

/** Of Slack's `user` object what says whether somebody is of the workspace itself. */
interface Account {
  readonly team_id?: unknown;
  readonly deleted?: unknown;
  readonly is_bot?: unknown;
  readonly is_restricted?: unknown;
  readonly is_ultra_restricted?: unknown;
  readonly is_stranger?: unknown;
}

type Answer = { readonly ok?: unknown; readonly error?: unknown; readonly user?: Account } | undefined;

export function slackWebMethods(secrets: ReadSlackSecrets, { api, hooks }: SlackAddresses): SlackPeople & SlackDialogs {
  const call = async (team: SlackTeam, method: string, type: string, body: string, now: EpochSeconds) => {
    const token = (await secrets(team, now))?.botToken;
    if (token === undefined) return undefined;
    return answerOf(`${api}${method}`, { authorization: `Bearer ${token}`, 'content-type': type }, body, METHOD_MS);
  };
  return {
    standingOf: async (team, user, now) =>
      standingIn(team, await call(team, 'users.info', FORM, new URLSearchParams({ user }).toString(), now)),
    open: async (team, trigger, view, now) => {
      const body = JSON.stringify({ trigger_id: trigger, view });
      return (await call(team, 'views.open', JSON_TYPE, body, now))?.ok === true;
    },
    respond: async (address, message) => {
      // A signed payload names it; were the secret known to somebody else, this function would still call nobody else's server.
      if (!address.startsWith(hooks)) return;
      const body = JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message });
      await answerOf(address, { 'content-type': JSON_TYPE }, body, ANSWER_MS);
    },
  };
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json; charset=utf-8';

/** Undefined for whatever is no answer of Slack's: a lost line, too late, another status, no JSON. */
async function answerOf(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  milliseconds: number,
): Promise<Answer> {
  const signal = AbortSignal.timeout(milliseconds);
  try {
    const answer = await fetch(address, { method: 'POST', headers, body, signal, redirect: 'error' });
    return answer.ok ? ((await answer.json()) as Answer) : undefined;
  } catch {
    return undefined;
  }
}

/** A bot and a closed account are no more than a guest. */
function standingIn(team: SlackTeam, answer: Answer): SlackStanding | undefined {
  if (answer?.ok !== true) return UNKNOWN_USER.includes(String(answer?.error)) ? 'foreign' : undefined;
  const user = answer.user;
  if (!user) return undefined;
  if (user.team_id !== team || user.is_stranger === true) return 'foreign';
  const { deleted, is_bot, is_restricted, is_ultra_restricted } = user;
  return [deleted, is_bot, is_restricted, is_ultra_restricted].includes(true) ? 'guest' : 'member';
}

const UNKNOWN_USER: readonly string[] = Object.freeze(['user_not_found', 'user_not_visible']);
