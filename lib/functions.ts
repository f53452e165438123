/** The functions, one a row of routes.ts: each with its own role, its own log group, and the environment of its row. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../lambdas/routes.ts';
import { acknowledge } from './acknowledgements.ts';
import { nameOf } from './names.ts';

const FUNCTION_NAMES = Object.freeze(Object.keys(FUNCTIONS) as FunctionName[]);

/** Every name that some function reads; a value for each has to be given. */
type EnvironmentName = (typeof FUNCTIONS)[FunctionName]['environment'][number];

/** Where a function's code comes from. */
export type CodeOf = (name: FunctionName) => Code;

/**
 * The bundles that `npm run build` writes, `<folder>/<function>/index.cjs`.
 * @throws Error when a bundle is not there
 */
export function bundlesIn(folder: string): CodeOf {
  return (name) => {
    const bundle = join(folder, name);
    if (!existsSync(join(bundle, 'index.cjs'))) throw new Error(`${bundle} holds no bundle: run npm run build first`);
    return Code.fromAsset(bundle);
  };
}

/** Memory buys processor time, which is what a first call takes. A call over HTTP has API Gateway's 30 s at most. */
const SIZES = Object.freeze({
  http: { memorySize: 1024, timeout: Duration.seconds(29) },
  stream: { memorySize: 512, timeout: Duration.seconds(120) },
  event: { memorySize: 512, timeout: Duration.seconds(30) },
  schedule: { memorySize: 512, timeout: Duration.seconds(120) },
  invoke: { memorySize: 512, timeout: Duration.seconds(30) },
});

/** Resources with a `*` in a role: keys are known by their tags (token-keys.ts), and one that is made has no ARN yet. */
const TOKEN_KEYS =
  'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]';
const NEW_KEYS = 'AwsSolutions::AwsSolutions-IAM5[Resource::*]';

const SLACK_SECRETS =
  'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:wardkey-<environment>-slack-*]';

export interface BrokerFunctionsProps {
  readonly environment: string;
  readonly code: CodeOf;
  readonly logRetention: RetentionDays;
  /** The value of every environment name; each function is given those of its row. */
  readonly values: Readonly<Record<EnvironmentName, string>>;
  /** What a function may do beside writing its log. */
  readonly statements: (name: FunctionName) => PolicyStatement[];
}

/**
 * No concurrency is reserved: new accounts have ten in all, and there a reservation fails the deployment. Two sweeps at
 * once are harmless, the throttles of the API hold the rest.
 */
export class BrokerFunctions extends Construct {
  readonly byName: Readonly<Record<FunctionName, LambdaFunction>>;

  constructor(scope: Construct, id: string, props: BrokerFunctionsProps) {
    super(scope, id);
    const made = FUNCTION_NAMES.map((name) => [name, functionFor(new Construct(this, name), name, props)] as const);
    this.byName = Object.fromEntries(made) as Record<FunctionName, LambdaFunction>;
    acknowledge(this.node.findChild('mint-token'), TOKEN_KEYS);
    acknowledge(this.node.findChild('apply-registry'), TOKEN_KEYS);
    acknowledge(this.node.findChild('apply-registry'), NEW_KEYS);
    for (const name of ['slack', 'notify', 'sweep'] as const)
      acknowledge(this.node.findChild(name), SLACK_SECRETS, props.environment);
  }
}

function functionFor(scope: Construct, name: FunctionName, props: BrokerFunctionsProps): LambdaFunction {
  const { environment, trigger } = { ...FUNCTIONS[name] };
  // Logs are for operators and expire; what has to be kept is an event in the table. So they go with the stack.
  const logGroup = new LogGroup(scope, 'log', {
    logGroupName: `/wardkey/${props.environment}/${name}`,
    retention: props.logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new LambdaFunction(scope, 'function', {
    functionName: nameOf(props.environment, name),
    description: `Wardkey: ${name}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: props.code(name),
    role: roleFor(scope, name, logGroup, props),
    environment: Object.fromEntries(environment.map((variable) => [variable, props.values[variable]])),
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    applicationLogLevelV2: ApplicationLogLevel.INFO,
    systemLogLevelV2: SystemLogLevel.WARN,
    ...SIZES[trigger],
  });
}

/** The role whose name key and table policies know. Its one policy is written here, so the role never exists without. */
function roleFor(scope: Construct, name: FunctionName, logGroup: LogGroup, props: BrokerFunctionsProps): Role {
  const writeLog = new PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
  return new Role(scope, 'role', {
    roleName: nameOf(props.environment, name),
    description: `Wardkey: what ${name} may do`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { [name]: new PolicyDocument({ statements: [writeLog, ...props.statements(name)] }) },
  });
}
