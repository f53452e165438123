/**
 * `npm run verify-log -- [--data DIR] [--hospital ID | --request ID]`: walks the log of a running stack from its bytes and
 * prints one JSON object. Exit 0 verified, 6 broken, 2 usage, 4 nothing there. It reads the tables itself and asks no
 * function of the broker.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dynamoClient } from '../adapters/aws/dynamo-client.ts';
import { dynamoLedger } from '../adapters/aws/dynamo-ledger.ts';
import { dynamoStore } from '../adapters/aws/dynamo-store.ts';
import { tablesFrom } from '../adapters/aws/dynamo-tables.ts';
import { requestChain } from '../core/keys.ts';
import { type Verified, verifyChain, verifyHospital } from '../core/verbs/verify-log.ts';
import { ADDRESSES, type Addresses } from './stack-files.ts';
import { LOCAL_CLIENT, PREFIX, tableEnvironment } from './tables.ts';

/** Verifies on the engine at `dynamodb`. */
export async function verifyLog(
  dynamodb: string,
  what: { readonly hospital: string } | { readonly request: string },
): Promise<Verified> {
  const client = dynamoClient({ ...LOCAL_CLIENT, endpoint: dynamodb });
  const tables = tablesFrom(tableEnvironment(PREFIX));
  const ports = { store: dynamoStore(client, tables), ledger: dynamoLedger(client, tables) };
  try {
    return 'hospital' in what
      ? await verifyHospital(ports, what.hospital)
      : await verifyChain(ports, requestChain(what.request));
  } finally {
    client.destroy();
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '.wardkey' },
      hospital: { type: 'string' },
      request: { type: 'string' },
    },
  });
  const { hospital, request } = values;
  if ((hospital === undefined) === (request === undefined)) {
    process.stderr.write('Name one of --hospital ID and --request ID.\n');
    return 2;
  }
  const { dynamodb } = JSON.parse(readFileSync(join(values.data, ADDRESSES), 'utf8')) as Addresses;
  const result = await verifyLog(dynamodb, hospital === undefined ? { request: request ?? '' } : { hospital });
  const isThere = result.events > 0;
  process.stdout.write(`${JSON.stringify({ verified: isThere && !result.broken, ...result })}\n`);
  if (!isThere) {
    process.stderr.write('There is no event of that name: a misspelt id, or nothing has happened yet.\n');
    return 4;
  }
  return result.broken ? 6 : 0;
}

if (import.meta.main) {
  process.exitCode = await main().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${why}\nIs a stack running on that data directory? \`npm start\` starts one.\n`);
    return 2;
  });
}
