/** What an error of DynamoDB says, by its name and codes only: messages differ between engines and change. */

/** May pass by itself: another transaction holds an item, a partition is throttled, our earlier try is under way. */
const PASSING: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ThrottlingError',
  'ThrottlingException',
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

interface Failure {
  readonly name?: string;
  readonly CancellationReasons?: readonly { readonly Code?: string }[];
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** The name of a thrown value; `instanceof` would miss errors of another realm. */
export function nameOf(error: unknown): string {
  return failureOf(error).name ?? '';
}

/** One code an item of the transaction, in its order; empty unless the transaction was cancelled. */
export function cancellationCodes(error: unknown): readonly string[] {
  if (nameOf(error) !== 'TransactionCanceledException') return [];
  return (failureOf(error).CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
}

/** Whether another try may go better: passing contention, no answer at all, or a fault of the service. */
export function mayPass(error: unknown): boolean {
  const status = failureOf(error).$metadata?.httpStatusCode;
  if (status === undefined || status >= 500) return true;
  return PASSING.has(nameOf(error)) || cancellationCodes(error).some((code) => PASSING.has(code));
}

function failureOf(error: unknown): Failure {
  return typeof error === 'object' && error !== null ? error : {};
}
