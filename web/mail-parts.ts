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

/** The facts, numbered, for the text part. */
export function factLines(facts: Facts): string {
  return facts.map(({ label, words }, index) => `${index + 1}. ${label}: ${textOf(words)}`).join('\n');
}

export function factRows(facts: Facts): Html {
  return html`<ol>
${facts.map(({ label, words }) => html`<li><strong>${label}:</strong> ${linkless(words)}</li>\n`)}</ol>`;
}

export function mailDocument(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body style="font: 16px/1.4 sans-serif; max-width: 42em; overflow-wrap: anywhere;">
${body}
</body>
</html>
`.toString();
}

/** Between a letter or digit with its dot or at sign and the letter after it; between `:` and `//`. */
const ADDRESS_SEAMS = /(?<=[\p{L}\p{N}][.@])(?=\p{L})|(?<=:)(?=\/\/)/u;
const NON_JOINER = '\u200C';

export function linkless(words: string): Html {
  const parts = visible(words).split(ADDRESS_SEAMS);
  return html`${parts.map((part, index) => (index === 0 ? part : html`&zwnj;${part}`))}`;
}

export function textOf(words: string): string {
  return visible(words).split(ADDRESS_SEAMS).join(NON_JOINER);
}
