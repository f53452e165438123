/**
 * What every mail is made of. No remote image, no tracking; a mail scanner that follows every link changes nothing.
 *
 * Mail programs turn whatever looks like an address into a link: `diag.run` is a registered domain's form, and a reason
 * may hold anything. Words therefore carry an invisible non-joiner where an address would be recognised; the only links
 * are ours. Accepted risk: a telephone number in a reason may still be made clickable.
 */
import { type Html, html, visible } from './html.ts';

/** RFC 5322 2.1.1 wants header lines short; mail programs show even less. */
const MAX_SUBJECT = 150;
export const NEVER_BY_PHONE = 'We never ask for your code by phone, and nobody from Wardkey will call you about this.';

/** One line, whatever the registry holds: a line break here would be a header of somebody else's choice. */
export function subjectLine(subject: string): string {
  const characters = [...visible(subject)];
  return characters.length <= MAX_SUBJECT ? characters.join('') : `${characters.slice(0, MAX_SUBJECT - 1).join('')}…`;
}

/** Label and words of each fact. */
type Facts = readonly { readonly label: string; readonly words: string }[];

/** Lines of the text part end here where words allow it (RFC 3676 4.2 wants fewer than 78). */
const WIDTH = 72;

/**
 * Words in lines, the later ones moved in: nothing that a person wrote begins a line of a mail, where it could pass for one
 * of ours. A word that is longer than a line stays whole.
 */
function hung(mark: string, words: string): string {
  const indent = ' '.repeat(Math.max(mark.length, 2));
  let line = mark;
  const lines: string[] = [];
  for (const word of textOf(words).split(' ')) {
    const isFirst = line.trim() === '' || line === mark;
    if (!isFirst && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}

export function paragraph(words: string): string {
  return hung('', words);
}

/** Sentences, each with a mark of its own. */
export function listed(lines: readonly string[]): string {
  return lines.map((line) => hung('- ', line)).join('\n');
}

/** The facts, numbered, for the text part. */
export function factLines(facts: Facts): string {
  return facts.map(({ label, words }, at) => hung(`${at + 1}. `, `${label}: ${words}`)).join('\n');
}

/** A text part out of what it has to say, an empty line between. */
export function parts(...all: readonly string[]): string {
  return `${all.join('\n\n')}\n`;
}

/**
 * Between a letter or digit with its dot or at sign and the letter after it; between `:` and `//`. The other dots are those
 * that browsers read as dots in a name (UTS 46 2.3).
 */
const ADDRESS_SEAMS = /(?<=[\p{L}\p{N}][.@\u3002\uFF0E\uFF61\uFF20])(?=\p{L})|(?<=:)(?=\/\/)/u;
const NON_JOINER = '\u200C';

export function linkless(words: string): Html {
  const parts = visible(words).split(ADDRESS_SEAMS);
  return html`${parts.map((part, index) => (index === 0 ? part : html`&zwnj;${part}`))}`;
}

/** @throws Error for what is no link of ours: a link is made from the base URL and encoded parts, never from words */
export function address(link: string): Html {
  if (!/^https?:\/\/[^\s"'<>\\`]+$/.test(link)) throw new Error('no address');
  return html`${link}`;
}

function textOf(words: string): string {
  return visible(words).split(ADDRESS_SEAMS).join(NON_JOINER);
}
