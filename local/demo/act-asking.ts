/** A ventilator fails its self-test: asked by a technician, mailed to the hospital; robots and silence change nothing. */
import { sendForm } from './broker.ts';
import {
  asking,
  form,
  HOSPITAL,
  key,
  linkIn,
  SISTER,
  type Stage,
  type Step,
  told,
  trustOf,
  VENTILATOR,
} from './telling.ts';

export function askingAct(stage: Stage): readonly Step[] {
  const { scene, left } = stage;
  return [
    {
      says: 'Technician and approvers sign in, each at his own organisation.',
      run: async () => {
        left.osei = await scene.phone('j.osei', 'medserv');
        left.okafor = await scene.phone('d.okafor', HOSPITAL);
        left.lindqvist = await scene.phone('p.lindqvist', HOSPITAL);
        left.patel = await scene.phone('s.patel', HOSPITAL);
        left.alvarez = await scene.phone('r.alvarez', HOSPITAL);
        return { ok: true, shows: { people: 5 } };
      },
    },
    {
      says: 'The device carries its trust documents: made by its manufacturer, verified by itself.',
      run: async () => {
        left.ventilator = await trustOf(stage, VENTILATOR, 'oem-aurora');
        left.sister = await trustOf(stage, SISTER, 'oem-aurora');
        return { ok: true, shows: { devices: [VENTILATOR.id, SISTER.id] } };
      },
    },
    {
      says: 'A suspended technician asks: refused by name of the rule.',
      run: async () => {
        const petrov = await scene.phone('l.petrov', 'medserv');
        return told(
          await petrov.post('/requests', asking(VENTILATOR.code, ['diag.run']), key('petrov')),
          403,
          'person_suspended',
        );
      },
    },
    {
      says: 'J. Osei (MedServ) asks for 60 minutes of diagnostics on ventilator VX-7 #001234.',
      run: async () => {
        const answer = await left.osei.post(
          '/requests',
          asking(VENTILATOR.code, ['diag.run', 'selftest.run']),
          key('osei-1'),
        );
        left.request = answer.body.id;
        left.digest = answer.body.digest;
        return {
          ok: answer.status === 201 && answer.body.asked.length === 1,
          shows: { request: answer.body.reference, tier: answer.body.facts?.tier, asked: answer.body.asked?.length },
        };
      },
    },
    {
      says: 'The same request sent twice is one request.',
      run: async () => {
        const answer = await left.osei.post(
          '/requests',
          asking(VENTILATOR.code, ['diag.run', 'selftest.run']),
          key('osei-1'),
        );
        return { ok: answer.body.id === left.request, shows: { status: answer.status } };
      },
    },
    {
      says: 'The on-call approver is mailed eight facts and a link that decides nothing.',
      run: async () => {
        const mail = await scene.mail(left.okafor.member, 'VX-7 #001234');
        left.link = linkIn(mail.text);
        return { ok: left.link !== '', shows: { subject: mail.subject } };
      },
    },
    {
      says: 'A mail robot opens the link.',
      run: async () => {
        const answer = await fetch(`${left.link}?choice=approve`);
        return { ok: answer.status === 200, shows: { status: answer.status } };
      },
    },
    {
      says: 'The robot also submits the form: no code, no decision.',
      run: async () => {
        const answer = await sendForm(left.link, form(left.digest, ''));
        const view = await left.osei.get(`/requests/${left.request}`);
        return {
          ok: answer.status === 403 && view.body.status === 'pending',
          shows: { status: answer.status, request: view.body.status },
        };
      },
    },
    {
      says: 'Ten silent minutes later the next on call is asked.',
      run: async () => {
        await scene.skip(601);
        const mail = await scene.mail(left.lindqvist.member, 'VX-7 #001234');
        left.link = linkIn(mail.text);
        return { ok: left.link !== '', shows: { to: left.lindqvist.member.printedName } };
      },
    },
  ];
}
