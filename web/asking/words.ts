/** What asking for access says alike on pages and in Slack. */
import { MAX_REASON } from '../decision-words.ts';

interface FieldWords {
  readonly label: string;
  readonly hint: string;
}

export const MINUTES: FieldWords = Object.freeze({
  label: 'How long do you need?',
  hint: 'Working time at the device. Tiers, T0 to T4, go by how much harm could be done; the highest that you choose says how much time there can be.',
});

export const WORK_ORDER = 'Work order';
export const ACTIVITY = 'What kind of work is it?';

export const REASON: FieldWords = Object.freeze({
  label: 'Reason',
  hint: `What is the matter, and what you are going to do. Whoever decides reads it, and it is kept. No patient data. At most ${MAX_REASON} characters.`,
});

/** A box, and what whoever ticks it declares. */
interface Declaration extends FieldWords {
  readonly says: string;
}

export const CLINICAL: Declaration = Object.freeze({
  label: 'Clinical use',
  hint: 'Your word, which is shown to whoever decides. From tier T2 on an approver has to confirm it as well. Leave it empty if you do not know.',
  says: 'The device is not in clinical use, and no patient is connected.',
});

export const CONTROLS: Declaration = Object.freeze({
  label: 'Compensating controls',
  hint: 'The manufacturer supports this device in part only. For some work you have to attest what makes up for it: such as that it is off the network, or that it is watched while you work.',
  says: 'Compensating controls are in place.',
});
