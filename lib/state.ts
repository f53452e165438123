/**
 * Everything that must outlive a deployment: tables, keys, the session secret, the user pool. All of it is retained and
 * has a fixed logical id, so it can stand once in a stack, under any construct.
 */
import { CfnOutput } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { CredentialKey, KeypadKey, LogKey, TokenKey } from './keys.ts';
import { inLogicalId } from './logical-ids.ts';
import { SessionSecret } from './session-secret.ts';
import type { ExistingKeys } from './settings.ts';
import { SignIn } from './sign-in.ts';
import { BrokerTables } from './tables.ts';

export interface BrokerStateProps {
  /** Tells deployments of one account apart; part of every fixed name. */
  readonly environment: string;
  /** Hospitals whose token keys, active and next, are made here. Never take one out: its devices pin the keys. */
  readonly hospitals: readonly string[];
  /** Keys that stand already, with papers for this environment (existing-keys.ts). Absent: all are made here. */
  readonly existingKeys?: ExistingKeys;
  /** The user pool's addresses to come back to; absent: no user pool, all issuers are your own. */
  readonly signInCallbacks?: readonly string[];
}

/** What is retained: once in a stack, because its logical ids are fixed. Deleting the stack deletes nothing of it. */
export class BrokerState extends Construct {
  readonly environment: string;
  readonly tables: BrokerTables['byName'];
  readonly credentialKey: IKey;
  readonly sessionSecret: Secret;
  readonly #existing: ExistingKeys;

  constructor(scope: Construct, id: string, props: BrokerStateProps) {
    super(scope, id);
    const { environment, hospitals, existingKeys = { tokens: {} }, signInCallbacks } = props;
    this.environment = environment;
    this.#existing = existingKeys;
    this.tables = new BrokerTables(this, 'tables', { environment }).byName;
    this.credentialKey =
      this.#standing('credential-key', existingKeys.credential) ??
      new CredentialKey(this, 'credential-key', { environment }).key;
    if (existingKeys.log === undefined) new LogKey(this, 'log-key', { environment });
    if (existingKeys.keypad === undefined) new KeypadKey(this, 'keypad-key', { environment });
    for (const hospital of hospitals) this.#addTokenKeys(hospital);
    this.sessionSecret = new SessionSecret(this, 'session-secret', { environment }).secret;
    if (signInCallbacks) this.#addSignIn(signInCallbacks);
  }

  #addTokenKeys(hospital: string): void {
    for (const state of ['active', 'next'] as const) {
      const id = `token-key-${hospital}-${state}`;
      const props = { environment: this.environment, hospital, state };
      const key = this.#standing(id, this.#existing.tokens[hospital]?.[state]) ?? new TokenKey(this, id, props).key;
      // The hospital's row in the registry names its keys by ARN.
      this.#say(`TokenKey${inLogicalId(hospital)}${inLogicalId(state)}Arn`, key.keyArn, `Token key of ${hospital}`);
    }
  }

  #standing(id: string, arn: string | undefined): IKey | undefined {
    return arn === undefined ? undefined : Key.fromKeyArn(this, id, arn);
  }

  #addSignIn(callbacks: readonly string[]): void {
    const { pool, client, domain } = new SignIn(this, 'sign-in', { environment: this.environment, callbacks });
    this.#say('Issuer', pool.userPoolProviderUrl, 'The issuer that the registry names');
    this.#say('ClientId', client.userPoolClientId, 'The client that tokens are made for');
    this.#say('SignInAddress', domain.baseUrl(), 'Where people sign in');
  }

  #say(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description }).overrideLogicalId(id);
  }
}
