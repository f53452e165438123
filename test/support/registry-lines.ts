/**
 * The whole registry as lines, so that what somebody gained shows as a line that was not there: `<row> <member> <value>`,
 * and one line each for what stands in a list. Nothing is picked: a row of a new kind is in it without a word here.
 */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { PREFIX, tableEnvironment } from '../../local/tables.ts';
import type { Stores } from '../contracts/store-harness.ts';

/** They move with every change, whatever it is. */
const COUNTERS: readonly string[] = Object.freeze(['version', 'stops']);
/** Every row of the registry but those of its history. */
export async function registryLines({ client }: Stores): Promise<readonly string[]> {
  const TableName = tableEnvironment(PREFIX).REGISTRY_TABLE;
  const lines: string[] = [];
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    for (const { pk, sk, doc } of page.Items ?? []) {
      if (!pk?.S?.startsWith('V#')) lines.push(...linesOf(`${pk?.S} ${sk?.S}`, JSON.parse(doc?.S ?? '{}')));
    }
    ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
  } while (ExclusiveStartKey !== undefined);
  return lines.sort();
}

function linesOf(row: string, members: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(members).flatMap(([name, value]) =>
    COUNTERS.includes(name) ? [] : listed(value).map((one) => `${row} ${name} ${JSON.stringify(one)}`),
  );
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
