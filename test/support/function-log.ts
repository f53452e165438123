/** What the functions of a broker said, looked through for what must not be there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSlackSecrets } from '../../local/slack/secrets.ts';

/** What is never said of Slack: tokens, and addresses and triggers that are good for something. */
const NEVER = ['xoxb-', '/hooks/', 'trigger_id'];

/** Of a workspace's secrets, `codes` and `words` those that stand there. @throws Error where the functions said nothing */
export function secretsSaid(
  dataDir: string,
  team: string,
  codes: readonly string[],
  words: readonly string[],
): readonly string[] {
  const said = readFileSync(join(dataDir, 'functions.log'), 'utf8');
  if (said === '') throw new Error('the functions said nothing');
  const { signing, botToken } = openSlackSecrets(join(dataDir, 'secrets'), []).read(team);
  const kept = [...NEVER, ...signing, botToken, ...words].filter((one) => said.includes(one));
  return [...kept, ...codes.filter((code) => new RegExp(`(?<![0-9])${code}(?![0-9])`).test(said))];
}
