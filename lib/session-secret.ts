/** The key of the pages' sign-in cookies (architecture 7), made here so that no person ever knows it. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../lambdas/routes.ts';
import { acknowledge } from './acknowledgements.ts';
import { fixLogicalId } from './logical-ids.ts';
import { nameOf, roleArnOf } from './names.ts';
import { denyAllBut } from './only-for.ts';

const NAMES = Object.freeze(Object.keys(FUNCTIONS) as FunctionName[]);

export interface SessionSecretProps {
  readonly environment: string;
}

/** Read by the functions that answer pages or take their forms, and nobody else (their roles, and the secret's own policy). Logical ids `SessionSecret`, `SessionSecretPolicy`. */
export class SessionSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { environment }: SessionSecretProps) {
    super(scope, id);
    this.secret = new Secret(this, 'secret', {
      secretName: nameOf(environment, 'session'),
      description: `Wardkey ${environment}: key of sign-in cookies`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const readers = NAMES.filter((name) =>
      (FUNCTIONS[name].environment as readonly string[]).includes('SESSION_SECRET_ARN'),
    );
    const roles = readers.map((name) => roleArnOf(this, environment, name));
    const policy = new CfnResourcePolicy(this, 'policy', {
      secretId: this.secret.secretArn,
      blockPublicPolicy: true,
      resourcePolicy: new PolicyDocument({
        statements: [denyAllBut(roles, 'NobodyElseReads', ['secretsmanager:GetSecretValue'], '*')],
      }),
    });
    policy.applyRemovalPolicy(RemovalPolicy.RETAIN);
    fixLogicalId(this.secret, 'SessionSecret');
    fixLogicalId(policy, 'SessionSecretPolicy');
    acknowledge(this.secret, 'AwsSolutions::AwsSolutions-SMG4');
  }
}
