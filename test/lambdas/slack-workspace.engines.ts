/** A Slack workspace that two people connect and one disconnects, through the running broker. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { proposalRef, slackTeamRef, slackWorkspaceRef } from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import type { Answer, Phone } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { runAdministered, stopAdministered } from '../support/administered-broker.ts';
import { Administrator } from '../support/administrator.ts';
import { until } from '../support/polling.ts';
import { HOSPITAL, type RunningBroker } from '../support/running-broker.ts';

const KESTREL = 'kestrel-biomed';

let running: RunningBroker;
let kowalski: Phone;
let haddad: Phone;
let nyberg: Phone;
let weiss: Phone;

beforeAll(async () => {
  ({ running } = await runAdministered());
  await signIn();
});
afterAll(() => stopAdministered(running));

/** A bearer lives an hour, and each cool-down takes a minute of it. */
async function signIn(): Promise<void> {
  const phone = (login: string, organisation: string) => running.scene.phone(login, organisation);
  kowalski = await phone('a.kowalski', HOSPITAL);
  haddad = await phone('b.haddad', HOSPITAL);
  nyberg = await phone('c.nyberg', KESTREL);
  weiss = await phone('p.weiss', KESTREL);
}

const connect = (phone: Phone, tenant: string, body: object) =>
  change(running.scene, phone, [tenant, 'connect-slack'], body);
const disconnect = (phone: Phone, tenant: string) => change(running.scene, phone, [tenant, 'disconnect-slack'], {});

async function at<T>(ref: Ref<T>): Promise<T | undefined> {
  return (await running.stores.store.load({ row: ref })).row;
}

/** The second confirms, the cool-down passes. @returns how the proposal ended */
async function settled(second: Phone, tenant: string, proposed: Answer) {
  expect([proposed.status, (await confirm(running.scene, second, proposed)).status]).toEqual([202, 200]);
  await running.scene.skip(61);
  return until(async () => {
    const proposal = await at(proposalRef(tenant, proposed.body.proposal.id));
    return proposal?.status === 'confirmed' ? undefined : proposal;
  });
}

describe('connect-slack', () => {
  test('takes two people, and the team leads to the organisation from then on', async () => {
    const proposed = await connect(kowalski, HOSPITAL, { team: 'T0MARYS', channel: 'C0SERVICE' });
    expect(proposed.body.proposal.widens).toEqual(['the Slack workspace T0MARYS may decide on requests']);
    expect([await at(slackWorkspaceRef(HOSPITAL)), await at(slackTeamRef('T0MARYS'))]).toEqual([undefined, undefined]);
    expect((await confirm(running.scene, kowalski, proposed)).body.reason).toBe('confirmer_is_proposer');
    expect((await settled(haddad, HOSPITAL, proposed)).status).toBe('in_force');
    expect(await at(slackWorkspaceRef(HOSPITAL))).toEqual({
      organisation: HOSPITAL,
      team: 'T0MARYS',
      channel: 'C0SERVICE',
      status: 'connected',
      version: 1,
    });
    expect(await at(slackTeamRef('T0MARYS'))).toEqual({ organisation: HOSPITAL, version: 1 });
  });

  test('of another channel takes one, of the same one changes nothing', async () => {
    const other = await connect(kowalski, HOSPITAL, { team: 'T0MARYS', channel: 'C0OTHER' });
    expect(other).toMatchObject({ status: 201, body: { status: 'in_force', entity: 'slack', version: 2 } });
    const again = await connect(kowalski, HOSPITAL, { team: 'T0MARYS', channel: 'C0OTHER' });
    expect(again).toMatchObject({ status: 200, body: { status: 'unchanged' } });
  });

  test('of a team that is another organisation’s is refused, and so is who administers nobody', async () => {
    const taken = await connect(nyberg, KESTREL, { team: 'T0MARYS' });
    expect(taken).toMatchObject({ status: 403, body: { reason: 'slack_team_taken', rule: 'R18' } });
    const rossi = await running.scene.phone('a.rossi', KESTREL);
    expect(await connect(rossi, KESTREL, { team: 'T0KESTREL' })).toMatchObject({ body: { reason: 'power_missing' } });
    expect(await connect(nyberg, HOSPITAL, { team: 'T0KESTREL' })).toMatchObject({ status: 404 });
    expect(await connect(nyberg, KESTREL, { team: 'kestrel' })).toMatchObject({ status: 422 });
  });

  test('of a team that two organisations propose makes it one’s, and the other is told why', async () => {
    const [here, there] = [
      await connect(kowalski, HOSPITAL, { team: 'T0BOTH' }),
      await connect(nyberg, KESTREL, { team: 'T0BOTH' }),
    ];
    expect((await confirm(running.scene, weiss, there)).status).toBe(200);
    const mine = await settled(haddad, HOSPITAL, here);
    const its = await until(async () => {
      const proposal = await at(proposalRef(KESTREL, there.body.proposal.id));
      return proposal?.status === 'confirmed' ? undefined : proposal;
    });
    expect([mine, its].map(({ status }) => status).sort()).toEqual(['failed', 'in_force']);
    const lost = mine.status === 'failed' ? mine : its;
    expect(lost.failure).toBe('slack_team_taken');
    const owner = mine.status === 'in_force' ? HOSPITAL : KESTREL;
    expect(await at(slackTeamRef('T0BOTH'))).toEqual({ organisation: owner, version: 1 });
  });

  test('of another workspace frees the one before', async () => {
    await signIn();
    const proposed = await connect(kowalski, HOSPITAL, { team: 'T0MARYSNEW', channel: 'C0SERVICE' });
    expect((await settled(haddad, HOSPITAL, proposed)).status).toBe('in_force');
    expect(await at(slackTeamRef('T0MARYS'))).toBeUndefined();
    expect(await at(slackTeamRef('T0MARYSNEW'))).toMatchObject({ organisation: HOSPITAL });
  });
});

