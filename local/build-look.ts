/**
 * Compiles the look once: the components of `govuk-frontend` that web/look/look.scss names, without what our pages never
 * show, cut into sections of which a page carries those that it uses. `npm run build` writes web/look/sections.ts; the
 * same input gives the same bytes, and test/web/look.test.ts holds the file against a fresh run. No network.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { compile } from 'sass';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where the sections stand. */
export const SECTIONS_FILE = `${ROOT}web/look/sections.ts`;

/** The source of web/look/sections.ts. */
export function sectionsSource(): string {
  const { css } = compile(`${ROOT}web/look/look.scss`, {
    loadPaths: [`${ROOT}node_modules`],
    style: 'compressed',
    charset: false,
  });
  const [, ...parts] = css.split(/\/\*! ([\w-]+) \*\//);
  const names = parts.filter((_, at) => at % 2 === 0);
  const rows = names.map((name, at) => `  '${name}': html\`${literal(keptOf(parts[at * 2 + 1] ?? '', name))}\`,\n`);
  return `${HEAD}export const SECTIONS: readonly (readonly [name: string, css: Html])[] = Object.entries({\n${rows.join('')}});\n`;
}

const HEAD = `// Made by \`npm run build\` from look.scss and govuk-frontend 6.6.0 (MIT, see LICENSE-govuk-frontend): do not edit.
// biome-ignore-all format: each section is one line
// biome-ignore-all lint/complexity/useLiteralKeys: names of components
import { type Html, html } from '../html.ts';

`;

/** Text of a template literal that reads as `css`. */
function literal(css: string): string {
  return css.replace(/[\\`]|\$\{/g, (found) => `\\${found}`);
}

/** Selectors of what our pages never show: other variants, and states that only the package's scripts set. */
const NEVER =
  /--(inverse|start|interruption|success|teal|purple|magenta|pink|turquoise|orange|white|collapse-on-mobile|width-[345]\b|extra-letter|no-underline|no-visited|muted|text-colour)|js-enabled|frontend-supported|summary-card|conditional|govuk-(heading|caption)-xl|govuk-caption|govuk-body-(l|lead)\b|fieldset__legend--xl|label--xl|table__caption--xl|visually-hidden-focusable|breadcrumbs--|button__start|panel__actions|pagination__(list|item)|list--spaced|exit-this-page|::-moz-focus|govuk-clearfix|accordion|list--number|main-wrapper--|link-image|skip-link-focused|body-m\b|no-border/;

/** Each component says its fonts anew; ours come from `body` (_wardkey.scss). */
const INHERITED = /font-family:system-ui,sans-serif;?|-webkit-font-smoothing:\w+;?|-moz-osx-font-smoothing:\w+;?/g;

function keptOf(whole: string, name: string): string {
  const plain = whole.replaceAll(/var\((--[\w-]+), ?[^()]*\)/g, 'var($1)');
  // Our own section comes last: it alone says how a page is printed.
  const css = name === 'last' ? plain : rulesOf(plain).map(kept).join('').replaceAll(INHERITED, '');
  return transformSync(css, { loader: 'css', minify: true, target: 'chrome120' }).code.trim();
}

type Rule = readonly [prelude: string, body: string];

function kept([prelude, body]: Rule): string {
  if (prelude.startsWith('@media print')) return '';
  // Every browser that reads custom properties has what is asked for.
  if (prelude.startsWith('@supports')) return rulesOf(body).map(kept).join('');
  if (prelude.startsWith('@media')) return wrapped(prelude, rulesOf(body).map(kept).join(''));
  const selectors = selectorsOf(prelude).filter((selector) => !NEVER.test(selector));
  return wrapped(selectors.join(','), selectors.length > 0 ? body : '');
}

function wrapped(prelude: string, body: string): string {
  return body === '' ? '' : `${prelude}{${body}}`;
}

/** Commas inside `:not(…)` and `:is(…)` part nothing. */
function selectorsOf(prelude: string): readonly string[] {
  return prelude.split(/,(?![^(]*\))/);
}

/** Rules at the outermost level. Compressed output has no comments and no braces in strings. */
function rulesOf(css: string): readonly Rule[] {
  const rules: Rule[] = [];
  for (let from = css.indexOf('{'), start = 0; from !== -1; from = css.indexOf('{', start)) {
    const end = closingOf(css, from);
    rules.push([css.slice(start, from).trim(), css.slice(from + 1, end)]);
    start = end + 1;
  }
  return rules;
}

function closingOf(css: string, from: number): number {
  let depth = 0;
  for (let at = from; at < css.length; at += 1) {
    if (css[at] === '{') depth += 1;
    if (css[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('a rule of the style sheet does not end');
}

if (import.meta.main) writeFileSync(SECTIONS_FILE, sectionsSource());
