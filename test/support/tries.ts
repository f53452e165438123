/** Tries of one-time codes, as they stand in the table. */
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../../adapters/aws/dynamo-rows.ts';
import { codeRef } from '../../core/keys.ts';
import type { Phone } from '../../local/demo/broker.ts';
import type { Stores } from '../contracts/store-harness.ts';

/** Tries that stand reserved for somebody: one while his code is looked at. */
export async function triesOf({ client }: Stores, { member }: Pick<Phone, 'member'>): Promise<number> {
  const key = { TableName: 'wardkey-credentials', Key: keyOf(codeRef(member.person)), ConsistentRead: true };
  return Number((await client.send(new GetItemCommand(key))).Item?.['fails']?.N ?? 0);
}
