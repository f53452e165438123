import { describe, expect, test } from '@jest/globals';
import { KmsFault, kmsFaultFrom } from '../../adapters/aws/kms-faults.ts';

const named = (name: string, code?: string) =>
  Object.assign(new Error('arn:aws:kms:...'), { name, ...(code && { code }) });

describe('kmsFaultFrom names', () => {
  test.each([
    ['DisabledException', undefined, 'key_disabled'],
    ['KMSInvalidStateException', undefined, 'key_state'],
    ['KeyUnavailableException', undefined, 'key_unavailable'],
    ['NotFoundException', undefined, 'key_missing'],
    ['AccessDeniedException', undefined, 'access_denied'],
    ['ThrottlingException', undefined, 'throttled'],
    ['LimitExceededException', undefined, 'throttled'],
    ['KMSInternalException', undefined, 'kms_internal'],
    ['DependencyTimeoutException', undefined, 'timeout'],
    ['TimeoutError', undefined, 'timeout'],
    ['TimeoutError', 'ECONNRESET', 'unreachable'],
    ['Error', 'ECONNREFUSED', 'unreachable'],
    ['InvalidCiphertextException', undefined, 'ciphertext_invalid'],
    ['IncorrectKeyException', undefined, 'key_differs'],
    ['MalformedPolicyDocumentException', undefined, 'policy_refused'],
    ['TagException', undefined, 'tags_refused'],
    ['InvalidKeyUsageException', undefined, 'key_unsuited'],
    ['SomethingNewException', undefined, 'unknown'],
    ['toString', 'constructor', 'unknown'],
  ])('%s with code %s as %s', (name, code, expected) => {
    expect(kmsFaultFrom(named(name, code)).code).toBe(expected);
  });

  test('a thrown value that is no error, and keeps it as the cause', () => {
    expect(kmsFaultFrom('gone')).toMatchObject({ code: 'unknown', cause: 'gone' });
  });

  test('a fault of its own as it is', () => {
    const fault = new KmsFault('signature_wrong');
    expect(kmsFaultFrom(fault)).toBe(fault);
  });

  test('nothing in its message but the code', () => {
    expect(kmsFaultFrom(named('DisabledException')).message).toBe('key_disabled');
  });
});
