/**
 * What token keys are made with here. The account's values are those of lib/token-keys.ts; the local KMS judges no call
 * by a policy, so AWS's default one says as much as it does.
 */
import type { TokenKeysOptions } from '../adapters/aws/kms-token-keys.ts';
import { defaultPolicy } from './kms/attachments.ts';
import { ACCOUNT } from './kms/key-ring.ts';

export const LOCAL_TOKEN_KEYS: TokenKeysOptions = Object.freeze({
  environment: 'local',
  policy: defaultPolicy(ACCOUNT),
});
