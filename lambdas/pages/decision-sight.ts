/** A request as one person sees it, in the words of the pages. */
import type { Identity } from '../../core/ports.ts';
import type { EpochSeconds, RequestId } from '../../core/units.ts';
import { showDecision } from '../../core/verbs/show-decision.ts';
import { type DecisionView, decisionPage } from '../../web/decision-page.ts';
import { powerIn } from './decision-power.ts';
import { nonceField, type PagePorts, shown, viewerFor } from './frame.ts';

/** The signed-in page of a request, as it is now. @throws Problem not-found, also where it is not the viewer's */
export async function decisionShown(
  ports: PagePorts,
  { who, id, now }: { readonly who: Identity; readonly id: RequestId; readonly now: EpochSeconds },
  { status, more }: { readonly status: number; readonly more?: Partial<DecisionView> },
) {
  const [sight, viewer, deciding, revoking] = await Promise.all([
    showDecision(ports, who, id, now),
    viewerFor(ports, who),
    nonceField(ports, who, 'decide-in-session'),
    nonceField(ports, who, 'revoke-in-session'),
  ]);
  const action = `/decisions/${sight.request}`;
  const view = {
    card: sight.card,
    by: 'oidc',
    viewer,
    target: { action, fields: deciding },
    ...powerIn(sight),
    ...(sight.mayRevoke && { revoke: { action: `${action}/revoke`, fields: revoking } }),
    ...more,
  } as const;
  return shown(status, (nonce) => decisionPage({ ...view, nonce }));
}
