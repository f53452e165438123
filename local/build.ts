/**
 * Bundles every function of routes.ts in one esbuild run, CommonJS, the SDK inside: what the gateway calls here is what
 * the stacks deploy. `npm run build` writes `dist/functions/<name>/index.cjs`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { FUNCTIONS, type FunctionName } from '../lambdas/routes.ts';
import { PLUGINS } from './bundle-plugins.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The file of a function's bundle under `outdir`. */
export function bundleOf(outdir: string, name: FunctionName): string {
  return join(outdir, name, 'index.cjs');
}

/** What any bundle of a function for Lambda has. */
function usualBundle(outdir: string, names: readonly string[]): BuildOptions {
  return {
    entryPoints: names.map((name) => ({ in: join(ROOT, 'lambdas', `${name}.ts`), out: join(name, 'index') })),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node24',
    // The module builds of the packages, which esbuild can shake.
    mainFields: ['module', 'main'],
    minify: true,
    logLevel: 'warning',
    absWorkingDir: ROOT,
  };
}

/**
 * Builds all functions into `outdir`, and says what went into each. Each stack has its own, so that none pulls a file
 * from under another. Names of classes are minified: an error is told by the `name` that it sets itself.
 */
export async function buildFunctions(outdir: string): Promise<Metafile> {
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await build({
    ...usualBundle(outdir, Object.keys(FUNCTIONS)),
    // CommonJS imports faster: ES modules read every export of Node's own modules.
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    plugins: [...PLUGINS],
    metafile: true,
  });
  return metafile;
}

/**
 * The same function bundled the usual way: ES modules, the SDK with its defaults. Only bench/cold-start.ts runs it.
 *
 * @returns the bundle's file
 */
export async function buildUsual(outdir: string, name: FunctionName): Promise<string> {
  await build({
    ...usualBundle(outdir, [name]),
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    // Packages that are CommonJS ask for Node's own modules by `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return join(outdir, name, 'index.mjs');
}

if (import.meta.main) await buildFunctions(join(ROOT, 'dist', 'functions'));
