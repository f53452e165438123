/**
 * The secrets of Slack workspaces in Secrets Manager, one secret a workspace: `{"signing": ["...", "..."], "botToken":
 * "xoxb-..."}` under `<prefix><team>`. An organisation's cloud engineer puts them there; nothing of ours writes them.
 */
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Problem } from '../../core/problems.ts';
import type { ReadSlackSecrets, SlackSecrets } from '../../core/slack-ports.ts';
import type { EpochSeconds, Seconds, SlackTeam } from '../../core/units.ts';

/** What was read is believed for so long: a token that was changed is used by then at the latest. */
const KEPT: Seconds = 300;
/** Between two readings that strangers can cause, of a secret or of its not being there. */
const READ_AGAIN: Seconds = 15;
/** Teams that are remembered; strangers can name any. */
const MAX_KEPT = 200;

/** @throws Problem audit-unavailable: without the secret nobody is known */
export function slackSecrets(client: SecretsManagerClient, prefix: string): ReadSlackSecrets {
  const kept = new Map<SlackTeam, { readonly at: EpochSeconds; readonly secrets: SlackSecrets | undefined }>();
  return async (team, now, newer = false) => {
    const known = kept.get(team);
    const age = known ? now - known.at : Number.POSITIVE_INFINITY;
    if (known && age < (newer || !known.secrets ? READ_AGAIN : KEPT)) return known.secrets;
    const secrets = await read(client, `${prefix}${team}`);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(team, { at: now, secrets });
    return secrets;
  };
}

async function read(client: SecretsManagerClient, SecretId: string): Promise<SlackSecrets | undefined> {
  try {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
    return parsed(SecretString);
  } catch (error) {
    // Its name only: messages of the service, and of a parser, hold what was read.
    const name = error instanceof Error ? error.name : 'unknown';
    if (NONE.includes(name)) return undefined;
    throw new Problem('audit-unavailable', {}, { cause: new Error(name) });
  }
}

/** There is no such secret, or it is to be deleted and is read no more. */
const NONE: readonly string[] = Object.freeze(['ResourceNotFoundException', 'InvalidRequestException']);

function parsed(text: string): SlackSecrets {
  const { signing, botToken } = JSON.parse(text) as Partial<Record<keyof SlackSecrets, unknown>>;
  const isSigning = Array.isArray(signing) && [1, 2].includes(signing.length) && signing.every(isSecret);
  if (!isSigning || !isSecret(botToken)) throw new Error('not the secret of a workspace');
  return { signing, botToken };
}

function isSecret(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9-]{16,255}$/.test(value);
}
