/**
 * How a row is stored: its JSON in `doc`, its version beside it for conditions, its places in the sparse indexes, and
 * `expires` for DynamoDB's TTL, which only tidies up and is never relied upon.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Indexes, ListName, Ref } from '../../core/ports.ts';
import type { EpochSeconds } from '../../core/units.ts';

export type Item = Record<string, AttributeValue>;

/** The attributes that carry an index: `[partition, number]`. Absent attributes leave an item out of it. */
export const INDEX_ATTRIBUTES: Readonly<Record<ListName, readonly [string, string]>> = Object.freeze({
  technician: ['tpk', 'tat'],
  hospital: ['hpk', 'hat'],
  queue: ['qpk', 'qat'],
  model: ['mpk', 'mat'],
});

/** The key of `ref` inside its table. */
export function keyOf(ref: Ref<unknown>): Item {
  return { pk: { S: ref.pk }, sk: { S: ref.sk } };
}

/** The item that stands for `row` at `ref`. */
export function itemOf(ref: Ref<unknown>, row: unknown, indexes: Indexes = {}, expires?: EpochSeconds): Item {
  return {
    ...keyOf(ref),
    doc: { S: JSON.stringify(row) },
    ...versionOf(row),
    ...placesOf(indexes),
    ...(expires === undefined ? {} : { expires: { N: String(expires) } }),
  };
}

/** The row that an item stands for. */
export function rowOf<T>(item: Item): T {
  return JSON.parse(item['doc']?.S ?? 'null') as T;
}

/** The line that stands for an item in the one index that does not hold the row. */
export function lineOf<T>(item: Item): T {
  return JSON.parse(item['line']?.S ?? 'null') as T;
}

/** Nothing stands there yet. */
export const ABSENT = Object.freeze({ ConditionExpression: 'attribute_not_exists(pk)' });

/** What stands there is still of `version`. */
export function atVersion(version: number) {
  return {
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': { N: String(version) } },
  };
}

function versionOf(row: unknown): Item {
  const version = typeof row === 'object' && row !== null && 'version' in row ? row.version : undefined;
  return typeof version === 'number' ? { version: { N: String(version) } } : {};
}

function placesOf(indexes: Indexes): Item {
  const places: Item = {};
  for (const name of ['technician', 'hospital', 'queue', 'model'] as const) {
    const place = indexes[name];
    if (place === undefined) continue;
    const [partition, number] = INDEX_ATTRIBUTES[name];
    places[partition] = { S: place[0] };
    places[number] = { N: String(place[1]) };
  }
  if (indexes.model) places['line'] = { S: JSON.stringify(indexes.model[2]) };
  return places;
}
