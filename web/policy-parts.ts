/** What a policy demands, in words and tables; what its tester answers, and what another policy would change. */
import { table } from './components/lists.ts';
import { details, insetText, tag, warningText } from './components/messages.ts';
import { type Html, html } from './html.ts';

/** What one tier takes at some stages of a device's life. */
export interface RuleWords {
  readonly tier: string;
  /** `at every stage`, `limited support`. */
  readonly stages: string;
  readonly says: string;
  /** `3 as HTM approver, 1 as clinical owner`. */
  readonly people: string;
  /** Why nobody could ever approve it. */
  readonly lack?: string | undefined;
  /** Scopes that nobody could approve alone. */
  readonly notFor: string;
}

export interface PlaceWords {
  /** `Everywhere`, `Main, ICU 3`. */
  readonly place: string;
  readonly rules: readonly RuleWords[];
}

/** The rules of each place; those that the policy names stand folded below what holds everywhere. */
export function policyTables([everywhere, ...named]: readonly PlaceWords[]): Html {
  return html`${everywhere && ruleTable(everywhere)}
${named.map((place) => details({ summary: html`In ${place.place}`, says: ruleTable(place) }))}`;
}

function ruleTable({ place, rules }: PlaceWords): Html {
  const rows = rules.map(({ tier, stages, says, people, lack, notFor }) => [
    { says: tier },
    { says: stages },
    { says },
    {
      says: html`${lack === undefined ? people : html`✕ ${lack}`}${notFor !== '' && html`<br><span class="wk-small">Alone, nobody could approve: ${notFor}</span>`}`,
    },
  ]);
  const head = ['Tier', 'Stage', 'Takes', 'Who could'].map((says) => ({ says }));
  return scrolling(`Rules: ${place}`, table({ caption: place, head, rows, firstCellIsHeader: true }));
}

function scrolling(label: string, inner: Html): Html {
  return html`<div class="wk-scroll" tabindex="0" role="region" aria-label="${label}">${inner}</div>`;
}

/** What the tester says of one question. */
export type TesterWords =
  | {
      readonly question: string;
      readonly tier: string;
      readonly says: string;
      readonly candidates: readonly { readonly name: string; readonly roles: string }[];
      readonly asked: readonly string[];
    }
  | { readonly question: string; readonly reason: string; readonly refusal: string };

export function testerAnswer(words: TesterWords): Html {
  if ('reason' in words) {
    return html`<h2 class="govuk-heading-m" id="answer">${tag({ says: '✕ Refused', classes: 'govuk-tag--red' })} ${words.question}</h2>
${insetText(html`${words.refusal} <span class="wk-small">(${words.reason})</span>`)}`;
  }
  const { question, tier, says, candidates, asked } = words;
  const could = candidates.map(({ name, roles }) => html`<li>${name}: ${roles}</li>\n`);
  return html`<h2 class="govuk-heading-m" id="answer">${tag({ says: '○ Would be asked for', classes: 'govuk-tag--yellow' })} ${question}</h2>
<p class="govuk-body">Tier ${tier}: ${says}</p>
<p class="govuk-body">Who could say yes:</p>
<ul class="govuk-list govuk-list--bullet">
${could}</ul>
<p class="govuk-body">Asked first: ${asked.length > 0 ? asked.join(', ') : 'nobody can be reached'}.</p>`;
}

/** One tier at one stage and place, now and under the other policy. */
export interface ChangeWords {
  readonly where: string;
  readonly before: string;
  readonly after: string;
}

export function changeTable(changes: readonly ChangeWords[]): Html {
  if (changes.length === 0) return insetText('Nothing would change in what any tier takes, at any stage or place.');
  const rows = changes.map(({ where, before, after }) => [{ says: where }, { says: before }, { says: after }]);
  const head = ['Where', 'Takes now', 'Would take'].map((says) => ({ says }));
  return scrolling('What would change', table({ caption: 'What would change', head, rows, firstCellIsHeader: true }));
}

export function looserWords(places: readonly string[]): Html {
  if (places.length === 0) {
    return insetText('It only tightens: one administrator can bring it into force.');
  }
  return html`${warningText('It is looser than the policy in force, so that a second administrator has to confirm it.')}
<ul class="govuk-list govuk-list--bullet">
${places.map((place) => html`<li>${place}</li>\n`)}</ul>`;
}
