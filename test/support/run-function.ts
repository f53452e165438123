/** Runs a built function of a running broker in a process of its own, as Lambda would hand it events one after the other. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { FUNCTIONS, type FunctionName } from '../../lambdas/routes.ts';
import { bundleOf } from '../../local/build.ts';
import { type Broker, send } from '../../local/demo/broker.ts';
import { startSecrets } from '../../local/secrets.ts';
import { openSlackSecrets, SLACK_SECRETS } from '../../local/slack/secrets.ts';
import { WORKSPACES } from '../../local/slack/workspaces.ts';
import { LOCAL_CLIENT, PREFIX, tableEnvironment } from '../../local/tables.ts';
import { LOCAL_TOKEN_KEYS } from '../../local/token-keys.ts';

const MOVED_CLOCK = new URL('../../local/moved-clock.ts', import.meta.url).href;
const SCRIPT = `
const [bundle, ahead] = process.argv.slice(1);
let text = '';
process.stdin.on('data', (chunk) => { text += chunk; }).on('end', async () => {
  const { moveClock, newClock, skip } = await import(${JSON.stringify(MOVED_CLOCK)});
  const clock = newClock();
  skip(clock, Number(ahead));
  moveClock(clock);
  const { handler } = require(bundle);
  const answers = [];
  for (const event of JSON.parse(text)) answers.push(await handler(event).catch((error) => ({ threw: error.name })));
  process.stdout.write('\\n' + JSON.stringify(answers) + '\\n', () => process.exit(0));
});`;

/** By the broker's clock: to a sweeper that is ahead of it, whatever it has claimed is free again. */
async function aheadOf({ addresses }: Broker): Promise<number> {
  const { body } = await send(`${addresses.api}/_clock`, { method: 'POST', body: { skip: 0 } });
  return body.ahead;
}

/** The answers to `events`; an answer of a call that failed is `{threw}`. */
export async function runFunction(
  broker: Broker,
  name: FunctionName,
  events: readonly object[],
): Promise<readonly unknown[]> {
  const { addresses, dataDir } = broker;
  const directory = join(dataDir, 'secrets');
  const { textOf } = openSlackSecrets(directory, WORKSPACES);
  const secrets = await startSecrets({ file: join(directory, 'session.json'), textOf });
  const settings: Readonly<Record<string, string>> = {
    ...tableEnvironment(PREFIX),
    MAIL_FROM: 'Wardkey <access@wardkey.example>',
    BASE_URL: addresses.api,
    ENVIRONMENT_NAME: LOCAL_TOKEN_KEYS.environment,
    TOKEN_KEY_POLICY: LOCAL_TOKEN_KEYS.policy,
    SLACK_SECRETS,
  };
  const own = FUNCTIONS[name].environment.map((variable) => [variable, settings[variable] ?? '']);
  const env = {
    ...Object.fromEntries(own),
    AWS_REGION: LOCAL_CLIENT.region,
    AWS_ACCESS_KEY_ID: LOCAL_CLIENT.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CLIENT.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodb,
    AWS_ENDPOINT_URL_KMS: addresses.kms,
    AWS_ENDPOINT_URL_SESV2: addresses.inbox,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    SLACK_API_URL: `${addresses.slack}/api/`,
  };
  const words = [bundleOf(`${dataDir}/functions`, name), String(await aheadOf(broker))];
  const child = spawn(process.execPath, ['--no-warnings', '--eval', SCRIPT, ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env,
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stdin.end(JSON.stringify(events));
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  await secrets.close();
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? 'null');
}
