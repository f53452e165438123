/**
 * HTML as a tagged template that escapes everything it is given. There is no way round it: a fragment is safe because it
 * came out of `html` itself, and nothing else makes an {@link Html}. Controls, bidirectional and invisible characters
 * are shown as U+FFFD, so that no text can reorder or hide what stands beside it.
 */

const SAFE = Symbol('safe');

/** A fragment that was built by {@link html}. */
export class Html {
  readonly #text: string;

  /** Only this file holds the key, so only `html` makes fragments. */
  constructor(text: string, key: typeof SAFE) {
    if (key !== SAFE) throw new TypeError('fragments come from html``');
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template: text and numbers are escaped, absent values leave nothing. */
export type Value = string | number | Html | undefined | false | readonly Value[];

/** The fragment of a template; every value that is no fragment itself is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  const text = values.reduce<string>(
    (so, value, index) => so + rendered(value) + (parts[index + 1] ?? ''),
    parts[0] ?? '',
  );
  return new Html(text, SAFE);
}

function rendered(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(rendered).join('');
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = Object.freeze({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

/** Good in text and in quoted attributes; templates quote every attribute. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Controls, line and paragraph separators, format characters (bidi, zero width), fillers, private use, lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** `text` on one line with nothing in it that cannot be seen. */
export function visible(text: string): string {
  return text.replace(UNSEEN, '\uFFFD');
}
