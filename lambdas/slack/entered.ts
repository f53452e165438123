/** What somebody entered in a dialog, as the fields of the pages' forms: what is wrong with it is then said in the same words. */
import type { DecisionForm } from '../../core/contract.ts';
import type { ReviewNote, SentView } from '../../core/slack-contract.ts';
import type { Answers } from '../../web/asking/parts.ts';
import { AS_ASKED } from '../../web/slack/review-dialog.ts';
import { answersInForm } from '../pages/asking-form.ts';

/** The values of an element by its name, in whatever block it stands. */
export function valuesOf({ state }: SentView, name: string): readonly string[] {
  return Object.values(state.values).flatMap((elements) => {
    const { value, selected_option: one, selected_options: some } = elements[name] ?? {};
    return [...(value ? [value] : []), ...(one ? [one.value] : []), ...(some ?? []).map((each) => each.value)];
  });
}

/** Of elements that hold ten boxes each. */
function scopesIn(view: SentView): readonly string[] {
  const names = Object.values(view.state.values).flatMap((elements) => Object.keys(elements));
  return names.filter((name) => /^scopes(-[0-9]+)?$/.test(name)).flatMap((name) => valuesOf(view, name));
}

/** The form of a decision. A single scope is no choice: there are no boxes, and the dialog itself carries it. */
export function decisionIn(view: SentView, { digest, only, scope }: ReviewNote): DecisionForm {
  const one = (name: string) => valuesOf(view, name).slice(0, 1);
  return {
    decision: only ? [only] : one('decision'),
    digest: [digest],
    code: one('code').map((code) => code.trim()),
    role: one('role'),
    holdMinutes: one('holdMinutes').filter((length) => length !== AS_ASKED),
    scopes: scope === undefined ? [...scopesIn(view)] : [scope],
    clinicalRelease: one('clinicalRelease'),
    reason: one('reason'),
  };
}

/** What was asked for. */
export function answersIn(view: SentView): Answers {
  const of = (name: string) => [...valuesOf(view, name)];
  return answersInForm({
    scopes: [...scopesIn(view)],
    minutes: of('minutes'),
    workOrder: of('workOrder'),
    activity: of('activity'),
    reason: of('reason'),
    notInClinicalUse: of('notInClinicalUse'),
    compensatingControls: of('compensatingControls'),
  });
}
