/** Who acts in Slack, on rows in memory: each reason for which somebody is nobody, said again at every act, and its event. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { organisationRef, personRef, slackTeamRef, slackUserRef } from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import type { SlackStanding } from '../../core/slack-ports.ts';
import { identifySlack, type SlackAct } from '../../core/verbs/identify-slack.ts';
import { type RowsInMemory, rowsInMemory } from '../support/rows-in-memory.ts';
import { NOW, servicer, technician } from './rows.ts';

const TEAM = 'T0MEDSERV';
const USER = 'U0OSEI';
const ACT: SlackAct = {
  team: TEAM,
  organisation: servicer.id,
  user: USER,
  home: TEAM,
  act: 'decide',
  request: 'hdo-north_K7Q29MABCDEF',
};
const LINK = { version: 1, person: technician.id, organisation: servicer.id, team: TEAM, user: USER, since: NOW };

let store: RowsInMemory;
let standing: SlackStanding | undefined;
let asked: number;
const put = <T>(ref: Ref<T>, row: T) => store.rows.set(`${ref.table} ${ref.pk} ${ref.sk}`, row);
const remove = (ref: Ref<unknown>) => store.rows.delete(`${ref.table} ${ref.pk} ${ref.sk}`);
const people = {
  standingOf: async () => {
    asked += 1;
    return standing;
  },
};
const identify = (act = ACT, isSure = true) => identifySlack({ store, people }, act, isSure, NOW);
const events = () =>
  store.commits.flatMap((one) =>
    one.events.map(({ chain, bytes }) => {
      const { type, actor, data } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, object>;
      return { chain, type, actor, data };
    }),
  );

beforeEach(() => {
  store = rowsInMemory();
  [standing, asked] = ['member', 0];
  put(organisationRef(servicer.id), servicer);
  put(personRef(technician.id), technician);
  put(slackTeamRef(TEAM), { organisation: servicer.id, version: 1 });
  put(slackUserRef(TEAM, USER), LINK);
});

test('a full member whose account is linked is the person, as long as link and workspace stand', async () => {
  expect(await identify()).toMatchObject({
    ok: true,
    value: {
      who: { person: technician.id, organisation: servicer.id, by: 'slack' },
      relies: [
        { kind: 'unchanged', ref: slackUserRef(TEAM, USER), version: 1 },
        { kind: 'unchanged', ref: slackTeamRef(TEAM), version: 1 },
      ],
    },
  });
  expect(events()).toEqual([]);
});

describe('who was linked and is refused when he acts', () => {
  test.each<[string, string, () => void]>([
    ['a guest by now', 'slack_guest', () => (standing = 'guest')],
    ['of another workspace by now', 'slack_foreign', () => (standing = 'foreign')],
    ['somebody of whom Slack says nothing', 'slack_unsure', () => (standing = undefined)],
    ['unlinked', 'slack_unlinked', () => remove(slackUserRef(TEAM, USER))],
    [
      'linked while the workspace was another organisation’s',
      'slack_unlinked',
      () => put(slackUserRef(TEAM, USER), { ...LINK, organisation: 'hdo-north' }),
    ],
    ['suspended', 'person_suspended', () => put(personRef(technician.id), { ...technician, status: 'suspended' })],
    [
      'of a suspended organisation',
      'organisation_suspended',
      () => put(organisationRef(servicer.id), { ...servicer, status: 'suspended' }),
    ],
  ])('is %s: %s, and his try is an event on the workspace’s chain', async (_who, code, change) => {
    change();
    expect(await identify()).toEqual({ ok: false, code });
    expect(events()).toEqual([
      {
        chain: 'T#iso-medserv#P#slack:T0MEDSERV',
        type: 'slack.refused',
        actor: { person: 'slack:T0MEDSERV/U0OSEI', role: 'account', employer: 'iso-medserv', auth: 'slack' },
        data: { code, act: 'decide', team: TEAM, user: USER, request: 'hdo-north_K7Q29MABCDEF' },
      },
    ]);
  });

  test('comes from another workspace by the payload’s own word', async () => {
    expect(await identify({ ...ACT, home: 'T0ELSEWHERE' })).toEqual({ ok: false, code: 'slack_foreign' });
    expect(asked).toBe(0);
  });

  test('comes signed under the secret of another organisation than connected the workspace: there is no log for it', async () => {
    expect(await identify({ ...ACT, organisation: 'hdo-north' })).toEqual({ ok: false, code: 'slack_unlinked' });
    expect([events(), asked]).toEqual([[], 0]);
  });

  test('is of a workspace that nobody connected: there is no log for it', async () => {
    remove(slackTeamRef(TEAM));
    expect(await identify()).toEqual({ ok: false, code: 'slack_unlinked' });
    expect(events()).toEqual([]);
  });
});

test('for what changes nothing Slack is not asked', async () => {
  standing = 'guest';
  expect(await identify({ ...ACT, act: 'list' }, false)).toMatchObject({ ok: true });
  expect(asked).toBe(0);
});

test('two hundred refusals of a workspace a day are events, whatever accounts are named, and more are only counted', async () => {
  for (let count = 0; count < 202; count += 1) await identify({ ...ACT, user: `U0MADEUP${count}` });
  const users = events().map(({ data }) => (data as { user: string }).user);
  expect([users.length, new Set(users).size, store.commits.length]).toEqual([200, 200, 202]);
});
