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

/** The file of a function's bundle under `outdir`. */
export function bundleOf(outdir: string, name: FunctionName): string {
  return join(outdir, name, 'index.cjs');
}

/** Builds all functions into `outdir`. Each stack has its own, so that none pulls a file from under another. */
export async function buildFunctions(outdir: string): Promise<void> {
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

if (import.meta.main) await buildFunctions(join(ROOT, 'dist', 'functions'));
