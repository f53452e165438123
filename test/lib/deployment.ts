/**
 * The templates of a deployment with cdk.json's settings, made once, and what stands in them with references resolved as
 * CloudFormation would: a policy can only be judged on the ARNs that it ends up with.
 *
 * CDK's own template validation is off here, it takes seconds; `npm run synth` has it on.
 */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { FUNCTIONS } from '../../lambdas/routes.ts';
import { bundlesIn } from '../../lib/functions.ts';
import { parseSettings } from '../../lib/settings.ts';
import { addStacks } from '../../lib/stacks.ts';

process.env['CDK_VALIDATION'] = 'false';

export const REGION = 'eu-central-1';
export const ACCOUNT = '111122223333';

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: string } }>>;
}

/** As cdk.json hands it to the app. */
export const CONTEXT = (
  JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
    readonly context: Readonly<Record<string, unknown>>;
  }
).context;

/** Stands for `npm run build`: what is in a bundle changes no template but by its hash. */
export function emptyBundles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wardkey-bundles-'));
  for (const name of Object.keys(FUNCTIONS)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'index.cjs'), '');
  }
  return folder;
}

/** The templates of both stacks; `settings` replaces what cdk.json sets. */
export function deploy(settings: Readonly<Record<string, unknown>> = {}): { state: Template; broker: Template } {
  const app = new App({ context: CONTEXT, outdir: mkdtempSync(join(tmpdir(), 'wardkey-synth-')) });
  const given = CONTEXT['wardkey'] as Readonly<Record<string, unknown>>;
  const stacks = addStacks(app, parseSettings({ ...given, ...settings }), bundlesIn(emptyBundles()));
  const assembly = app.synth();
  const templateOf = (name: string) => assembly.getStackByName(name).template as Template;
  return { state: templateOf(stacks.state.stackName), broker: templateOf(stacks.broker.stackName) };
}

/** All resources of `type`, by logical id, with references resolved. */
export function resourcesOf(
  templates: readonly Template[],
  type: string,
): ReadonlyMap<string, Record<string, unknown>> {
  const all = templates.flatMap((template) => Object.entries(template.Resources));
  const wanted = all.filter(([, resource]) => resource.Type === type);
  return new Map(
    wanted.map(([id, { Properties }]) => [id, resolved(Properties ?? {}, templates) as Record<string, unknown>]),
  );
}

const PSEUDO: Readonly<Record<string, string>> = Object.freeze({
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
  'AWS::URLSuffix': 'amazonaws.com',
});

/** `value` with its intrinsic functions evaluated. */
export function resolved(value: unknown, templates: readonly Template[]): unknown {
  if (Array.isArray(value)) return value.map((one) => resolved(one, templates));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? [];
  if (entries.length !== 1 || name === undefined || !(name === 'Ref' || name.startsWith('Fn::'))) {
    return Object.fromEntries(entries.map(([key, one]) => [key, resolved(one, templates)]));
  }
  switch (name) {
    case 'Ref':
      return PSEUDO[argument as string] ?? referenceTo(argument as string, templates);
    case 'Fn::GetAtt':
      return attributeOf(argument as readonly [string, string], templates);
    case 'Fn::ImportValue':
      return imported(argument as string, templates);
    case 'Fn::Join': {
      const [separator, parts] = argument as readonly [string, readonly unknown[]];
      return parts.map((part) => resolved(part, templates)).join(separator);
    }
    case 'Fn::Sub':
      return (argument as string).replaceAll(
        /\$\{([^}]+)\}/g,
        (_, id: string) => PSEUDO[id] ?? referenceTo(id, templates),
      );
    default:
      throw new Error(`${name} is not resolved here`);
  }
}

function imported(name: string, templates: readonly Template[]): unknown {
  const outputs = templates.flatMap((template) => Object.values(template.Outputs ?? {}));
  const output = outputs.find((one) => one.Export?.Name === name);
  if (!output) throw new Error(`nothing exports ${name}`);
  return resolved(output.Value, templates);
}

/** The property that a resource is named by. */
const NAMED_BY: Readonly<Record<string, string>> = Object.freeze({
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SNS::Topic': 'TopicName',
});

function referenceTo(id: string, templates: readonly Template[]): string {
  const resource = resourceAt(id, templates);
  // A secret is referred to by its ARN, which ends in six characters that AWS chooses.
  if (resource.Type === 'AWS::SecretsManager::Secret')
    return `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${resource.Properties['Name']}-SUFFIX`;
  const named = NAMED_BY[resource.Type];
  return named === undefined ? id : String(resource.Properties[named]);
}

function attributeOf([id, attribute]: readonly [string, string], templates: readonly Template[]): string {
  const { Type } = resourceAt(id, templates);
  const name = referenceTo(id, templates);
  const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
  switch (`${Type} ${attribute}`) {
    case 'AWS::DynamoDB::Table Arn':
      return arn('dynamodb', `table/${name}`);
    case 'AWS::DynamoDB::Table StreamArn':
      return arn('dynamodb', `table/${name}/stream/LABEL`);
    case 'AWS::KMS::Key Arn':
      return arn('kms', `key/${id}`);
    case 'AWS::Logs::LogGroup Arn':
      return arn('logs', `log-group:${name}:*`);
    case 'AWS::SQS::Queue Arn':
      return arn('sqs', name);
    case 'AWS::Lambda::Function Arn':
      return arn('lambda', `function:${name}`);
    case 'AWS::IAM::Role Arn':
      return `arn:aws:iam::${ACCOUNT}:role/${name}`;
    default:
      return `${id}.${attribute}`;
  }
}

function resourceAt(id: string, templates: readonly Template[]): Resource {
  const found = templates.map((template) => template.Resources[id]).find((resource) => resource !== undefined);
  if (!found) throw new Error(`no resource ${id}`);
  return found;
}