describe('disconnect-slack', () => {
  test('takes one person, at once, and the team is free', async () => {
    expect(await disconnect(kowalski, HOSPITAL)).toMatchObject({ status: 201, body: { entity: 'slack' } });
    expect(await at(slackWorkspaceRef(HOSPITAL))).toMatchObject({ team: 'T0MARYSNEW', status: 'disconnected' });
    expect(await at(slackTeamRef('T0MARYSNEW'))).toBeUndefined();
    expect(await disconnect(kowalski, HOSPITAL)).toMatchObject({ status: 200, body: { status: 'unchanged' } });
  });

  test('stands in the history with all that was before, each version as the log says', async () => {
    const history = (await kowalski.get(`/registry/${HOSPITAL}/history?entity=slack`)).body.items;
    expect(history.at(0)).toMatchObject({ verb: 'connect-slack', version: 1, matches: true, row: { team: 'T0MARYS' } });
    expect(history.at(1)).toMatchObject({ verb: 'connect-slack', matches: true, row: { channel: 'C0OTHER' } });
    expect(history.at(-1)).toMatchObject({ verb: 'disconnect-slack', matches: true, row: { status: 'disconnected' } });
    expect((await verifyLog(running.broker.addresses.dynamodb, { hospital: HOSPITAL })).broken).toBeUndefined();
  });
});

describe('the page of the workspace', () => {
  test('shows it and leads to its forms, of a hospital and of a servicer alike', async () => {
    const anna = await Administrator.signedIn(running, 'a.kowalski', HOSPITAL);
    const basim = await Administrator.signedIn(running, 'b.haddad', HOSPITAL);
    const page = `/console/${HOSPITAL}/slack`;
    expect((await anna.open(page)).text).toContain('■ Disconnected');
    const wrong = await anna.change('connect-slack', { team: 'st-marys', channel: '' });
    expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('must be the id of a workspace')]);
    await anna.agree(basim, 'connect-slack', { team: 'T0MARYS', channel: 'C0SERVICE' });
    const shown = (await anna.open(page)).text;
    expect(shown).toContain('✓ Connected');
    expect(shown).toContain('<code>C0SERVICE</code>');
    expect(shown).toContain(`href="/console/${HOSPITAL}/changes/disconnect-slack"`);
    const fischer = await Administrator.signedIn(running, 'e.fischer', HOSPITAL);
    const read = (await fischer.open(page)).text;
    expect([read.includes('T0MARYS'), read.includes('/changes/')]).toEqual([true, false]);
    const servicer = await Administrator.signedIn(running, 'c.nyberg', KESTREL);
    expect((await servicer.open(`/console/${KESTREL}/slack`)).text).toContain('Nothing is decided there.');
    expect((await servicer.open(page)).status).toBe(404);
    const rossi = await Administrator.signedIn(running, 'a.rossi', KESTREL);
    expect((await rossi.open(`/console/${KESTREL}/slack`)).status).toBe(403);
  });

  test('clears the channel, and disconnects, at once', async () => {
    const anna = await Administrator.signedIn(running, 'a.kowalski', HOSPITAL);
    const cleared = await anna.ledTo(await anna.change('connect-slack', { team: 'T0MARYS', channel: '' }));
    expect(cleared.text).toContain(`href="/console/${HOSPITAL}/slack"`);
    expect(await at(slackWorkspaceRef(HOSPITAL))).toMatchObject({ channel: '', status: 'connected' });
    await anna.ledTo(await anna.change('disconnect-slack'));
    expect(await at(slackTeamRef('T0MARYS'))).toBeUndefined();
  });
});
