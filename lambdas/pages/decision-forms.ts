/** The signed-in page's forms: a decision of any tier with a code, and taking one back. */
import { DecisionForm } from '../../core/contract.ts';
import { RevokeForm } from '../../core/page-contract.ts';
import { type decideAccess, decideInSession } from '../../core/verbs/decide-access.ts';
import { revokeAccess } from '../../core/verbs/end-access.ts';
import { type Call, type Endpoint, endpoint, seeOther } from '../pipeline.ts';
import { decideByFields, type NotDone, revokeByFields } from './decision-fields.ts';
import { decisionShown } from './decision-sight.ts';
import { type PagePorts, problemAsPage } from './frame.ts';

type Needs = Parameters<typeof decideAccess>[0] & PagePorts;

export function decisionForms(ports: Needs): Readonly<Record<string, Endpoint>> {
  return {
    'POST /decisions/{request}': endpoint({
      body: DecisionForm,
      handle: (call: Call<DecisionForm>) => {
        const { who, now } = call;
        return answered(ports, call, (id) =>
          decideByFields(call.body, (body) => decideInSession(ports, who, id, body, now)),
        );
      },
      onProblem: problemAsPage,
    }),
    'POST /decisions/{request}/revoke': endpoint({
      body: RevokeForm,
      handle: (call: Call<RevokeForm>) => {
        const { who, now } = call;
        return answered(ports, call, (id) =>
          revokeByFields(call.body, ({ reason }) => revokeAccess(ports, who, id, { reason }, now)),
        );
      },
      onProblem: problemAsPage,
    }),
  };
}

async function answered(
  ports: Needs,
  { who, params, now }: Pick<Call, 'who' | 'params' | 'now'>,
  act: (id: string) => Promise<NotDone | undefined>,
) {
  const id = params['request'] ?? '';
  const notDone = await act(id);
  return notDone ? decisionShown(ports, { who, id, now }, notDone) : seeOther(`/decisions/${id}`);
}
