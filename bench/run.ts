/**
 * `npm run bench` runs every bench, `npm run bench -- verify` one. Each prints its figure as one line of JSON and one
 * for people. Figures are ratios, measured side by side; docs/performance.md says what was found and how.
 */
import { benchColdStart } from './cold-start.ts';
import type { Figure } from './figure.ts';
import { benchVerify } from './verify.ts';

const BENCHES: Readonly<Record<string, () => Figure | Promise<Figure>>> = Object.freeze({
  verify: benchVerify,
  'cold-start': benchColdStart,
});

function report(figure: Figure): void {
  const word = figure.ratio <= figure.target ? 'within' : 'above';
  if (word === 'above') process.exitCode = 1;
  console.log(JSON.stringify(figure));
  console.log(
    `${figure.name}: ${figure.ratio.toFixed(2)} of ${figure.against}, ${word} the target of ${figure.target}`,
  );
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`no such bench: ${unknown.join(', ')}; there is ${Object.keys(BENCHES).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(BENCHES))
    if (asked.length === 0 || asked.includes(name)) report(await bench());
}
