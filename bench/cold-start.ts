/**
 * What a cold start of the mint function costs: importing its bundle and answering the first call, in CPU time, against
 * the same function bundled the usual way (ES modules, minified, the SDK with its defaults). Each start is a process of
 * its own; the two sides take turns, and the figure is the ratio of their medians.
 *
 * The first call goes as far as the first answer of the table: parse, look up the token's issuer, find none, 401. The
 * table is a server in this process, so that its work is not counted; it is reached by plain HTTP on both sides.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { buildFunctions, buildUsual, bundleOf } from '../local/build.ts';
import { answerJson, readBody, serveLoopback } from '../local/loopback-server.ts';
import { LOCAL_CLIENT, tableEnvironment } from '../local/tables.ts';
import { type Figure, median } from './figure.ts';

const ROUNDS = 41;
/** Reads each file once, so that neither side pays for the disk. */
const WARM_UP = 2;

const START = fileURLToPath(new URL('../local/start-function.cjs', import.meta.url));

/** Builds both sides and starts each {@link ROUNDS} times. */
export async function benchColdStart(): Promise<Figure> {
  const home = fileURLToPath(new URL('../dist/bench', import.meta.url));
  await buildFunctions(join(home, 'ours'));
  const ours = bundleOf(join(home, 'ours'), 'mint-token');
  const usual = await buildUsual(join(home, 'usual'), 'mint-token');
  const table = await serveLoopback(0, async (request, response) => {
    await readBody(request, 65_536);
    answerJson(response, 200, { Responses: {}, UnprocessedKeys: {} }, 'application/x-amz-json-1.0');
  });
  const micros: { ours: number[]; usual: number[] } = { ours: [], usual: [] };
  try {
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const sides = [['ours', ours] as const, ['usual', usual] as const];
      for (const [side, bundle] of round % 2 === 0 ? sides : sides.reverse()) {
        const spent = await startOnce(bundle, table.endpoint);
        if (round >= 0) micros[side].push(spent);
      }
    }
  } finally {
    await table.close();
    rmSync(home, { recursive: true, force: true });
  }
  const medians = { ours: median(micros.ours), usual: median(micros.usual) };
  const ratio = medians.ours / medians.usual;
  return { name: 'cold-start', ratio, target: 0.75, against: 'the usual bundle', rounds: ROUNDS, micros: medians };
}

async function startOnce(bundle: string, endpoint: string): Promise<number> {
  const child = spawn(process.execPath, [START, bundle, JSON.stringify(EVENT)], {
    env: { ...ENVIRONMENT, AWS_ENDPOINT_URL: endpoint },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
  const { statusCode, micros } = JSON.parse(out) as { readonly statusCode: number; readonly micros: number };
  if (statusCode !== 401) throw new Error(`the first call was answered ${statusCode}`);
  return micros;
}

const ENVIRONMENT = Object.freeze({
  ...tableEnvironment('bench-'),
  CREDENTIAL_KEY_ARN: 'arn:aws:kms:us-east-1:000000000000:key/bench',
  SESSION_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:bench',
  BASE_URL: 'https://bench.example',
  AWS_REGION: LOCAL_CLIENT.region,
  AWS_ACCESS_KEY_ID: LOCAL_CLIENT.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: LOCAL_CLIENT.credentials.secretAccessKey,
});

/** Of the form of an access token; nobody signed it. */
const TOKEN = [{ alg: 'ES256', kid: 'k' }, { iss: 'https://id.example', sub: 's' }, {}]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

const EVENT = Object.freeze({
  version: '2.0',
  routeKey: 'POST /requests/{request}/tokens',
  rawPath: '/requests/st-marys_A/tokens',
  rawQueryString: '',
  headers: {
    authorization: `Bearer ${TOKEN}`,
    'content-type': 'application/json',
    'idempotency-key': '0123456789abcdef',
  },
  pathParameters: { request: 'st-marys_A' },
  requestContext: { requestId: 'bench', http: { method: 'POST', path: '/requests/st-marys_A/tokens' } },
  body: JSON.stringify({ device: 'gs1:01/09521000001022/21/001234', code: '123456' }),
  isBase64Encoded: false,
});
