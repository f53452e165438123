/**
 * Compiles the mails once: web/mail/*.mjml to functions of web/mail/templates.ts, in which every value is escaped for the
 * place where it stands. `npm run build` writes the file; the same input gives the same bytes, and
 * test/web/mail-templates.test.ts holds it against a fresh run. No network: neither fonts nor images are named.
 *
 * Marks in a source: `{{words}}` is text of anybody, `{{@link}}` an address of ours, `{{#list}}…{{/list}}` repeats what
 * stands between for each of a list, where `{{.}}` is the text itself and `{{words}}` a field of it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = `${ROOT}web/mail`;

/** Where the functions stand. */
export const TEMPLATES_FILE = `${SOURCES}/templates.ts`;

/** What we use of two packages that are CommonJS without types. */
type Compile = (source: string, options: object) => Promise<{ readonly html: string }>;
const require = createRequire(import.meta.url);
const compile = (require('mjml-core') as { readonly default: Compile }).default;
const PRESET: unknown = require('mjml-preset-core');

/** The source of web/mail/templates.ts. */
export async function templatesSource(): Promise<string> {
  const names = readdirSync(SOURCES).filter((name) => name.endsWith('.mjml'));
  const functions = await Promise.all(
    names.sort().map(async (name) => functionFor(name.slice(0, -5), await markup(name))),
  );
  return HEAD + functions.join('\n');
}

const HEAD = `// Made by \`npm run build\` from the .mjml files beside it, with mjml 5.4.1: do not edit.
// biome-ignore-all format: each mail is one template
import { type Html, html } from '../html.ts';
import { address, linkless } from '../mail-parts.ts';

`;

async function markup(name: string): Promise<string> {
  const { html } = await compile(readFileSync(`${SOURCES}/${name}`, 'utf8'), {
    presets: [PRESET],
    fonts: {},
    validationLevel: 'strict',
    filePath: `${SOURCES}/${name}`,
    ignoreIncludes: false,
    includePath: SOURCES,
  });
  return `${html.replace(/\n\s*/g, '\n').trim()}\n`;
}

/** A field of a mail: text, or a list with the fields of its rows; none where the rows are text. */
type Fields = Map<string, 'text' | Set<string>>;

/** The function `<name>Html` and the type of what it takes. @throws Error for a mark where no value may stand */
export function functionFor(name: string, compiled: string): string {
  const fields: Fields = new Map();
  const parts = compiled.split(/\{\{(.*?)\}\}/);
  let body = '';
  let list: string | undefined;
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 0) body += literal(part);
    else if (part.startsWith('#')) {
      list = part.slice(1);
      fields.set(list, new Set());
      body += `\${mail.${list}.map((one) => html\``;
    } else if (part.startsWith('/')) {
      list = undefined;
      body += '`)}';
    } else {
      const before = parts.slice(0, at).filter((_, index) => index % 2 === 0);
      body += valueAt(placeAfter(before.join('')), part, fieldIn(fields, list, part));
    }
  }
  return `${typeFor(name, fields)}\nexport function ${name}Html(mail: ${typeName(name)}): Html {\n  return html\`${body}\`;\n}\n`;
}

/** Text of a template literal that reads as `markup`. */
function literal(part: string): string {
  return part.replace(/[\\`]|\$\{/g, (found) => `\\${found}`);
}

/** Notes the field that a mark names. @returns how it is read */
function fieldIn(fields: Fields, list: string | undefined, mark: string): string {
  const field = mark.replace('@', '');
  if (list === undefined) {
    fields.set(field, 'text');
    return `mail.${field}`;
  }
  const rows = fields.get(list);
  if (field === '.' || !(rows instanceof Set)) return 'one';
  rows.add(field);
  return `one.${field}`;
}

type Place = 'text' | 'href' | 'label' | 'nowhere';

/** Where a value would stand after `before`. Conditional comments and styles take none, an attribute only when it is quoted. */
function placeAfter(before: string): Place {
  const isOpen = (open: string, close: string) => before.lastIndexOf(open) > before.lastIndexOf(close);
  if (isOpen('<!--', '-->') || isOpen('<style', '</style') || isOpen('<script', '</script')) return 'nowhere';
  if (!isOpen('<', '>')) return 'text';
  const [, attribute] = /\s([\w-]+)="[^"]*$/.exec(before) ?? [];
  if (attribute === 'href') return before.endsWith('"') ? 'href' : 'nowhere';
  return attribute === 'aria-label' ? 'label' : 'nowhere';
}

type Value = (read: string) => string;

/** Words are never a link's address; an address is shown as it is. */
const VALUES: Readonly<Record<'address' | 'words', Partial<Record<Place, Value>>>> = Object.freeze({
  address: { href: (read) => `\${address(${read})}`, text: (read) => `\${address(${read})}` },
  words: { text: (read) => `\${linkless(${read})}`, label: (read) => `\${${read}}` },
});

function valueAt(place: Place, mark: string, read: string): string {
  const kind = mark.startsWith('@') ? 'address' : 'words';
  const value = VALUES[kind][place];
  if (!value) throw new Error(`no place for {{${mark}}}`);
  return value(read);
}

const typeName = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}Words`;

function typeFor(name: string, fields: Fields): string {
  const lines = [...fields].map(
    ([field, rows]) => `  readonly ${field}: ${rows === 'text' ? 'string' : rowsType(rows)};`,
  );
  return `interface ${typeName(name)} {\n${lines.join('\n')}\n}\n`;
}

function rowsType(rows: ReadonlySet<string>): string {
  if (rows.size === 0) return 'readonly string[]';
  return `readonly { ${[...rows].map((field) => `readonly ${field}: string`).join('; ')} }[]`;
}

if (import.meta.main) writeFileSync(TEMPLATES_FILE, await templatesSource());
