/** What an approver looks at signed in: his list, and a request with its facts or what became of it. Changes nothing. */
import { listDecisions } from '../../core/verbs/list-decisions.ts';
import { decisionListPage } from '../../web/decision-list-page.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { decisionShown } from './decision-sight.ts';
import { type PagePorts, problemAsPage, shown, viewerFor } from './frame.ts';

export function decisionPages(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /decisions': endpoint({
      handle: async ({ who, now }: Call) => {
        const [list, viewer] = await Promise.all([listDecisions(ports, who, now), viewerFor(ports, who)]);
        return shown(200, (nonce) => decisionListPage({ nonce, viewer, list }));
      },
      onProblem: problemAsPage,
    }),
    'GET /decisions/{request}': endpoint({
      handle: ({ who, params, now }: Call) =>
        decisionShown(ports, { who, id: params['request'] ?? '', now }, { status: 200 }),
      onProblem: problemAsPage,
    }),
  };
}
