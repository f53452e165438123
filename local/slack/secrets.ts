/**
 * The secrets of the demo's workspaces, as an organisation's cloud engineer would put them into Secrets Manager: a file each,
 * made at the first start and read at every use, so that a rotation counts at once. Slack itself signs with the first one.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SlackOwner, SlackSecrets } from '../../core/slack-ports.ts';
import type { OrganisationId, SlackTeam } from '../../core/units.ts';
import { makePrivateDirectory, writeDurably } from '../durable-file.ts';

/** What the embedded stack's functions are told that the names begin with. */
export const SLACK_SECRETS = 'wardkey-local-slack-';

export interface LocalSlackSecrets {
  read(team: SlackTeam): SlackSecrets;
  /** The text of the secret of that name; undefined where there is none. */
  textOf(name: string): string | undefined;
}

/** @param directory private; the secret of a team lies there under its name */
export function openSlackSecrets(directory: string, owners: readonly SlackOwner[]): LocalSlackSecrets {
  makePrivateDirectory(directory);
  const fileOf = (name: string) => join(directory, `${name}.json`);
  const ownerOf = new Map(owners.map(({ team, organisation }) => [`${SLACK_SECRETS}${team}`, organisation]));
  for (const [name, organisation] of ownerOf) {
    if (!existsSync(fileOf(name))) writeDurably(fileOf(name), JSON.stringify(newSecrets(organisation)));
  }
  return {
    read: (team) => JSON.parse(readFileSync(fileOf(`${SLACK_SECRETS}${team}`), 'utf8')),
    textOf: (name) => (ownerOf.has(name) ? readFileSync(fileOf(name), 'utf8') : undefined),
  };
}

function newSecrets(organisation: OrganisationId): SlackSecrets {
  const digits = () => String(randomBytes(5).readUIntBE(0, 5)).padStart(13, '1');
  const signing = [randomBytes(16).toString('hex')];
  return { organisation, signing, botToken: `xoxb-${digits()}-${digits()}-${randomBytes(12).toString('hex')}` };
}
