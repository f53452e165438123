/** The DynamoDB client that every adapter of this room is built on, and the fault that it surfaces as. */
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { Problem } from '../../core/problems.ts';

/**
 * Three tries by the SDK: enough for a dropped connection or a throttled partition, and 3 x 5 s is still inside a
 * function's 30 s. Its repeats carry the same ClientRequestToken, so a repeated transaction happens once. What the
 * SDK does not repeat, a cancelled transaction, is repeated by dynamo-commit.ts. The wait for a connection counts the wait
 * for one of the client's fifty sockets too, so it is longer than a connection ever takes.
 *
 * Without `throwOnRequestTimeout` a timeout would only be logged and a hung call would hang the function.
 */
export function dynamoClient(
  config: Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials'>,
): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: 3,
    retryMode: 'standard',
    requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
    ...config,
  });
}

/**
 * The answer of `call`; every fault of the store surfaces as one Problem, with the fault as its cause.
 * @throws Problem audit-unavailable
 */
export async function answerOf<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** The Problem for a store that cannot be relied on now. */
export function unavailable(cause: unknown): Problem {
  return new Problem('audit-unavailable', {}, { cause });
}

/** Waits before try `attempt` + 1: up to 25, 50, 100 ... ms, at random, so that losers do not meet again. */
export function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** attempt));
}
