/** The house as a test: who may import whom (docs/architecture.md 2), and what the rules may not touch. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { codeOf, importsOf } from './support/imports.ts';

const ROOT = join(import.meta.dirname, '..');
const ROOMS = ['bin', 'lib', 'lambdas', 'core', 'adapters', 'device', 'web', 'local', 'bench'] as const;

type Row = readonly [importer: RegExp, imported: RegExp, only?: 'types'];

/** Who may import what; an import that no row allows is a breach. Paths are from the root. */
const TABLE: readonly Row[] = Object.freeze([
  [/^device\//, /^device\//],
  [/^device\/p256\.ts$/, /^node:crypto$/],
  [/^device\/store-file\.ts$/, /^node:(fs|path)$/],

  [/^core\//, /^core\//],
  [/^core\//, /^device\/claims\.ts$/],
  [/^core\/hash\.ts$/, /^node:crypto$/],
  [/^core\/(registry\/)?(\w+-)?contract(-parts)?\.ts$/, /^zod(\/mini)?$/],

  [/^adapters\//, /^core\//],
  [/^adapters\//, /^node:/],
  [/^adapters\/aws\//, /^(adapters\/aws\/|@aws-sdk\/)/],
  [/^adapters\/oidc\//, /^(adapters\/oidc\/|jose$)/],
  [/^adapters\/session\//, /^jose$/],
  [/^adapters\/otp\//, /^(adapters\/otp\/|otplib$)/],
  // The device's own verifier is what a manufacturer's documents are held against (docs/decisions/0008).
  [/^adapters\/oem\//, /^(adapters\/oem\/|device\/index\.ts$)/],
  [/^adapters\/csv\/read-csv\.ts$/, /^csv-parse\/sync$/],
  [/^adapters\/slack\//, /^(adapters\/slack\/|@slack\/web-api$)/],
  [/^adapters\/slack\//, /^@slack\/types$/, 'types'],
  [/^adapters\/wire\.ts$/, /^(adapters\/|@aws-sdk\/)/],

  [/^lambdas\//, /^(core\/|adapters\/wire\.ts$|web\/|lambdas\/|@middy\/|node:crypto$)/],
  [/^lambdas\//, /^aws-lambda$/, 'types'],
  [/^lambdas\/enrol-credential\.ts$/, /^uqr$/],
  [/^web\/components\/qr\.ts$/, /^uqr$/],

  [
    /^(lib|bin)\//,
    /^(lib\/|lambdas\/(routes|route-key)\.ts$|aws-cdk-lib(\/|$)|constructs$|cdk-nag$|node:(fs|path|url)$)/,
  ],

  [/^web\//, /^web\//],
  [/^web\//, /^core\//, 'types'],

  // The simulated device and the simulator's pages live in local: therefore device and web beside the rest.
  [/^local\//, /^(local|lambdas|core|adapters|device|web)\//],
  [/^local\//, /^(node:|@?[a-z][\w.-]*(\/|$)|computed$)(?!.*\.tsx?$)/],
  [/^bench\//, /^(bench|lambdas|core|adapters|device|web|local)\//],
  [/^bench\//, /^node:/],
]);

/** Names that make a function's answer depend on more than its arguments. */
const IMPURE =
  /(?<![.\w$])(process|Date|fetch|Buffer|performance|console|globalThis|global|require|crypto|navigator|setTimeout|setInterval|setImmediate|queueMicrotask|eval|Function|WebSocket|XMLHttpRequest|Deno|Bun)\b(?!\s*[:?])|\bMath\s*\.\s*random\b|\bimport\s*\.\s*meta\b/;

/** Path -> source. */
type Sources = ReadonlyMap<string, string>;

/** Everything in `sources` that the house does not allow, as sentences. */
function breachesIn(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, source]) => [
    ...importBreaches(path, source, sources),
    ...passedOnBreaches(path, source),
    ...pureBreaches(path, source),
    ...placeBreaches(path),
    ...(ROUTE_FILES.includes(path) ? dataBreaches(path, source) : []),
  ]);
}

function importBreaches(path: string, source: string, sources: Sources): readonly string[] {
  return importsOf(source).flatMap(({ from, isTypeOnly }) => {
    const target = from.startsWith('.') ? posix.join(posix.dirname(path), from) : from;
    const rows = TABLE.filter(([importer, imported]) => importer.test(path) && imported.test(target));
    if (rows.length === 0) return [`${path} imports ${target}`];
    if (!isTypeOnly && rows.every(([, , only]) => only === 'types'))
      return [`${path} imports more than types of ${target}`];
    const isFunction =
      /^lambdas\//.test(target) && /\bexport\b[^;=]*\bhandler\b/.test(codeOf(sources.get(target) ?? ''));
    return isFunction && path.startsWith('lambdas/') ? [`${path} imports the function ${target}`] : [];
  });
}

/** A name has one place; only the verifier's front door, and that of the seed data's folder, pass names on. */
const PASSES_ON: readonly string[] = Object.freeze(['device/index.ts', 'local/seed.ts']);

function passedOnBreaches(path: string, source: string): readonly string[] {
  const isPassedOn = importsOf(source).some((one) => one.isPassedOn);
  return isPassedOn && !PASSES_ON.includes(path) ? [`${path} passes on what another file exports`] : [];
}

function pureBreaches(path: string, source: string): readonly string[] {
  const found = path.startsWith('core/') ? IMPURE.exec(codeOf(source)) : null;
  return found ? [`${path} uses ${found[0].replace(/\s/g, '')}`] : [];
}

function placeBreaches(path: string): readonly string[] {
  return /(^|\/)(src|utils?|helpers?|common|shared|misc)(\/|\.tsx?$)/.test(path)
    ? [`${path} has no place of its own`]
    : [];
}

const ROUTE_FILES: readonly string[] = Object.freeze([
  'lambdas/routes.ts',
  'lambdas/page-routes.ts',
  'lambdas/slack-routes.ts',
]);

/** Lists that routes.ts is made of. */
const PARTS: readonly string[] = Object.freeze(['./page-routes.ts', './slack-routes.ts']);

/**
 * The rows are read by stacks and gateway: they import nothing that runs and compute nothing.
 */
function dataBreaches(path: string, source: string): readonly string[] {
  const runs = /=>|\b(function|class|new|process|await)\b(?!\s*:)/.exec(codeOf(source));
  const takes = importsOf(source).find((one) => !one.isTypeOnly && !PARTS.includes(one.from));
  return [
    ...(runs ? [`${path} is not data only: ${runs[0]}`] : []),
    ...(takes ? [`${path} is not data only: ${takes.from}`] : []),
  ];
}

function sourcesIn(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesIn(path);
    return /\.(tsx?|mts|cts|m?js)$/.test(entry.name) ? [[path, readFileSync(join(ROOT, path), 'utf8')] as const] : [];
  });
}

const there = readdirSync(ROOT);
const house: Sources = new Map(ROOMS.filter((room) => there.includes(room)).flatMap(sourcesIn));

describe('the house', () => {
  test.each(ROOMS.filter((room) => there.includes(room)))(
    '%s imports only what its row of the table allows',
    (room) => {
      const own = new Map([...house].filter(([path]) => path.startsWith(`${room}/`)));
      const breaches = breachesIn(new Map([...own, ...[...house].filter(([path]) => path.startsWith('lambdas/'))]));
      expect(breaches.filter((breach) => breach.startsWith(`${room}/`))).toEqual([]);
    },
  );

  test('has been read: the rules and the verifier are not empty', () => {
    expect([...house.keys()].filter((path) => path.startsWith('core/')).length).toBeGreaterThan(30);
    expect([...house.keys()].filter((path) => path.startsWith('device/')).length).toBeGreaterThan(15);
    expect(importsOf(house.get('core/verbs/mint-token.ts') ?? '').length).toBeGreaterThan(10);
  });

  test('has no drawer for what has no place', () => {
    expect(there.filter((name) => placeBreaches(`${name}/`).length > 0)).toEqual([]);
    expect(sourcesIn('test').flatMap(([path]) => placeBreaches(path))).toEqual([]);
  });

  test('reads every import of a file, in every form', () => {
    const source = [
      "import a from 'a';",
      "import type { B } from './b.ts';",
      "import { type C, d } from './c.ts';",
      'import {\n  e,\n  f,\n} from "./e.ts";',
      "import * as g from 'node:g';",
      "import './h.ts';",
      "export * from './i.ts';",
      "export type { J } from './j.ts';",
      "const k = await import('./k.ts');",
      'const l = await import(name);',
      "const m = require('m');",
      "// import n from 'n';",
      "/* import o from 'o'; */",
      "export const p = 'import';",
      "import type from './type.ts';",
    ].join('\n');
    expect(importsOf(source).map((one) => [one.from, one.isTypeOnly, one.isPassedOn])).toEqual([
      ['a', false, false],
      ['./b.ts', true, false],
      ['./c.ts', false, false],
      ['./e.ts', false, false],
      ['node:g', false, false],
      ['./h.ts', false, false],
      ['./i.ts', false, true],
      ['./j.ts', true, true],
      ['./type.ts', false, false],
      ['./k.ts', false, false],
      ['computed', false, false],
      ['m', false, false],
    ]);
  });
});

describe('a planted breach is seen', () => {
  test.each([
    ['core/a.ts', "import { x } from '../adapters/wire.ts';", 'core/a.ts imports adapters/wire.ts'],
    ['core/a.ts', "import { x } from '@aws-sdk/client-kms';", 'core/a.ts imports @aws-sdk/client-kms'],
    ['core/access/a.ts', "import { hash } from 'node:crypto';", 'core/access/a.ts imports node:crypto'],
    ['core/a.ts', "import * as z from 'zod/mini';", 'core/a.ts imports zod/mini'],
    ['core/a.ts', "import { verify } from '../device/index.ts';", 'core/a.ts imports device/index.ts'],
    ['core/hash.ts', "import { readFileSync } from 'node:fs';", 'core/hash.ts imports node:fs'],
    ['core/a.ts', 'const x = await import(name);', 'core/a.ts imports computed'],
    ['core/a.ts', "const x = require('fs');", 'core/a.ts imports fs'],
    ['core/a.ts', 'const now = Date.now();', 'core/a.ts uses Date'],
    ['core/a.ts', 'const now = new Date();', 'core/a.ts uses Date'],
    ['core/a.ts', 'const x = Math.random();', 'core/a.ts uses Math.random'],
    ['core/a.ts', 'const x = process.env.X;', 'core/a.ts uses process'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a source file
    ['core/a.ts', 'const x = `${process.env.X}`;', 'core/a.ts uses process'],
    ['core/a.ts', "const x = await fetch('https://example.org');", 'core/a.ts uses fetch'],
    ['core/a.ts', "const x = Buffer.from('x');", 'core/a.ts uses Buffer'],
    ['core/a.ts', 'const x = globalThis.process;', 'core/a.ts uses globalThis'],
    ['core/a.ts', 'const x = crypto.randomUUID();', 'core/a.ts uses crypto'],
    ['core/a.ts', 'setTimeout(f, 1);', 'core/a.ts uses setTimeout'],
    ['core/a.ts', "export { x } from './b.ts';", 'core/a.ts passes on what another file exports'],
    ['core/a.ts', "export * from './b.ts';", 'core/a.ts passes on what another file exports'],
    ['core/utils/a.ts', '', 'core/utils/a.ts has no place of its own'],
    ['lambdas/helpers.ts', '', 'lambdas/helpers.ts has no place of its own'],
    ['device/a.ts', "import { hash } from 'node:crypto';", 'device/a.ts imports node:crypto'],
    ['device/trust.ts', "import { readFileSync } from 'node:fs';", 'device/trust.ts imports node:fs'],
    ['device/a.ts', "import { p256 } from '@noble/curves/nist.js';", 'device/a.ts imports @noble/curves/nist.js'],
    [
      'device/a.ts',
      "import type { Facts } from '../core/access/facts.ts';",
      'device/a.ts imports core/access/facts.ts',
    ],
    [
      'adapters/aws/a.ts',
      "import { x } from '../oidc/bearer.ts';",
      'adapters/aws/a.ts imports adapters/oidc/bearer.ts',
    ],
    ['adapters/otp/a.ts', "import { x } from '@aws-sdk/client-kms';", 'adapters/otp/a.ts imports @aws-sdk/client-kms'],
    ['adapters/csv/a.ts', "import { parse } from 'csv-parse/sync';", 'adapters/csv/a.ts imports csv-parse/sync'],
    ['core/a.ts', "import { parse } from 'csv-parse/sync';", 'core/a.ts imports csv-parse/sync'],
    ['adapters/oidc/a.ts', "import { x } from '../wire.ts';", 'adapters/oidc/a.ts imports adapters/wire.ts'],
    [
      'adapters/aws/a.ts',
      "import { ROUTES } from '../../lambdas/routes.ts';",
      'adapters/aws/a.ts imports lambdas/routes.ts',
    ],
    ['lambdas/a.ts', "import { x } from '@aws-sdk/client-kms';", 'lambdas/a.ts imports @aws-sdk/client-kms'],
    ['lambdas/a.ts', "import { x } from '../adapters/aws/kms.ts';", 'lambdas/a.ts imports adapters/aws/kms.ts'],
    ['lambdas/a.ts', "import { x } from '../lib/stack.ts';", 'lambdas/a.ts imports lib/stack.ts'],
    ['lambdas/a.ts', "import { handler } from './b.ts';", 'lambdas/a.ts imports the function lambdas/b.ts'],
    ['lambdas/a.ts', "import { Context } from 'aws-lambda';", 'lambdas/a.ts imports more than types of aws-lambda'],
    ['lambdas/routes.ts', 'export const ROUTES = [].map((x) => x);', 'lambdas/routes.ts is not data only: =>'],
    ['lambdas/routes.ts', "import { x } from './b.ts';", 'lambdas/routes.ts is not data only: ./b.ts'],
    ['lib/a.ts', "import { SCOPES } from '../core/policy/tiers.ts';", 'lib/a.ts imports core/policy/tiers.ts'],
    ['bin/a.ts', "import { x } from '../lambdas/pipeline.ts';", 'bin/a.ts imports lambdas/pipeline.ts'],
    [
      'web/a.ts',
      "import { cardFor } from '../core/access/card.ts';",
      'web/a.ts imports more than types of core/access/card.ts',
    ],
    [
      'web/a.ts',
      "import { type X } from '../core/access/card.ts';",
      'web/a.ts imports more than types of core/access/card.ts',
    ],
    ['web/a.ts', "import { x } from '../lambdas/pipeline.ts';", 'web/a.ts imports lambdas/pipeline.ts'],
    ['local/a.ts', "import { x } from '../lib/stack.ts';", 'local/a.ts imports lib/stack.ts'],
    ['local/a.ts', "import { x } from '../test/support/power-cut.ts';", 'local/a.ts imports test/support/power-cut.ts'],
    ['bench/a.ts', "import { x } from '../lib/stack.ts';", 'bench/a.ts imports lib/stack.ts'],
  ])('%s: %s', (path, source, breach) => {
    const handler = ['lambdas/b.ts', 'export const handler = serve({});'] as const;
    expect(breachesIn(new Map([[path, source], handler]))).toContain(breach);
  });

  test.each([
    ['core/a.ts', "// Date.now() is not for us\nconst x = 'process';"],
    ['core/a.ts', "import type { Claims } from '../device/claims.ts';\nconst format = new Intl.DateTimeFormat('en');"],
    ['core/a.ts', 'const x = { date: 1, process: 2 }.date;'],
    ['lambdas/a.ts', "import { serve } from './pipeline.ts';\nimport type { Context } from 'aws-lambda';"],
    ['web/a.ts', "import type { DecisionCard } from '../core/access/card.ts';"],
    ['local/a.ts', "import { p256 } from '@noble/curves/nist.js';\nimport { verify } from '../device/index.ts';"],
    ['lib/a.ts', "import { ROUTES } from '../lambdas/routes.ts';\nimport { Stack } from 'aws-cdk-lib/core';"],
    ['device/index.ts', "export { verify } from './verify.ts';"],
  ])('and %s may do %j', (path, source) => {
    expect(breachesIn(new Map([[path, source]]))).toEqual([]);
  });
});
