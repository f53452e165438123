/** The approver decides in her conversation with the app, with her code; whatever else arrives changes nothing. */
import { REVIEW } from '../../web/slack/actions.ts';
import { fieldsOf } from './slack-seat.ts';
import { CHANNEL, OWN, type SlackStage } from './slack-telling.ts';
import { buttonsOf } from './slack-view.ts';
import type { Step } from './telling.ts';

export function slackDecidingAct({ scene, seats, left }: SlackStage): readonly Step[] {
  const { santos, osei } = seats;
  const requestNow = async () => (await left.osei.get(`/requests/${left.request}`)).body;
  return [
    {
      says: 'She presses Review & decide: a dialog with the facts, and nothing is decided.',
      run: async () => {
        const { ms } = await santos.press(left.own);
        const { view } = await santos.dialog();
        const { status } = await requestNow();
        const fields = fieldsOf(view);
        return { ok: status === 'pending' && ms < 3000, shows: { dialog: view.title.text, fields, request: status } };
      },
    },
    {
      says: 'She types a wrong code: the dialog stays, and says so at the code.',
      run: async () => {
        const { sent } = await santos.fillIn({ decision: 'approve', clinicalRelease: ['yes'], code: '000000' });
        left.sent = sent?.body ?? '';
        const { errors = {} } = await santos.dialog();
        const { status } = await requestNow();
        return { ok: /code/i.test(errors['code'] ?? '') && status === 'pending', shows: { errors, request: status } };
      },
    },
    {
      says: 'The same dialog comes from MedServ’s workspace, well signed: a servicer’s workspace decides nothing.',
      run: async () => {
        const code = await scene.code(left.osei.member);
        const body = new URLSearchParams({ payload: fromMedserv(left.sent, code) }).toString();
        await osei.fillIn({}, { body });
        const { view } = await osei.dialog();
        const says = view.blocks[0]?.text?.text ?? '';
        const { status } = await requestNow();
        return { ok: /own workspace decides/.test(says) && status === 'pending', shows: { says, request: status } };
      },
    },
    {
      says: 'She approves two of three scopes for 30 minutes, with her code; Slack sends it three times at once: one effect.',
      run: async () => {
        const code = await scene.code(left.santos.member);
        const values = { decision: 'approve', holdMinutes: '30', scopes: ['diag.run', 'component.pair'], code };
        const { answers } = await santos.fillIn({ ...values, clinicalRelease: ['yes'] }, { repeat: 3 });
        const { status, approvals, facts } = await requestNow();
        return {
          ok:
            status === 'approved' && approvals.length === 1 && facts.holdSeconds === 1800 && facts.scopes.length === 2,
          shows: { answers: answers.map((one) => one.status), approvals: approvals.length, scopes: facts.scopes },
        };
      },
    },
    {
      says: 'Every copy is true in its place, without the button, and a line below it says what happened.',
      run: async () => {
        const [own, common] = await Promise.all([
          santos.card(OWN.santos, 'Approved until', left.reference),
          santos.card(CHANNEL, 'Approved until', left.reference),
        ]);
        await santos.lineBelow(own, 'Approved until');
        const line = await santos.lineBelow(common, 'Approved until');
        const inPlace = own.ts === left.own.ts && common.ts === left.common.ts;
        const buttons = [own, common].flatMap(buttonsOf);
        return { ok: inPlace && !buttons.includes(REVIEW), shows: { inPlace, buttons, line: line.text } };
      },
    },
    {
      says: 'Unsigned, altered and old payloads are refused with 401, before anything of them is read.',
      run: async () => {
        const { sent } = await santos.type('list');
        const headers = sent?.headers ?? {};
        const [signature = '', timestamp = ''] = [headers['x-slack-signature'], headers['x-slack-request-timestamp']];
        const old = String(Number(timestamp) - 301);
        const answers = [
          await santos.type('list', { signature: '' }),
          await santos.type('help', { signature, timestamp, body: (sent?.body ?? '').replace('U0SANTOS', 'U0GREENE') }),
          await santos.type('list', { timestamp: old }),
        ];
        const [unsigned, altered, late] = answers.map(({ status }) => status);
        return { ok: answers.every(({ status }) => status === 401), shows: { unsigned, altered, old: late } };
      },
    },
  ];
}

/** What one workspace's dialog would be in another's, of its only member, with a code of his own. */
function fromMedserv(body: string, code: string): string {
  const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '');
  payload.team.id = payload.user.team_id = payload.view.team_id = 'T0MEDSERV';
  payload.user.id = 'U0OSEI';
  payload.view.state.values.code.code.value = code;
  return JSON.stringify(payload);
}
