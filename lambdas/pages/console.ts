/** A hospital's console: today, a request as a timeline, delivery health. It only reads; links lead to where something is done. */
import { DeliveryQuery } from '../../core/console-contract.ts';
import type { Ports } from '../../core/ports.ts';
import type { Decision } from '../../core/problems.ts';
import { showDelivery } from '../../core/verbs/show-delivery.ts';
import { showTimeline } from '../../core/verbs/show-timeline.ts';
import { showToday } from '../../core/verbs/show-today.ts';
import { deliveryPage } from '../../web/console/delivery-page.ts';
import type { ConsoleFrame } from '../../web/console/parts.ts';
import { timelinePage } from '../../web/console/timeline-page.ts';
import { todayPage } from '../../web/console/today-page.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { yes } from '../problems.ts';
import { type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';

const onProblem = problemAsPage;

export function consolePages(ports: PagePorts & Pick<Ports, 'ledger'>): Record<string, Endpoint> {
  return {
    'GET /console/{tenant}': endpoint({
      handle: (call) =>
        consolePage(ports, call, showToday(ports, call.who, tenantOf(call), call.now), (frame, view) =>
          todayPage(frame, view, call.now),
        ),
      onProblem,
    }),
    'GET /console/{tenant}/requests/{request}': endpoint({
      handle: (call) => {
        const { request = '' } = call.params;
        const timeline = showTimeline(ports, call.who, tenantOf(call), request, call.now);
        return consolePage(ports, call, timeline, (frame, view) => timelinePage(frame, view, call.now));
      },
      onProblem,
    }),
    'GET /console/{tenant}/delivery': endpoint({
      query: DeliveryQuery,
      handle: (call: Call<unknown, DeliveryQuery>) =>
        consolePage(ports, call, showDelivery(ports, call.who, tenantOf(call), call.query, call.now), deliveryPage),
      onProblem,
    }),
  };
}

/** The hospital that the address names. */
export function tenantOf({ params }: Pick<Call, 'params'>): string {
  return params['tenant'] ?? '';
}

/** What a verb found, as a page; what it refused, as a problem. */
export async function consolePage<T>(
  ports: PagePorts,
  call: Pick<Call, 'who' | 'params'>,
  found: Promise<Decision<T>>,
  draw: (frame: ConsoleFrame, value: T) => string,
  statusOf: (value: T) => number = () => 200,
) {
  const [viewer, decision] = await Promise.all([viewerFor(ports, call.who), found]);
  const value = yes(decision);
  return shown(statusOf(value), (nonce) => draw({ nonce, viewer, tenant: tenantOf(call) }, value));
}
