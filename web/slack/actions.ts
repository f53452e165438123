/** What comes back from Slack with a press or a dialog: names of ours, made where the element is made and read where it is answered. */

/** Of the button under a card that opens the request: its value is the request's id. */
export const REVIEW = 'review-and-decide';
/** Of a button that only opens a page: Slack tells of it too, and there is nothing to do. */
export const OPEN = 'open-in-browser';

/** Dialogs; `shown` has nothing to send. */
export const DIALOGS = Object.freeze({ decide: 'decide', device: 'ask-device', ask: 'ask', shown: 'shown' });

/** `scopes`, `scopes-2`: one element of Slack holds ten boxes. */
export function scopesBlock(at: number): string {
  return at === 0 ? 'scopes' : `scopes-${at + 1}`;
}
