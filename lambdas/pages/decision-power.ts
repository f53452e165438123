/** What somebody may do about a request, in words: one for pages and Slack. */
import type { Sight } from '../../core/access/sight.ts';
import { ROLE_WORDS } from '../../core/access/words.ts';
import { REFUSALS } from '../../core/problems.ts';
import type { DecisionView } from '../../web/decision-page.ts';

/** What of a view follows from who looks. */
export function powerIn({ power }: Sight): Pick<DecisionView, 'roles' | 'barred'> {
  if (!power) return {};
  const { roles, barred, mayDeny } = power;
  const words = roles.map((role) => ({ role, says: ROLE_WORDS[role] }));
  if (!barred) return { roles: words };
  const hasApproved = barred === 'already_approved_by_you';
  return { roles: words, barred: { says: REFUSALS[barred][1], hasApproved, mayDeny } };
}
