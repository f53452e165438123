/**
 * Composes the adapters into the ports that a function needs, from its environment. Each export builds one part, so
 * that a bundle carries only what its function uses: one that never signs holds no KMS client.
 */
import { randomBytes } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { issuerRef } from '../core/keys.ts';
import type { Authenticator, Mailer, Ports, TokenKeys } from '../core/ports.ts';
import type { ReadSlackSecrets, SlackDialogs, SlackPeople } from '../core/slack-ports.ts';
import { dynamoClient } from './aws/dynamo-client.ts';
import { dynamoCredentials } from './aws/dynamo-credentials.ts';
import { dynamoLedger } from './aws/dynamo-ledger.ts';
import { dynamoStore } from './aws/dynamo-store.ts';
import { tablesFrom } from './aws/dynamo-tables.ts';
import { kmsSealer, kmsSigner } from './aws/kms.ts';
import { kmsTokenKeys } from './aws/kms-token-keys.ts';
import { sesMailer } from './aws/ses.ts';
import { secretsManagerSecrets } from './aws/session-secret.ts';
import { slackSecrets } from './aws/slack-secrets.ts';
import { readCsv } from './csv/read-csv.ts';
import { trustVerifier } from './oem/trust-verifier.ts';
import { bearerAuthenticator } from './oidc/bearer.ts';
import { codeFlow } from './oidc/code-flow.ts';
import { totpCodes } from './otp/totp.ts';
import { sealedCookies } from './session/sealed-cookies.ts';
import { forOneRun, slackPoster } from './slack/post.ts';
import { slackWebMethods } from './slack/web-methods.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A name that must be set. A function with half a configuration must not start. */
export function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`the environment lacks ${name}`);
  return value;
}

/**
 * Three tries of at most five seconds: signing and sealing change nothing and are safe to repeat, a mail may come twice.
 * Without `throwOnRequestTimeout` a hung call would only be logged.
 */
const CLIENT = Object.freeze({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
});

const random: Ports['random'] = (length) => randomBytes(length);

/** Tables, and the operating system's randomness. */
export function wireStore(environment: Environment): Pick<Ports, 'store' | 'ledger' | 'credentials' | 'random'> {
  const client = dynamoClient({});
  const tables = tablesFrom(environment);
  return {
    store: dynamoStore(client, tables),
    ledger: dynamoLedger(client, tables),
    credentials: dynamoCredentials(client, tables),
    random,
  };
}

/** One-time codes and the key that seals their secrets. */
export function wireCodes(environment: Environment): Pick<Ports, 'sealer' | 'codes'> {
  return { sealer: kmsSealer(kmsClient(), required(environment, 'CREDENTIAL_KEY_ARN')), codes: totpCodes };
}

/** Token signing. */
export function wireSigner(): Pick<Ports, 'signer'> {
  return { signer: kmsSigner(kmsClient()) };
}

/** Manufacturers' documents, verified as a device would. */
export function wireTrust(): Pick<Ports, 'trust'> {
  return { trust: trustVerifier };
}

/**
 * Making and retiring token keys. One try: a key that was made and not answered for would be made again. Whoever makes keys
 * comes back by itself.
 */
export function wireTokenKeys(environment: Environment): { readonly tokenKeys: TokenKeys } {
  const options = {
    environment: required(environment, 'ENVIRONMENT_NAME'),
    policy: required(environment, 'TOKEN_KEY_POLICY'),
  };
  return { tokenKeys: kmsTokenKeys(new KMSClient({ ...CLIENT, maxAttempts: 1 }), options) };
}

/** Reading files that hospitals send. */
export function wireCsv(): Pick<Ports, 'csv'> {
  return { csv: readCsv };
}

/** Outgoing mail. */
export function wireMailer(environment: Environment): { readonly mailer: Mailer } {
  return { mailer: sesMailer(new SESv2Client(CLIENT), { from: required(environment, 'MAIL_FROM') }) };
}

/** Bearer tokens of the registry's issuers. */
export function wireAuthenticator({ store }: Pick<Ports, 'store'>): Authenticator {
  return bearerAuthenticator(async (issuer) => (await store.load({ issuer: issuerRef(issuer) })).issuer);
}

/** Sessions of pages: the secret that seals their cookies and makes their forms' nonces. */
export function wireCookies(environment: Environment): Pick<Ports, 'cookies'> {
  const secrets = secretsManagerSecrets(new SecretsManagerClient(CLIENT), required(environment, 'SESSION_SECRET_ARN'));
  return { cookies: sealedCookies(secrets) };
}

/** Secrets of the Slack workspaces that organisations connected. */
function wireSlackSecrets(environment: Environment): ReadSlackSecrets {
  return slackSecrets(new SecretsManagerClient(CLIENT), required(environment, 'SLACK_SECRETS'));
}

/** Slack as the ingress needs it. The two addresses are set where a stand-in is in Slack's place, and nowhere else. */
export function wireSlackIngress(
  environment: Environment,
): SlackPeople & SlackDialogs & { readonly secrets: ReadSlackSecrets } {
  const secrets = wireSlackSecrets(environment);
  const addresses = {
    api: slackApi(environment),
    hooks: environment['SLACK_HOOKS_URL'] ?? 'https://hooks.slack.com/',
  };
  return { secrets, ...slackWebMethods(secrets, addresses) };
}

/**
 * What posts in the workspaces that organisations connected, anew for each run of a function. `SLACK_API_URL` is set where a stand-in
 * is in Slack's place.
 */
export function wireSlack(environment: Environment): () => Pick<Ports, 'slack'> {
  const slack = slackPoster(wireSlackSecrets(environment), slackApi(environment));
  return () => ({ slack: forOneRun(slack) });
}

function slackApi(environment: Environment): string {
  return environment['SLACK_API_URL'] ?? 'https://slack.com/api/';
}

/** The issuers' sign-in, for the function that begins and ends it. */
export function wireSignIn(environment: Environment): Pick<Ports, 'codeFlow'> {
  return { codeFlow: codeFlow(`${required(environment, 'BASE_URL')}${RETURN_PATH}`) };
}

/** Registered with every issuer, matched there as a whole. */
const RETURN_PATH = '/signed-in';

function kmsClient(): KMSClient {
  return new KMSClient(CLIENT);
}
