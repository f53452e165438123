/** Reads the members of a KMS request: JSON 1.1, blobs in base64. What is not as AWS takes it is a ValidationException. */
import { isObject } from '../loopback-server.ts';
import { KmsError } from './errors.ts';

export type Input = Readonly<Record<string, unknown>>;

export function text(input: Input, member: string): string {
  const value = input[member];
  if (typeof value !== 'string' || value === '') throw invalid(member);
  return value;
}

/** A member of AWS's own choice of words. */
export function oneOf<T extends string>(input: Input, member: string, words: readonly T[]): T {
  const found = words.find((word) => word === input[member]);
  if (found === undefined) throw invalid(member);
  return found;
}

/** A blob of 1 to `limit` bytes. */
export function blob(input: Input, member: string, limit: number): Buffer {
  const bytes = Buffer.from(text(input, member), 'base64');
  if (bytes.length === 0 || bytes.length > limit) throw invalid(member);
  return bytes;
}

export function integer(input: Input, member: string, least: number, most: number): number {
  const value = input[member];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) throw invalid(member);
  return value;
}

/** Absent = empty, as AWS has it. */
export function encryptionContext(input: Input): Readonly<Record<string, string>> {
  const context = input['EncryptionContext'] ?? {};
  if (!isObject(context) || !Object.values(context).every((value) => typeof value === 'string')) {
    throw invalid('EncryptionContext');
  }
  return context as Record<string, string>;
}

function invalid(member: string): KmsError {
  return new KmsError('ValidationException', `1 validation error detected: '${member}' failed to satisfy constraint`);
}
