/** Errors under AWS's own names and HTTP statuses, so that the real SDK client reads them as it reads KMS's. */

const STATUS = Object.freeze({
  AccessDeniedException: 400,
  DisabledException: 400,
  IncorrectKeyException: 400,
  InvalidCiphertextException: 400,
  InvalidKeyUsageException: 400,
  KMSInternalException: 500,
  KMSInvalidMacException: 400,
  KMSInvalidStateException: 400,
  MalformedPolicyDocumentException: 400,
  NotFoundException: 400,
  TagException: 400,
  ThrottlingException: 400,
  UnknownOperationException: 400,
  UnsupportedOperationException: 400,
  ValidationException: 400,
} as const);

export type KmsErrorName = keyof typeof STATUS;

export class KmsError extends Error {
  override readonly name: KmsErrorName;
  readonly status: number;

  constructor(name: KmsErrorName, message: string) {
    super(message);
    this.name = name;
    this.status = STATUS[name];
  }
}
