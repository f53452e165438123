/**
 * A request in Slack: the eight facts and the form of a decision, or why there is none. The same fields as on the page; nothing is
 * chosen beforehand but what was asked for, and only what is sent with a code decides.
 */
import type { DecisionCard } from '../../core/access/card.ts';
import type { SlackBlock, SlackView } from '../../core/slack-ports.ts';
import type { RequestId } from '../../core/units.ts';
import { type State, symbolOf } from '../components/state-tag.ts';
import type { DecisionView } from '../decision-page.ts';
import { barredWords, LATE, MAX_REASON, NARROWS, RELEASES, staleWords, USUAL_MINUTES } from '../decision-words.ts';
import { DIALOGS, scopesBlock } from './actions.ts';
import { checkboxes, fact, heading, inTens, link, notes, radios, select, sentence, textField } from './blocks.ts';
import { dialog } from './dialog.ts';

export interface ReviewView extends Pick<DecisionView, 'card' | 'roles' | 'barred' | 'note'> {
  readonly request: RequestId;
  /** The signed-in page of the request. */
  readonly address: string;
}

/** What is chosen where the time stays as it was asked for: an option of Slack cannot be empty. */
export const AS_ASKED = 'as-asked';

/** Which of them it is follows from the card and from who looks, as on the page. */
export function reviewDialog(view: ReviewView): SlackView {
  const { card, barred } = view;
  const says = saysFirst(view);
  if (card.outcome) return shown(view, [...says, ...outcomeOf(card.status, card.outcome), ...card.facts.map(fact)]);
  if (card.needsSignIn) return shown(view, [...says, sentence(SIGN_IN)]);
  if (!barred) return asked(view, [...says, ...card.facts.map(fact)]);
  const why = sentence(barred.hasApproved ? recorded(card) : barredWords(barred));
  const blocks = [...says, why, ...card.facts.map(fact)];
  return barred.mayDeny ? denied(view, blocks) : shown(view, blocks);
}

const SIGN_IN = 'Requests of this tier are decided signed in, and not in Slack. Open it in the browser.';

function saysFirst({ card, note }: ReviewView): readonly SlackBlock[] {
  if (note === 'late') return [sentence(LATE)];
  return note === 'stale' ? [sentence(staleWords(card))] : [];
}

function outcomeOf(status: State, { title, lines }: NonNullable<DecisionCard['outcome']>): readonly SlackBlock[] {
  return [heading(`${symbolOf(status)} ${title}`), ...lines.map(sentence)];
}

function recorded({ approvalsGiven, approvalsNeeded }: DecisionCard): string {
  return `Your approval is recorded: ${approvalsGiven} of ${approvalsNeeded}. Another person is needed.`;
}

function titleOf({ card }: ReviewView): string {
  return `Request ${card.reference}`;
}

/** What a decision says that it saw. */
function digestOf({ digest }: DecisionCard): SlackBlock {
  return notes([`Digest of these facts: ${digest}`]);
}

function inBrowser({ address }: ReviewView): SlackBlock {
  return link(address, 'Open in browser');
}

function shown(view: ReviewView, blocks: readonly SlackBlock[]): SlackView {
  return dialog({ title: titleOf(view), blocks: [...blocks, inBrowser(view)] });
}

function asked(view: ReviewView, blocks: readonly SlackBlock[]): SlackView {
  const { card, request, roles = [], note } = view;
  const fields = [
    radios({ name: 'decision', label: 'Approve or deny?', isNeeded: true, choices: DECISIONS }),
    ...(roles.length > 1 ? [roleField(roles)] : []),
    timeField(card),
    ...scopeFields(card),
    ...(card.needsRelease ? [RELEASE] : []),
    textField({ ...REASON, label: 'Reason, if you deny' }),
    CODE,
  ];
  return dialog({
    title: titleOf(view),
    sends: { as: DIALOGS.decide, note: { request, digest: card.digest, ...onlyScope(card) }, says: 'Send my decision' },
    blocks: [
      ...blocks,
      ...card.approvedBy.map(sentence),
      digestOf(card),
      inBrowser(view),
      ...(note === 'stale' ? anew(fields, card.digest) : fields),
    ],
  });
}

/** Slack keeps what was entered in a block of the same name: after a stale view the choice is made anew. */
function anew(fields: readonly SlackBlock[], digest: string): readonly SlackBlock[] {
  return fields.map((field) => ({ ...field, block_id: `${String(field['block_id'])}.${digest.slice(0, 8)}` }));
}

/** For whoever cannot approve, any more or at all, and may still say no: stopping is easy. */
function denied(view: ReviewView, blocks: readonly SlackBlock[]): SlackView {
  const { card, request } = view;
  return dialog({
    title: titleOf(view),
    sends: { as: DIALOGS.decide, note: { request, digest: card.digest, only: 'deny' }, says: 'Deny' },
    blocks: [
      ...blocks,
      digestOf(card),
      inBrowser(view),
      textField({ ...REASON, label: 'Reason', isNeeded: true }),
      CODE,
    ],
  });
}

const DECISIONS = Object.freeze([
  { value: 'approve', says: 'Approve' },
  { value: 'deny', says: 'Deny' },
]);

function roleField(roles: NonNullable<ReviewView['roles']>): SlackBlock {
  const choices = roles.map(({ role, says }) => ({ value: role, says }));
  return radios({ name: 'role', label: 'In which role?', isNeeded: true, choices });
}

function timeField({ holdMinutes }: DecisionCard): SlackBlock {
  const shorter = USUAL_MINUTES.filter((length) => length < holdMinutes);
  const choices = [
    { value: AS_ASKED, says: `As asked: ${holdMinutes} min` },
    ...shorter.map((length) => ({ value: String(length), says: `${length} min` })),
  ];
  return select({ name: 'holdMinutes', label: 'Time, if you approve', choices, isFirstChosen: true });
}

function onlyScope({ scopes: [only, ...others] }: DecisionCard): { readonly scope?: string } {
  return only && others.length === 0 ? { scope: only.name } : {};
}

/** One scope is a fact and no choice: without it nothing would be left to approve. */
function scopeFields({ scopes }: DecisionCard): readonly SlackBlock[] {
  if (scopes.length < 2) return [];
  const choices = scopes.map(({ name, says }) => ({ value: name, says, more: name }));
  return inTens(choices).map((some, at) =>
    checkboxes({
      name: scopesBlock(at),
      label: at === 0 ? 'What may be done, if you approve' : 'And what more',
      hint: NARROWS,
      choices: some,
      areChosen: true,
    }),
  );
}

const RELEASE = checkboxes({
  name: 'clinicalRelease',
  label: 'Clinical release, if you approve',
  choices: [{ value: 'yes', says: RELEASES }],
});

const REASON = Object.freeze({
  name: 'reason',
  hint: 'The technician reads it. No patient data.',
  max: MAX_REASON,
  isLong: true,
});

const CODE = textField({
  name: 'code',
  label: 'One-time code',
  hint: 'Six digits from your authenticator app. We never ask for it by phone.',
  max: 16,
  isNeeded: true,
});
