/** Four eyes and graver work: self-approval, two roles, stale facts, revocation; and the log of it all. */

import { verifyLog } from '../verify-log.ts';
import { asking, decide, digestOf, HOSPITAL, key, PUMP, type Stage, type Step, told, VENTILATOR } from './telling.ts';

export function graveAct(stage: Stage): readonly Step[] {
  const { scene, left } = stage;
  const { dynamodb } = stage.scene.broker.addresses;
  return [
    {
      says: 'In-house: R. Alvarez asks for a pump and tries to approve herself.',
      run: async () => {
        const asked = await left.alvarez.post('/requests', asking(PUMP.code, ['selftest.run']), key('alvarez'));
        return told(
          await decide(stage, left.alvarez, asked.body.id, { digest: asked.body.digest }),
          403,
          'approver_is_requester',
        );
      },
    },
    {
      says: 'Restoring the software (T3) takes two people in different roles: the first approves, for 30 minutes.',
      run: async () => {
        const asked = await left.osei.post(
          '/requests',
          asking(VENTILATOR.code, ['software.restore', 'diag.run']),
          key('osei-3'),
        );
        left.t3 = asked.body.id;
        left.digest = asked.body.digest;
        const answer = await decide(stage, left.okafor, left.t3, {
          digest: left.digest,
          clinicalRelease: true,
          holdSeconds: 1800,
        });
        return {
          ok: answer.status === 200 && answer.body.status === 'pending',
          shows: { tier: asked.body.facts?.tier, approvals: answer.body.approvals?.length },
        };
      },
    },
    {
      says: 'A second approver of the same role is refused.',
      run: async () =>
        told(
          await decide(stage, left.lindqvist, left.t3, {
            digest: await digestOf(left.lindqvist, left.t3),
            clinicalRelease: true,
          }),
          403,
          'role_already_used',
        ),
    },
    {
      says: 'Security decides on facts that have changed since: stale, shown again.',
      run: async () =>
        told(
          await decide(stage, left.patel, left.t3, { digest: left.digest, clinicalRelease: true }),
          412,
          'stale_view',
        ),
    },
    {
      says: 'Security looks again and approves: two roles, approved.',
      run: async () => {
        const answer = await decide(stage, left.patel, left.t3, {
          digest: await digestOf(left.patel, left.t3),
          clinicalRelease: true,
        });
        return {
          ok: answer.status === 200 && answer.body.status === 'approved',
          shows: {
            request: answer.body.status,
            roles: answer.body.approvals?.map((one: { role: string }) => one.role),
          },
        };
      },
    },
    {
      says: 'The hospital revokes it: minting stops at once.',
      run: async () => {
        const revoked = await left.okafor.post(`/requests/${left.t3}/revoke`, {
          reason: 'Device is needed for a patient.',
        });
        const body = { device: VENTILATOR.id, code: await scene.code(left.osei.member) };
        const minted = await left.osei.post(`/requests/${left.t3}/tokens`, body, key('mint-2'));
        const refusedMint = told(minted, 403, 'revoked');
        return { ok: revoked.body.status === 'revoked' && refusedMint.ok, shows: refusedMint.shows };
      },
    },
    {
      says: 'The technician withdraws the pump request and closes the visit.',
      run: async () => {
        const withdrawn = await left.osei.post(`/requests/${left.pump}/withdraw`, {});
        const closed = await left.osei.post(`/requests/${left.request}/close`, {
          outcome: 'fixed',
          note: 'Flow sensor replaced, self-test passed.',
          softwareVersion: '4.2.1',
        });
        return {
          ok: withdrawn.body.status === 'withdrawn' && closed.body.status === 'closed',
          shows: { pump: withdrawn.body.status, visit: closed.body.status },
        };
      },
    },
    {
      says: 'The log of the hospital verifies from its bytes.',
      run: async () => {
        const { broken, ...rest } = await verifyLog(dynamodb, { hospital: HOSPITAL });
        return {
          ok: broken === undefined && rest.events > 0,
          shows: { verified: broken === undefined, ...rest, ...(broken ? { broken } : {}) },
        };
      },
    },
  ];
}
