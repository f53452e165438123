/** The fixtures of `govuk-frontend`, and how its options are told in the words of our components. */
import { readFileSync } from 'node:fs';
import { type Html, html, type Value } from '../../web/html.ts';

export interface Fixture {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: each component has options of its own form, told apart by `pathsOf`
  readonly options: any;
  readonly html: string;
}

export function fixturesOf(component: string): readonly Fixture[] {
  const file = new URL(
    `../../node_modules/govuk-frontend/dist/govuk/components/${component}/fixtures.json`,
    import.meta.url,
  );
  return JSON.parse(readFileSync(file, 'utf8')).fixtures;
}

/** The package takes text or trusted HTML; ours takes text or a fragment, and only a test makes one out of a string. */
export function saysOf(part: { readonly text?: string; readonly html?: string } | undefined): Value {
  // Text of ours is one line: a line break would be shown as a sign.
  return part?.html
    ? trusted(part.html)
    : typeof part?.text === 'string'
      ? part.text.trim().replaceAll('\n', ' ')
      : part?.text;
}

export function trusted(text: string): Html {
  return html(Object.assign([text.trim()], { raw: [text.trim()] }));
}

/** Options that are given, as paths with their values: `items[].hint.text=Choose one`. */
export function pathsOf(options: unknown, at = ''): readonly string[] {
  if (Array.isArray(options)) return options.flatMap((item) => pathsOf(item, `${at}[]`));
  if (typeof options !== 'object' || options === null) return [`${at}=${String(options)}`];
  const names = Object.entries(options);
  return names.flatMap(([name, value]) => pathsOf(value, at === '' ? name : `${at}.${name}`));
}

/** White space between and inside tags means nothing here; what is between words is one space. */
export function normalised(markup: string): string {
  return markup
    .replace(/\s+/g, ' ')
    .replace(/ ?(<[^>]*>) ?/g, '$1')
    .replace(/ >/g, '>')
    .replace(/ (?=\/>)/g, '')
    .trim();
}
