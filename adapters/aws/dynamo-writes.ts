/** Each kind of write as one item of a transaction, and what is lost when its condition does not hold. */
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { codeRef } from '../../core/keys.ts';
import type { Conflict, Write } from '../../core/ports.ts';
import { codeUse, enrolment, tryReturn } from './dynamo-codes.ts';
import { ABSENT, atVersion, itemOf, keyOf } from './dynamo-rows.ts';
import type { Tables } from './dynamo-tables.ts';

/** The item of a transaction that makes `write`. */
export function itemFor(write: Write, tables: Tables): TransactWriteItem {
  switch (write.kind) {
    case 'insert':
      return {
        Put: {
          TableName: tables[write.ref.table],
          Item: itemOf(write.ref, write.row, write.indexes, write.expires),
          ...ABSENT,
        },
      };
    case 'replace':
      return {
        Put: {
          TableName: tables[write.ref.table],
          Item: itemOf(write.ref, write.row, write.indexes, write.expires),
          ...atVersion(write.version),
        },
      };
    case 'remove':
      return { Delete: { TableName: tables[write.ref.table], Key: keyOf(write.ref) } };
    case 'forget-code':
      return { Delete: { TableName: tables.credentials, Key: keyOf(codeRef(write.person)) } };
    case 'unchanged':
      return {
        ConditionCheck: { TableName: tables[write.ref.table], Key: keyOf(write.ref), ...atVersion(write.version) },
      };
    case 'use-code':
      return codeUse(write.use, tables.credentials);
    case 'return-try':
      return tryReturn(write.person, write.context, tables.credentials);
    case 'enrol':
      return enrolment(write, tables.credentials);
    default:
      return write satisfies never;
  }
}

/** What stood in the way of `write`. */
export function lossOf(write: Write): Conflict {
  switch (write.kind) {
    case 'insert':
    case 'replace':
    case 'remove':
    case 'unchanged':
      return { lost: 'row', ref: write.ref };
    case 'enrol':
    case 'forget-code':
      return { lost: 'row', ref: codeRef(write.person) };
    case 'use-code':
    case 'return-try':
      return { lost: 'code' };
    default:
      return write satisfies never;
  }
}
