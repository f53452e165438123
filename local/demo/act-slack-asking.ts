/** A technician asks in his company's Slack; the hospital's hears of it, and whoever may not act there is told why. */
import { verifyLog } from '../verify-log.ts';
import { fieldsOf } from './slack-seat.ts';
import { ANALYSER_MAKER, CHANNEL, LAB, OWN, REASON, type SlackStage } from './slack-telling.ts';
import { wordsOf } from './slack-view.ts';
import { type Step, trustOf } from './telling.ts';

/** The eight of every card, as its lines begin. */
const FACTS = [
  ...['Request', 'Clinical state', 'Scope', 'Window'],
  ...['Technician', 'Reason', 'Flags', 'What your answer does'],
];

export function slackAskingAct(stage: SlackStage): readonly Step[] {
  const { scene, seats, left } = stage;
  const events = async () => (await verifyLog(scene.broker.addresses.dynamodb, { hospital: LAB })).events;
  return [
    {
      says: 'Technician and approvers can sign in as ever; three of them have linked their Slack accounts.',
      run: async () => {
        left.osei = await scene.phone('j.osei', 'medserv');
        left.santos = await scene.phone('i.santos', LAB);
        left.greene = await scene.phone('a.greene', LAB);
        left.meyer = await scene.phone('q.meyer', LAB);
        left.ventilator = await trustOf(stage, left.device, ANALYSER_MAKER);
        return { ok: true, shows: { people: 4, device: left.device.id } };
      },
    },
    {
      says: 'J. Osei types /service-access in MedServ’s workspace and names the device.',
      run: async () => {
        await seats.osei.type('');
        await seats.osei.fillIn({ device: left.device.code });
        const { view } = await seats.osei.dialog();
        const fields = fieldsOf(view);
        return { ok: fields.includes('reason'), shows: { dialog: view.title.text, fields } };
      },
    },
    {
      says: 'He says what, how long and why, with his word on clinical use: the request is sent.',
      run: async () => {
        await seats.osei.fillIn({
          'scopes-2': ['diag.run', 'selftest.run'],
          'scopes-3': ['component.pair'],
          minutes: '60',
          workOrder: 'WO-51120',
          activity: 'corrective_maintenance',
          reason: REASON,
          notInClinicalUse: ['yes'],
        });
        const { view } = await seats.osei.dialog();
        left.reference = /[A-Z0-9]{3}-[A-Z0-9]{3}/.exec(view.title.text)?.[0] ?? '';
        left.request = /\/visits\/([A-Za-z0-9_-]+)/.exec(JSON.stringify(view.blocks))?.[1] ?? '';
        const { body } = await left.osei.get(`/requests/${left.request}`);
        return { ok: body.status === 'pending', shows: { request: left.reference, tier: body.facts?.tier } };
      },
    },
    {
      says: 'I. Santos, first on the roster, has a card of her own with all eight facts.',
      run: async () => {
        left.own = await seats.santos.card(OWN.santos, left.reference);
        const missing = FACTS.filter((fact) => !wordsOf(left.own).includes(`\n${fact}: `));
        return { ok: missing.length === 0, shows: { facts: FACTS.length - missing.length, missing } };
      },
    },
    {
      says: 'The hospital’s channel has one too, without anybody’s name and without anything that somebody wrote.',
      run: async () => {
        left.common = await seats.santos.card(CHANNEL, left.reference);
        const told = wordsOf(left.common).split('\n');
        const secrets = ['Osei', 'Santos', 'Greene', REASON, 'WO-51120'];
        return { ok: secrets.every((word) => !told.join().includes(word)), shows: { card: told.slice(1, 6) } };
      },
    },
    {
      says: 'A member who is not linked, a guest, and a user of a shared channel try: each alone is told why not.',
      run: async () => {
        const before = await events();
        await seats.meyer.press(left.common);
        await seats.guest.type('link 2222-2222');
        await seats.elsewhere.press(left.common);
        const { meyer, guest, elsewhere } = seats;
        const told = await Promise.all([meyer, guest, elsewhere].map((seat) => seat.whisper()));
        const [unlinked = '', asGuest = '', foreign = ''] = told.map(({ text }) => text);
        const logged = (await events()) - before;
        const areTold = /link/i.test(unlinked) && /Guests/.test(asGuest) && /members of the workspace/.test(foreign);
        return { ok: areTold && logged === 3, shows: { unlinked, guest: asGuest, foreign, logged } };
      },
    },
  ];
}
