/** Afterwards: revoked, left unanswered, denied, asked by mail because Slack is away; somebody links his account; and the log of it all. */
import { OPEN, REVIEW } from '../../web/slack/actions.ts';
import { verifyLog } from '../verify-log.ts';
import { signedIn } from './signed-in.ts';
import { failSlack } from './slack-seat.ts';
import { ANALYSER, CHANNEL, LAB, OWN, type SlackStage } from './slack-telling.ts';
import { buttonsOf, wordsOf } from './slack-view.ts';
import { asking, key, type Step, told } from './telling.ts';

export function slackLaterAct(stage: SlackStage): readonly Step[] {
  const { scene, seats, left } = stage;
  return [
    {
      says: 'The hospital revokes it, signed in at the portal: minting stops, and the cards in Slack say so.',
      run: async () => {
        await left.santos.post(`/requests/${left.request}/revoke`, { reason: 'The analyser is needed.' });
        const body = { device: ANALYSER.id, code: await scene.code(left.osei.member) };
        const minted = told(
          await left.osei.post(`/requests/${left.request}/tokens`, body, key('slack-2')),
          403,
          'revoked',
        );
        const cards = [OWN.santos, CHANNEL].map((at) => seats.santos.card(at, 'Revoked', left.reference));
        return { ...minted, shows: { ...minted.shows, cards: (await Promise.all(cards)).length } };
      },
    },
    ...silentActs(stage),
    ...withoutSlack(stage),
    ...newcomer(stage),
    {
      says: 'The logs of hospital and servicer verify from their bytes.',
      run: async () => {
        const { dynamodb } = scene.broker.addresses;
        const walks = await Promise.all([LAB, 'medserv'].map((hospital) => verifyLog(dynamodb, { hospital })));
        const broken = walks.find((walk) => walk.broken)?.broken;
        const events = walks.reduce((sum, walk) => sum + walk.events, 0);
        return { ok: broken === undefined && events > 0, shows: { verified: broken === undefined, events, broken } };
      },
    },
  ];
}

async function askedFor({ left }: SlackStage, scopes: readonly string[], name: string): Promise<string> {
  const { status, body } = await left.osei.post('/requests', asking(ANALYSER.code, scopes), key(`slack-${name}`));
  if (status !== 201) throw new Error(`not asked: ${status} ${JSON.stringify(body)}`);
  left.request = body.id;
  left.reference = body.reference;
  return body.reference;
}

/** R7: nobody answers, so the next is asked. */
function silentActs(stage: SlackStage): readonly Step[] {
  const { scene, seats, left } = stage;
  return [
    {
      says: 'Another request, and I. Santos is silent for ten minutes: she is reminded in Slack and by mail.',
      run: async () => {
        const reference = await askedFor(stage, ['diag.run'], 'silent');
        const card = await seats.santos.card(OWN.santos, reference);
        await scene.skip(601);
        await seats.santos.lineBelow(card, 'have not answered yet');
        const { subject } = await scene.mail(left.santos.member, reference);
        return { ok: subject.startsWith('Reminder'), shows: { request: reference, subject } };
      },
    },
    {
      says: 'A. Greene, next on the roster, is asked in Slack and by mail.',
      run: async () => {
        left.own = await seats.greene.card(OWN.greene, left.reference);
        const { subject } = await scene.mail(left.greene.member, left.reference);
        return { ok: buttonsOf(left.own).includes(REVIEW), shows: { buttons: buttonsOf(left.own), subject } };
      },
    },
    {
      says: 'He denies it in Slack, with a reason: the technician is told it, the channel is not.',
      run: async () => {
        await seats.greene.press(left.own);
        const code = await scene.code(left.greene.member);
        const reason = 'Come after the morning run.';
        await seats.greene.fillIn({ decision: 'deny', reason, code });
        const { body } = await left.osei.get(`/requests/${left.request}`);
        const common = await seats.greene.card(CHANNEL, 'Denied', left.reference);
        const isQuiet = !JSON.stringify(common).includes(reason);
        return {
          ok: body.status === 'denied' && body.reason === reason && isQuiet,
          shows: { request: body.status, isQuiet },
        };
      },
    },
  ];
}

/** The workspace took the app's token away: nobody waits for Slack. */
function withoutSlack(stage: SlackStage): readonly Step[] {
  const { scene, seats, left } = stage;
  const { addresses } = scene.broker;
  return [
    {
      says: 'Slack revokes the app’s token: a mail goes at once, and the technician’s page says by which way he waits.',
      run: async () => {
        await failSlack(addresses, 'chat.postMessage', 'token_revoked', 10);
        const reference = await askedFor(stage, ['diag.run'], 'mail');
        const { subject } = await scene.mail(left.santos.member, reference);
        const page = await (await signedIn(addresses.api, left.osei.member)).see(`/visits/${left.request}`);
        const waits = /Asked person 1 of 1:[^<]*/.exec(page)?.[0].trim() ?? '';
        await failSlack(addresses, 'chat.postMessage', 'token_revoked', 0);
        await left.osei.post(`/requests/${left.request}/withdraw`, {});
        return { ok: waits.endsWith('by mail'), shows: { subject, waits } };
      },
    },
    {
      says: 'Restoring the software takes two people, signed in: the card leads to the page; Q. Meyer, not linked, has a mail.',
      run: async () => {
        const reference = await askedFor(stage, ['software.restore'], 'two');
        const buttons = buttonsOf(await seats.santos.card(OWN.santos, reference));
        const { subject } = await scene.mail(left.meyer.member, reference);
        return { ok: buttons.join() === OPEN, shows: { request: reference, buttons, subject } };
      },
    },
  ];
}

/** Nobody can make another person take over his account of Slack: the code goes from the page to Slack. */
function newcomer({ scene, seats, left }: SlackStage): readonly Step[] {
  const { api } = scene.broker.addresses;
  return [
    {
      says: 'Q. Meyer signs in and draws a link code at /me/slack, with his one-time code.',
      run: async () => {
        const pages = await signedIn(api, left.meyer.member);
        const page = await pages.send('/me/slack', { code: await scene.code(left.meyer.member) });
        left.link = /service-access link ([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})/.exec(page)?.[1] ?? '';
        return { ok: left.link !== '', shows: { characters: left.link.length } };
      },
    },
    {
      says: 'He types it in Slack: from now on his account there is his.',
      run: async () => {
        await seats.meyer.type(`link ${left.link}`);
        const { text: says } = await seats.meyer.whisper();
        return { ok: /is linked to you/.test(says), shows: { says } };
      },
    },
    {
      says: 'The code is used; and /service-access list shows him what waits for him.',
      run: async () => {
        await seats.meyer.type(`link ${left.link}`);
        const { text: again } = await seats.meyer.whisper();
        await seats.meyer.type('list');
        const listed = wordsOf(await seats.meyer.whisper());
        return { ok: /not accepted/.test(again) && listed.includes(left.reference), shows: { again } };
      },
    },
  ];
}
