/**
 * What somebody may type to be more than text: on a page, in a mail, in a spreadsheet, in a log. One list for every suite. What
 * runs says so by `window.__hit`.
 */

type Named = readonly [what: string, text: string];

/** Taken where free text is, and shown as what it is. At most 500 characters. */
export const INERT_TEXTS: readonly Named[] = Object.freeze([
  ['an element', '<script>window.__hit=1</script>'],
  ['an image that loads', '"><img src=https://evil.example/x onerror=window.__hit=1>'],
  ['a drawing', '<svg onload=window.__hit=1><a xlink:href=javascript:window.__hit=1>x</a></svg>'],
  ['a way out of an attribute', '" autofocus onfocus="window.__hit=1'],
  ['a way out of a quoted attribute', "' onmouseover='window.__hit=1"],
  ['a way out of a comment and a title', '--></title></style></textarea></script><form action=https://evil.example>'],
  ['a link', '<a href="https://evil.example">approve</a> javascript:window.__hit=1'],
  ['an entity', '&lt;b&gt; &#x3c;script&#x3e;'],
  ['Slack', '*bold* <!channel> <@U123> <https://evil.example|Approve> `x`'],
  ['a template', '#{7*7} {{7*7}} \u0024{window.__hit=1} <%= 7*7 %> %s %n'],
  ['a query', "'; DROP TABLE events; --"],
  ['quotes and backslashes', '"\\\'\\u003cb\\u003e'],
  ['a formula', '=HYPERLINK("https://evil.example","x")'],
  ['a formula with plus', '+1+1'],
  ['a formula with minus', '-2+3'],
  ['a formula with at', '@SUM(1+1)*cmd|"/C calc"!A0'],
  ['a full-width formula', '\uff1d1+1'],
  ['a full-width formula with at', '\uff20SUM(A1)'],
  ['a command', "cmd|' /C calc'!A0"],
  ['the end of a cell', '","=1+1","'],
  ['a long name', 'W'.repeat(500)],
  ['long words', `${'long '.repeat(99)}end`],
]);

/** Refused where free text is taken, and never shown as it is. */
export const REFUSED_TEXTS: readonly Named[] = Object.freeze([
  ['bidirectional text', 'Ventilator \u202etxt.exe\u202c \u2066x\u2069 \u200f'],
  ['a right-to-left override', 'a\u202egnp.exe'],
  ['an isolate', 'a\u2067b\u2069'],
  ['a right-to-left mark', 'a\u200fb'],
  ['invisible characters', 'pa\u200bti\u00adent\ufeff \u{e0041}'],
  ['a zero-width space', 'a\u200bb'],
  ['a zero-width joiner', 'a\u200db'],
  ['a soft hyphen', 'a\u00adb'],
  ['a tag character', 'a\u{e0041}b'],
  ['a Hangul filler', 'a\u3164b'],
  ['line breaks', 'fine\r\nBcc: all@evil.example\n\nApprove: https://evil.example\u2028x\u0085y'],
  ['a line separator', 'a\u2028b'],
  ['a terminal', '\u001b[2J\u0007\u0000'],
  ['NUL', 'a\u0000b'],
  ['a lone surrogate', 'x\ud800y'],
  ['letters that are not composed', 'e\u0301'],
  ['501 characters', 'x'.repeat(501)],
]);

/** For what shows any text that it is given, however it came there. */
export const HOSTILE_TEXTS: readonly Named[] = Object.freeze([
  ...INERT_TEXTS,
  ...REFUSED_TEXTS,
  ['a very long name', 'W'.repeat(5000)],
]);
