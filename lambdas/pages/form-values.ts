/** What browsers send of a form, as the API takes it. */

/** The one value of a field; '' for none, and for two, which are no answer. */
export function one(values: readonly string[] | undefined): string {
  const [value = '', ...more] = values ?? [];
  return more.length > 0 ? '' : value;
}

/** In one spelling and on one line: a text area has line breaks, and the same letter may be typed in two ways. */
export function inOneLine(text: string): string {
  return text.trim().normalize('NFC').replaceAll(/\s+/g, ' ');
}
