/**
 * What can go wrong between us and KMS, by name. Everything here is a *fault* (ours, answered 503 with the cause kept
 * for the operator), never a refusal: no rule said no. Errors are told apart by name only; messages hold ARNs and change.
 */

/** SDK error name, or the code of a socket error -> what the operator reads. docs/operations.md says what to do. */
const FAULTS = Object.freeze({
  DisabledException: 'key_disabled',
  KMSInvalidStateException: 'key_state',
  KeyUnavailableException: 'key_unavailable',
  NotFoundException: 'key_missing',
  InvalidArnException: 'key_missing',
  InvalidKeyUsageException: 'key_unsuited',
  UnsupportedOperationException: 'key_unsuited',
  IncorrectKeyException: 'key_differs',
  MalformedPolicyDocumentException: 'policy_refused',
  TagException: 'tags_refused',
  AccessDeniedException: 'access_denied',
  UnrecognizedClientException: 'access_denied',
  ExpiredTokenException: 'access_denied',
  ThrottlingException: 'throttled',
  LimitExceededException: 'throttled',
  TooManyRequestsException: 'throttled',
  KMSInternalException: 'kms_internal',
  InternalFailure: 'kms_internal',
  ServiceUnavailableException: 'kms_internal',
  DependencyTimeoutException: 'timeout',
  TimeoutError: 'timeout',
  AbortError: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EPIPE: 'unreachable',
  ENOTFOUND: 'unreachable',
  /** A wrong encryption context looks the same as a damaged ciphertext: both mean that a row was moved or altered. */
  InvalidCiphertextException: 'ciphertext_invalid',
} as const);

/** `unknown` and the three that no service reports: they are found by checking what KMS answered. */
type KmsFaultCode =
  | (typeof FAULTS)[keyof typeof FAULTS]
  | 'unknown'
  | 'answer_incomplete'
  | 'pinned_key_differs'
  | 'signature_malformed'
  | 'signature_wrong';

/** A failed use of a key; the `cause` of the Problem that is answered. Its message is its code, so it can be logged. */
export class KmsFault extends Error {
  readonly code: KmsFaultCode;

  constructor(code: KmsFaultCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'KmsFault';
    this.code = code;
  }
}

/** Names whatever a call to KMS threw. */
export function kmsFaultFrom(error: unknown): KmsFault {
  if (error instanceof KmsFault) return error;
  const { name, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  // The code first: the SDK calls a connection that was reset a TimeoutError, and only its code tells them apart.
  return new KmsFault(rowFor(code) ?? rowFor(name) ?? 'unknown', { cause: error });
}

function rowFor(name: string | undefined): KmsFaultCode | undefined {
  return name !== undefined && Object.hasOwn(FAULTS, name) ? FAULTS[name as keyof typeof FAULTS] : undefined;
}
