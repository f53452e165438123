/** Another policy beside the one in force: what is wrong with it, where it is looser, and what each tier would take instead. */
import { codeField } from './code-field.ts';
import { button } from './components/button.ts';
import { insetText } from './components/messages.ts';
import { backLink } from './components/navigation.ts';
import { errorsAbove, type FieldError, titleOf } from './form-errors.ts';
import { type Html, html } from './html.ts';
import { documentFor, type Viewer } from './layout.ts';
import { policyField } from './policy-page.ts';
import { type ChangeWords, changeTable, looserWords } from './policy-parts.ts';

export interface PolicyComparePageView {
  readonly nonce: string;
  readonly viewer: Viewer;
  readonly base: string;
  readonly hospital: string;
  /** As it was sent. */
  readonly json: string;
  /** What makes it unusable, a sentence each. */
  readonly faults: readonly string[];
  readonly looserIn: readonly string[];
  readonly changes: readonly ChangeWords[];
  /** Hidden fields of the form that compares. */
  readonly fields: Html;
  /** Hidden fields of the form that proposes it; absent for whoever may not, and for what could never be used. */
  readonly proposing?: Html | undefined;
  /** What a proposal was refused with; without a field it is about the policy as a whole. */
  readonly errors: readonly FieldError[];
  /** It is the policy in force already. */
  readonly isUnchanged: boolean;
}

export function policyComparePage(view: PolicyComparePageView): string {
  const { nonce, viewer, base, hospital, json, faults, looserIn, changes, fields, errors, isUnchanged } = view;
  const heading = `Another policy for ${hospital}`;
  const isFaulty = faults.length > 0;
  const wrong = [...faults.map((says) => ({ field: 'policy', says })), ...errors];
  const main = html`${errorsAbove(wrong)}
<h1 class="govuk-heading-l">${heading}</h1>
${isUnchanged && insetText('It is in force already. Nothing was changed.')}
${isFaulty ? insetText('It could not be used as it is. Nothing was changed.') : html`${looserWords(looserIn)}\n${changeTable(changes)}`}
${proposeForm(view)}
<h2 class="govuk-heading-m">Look again</h2>
<form method="post" action="${base}/policy" novalidate>${fields}
${policyField(json, isFaulty ? 'Mend what the summary above names.' : undefined)}
${button({ says: 'Show what it would change', classes: 'govuk-button--secondary' })}
</form>`;
  const before = backLink({ href: `${base}/policy`, says: 'Policy in force' });
  return documentFor({ nonce, title: titleOf(heading, wrong), viewer, before, isWide: true }, main);
}

/** The policy that was looked at is the one that is sent, whatever stands in the box below by then. */
function proposeForm({ base, json, proposing, errors }: PolicyComparePageView): Html | undefined {
  if (!proposing) return undefined;
  return html`<h2 class="govuk-heading-m">Propose it</h2>
<form method="post" action="${base}/policy/propose" autocomplete="off" novalidate>${proposing}<input type="hidden" name="policy" value="${compact(json)}">
${codeField(errors)}
${button({ says: 'Propose this policy' })}
</form>`;
}

/** On one line, as a hidden field is: a line break would be shown as a character that cannot be seen. */
function compact(json: string): string {
  return JSON.stringify(JSON.parse(json));
}
