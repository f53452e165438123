/** Every policy of a deployment as statements, with who holds it: what the permission tests judge. */
import { type Resource, resolved, resourcesOf, type Template } from './deployment.ts';

export interface Statement {
  /** The function whose role has it, or the logical id of the resource whose own policy has it. */
  readonly holder: string;
  readonly kind: 'role' | 'resource' | 'trust';
  readonly effect: 'Allow' | 'Deny';
  readonly sid?: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

interface Document {
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** What each function may do by its role. */
export function roleStatements(templates: readonly Template[]): readonly Statement[] {
  return [...resourcesOf(templates, 'AWS::IAM::Role').values()].flatMap((role) => {
    const policies = role['Policies'] as readonly { readonly PolicyName: string; readonly PolicyDocument: Document }[];
    return policies.flatMap(({ PolicyName, PolicyDocument }) => statementsIn(PolicyDocument, PolicyName, 'role'));
  });
}

/** Where a resource of a type keeps its own policy. */
const POLICY_AT: Readonly<Record<string, readonly string[]>> = Object.freeze({
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::DynamoDB::Table': ['ResourcePolicy', 'PolicyDocument'],
  'AWS::SecretsManager::ResourcePolicy': ['ResourcePolicy'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument'],
});

/** What resources' own policies say; streams and indexes have none. */
export function resourceStatements(templates: readonly Template[]): readonly Statement[] {
  const all = templates.flatMap((template) => Object.entries(template.Resources));
  return all.flatMap(([id, resource]) => statementsIn(documentOf(resource, templates), id, 'resource'));
}

/** Who may take a role. */
export function trustStatements(templates: readonly Template[]): readonly Statement[] {
  return [...resourcesOf(templates, 'AWS::IAM::Role')].flatMap(([id, role]) =>
    statementsIn(role['AssumeRolePolicyDocument'] as Document, id, 'trust'),
  );
}

function documentOf({ Type, Properties }: Resource, templates: readonly Template[]): Document | undefined {
  const path = POLICY_AT[Type];
  if (!path) return undefined;
  let value: unknown = Properties;
  for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
  return value === undefined ? undefined : (resolved(value, templates) as Document);
}

function statementsIn(document: Document | undefined, holder: string, kind: Statement['kind']): readonly Statement[] {
  return (document?.Statement ?? []).map((statement) => {
    const strange = Object.keys(statement).filter((name) => !KNOWN.includes(name));
    if (strange.length > 0) throw new Error(`${holder} has a statement with ${strange.join(', ')}`);
    return {
      holder,
      kind,
      effect: statement['Effect'] as Statement['effect'],
      ...(statement['Sid'] !== undefined && { sid: statement['Sid'] as string }),
      principals: principalsOf(statement['Principal']),
      actions: listOf(statement['Action']),
      resources: listOf(statement['Resource']),
      conditions: (statement['Condition'] ?? {}) as Statement['conditions'],
    };
  });
}

/** NotAction, NotResource and NotPrincipal allow what nobody listed: there is no place for them here. */
const KNOWN = ['Effect', 'Sid', 'Principal', 'Action', 'Resource', 'Condition'];

function principalsOf(principal: unknown): readonly string[] {
  if (principal === undefined) return [];
  if (typeof principal === 'string') return [principal];
  return Object.values(principal as Record<string, unknown>).flatMap(listOf);
}

function listOf(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly string[]) : [value as string];
}
