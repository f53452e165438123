/**
 * The story: a ventilator fails its self-test at night. Every step says what must happen and checks that it did; the
 * refusals are part of it. Steps run in order and hand each other what they found.
 */
import { askingAct } from './act-asking.ts';
import { decidingAct } from './act-deciding.ts';
import { firstVisitAct } from './act-first-visit.ts';
import { foundingAct } from './act-founding.ts';
import { graveAct } from './act-grave.ts';
import { openingAct } from './act-opening.ts';
import { slackAskingAct } from './act-slack-asking.ts';
import { slackDecidingAct } from './act-slack-deciding.ts';
import { slackLaterAct } from './act-slack-later.ts';
import { staffingAct } from './act-staffing.ts';
import { trustingAct } from './act-trusting.ts';
import { atTheDevice } from './act-visit.ts';
import type { Scene } from './broker.ts';
import type { Founded, Scratch } from './scratch.ts';
import { slackStage } from './slack-telling.ts';
import type { Left, Stage, Step } from './telling.ts';

/** All steps of the story on `scene`; the devices live in `home`. */
export function storyOf(scene: Scene, home: string): readonly Step[] {
  const stage: Stage = { scene, home, left: {} as Left };
  return [askingAct, decidingAct, openingAct, graveAct].flatMap((act) => act(stage));
}

/** From empty tables to a granted token, through the registry's own verbs. */
export function storyFromScratch(scene: Scene, home: string): readonly Step[] {
  const stage: Scratch = { scene, home, left: {} as Founded };
  return [foundingAct, staffingAct, trustingAct, firstVisitAct].flatMap((act) => act(stage));
}

/** Asked, decided and told in Slack, with all that is refused there. */
export function storyInSlack(scene: Scene, home: string): readonly Step[] {
  const stage = slackStage(scene, home);
  return [
    ...slackAskingAct(stage),
    ...slackDecidingAct(stage),
    ...atTheDevice(stage, 'slack-visit'),
    ...slackLaterAct(stage),
  ];
}
