/** The hospital says yes, for less: a wrong code, the right one, a used one, a late one. */
import { sendForm } from './broker.ts';
import { asking, decide, form, key, PUMP, type Stage, type Step, told } from './telling.ts';

export function decidingAct(stage: Stage): readonly Step[] {
  const { scene, left } = stage;
  return [
    {
      says: 'She types a wrong code: refused, and a try is gone.',
      run: async () => told(await sendForm(left.link, form(left.digest, '000000')), 403),
    },
    {
      says: 'She approves for 30 minutes instead of 60, with her code.',
      run: async () => {
        left.code = await scene.code(left.lindqvist.member);
        const answer = await sendForm(left.link, [...form(left.digest, left.code), ['holdMinutes', '30']]);
        const view = await left.osei.get(`/requests/${left.request}`);
        return {
          ok: answer.status === 200 && view.body.status === 'approved' && view.body.facts.holdSeconds === 1800,
          shows: { request: view.body.status, minutes: view.body.facts?.holdSeconds / 60 },
        };
      },
    },
    {
      says: 'The same code on another request: used is used.',
      run: async () => {
        const asked = await left.osei.post('/requests', asking(PUMP.code, ['diag.run']), key('osei-2'));
        left.pump = asked.body.id;
        const body = { decision: 'approve', digest: asked.body.digest, code: left.code };
        return told(await left.lindqvist.post(`/requests/${left.pump}/decision`, body), 403, 'code_rejected');
      },
    },
    {
      says: 'A second approval of a decided request loses and says so.',
      run: async () => told(await decide(stage, left.okafor, left.request, { digest: left.digest }), 409),
    },
  ];
}
