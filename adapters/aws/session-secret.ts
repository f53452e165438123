/** The session secret in Secrets Manager: the current version, and the one before it while there is one. */
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { Problem } from '../../core/problems.ts';

/** A shorter one was not made by the stack. */
const MIN_CHARACTERS = 32;

/**
 * Reads both at once.
 * @throws Problem audit-unavailable: without the secret nobody is known
 */
export function secretsManagerSecrets(
  client: SecretsManagerClient,
  arn: string,
): () => Promise<readonly [string, ...string[]]> {
  const version = async (stage: 'AWSCURRENT' | 'AWSPREVIOUS') => {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: stage }));
    if (SecretString.length < MIN_CHARACTERS) throw new Error('the session secret is too short');
    return SecretString;
  };
  return async () => {
    try {
      const [current, previous] = await Promise.all([version('AWSCURRENT'), version('AWSPREVIOUS').catch(absent)]);
      return previous === undefined ? [current] : [current, previous];
    } catch (error) {
      // Its name only: messages of the service hold the secret's address.
      const name = error instanceof Error ? error.name : 'unknown';
      throw new Problem('audit-unavailable', {}, { cause: new Error(name) });
    }
  };
}

/** A secret that was never changed has no version before. */
function absent(error: unknown): undefined {
  if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
  throw error;
}
