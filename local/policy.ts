/**
 * `npm run policy`: a hospital's policy before it is proposed.
 *
 *     npm run -s policy -- test FILE [--staff FILE [--places FILE]] [--json]   every fault, and who could do what
 *     npm run -s policy -- schema                                              the JSON Schema of a policy
 *     npm run -s policy -- proposed                                            a policy to start from
 *
 * Exit 0 usable, 1 refused, 2 usage. Without staff only what holds for any hospital is looked at. Reads the files alone.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { en } from 'zod/locales';
import { config, type infer as Infer, type ZodMiniType } from 'zod/mini';
import { PlaceList, PolicyBody, StaffList, schemaJson } from '../core/contract.ts';
import { policyFaults } from '../core/policy/fault.ts';
import { type Policy, PROPOSED_POLICY } from '../core/policy/policy.ts';
import { type PreviewRow, previewPolicy } from '../core/policy/preview.ts';
import { placesOf, type Somewhere, unsatisfiable } from '../core/policy/satisfiable.ts';
import type { Staff } from '../core/registry.ts';
import { parseStrictJson } from '../lambdas/strict-json.ts';
import { type Fault, faultLines, tableLines } from './policy/table.ts';

const USAGE = 'usage: policy test FILE [--staff FILE [--places FILE]] [--json] | policy schema | policy proposed';

/** What a test says; `rows` only of a policy that can be read. */
interface Tested {
  readonly usable: boolean;
  readonly faults: readonly Fault[];
  readonly policy?: Policy;
  readonly rows: readonly PreviewRow[];
}

function main(args: string[]): number {
  const options = { staff: { type: 'string' }, places: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [verb, file, ...more] = positionals;
  const isAlone = file === undefined && Object.keys(values).length === 0;
  if (verb === 'schema' && isAlone) return print(schemaJson(PolicyBody));
  if (verb === 'proposed' && isAlone) return print(PROPOSED_POLICY);
  if (verb !== 'test' || file === undefined || more.length > 0)
    throw new Error('test a file, or print schema or proposed');
  if (values.places !== undefined && values.staff === undefined) throw new Error('--places needs --staff');
  const staff = values.staff === undefined ? undefined : listIn(values.staff, StaffList);
  const places = values.places === undefined ? undefined : listIn(values.places, PlaceList);
  const tested = testPolicy(readFileSync(file, 'utf8'), staff, places);
  if (values.json) print({ usable: tested.usable, faults: tested.faults, rows: tested.rows });
  else console.log(wordsOf(tested).join('\n'));
  return tested.usable ? 0 : 1;
}

function print(value: object): number {
  console.log(JSON.stringify(value, null, 2));
  return 0;
}

function testPolicy(text: string, staff: readonly Staff[] | undefined, places?: readonly Somewhere[]): Tested {
  const read = parsed(text, PolicyBody, readStrictly);
  if ('faults' in read) return { usable: false, faults: read.faults, rows: [] };
  const policy: Policy = read.value;
  const faults = policyFaults(policy);
  if (faults.length > 0) return { usable: false, faults, policy, rows: [] };
  const where = [...placesOf(policy), ...(places ?? [])];
  const lacking = staff ? unsatisfiable(policy, staff, where) : [];
  const unfillable = lacking.map(({ path, says, ...at }): Fault => ({ path, says, at }));
  return { usable: unfillable.length === 0, faults: unfillable, policy, rows: previewPolicy(policy, staff, where) };
}

function wordsOf({ usable, faults, policy, rows }: Tested): readonly string[] {
  const table = policy && rows.length > 0 ? [...tableLines(policy, rows), ''] : [];
  return [...table, ...faultLines(faults), usable ? 'This policy can be used.' : 'This policy is refused.'];
}

/** @throws where the file does not hold what it should: the caller's mistake, not the policy's */
function listIn<T extends ZodMiniType>(file: string, schema: T): Infer<T> {
  const read = parsed(readFileSync(file, 'utf8'), schema, JSON.parse);
  if ('value' in read) return read.value;
  throw new Error([`${file} is not what it should be:`, ...faultLines(read.faults)].join('\n'));
}

/** @param read what makes values of text; it throws where it cannot */
function parsed<T extends ZodMiniType>(
  text: string,
  schema: T,
  read: (text: string) => unknown,
): { readonly value: Infer<T> } | { readonly faults: readonly Fault[] } {
  let json: unknown;
  try {
    json = read(text);
  } catch (error) {
    return { faults: [{ path: '', says: error instanceof Error ? error.message : String(error) }] };
  }
  const result = schema.safeParse(json);
  if (result.success) return { value: result.data };
  return { faults: result.error.issues.map(({ path, message }) => ({ path: path.join('/'), says: message })) };
}

/** As a body is read: of a member that stands there twice, two readers would see two policies. */
function readStrictly(text: string): unknown {
  JSON.parse(text);
  try {
    return parseStrictJson(text);
  } catch {
    throw new Error('This is not one JSON object, or a member stands in it twice.');
  }
}

config(en());
try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
