/**
 * The answers at a glance before they are sent: who will be asked, by when it is decided, and what if nobody can be reached (R16).
 * Where a rule says no, the reason stands above, the answers stay, and there is no button that would send them.
 */
import { button } from '../components/button.ts';
import { type SummaryRow, summaryList } from '../components/lists.ts';
import { moment } from '../components/time.ts';
import { errorsAbove, titleOf } from '../form-errors.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { type AskingView, hiddenAnswers, moreLine } from './parts.ts';

export interface CheckView extends AskingView {
  /** What was answered, in words. */
  readonly what: readonly SummaryRow[];
  readonly why: readonly SummaryRow[];
  /** The hidden field of the form that shows answers again. */
  readonly changeFields: Html;
  /** Absent where a rule says no. */
  readonly sending?: Sending | undefined;
}

export interface Sending {
  /** The hidden field of the form that sends, and the key that makes of two presses one request. */
  readonly formFields: Html;
  readonly key: string;
  /** `3 people: 2 as HTM approver, 1 as clinical owner`. */
  readonly asked: string;
  /** What they have to agree to, as one sentence. */
  readonly demands: string;
  /** When the next are asked; absent where everybody is asked at once. */
  readonly escalation?: string | undefined;
  /** How long they have, and until when that is if it is sent now. */
  readonly within: string;
  readonly decideBy: number;
  readonly decideByWords: string;
  /** Whom to call where nobody can be reached. */
  readonly contact: string;
}

const HEADING = 'Check your answers';

export function checkPage(view: CheckView): string {
  const { nonce, viewer, device, answers, errors, sending } = view;
  const main = html`${errorsAbove(errors)}
<h1 class="govuk-heading-l">${HEADING}</h1>
${moreLine(view)}
<form method="post" action="/d/${device.code}/check" novalidate>
${view.changeFields}
${hiddenAnswers(answers)}
${summaryList(view.what, 'wk-facts')}
${changeButton('what', 'Change what you need')}
${summaryList(view.why, 'wk-facts')}
${changeButton('why', 'Change your reasons')}
${!sending && button({ says: 'Check again' })}
</form>
${sending && sendingPart(view, sending)}`;
  return documentFor({ nonce, title: titleOf(HEADING, errors), viewer }, main);
}

function changeButton(value: 'what' | 'why', says: string): Html {
  return button({ says, name: 'change', value, classes: 'govuk-button--secondary' });
}

function sendingPart({ device, answers }: CheckView, sending: Sending): Html {
  return html`<h2 class="govuk-heading-m">Who will be asked</h2>
${summaryList(
  [
    { key: 'Asked first', value: sending.asked },
    { key: 'It takes', value: sending.demands },
    ...(sending.escalation === undefined ? [] : [{ key: 'If they are silent', value: sending.escalation }]),
    {
      key: 'Decided by',
      value: html`${sending.within} after you send it; sent now, by ${moment(sending.decideBy, sending.decideByWords)}. After that it dies by itself.`,
    },
    {
      key: 'If nobody can be reached',
      value: `The page of your visit says so, instead of letting you wait. Then call clinical engineering: ${sending.contact}. Without a yes nobody gets in.`,
    },
  ],
  'wk-facts',
)}
<form method="post" action="/d/${device.code}/ask" novalidate>
${sending.formFields}
<input type="hidden" name="key" value="${sending.key}">
${hiddenAnswers(answers)}
${button({ says: 'Send the request' })}
</form>`;
}
