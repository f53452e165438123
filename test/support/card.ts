/** A decision card as core hands it over, in literals, and texts that try to be more than text. */
import type { DecisionCard } from '../../core/access/card.ts';

export const DIGEST = 'b7Yt0m2Yb2XzB0n7mE8xq3Jm0v4rS5wT6uV7xY8zA9A';
export const LABELS = [
  'Request',
  'Clinical state',
  'Scope',
  'Window',
  'Technician',
  'Reason',
  'Flags',
  'What your answer does',
] as const;

export const CARD: DecisionCard = {
  reference: 'K7Q-29M',
  hospital: 'St. Mary',
  status: 'pending',
  digest: DIGEST,
  subject: 'Approve? K7Q-29M · Ventilator VX-7 #001234, ICU 3 · 60 min · decide by 14:20 CST',
  facts: LABELS.map((label) => ({ label, words: `Words of ${label.toLowerCase()}.` })),
  decideBy: '14:20 CST',
  decideByUtc: 1_795_464_000,
  scopes: [
    { name: 'calibration.adjust', says: 'adjust the calibration' },
    { name: 'selftest.run', says: 'run the self-test' },
  ],
  holdMinutes: 60,
  needsRelease: true,
  needsSignIn: false,
  approvalsGiven: 0,
  approvalsNeeded: 1,
  approvedBy: [],
};

export const APPROVED: DecisionCard = {
  ...CARD,
  status: 'approved',
  approvalsGiven: 1,
  subject: 'Approved until 15:17 CST · K7Q-29M · Ventilator VX-7 #001234, ICU 3',
  outcome: {
    title: 'Approved until 15:17 CST',
    at: 1_795_463_000,
    when: '2026-11-23, 14:02 CST',
    lines: ['Approved by D. Okafor (HTM approver) on 2026-11-23 at 14:02 CST.'],
    ifRevoked: 'No token was handed out, so no device opens on this approval.',
  },
};

/** The same card with `text` wherever a person's or a registry's words can stand. */
export function cardSaying(text: string): DecisionCard {
  return {
    ...CARD,
    reference: text,
    hospital: text,
    digest: text,
    subject: text,
    decideBy: text,
    facts: LABELS.map((label) => ({ label, words: text })),
    scopes: [
      { name: text, says: text },
      { name: 'selftest.run', says: text },
    ],
  };
}
