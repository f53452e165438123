/**
 * The row that holds a person's authenticator, and every change of it as one conditional expression (R10):
 * `sealed` secret, `lastStep` accepted, `fails` in all of `period`, `tries` by context, `organisation`, `version`.
 *
 * A try counts from the moment it is reserved, before the code is looked at, so parallel guesses share the five. A
 * right code gives back the tries of its context; `fails` therefore counts tries that no right code followed.
 */
import type { TransactWriteItem, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { codeRef } from '../../core/keys.ts';
import type { CodeUse, Write } from '../../core/ports.ts';
import type { PersonId } from '../../core/units.ts';
import { ABSENT, atVersion, itemOf, keyOf } from './dynamo-rows.ts';

type Enrol = Extract<Write, { kind: 'enrol' }>;

/** Tries under one ticket or session, and of one person over all of them. */
const TRIES_PER_CONTEXT = 5;
export const TRIES_PER_PERSON = 100;

/** Puts the authenticator where none stands, or in the place of the version it replaces. */
export function enrolment(write: Enrol, table: string): TransactWriteItem {
  const { person, organisation, sealed, lastStep, at, replaces } = write;
  const Item = {
    ...itemOf(codeRef(person), { organisation, since: at, version: (replaces?.version ?? 0) + 1 }),
    organisation: { S: organisation },
    sealed: { B: sealed },
    lastStep: { N: String(lastStep) },
    fails: { N: '0' },
    period: { N: '0' },
    tries: { M: {} },
  };
  return { Put: { TableName: table, Item, ...(replaces === undefined ? ABSENT : replacing(replaces)) } };
}

/** The version that was read, and the old code not used by another act meanwhile (R10). */
function replacing({ version, step }: NonNullable<Enrol['replaces']>) {
  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = atVersion(version);
  return {
    ConditionExpression: `${ConditionExpression} AND lastStep < :step`,
    ExpressionAttributeNames,
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ':step': { N: String(step) } },
  };
}

/** Takes one try of `context`, if one is left, and returns the row. */
export function reservation(person: PersonId, context: string, period: number, table: string): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(codeRef(person)),
    ConditionExpression:
      'attribute_exists(sealed) AND #period >= :period AND fails < :all AND (attribute_not_exists(tries.#context) OR tries.#context < :five)',
    UpdateExpression: 'SET fails = fails + :one, tries.#context = if_not_exists(tries.#context, :zero) + :one',
    ExpressionAttributeNames: { '#context': context, '#period': 'period' },
    ExpressionAttributeValues: {
      ':all': { N: String(TRIES_PER_PERSON) },
      ':five': { N: String(TRIES_PER_CONTEXT) },
      ':one': { N: '1' },
      ':period': { N: String(period) },
      ':zero': { N: '0' },
    },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

/** Begins `period` with this try as its first, if nobody has begun it yet. */
export function firstReservation(
  person: PersonId,
  context: string,
  period: number,
  table: string,
): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(codeRef(person)),
    ConditionExpression: 'attribute_exists(sealed) AND #period < :period',
    UpdateExpression: 'SET #period = :period, fails = :one, tries = :tries',
    ExpressionAttributeNames: { '#period': 'period' },
    ExpressionAttributeValues: {
      ':period': { N: String(period) },
      ':one': { N: '1' },
      ':tries': { M: { [context]: { N: '1' } } },
    },
    ReturnValues: 'ALL_NEW',
  };
}

/** Uses a right code: no code of its step or before is taken again, and the tries of its context are given back. */
export function codeUse({ person, step, context }: CodeUse, table: string): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: keyOf(codeRef(person)),
      ConditionExpression: 'lastStep < :step AND attribute_exists(tries.#context)',
      UpdateExpression: 'SET lastStep = :step, fails = fails - tries.#context REMOVE tries.#context',
      ExpressionAttributeNames: { '#context': context },
      ExpressionAttributeValues: { ':step': { N: String(step) } },
    },
  };
}

/** Gives one reserved try back: the code was right, but a rule said no before it was used. */
export function tryReturn(person: PersonId, context: string, table: string): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: keyOf(codeRef(person)),
      ConditionExpression: 'fails >= :one AND tries.#context >= :one',
      UpdateExpression: 'SET fails = fails - :one, tries.#context = tries.#context - :one',
      ExpressionAttributeNames: { '#context': context },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  };
}
