/** The workspace of an organisation: what connects it, who has to want it, and whose a team is meanwhile (R18). */
import { describe, expect, test } from '@jest/globals';
import { ConnectSlackBody } from '../../../core/registry/slack-contract.ts';
import type { SlackTeamRow, SlackWorkspace } from '../../../core/slack-rows.ts';
import { outcomeOf, planOf } from '../../support/registry-rules.ts';

const WORKSPACE: SlackWorkspace = {
  organisation: 'hdo-north',
  team: 'T0NORTH',
  channel: 'C0SERVICE',
  status: 'connected',
  version: 4,
};
const OVER: SlackWorkspace = { ...WORKSPACE, status: 'disconnected' };
const OWN: SlackTeamRow = { organisation: 'hdo-north', version: 1 };
const ANOTHERS: SlackTeamRow = { organisation: 'iso-medserv', version: 1 };

const DECIDES = 'two people: the Slack workspace T0NORTH may decide on requests';
const north = { team: 'T0NORTH', channel: 'C0SERVICE' };

describe('connect-slack', () => {
  test.each<[string, object, SlackWorkspace | undefined, SlackTeamRow | undefined, string]>([
    ['a first workspace', north, undefined, undefined, DECIDES],
    ['a first one without a channel', { team: 'T0NORTH' }, undefined, undefined, DECIDES],
    ['the one that was disconnected', north, OVER, undefined, DECIDES],
    ['another one in its place', north, { ...WORKSPACE, team: 'T0OLD' }, undefined, DECIDES],
    ['the one it is', north, WORKSPACE, OWN, 'unchanged'],
    ['another channel of the one it is', { team: 'T0NORTH', channel: 'C0OTHER' }, WORKSPACE, OWN, 'one person'],
    ['no channel any more', { team: 'T0NORTH' }, WORKSPACE, OWN, 'one person'],
    ["another organisation's team", north, undefined, ANOTHERS, 'slack_team_taken'],
    ["another organisation's team, which was ours once", north, OVER, ANOTHERS, 'slack_team_taken'],
  ])('of %s', (_what, body, workspace, row, outcome) => {
    expect(outcomeOf(planOf('connect-slack', body, { workspace, row }))).toBe(outcome);
  });

  test('lets a servicer’s people ask, and says no more than that', () => {
    const plan = planOf('connect-slack', north, {}, { hospital: undefined, tenant: 'iso-medserv' });
    expect(outcomeOf(plan)).toBe('two people: the Slack workspace T0NORTH may ask for access');
  });

  test('puts the team where none stands, and frees the one before', () => {
    const plan = planOf('connect-slack', north, { workspace: { ...WORKSPACE, team: 'T0OLD' } });
    expect(plan).toMatchObject({
      value: {
        changes: [
          {
            ref: { table: 'registry', pk: 'T#hdo-north', sk: 'SLACK' },
            after: { organisation: 'hdo-north', team: 'T0NORTH', channel: 'C0SERVICE', status: 'connected' },
          },
        ],
        extra: [
          { kind: 'remove', ref: { table: 'registry', pk: 'S#T0OLD', sk: 'S' } },
          { kind: 'insert', ref: { table: 'registry', pk: 'S#T0NORTH', sk: 'S' }, row: OWN },
        ],
      },
    });
  });

  test('of another channel leaves the team as it stands', () => {
    const plan = planOf('connect-slack', { team: 'T0NORTH' }, { workspace: WORKSPACE, row: OWN });
    expect(plan).toMatchObject({ value: { changes: [{ after: { channel: '' } }] } });
    expect(plan).not.toHaveProperty('value.extra');
  });

  test.each([
    ['a workspace', { team: 'T0NORTH' }, true],
    ['a private channel of before 2020', { team: 'T0NORTH', channel: 'G0SERVICE' }, true],
    ['an enterprise', { team: 'E0NORTH' }, false],
    ['a name', { team: 'north-hospital' }, false],
    ['a name that would be another row', { team: 'T0#X' }, false],
    ['a channel’s name', { team: 'T0NORTH', channel: '#service' }, false],
    ['somebody’s conversation', { team: 'T0NORTH', channel: 'D0SANTOS' }, false],
    ['a user', { team: 'T0NORTH', channel: 'U0SANTOS' }, false],
  ])('takes the ids of Slack: %s', (_what, body, isTaken) => {
    expect(ConnectSlackBody.safeParse({ ...body, code: '123456' }).success).toBe(isTaken);
  });
});

describe('disconnect-slack', () => {
  test.each<[string, SlackWorkspace | undefined, string]>([
    ['what is connected', WORKSPACE, 'one person'],
    ['what was disconnected', OVER, 'unchanged'],
    ['what never was', undefined, 'entity_unknown'],
  ])('of %s', (_what, workspace, outcome) => {
    expect(outcomeOf(planOf('disconnect-slack', {}, { workspace }))).toBe(outcome);
  });

  test('keeps which it was, and frees the team', () => {
    expect(planOf('disconnect-slack', {}, { workspace: WORKSPACE })).toMatchObject({
      value: {
        changes: [{ after: { team: 'T0NORTH', channel: 'C0SERVICE', status: 'disconnected' } }],
        extra: [{ kind: 'remove', ref: { table: 'registry', pk: 'S#T0NORTH', sk: 'S' } }],
      },
    });
  });
});
