/** Compiles a TypeScript file for jest with the compiler that builds the functions. */
import { transformSync } from 'esbuild';

export default {
  process(source, path) {
    const { code, map } = transformSync(source, {
      loader: path.endsWith('.tsx') ? 'tsx' : 'ts',
      format: 'esm',
      target: 'node22',
      sourcemap: true,
      sourcefile: path,
    });
    return { code, map };
  },
};
