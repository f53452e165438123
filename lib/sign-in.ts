/**
 * The user pool for hospitals and servicers without an identity provider of their own; any other issuer is a row of the
 * registry and needs nothing here. Roles never come from it: it only says who somebody is.
 *
 * A second factor is required at sign-in although acting takes a one-time code of Wardkey's own: the first such code is
 * enrolled on the strength of a sign-in alone, so a sign-in must be more than a password. By app only: SMS can be taken over.
 */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPoolClient,
  Mfa,
  OAuthScope,
  UserPool,
  type UserPoolClient,
  type UserPoolDomain,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';
import { fixLogicalId } from './logical-ids.ts';
import { nameOf } from './names.ts';

export interface SignInProps {
  /** Part of the pool's name and of its sign-in address. */
  readonly environment: string;
  /** Where people may be sent back to after signing in; matched as a whole. */
  readonly callbacks: readonly string[];
}

/** Logical ids `UserPool`, `UserPoolClient`, `UserPoolDomain`. */
export class SignIn extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;
  readonly domain: UserPoolDomain;

  constructor(scope: Construct, id: string, { environment, callbacks }: SignInProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'pool', {
      userPoolName: nameOf(environment, 'people'),
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // With both kept until it is confirmed, nobody takes an account over by changing its address.
      keepOriginal: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.client = this.pool.addClient('client', {
      userPoolClientName: nameOf(environment, 'broker'),
      // A public client: the code flow with PKCE needs no secret, and a secret in a browser is none.
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: [...callbacks],
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      // A shift. The broker wants a sign-in of the last twelve hours anyway.
      refreshTokenValidity: Duration.hours(12),
    });
    // Without this list CloudFormation would also let passwords be tried by API, past the sign-in page.
    (this.client.node.defaultChild as CfnUserPoolClient).explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
    this.domain = this.pool.addDomain('domain', {
      // Unique in a region over all accounts, therefore with the account's number.
      cognitoDomain: { domainPrefix: `${nameOf(environment, 'people')}-${Stack.of(this).account}` },
    });
    for (const kept of [this.client, this.domain]) kept.applyRemovalPolicy(RemovalPolicy.RETAIN);
    fixLogicalId(this.pool, 'UserPool');
    fixLogicalId(this.client, 'UserPoolClient');
    fixLogicalId(this.domain, 'UserPoolDomain');
    acknowledge(this.pool, 'AwsSolutions::AwsSolutions-COG8');
  }
}
