/**
 * Bundles every function of routes.ts in one esbuild run, CommonJS, the SDK inside: what the gateway calls here is what
 * the stacks deploy. `npm run build` writes `dist/functions/<name>/index.cjs`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { FUNCTIONS, type FunctionName } from '../lambdas/routes.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Where the bundles go. */
export const BUNDLES = join(ROOT, 'dist', 'functions');

/** The file of a function's bundle, under `bundles`. */
export function bundleOf(name: FunctionName, bundles = BUNDLES): string {
  return join(bundles, name, 'index.cjs');
}

/** Builds all functions into `outdir`. */
export async function buildFunctions(outdir = BUNDLES): Promise<void> {
  const names = Object.keys(FUNCTIONS);
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: names.map((name) => ({ in: join(ROOT, 'lambdas', `${name}.ts`), out: join(name, 'index') })),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    // The module builds of the packages, which esbuild can shake; CommonJS as output imports faster (docs/performance.md).
    mainFields: ['module', 'main'],
    minifySyntax: true,
    logLevel: 'warning',
    absWorkingDir: ROOT,
  });
}

if (import.meta.main) await buildFunctions();
