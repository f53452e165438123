/**
 * `npm run conformance -- FILE`: plays every case of a `dsat-cases/1` file and prints one line of JSON a case,
 * `{"id","expect","got","pass"}`, then `N passed, M failed`. Exit code 0 if all passed, 1 if any failed, 2 for usage.
 */
import { readFileSync } from 'node:fs';
import { type CaseFile, playCase } from './support/dsat-cases.ts';

function loadCases(path: string | undefined): CaseFile {
  if (path === undefined) throw new Error('usage: npm run conformance -- FILE');
  const file: CaseFile = JSON.parse(readFileSync(path, 'utf8'));
  if (!Array.isArray(file.cases)) throw new Error('no cases in this file');
  return file;
}

function main(path: string | undefined): number {
  const file = loadCases(path);
  const outcomes = file.cases.map((one) => playCase(file, one));
  for (const outcome of outcomes) console.log(JSON.stringify(outcome));
  const failed = outcomes.filter(({ pass }) => !pass).length;
  console.log(`${outcomes.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = main(process.argv[2]);
} catch (error) {
  console.error(String(error));
  process.exitCode = 2;
}
