/** Environment names that a function's code reads = names that its row of routes.ts sets: neither one more nor one less. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as wire from '../../adapters/wire.ts';
import { FUNCTIONS, type FunctionName } from '../../lambdas/routes.ts';
import { importsOf } from '../support/imports.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const names = Object.keys(FUNCTIONS) as FunctionName[];

/** The ways in which code takes names from the environment; `process.env` in any other form is a finding. */
const TAKES = /\b(?:(wire\w+)\(process\.env\)|required\(process\.env, '(\w+)'\))/g;

/** Only the embedded stack sets these, as it sets the endpoints of AWS: in AWS what they stand for is where it always is. */
const STAND_INS: readonly string[] = ['SLACK_API_URL', 'SLACK_HOOKS_URL'];

/** What `wire...` asks of the environment that it is given. */
function readBy(part: string): readonly string[] {
  const asked: string[] = [];
  const environment = new Proxy({}, { get: (_, name) => asked.push(String(name)) && 'set' });
  const build = Object.entries(wire).find(([name]) => name === part)?.[1] as (environment: object) => unknown;
  build(environment);
  return asked;
}

/** A function's file and those beside it that it takes more than types from. */
function sourcesOf(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { from, isTypeOnly } of importsOf(read(path))) {
    const target = posix.join(posix.dirname(path), from);
    if (target.startsWith('lambdas/') && from.startsWith('.') && !isTypeOnly) sourcesOf(target, seen);
  }
  return seen;
}

describe('environment names', () => {
  test.each(names)('%s reads those that it is given', (name) => {
    const sources = [...sourcesOf(`lambdas/${name}.ts`)].map(read);
    const asked = sources.flatMap((source) =>
      [...source.matchAll(TAKES)].flatMap(([, part, variable]) => (part === undefined ? variable : readBy(part))),
    );
    const own = asked.filter((variable) => variable === undefined || !STAND_INS.includes(variable));
    expect([...new Set(own)].sort()).toEqual([...FUNCTIONS[name].environment].sort());
  });

  test('are taken in no other way', () => {
    const folders = [
      'lambdas',
      'lambdas/pages',
      'adapters',
      'adapters/aws',
      'adapters/oidc',
      'adapters/otp',
      'adapters/session',
      'adapters/slack',
      'web',
    ];
    const files = folders.flatMap((folder) =>
      readdirSync(new URL(folder, ROOT))
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => `${folder}/${file}`),
    );
    const others = files.filter((file) => read(file).replace(TAKES, '').includes('process.env'));
    expect(others).toEqual([]);
  });
});
