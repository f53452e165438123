/**
 * Code meets policy: what the functions were recorded to ask of AWS (test/golden/recorded-calls.txt, written by
 * test/local/recorded-calls.engines.ts) against what the templates allow them (test/golden/permissions.txt). Each
 * recorded call is allowed under the conditions it was made in; each allowance is used, or is a row of UNUSED.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

interface Row {
  readonly holder: string;
  readonly action: string;
  readonly resource: string;
  /** `name=value` of what was asked, or has to hold. */
  readonly facts: readonly string[];
}

const linesOf = (file: string) =>
  readFileSync(new URL(`../golden/${file}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

/** Rows under their function's name. */
function rowsOf(file: string, parse: (line: string) => Omit<Row, 'holder'>): readonly Row[] {
  let holder = '';
  return linesOf(file).flatMap((line) => {
    if (line.startsWith('  ')) return [{ holder, ...parse(line.trim()) }];
    holder = line;
    return [];
  });
}

const recorded = rowsOf('recorded-calls.txt', (line) => {
  const [action = '', resource = '', ...facts] = line.split(/\s+/);
  return { action, resource, facts };
});

/**
 * Facts that no call shows: a key's tags and kind, the sender's address and the deployment's name, which the stack sets in
 * the function's environment. A key that is made is asked for by its kind, so there it shows.
 */
const NOT_IN_A_CALL = /^(aws:ResourceTag|aws:RequestTag\/wardkey:environment|ses:FromAddress)/;
const NOT_IN_A_USE = /^kms:(KeySpec|KeyUsage|MultiRegion)=/;

const allowed = rowsOf('permissions.txt', (line) => {
  const [what = '', conditions = ''] = line.split(' if ');
  const [action = '', service = '', arn = service] = what.trim().split(/\s+/);
  return {
    action,
    resource: resourceOf(arn),
    facts: conditions
      .trim()
      .split(' ')
      .filter((one) => one !== '' && !NOT_IN_A_CALL.test(one))
      .filter((one) => action === 'kms:CreateKey' || !NOT_IN_A_USE.test(one)),
  };
});

/** The account's names as the recording has them. */
function resourceOf(arn: string): string {
  if (arn === 'key/CredentialKey') return 'key/credential';
  if (arn === 'key/*') return 'key/token';
  if (/^(identity|configuration-set)\//.test(arn)) return 'mail';
  if (/^secret:/.test(arn)) return 'secret';
  return arn.replace(/^table\/wardkey-pilot-/, '');
}

/** A condition's pattern may end in `*`. */
function holds(condition: string, facts: readonly string[]): boolean {
  return facts.some((fact) => (condition.endsWith('*') ? fact.startsWith(condition.slice(0, -1)) : fact === condition));
}

const isFor = (one: Row, other: Row) =>
  one.holder === other.holder && one.action === other.action && one.resource === other.resource;
const covers = (grant: Row, call: Row) => isFor(grant, call) && grant.facts.every((fact) => holds(fact, call.facts));
const textOf = ({ holder, action, resource, facts }: Row) => [holder, action, resource, ...facts].join(' ');

/** Allowed, and used by something else than the function's code, or only when something has failed. */
const UNUSED: readonly (readonly [RegExp, string])[] = [
  [/ logs:/, 'the runtime writes the log'],
  [/ sqs:SendMessage /, 'Lambda reports what failed for good'],
  [/ dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams) /, 'Lambda reads the stream for the function'],
  [/ dynamodb:GetItem events$/, 'an answer was lost: is the event there? (adapters/aws/dynamo-commit.ts)'],
];
const reasonFor = (grant: Row) => UNUSED.find(([pattern]) => pattern.test(textOf(grant)));

describe('code meets policy', () => {
  test('every recorded call is allowed', () => {
    expect(recorded.filter((call) => !allowed.some((grant) => covers(grant, call))).map(textOf)).toEqual([]);
  });

  test('every allowance is used, or has a reason', () => {
    const idle = allowed.filter((grant) => !recorded.some((call) => covers(grant, call)) && !reasonFor(grant));
    expect(idle.map(textOf)).toEqual([]);
  });

  test('no reason is left over', () => {
    const needed = allowed.filter((grant) => !recorded.some((call) => covers(grant, call))).map(reasonFor);
    expect(UNUSED.filter((row) => !needed.includes(row))).toEqual([]);
  });

  test('every function was recorded that calls AWS at all', () => {
    const holders = (rows: readonly Row[]) => [...new Set(rows.map(({ holder }) => holder))].sort();
    const withCalls = allowed.filter((grant) => !reasonFor(grant));
    expect(holders(recorded)).toEqual(holders(withCalls));
  });
});
