/** Free text that is inert wherever it is shown: NFC, and nothing in it that nobody can see. */

/** Controls, line separators, bidi embeddings and isolates, zero-width, fillers and all else that nobody can see. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** One spelling of one text: without lone surrogates, composed (Unicode Annex 15). */
export function isNfc(text: string): boolean {
  return text.isWellFormed() && text.normalize('NFC') === text;
}

/** Whether some of `text` is a control, turns its direction or cannot be seen. */
export function hasUnsafe(text: string): boolean {
  return UNSAFE.test(text);
}
