/** What became of a row of the registry, the newest first: who, when, how he was known, what moved, and the digest in the log. */
import type { Move, ShownLine } from '../core/verbs/show-history.ts';
import { details, tag } from './components/messages.ts';
import { moment } from './components/time.ts';
import { type Html, html, type Value } from './html.ts';

/** A line with its moment in the hospital's zone. */
export type TimedLine = ShownLine & { readonly when: string };

const KNOWN_BY: Readonly<Record<ShownLine['by']['auth'], string>> = Object.freeze({
  oidc: 'signed in',
  'oidc+totp': 'signed in, with a code',
  ticket: 'by a mail’s link',
  'ticket+totp': 'by a mail’s link, with a code',
  slack: 'in Slack',
  'slack+totp': 'in Slack, with a code',
  system: 'by itself',
});

/** Changes are recorded by the power that they took; what else acts has a role of its own. */
const POWERS: Readonly<Record<string, string>> = Object.freeze({
  hospital: 'administrator of the hospital',
  organisation: 'administrator of the organisation',
  publisher: 'publisher of the maker',
  operator: 'administrator of the deployment',
});

/** @param base where the hospital's pages stand */
export function historyList(lines: readonly TimedLine[], base: string): Html {
  return html`<ol class="govuk-list wk-history" reversed>
${lines.map((line) => historyItem(line, base))}</ol>`;
}

function historyItem(line: TimedLine, base: string): Html {
  const { n, at, when, verb, version, by, printedName, widens, proposal, digest, matches, moves, row } = line;
  const who = printedName ?? (by.auth === 'system' ? 'Wardkey' : by.person);
  return html`<li class="wk-event">
<p class="govuk-body"><strong>${n}. ${verbWords(verb)}</strong>, ${moment(at, when)}</p>
<p class="govuk-body">${who} (${by.employer}), ${POWERS[by.role] ?? by.role.replaceAll('_', ' ')}, ${KNOWN_BY[by.auth]}${proposal !== undefined && html`; <a class="govuk-link" href="${base}/proposals/${proposal}">confirmed by a second person</a>`}.</p>
${widens.length > 0 && html`<p class="govuk-body">It widened: ${widens.join('; ')}.</p>`}
${moves.length > 0 && html`<ul class="govuk-list govuk-list--bullet">\n${moves.map(moveLine)}</ul>`}
<p class="wk-small">${matchTag(matches)} Version ${version}, SHA-256 ${html`<code>${digest}</code>`}</p>
${row !== undefined && details({ summary: html`The row as it stood from then on<span class="govuk-visually-hidden">, version ${version}</span>`, says: rowText(row) })}
</li>
`;
}

/** `change-device` is a change of the registry by its verb's name; bootstrap and seeds have names of their own. */
function verbWords(verb: string): string {
  const words = verb.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function matchTag(matches: boolean): Html {
  return matches
    ? tag({ says: '✓ As the log has it', classes: 'govuk-tag--green' })
    : tag({ says: '✕ Not as the log has it', classes: 'govuk-tag--red' });
}

function moveLine({ member, before, after }: Move): Html {
  const from = before !== undefined && html` from ${valueWords(before)}`;
  const to = after === undefined ? ' taken away' : html` to ${valueWords(after)}`;
  return html`<li><strong>${member}</strong>${from}${to}</li>\n`;
}

/** Longer ones stand whole in the row below. */
const LONGEST = 120;

function valueWords(value: unknown): Value {
  if (value === '') return '(nothing)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Each line is escaped by itself: a line break is shown as one. */
function rowText(row: unknown): Html {
  const lines = JSON.stringify(row, undefined, 2).split('\n');
  return html`<pre class="wk-source" tabindex="0" role="region" aria-label="The row">${lines.map((line) => html`${line}\n`)}</pre>`;
}
