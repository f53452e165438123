/**
 * `npm run -s slack-manifest -- --url URL [--name NAME] [--json]`: the manifest that an organisation's Slack app is made from
 * (docs/slack.md), as JSON on stdout; what to do with it on stderr unless `--json`. Exit 0 printed, 2 usage.
 */
import { parseArgs } from 'node:util';
import { appName, brokerOrigin, NotUsable, slackManifest } from './slack/manifest.ts';

const USAGE = 'usage: slack-manifest --url URL [--name NAME] [--json]';
const NEXT =
  'At https://api.slack.com/apps: Create New App, From a manifest, your workspace, JSON; then docs/slack.md.';

function main(args: string[]): number {
  const { url, name, json } = optionsIn(args);
  if (url === undefined) throw new NotUsable(USAGE);
  const manifest = slackManifest(brokerOrigin(url), appName(name));
  process.stdout.write(`${JSON.stringify(manifest, undefined, 2)}\n`);
  if (!json) process.stderr.write(`${NEXT}\n`);
  return 0;
}

function optionsIn(args: string[]) {
  const options = {
    url: { type: 'string' },
    name: { type: 'string', default: 'Wardkey' },
    json: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ args, options }).values;
  } catch {
    throw new NotUsable(USAGE);
  }
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof NotUsable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
