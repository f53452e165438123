/**
 * Compiles the pages' one script (web/live/) into the text that stands in a page under its nonce. `npm run build` writes
 * web/live-script.ts; the same input gives the same bytes, and test/web/live.test.ts holds the file against a fresh run.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where the script's text stands. */
export const SCRIPT_FILE = `${ROOT}web/live-script.ts`;

/** The source of web/live-script.ts. */
export function scriptSource(): string {
  const { outputFiles } = buildSync({
    entryPoints: [`${ROOT}web/live/live.ts`],
    bundle: true,
    format: 'iife',
    // Browsers of the last three years; nothing is polyfilled.
    target: ['chrome120', 'firefox121', 'safari17'],
    minify: true,
    charset: 'utf8',
    write: false,
  });
  const [text = ''] = outputFiles.map((file) => file.text.trim());
  return `${HEAD}export const SCRIPT: Html = html\`${text.replace(/[\\`]|\$\{/g, (found) => `\\${found}`)}\`;\n`;
}

const HEAD = `// Made by \`npm run build\` from web/live/: do not edit.
// biome-ignore-all format: the script is one line
import { type Html, html } from './html.ts';

`;

if (import.meta.main) writeFileSync(SCRIPT_FILE, scriptSource());
