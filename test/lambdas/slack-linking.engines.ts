/** A Slack workspace connected by two people, and accounts that are linked to persons there, through the running broker. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  personChain,
  personRef,
  proposalRef,
  slackLinkRef,
  slackTeamRef,
  slackUserRef,
  slackWorkspaceRef,
} from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import { finishSlackLink, type SlackAccount } from '../../core/verbs/link-slack.ts';
import type { Answer, Phone } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { runAdministered, stopAdministered, to } from '../support/administered-broker.ts';
import { Administrator } from '../support/administrator.ts';
import { until } from '../support/polling.ts';
import { HOSPITAL, type RunningBroker, recordsOf } from '../support/running-broker.ts';
import { plantWorkspace } from '../support/slack-workspace.ts';

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

describe('one’s own Slack account', () => {
  const TEAM = 'T0AURORA';
  const account = (user: string) => ({ team: TEAM, user });
  /** Signed under the secret of `organisation`. */
  const finish = (one: Omit<SlackAccount, 'organisation'>, code: string, organisation = 'oem-aurora') =>
    finishSlackLink(running.stores, { ...one, organisation }, code, running.scene.now());
  const ITO = ['g.ito', 'oem-aurora'] as const;
  const VOSS = ['i.voss', 'oem-aurora'] as const;

  beforeAll(() => plantWorkspace(running.stores, 'oem-aurora', TEAM));

  const signedIn = ([login, organisation]: readonly [string, string]) =>
    Administrator.signedIn(running, login, organisation);
  const send = async (one: Administrator, code?: string) =>
    one.submit(await one.open('/me/slack'), '/me/slack', { code: code ?? (await one.code()) });
  /** A link code as the page says it. */
  async function drawn(one: Administrator): Promise<string> {
    const { status, text } = await send(one);
    const [, code = ''] = /\/service-access link ([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})</.exec(text) ?? [];
    expect([status, code]).toEqual([200, expect.stringMatching(/./)]);
    return code;
  }
  const eventsOf = async ({ member }: Administrator) => {
    const records = await recordsOf(running.stores, personChain(member.organisation, member.person));
    return records.map(({ type, actor, data }) => [type, actor.auth, data]);
  };

  test('is linked by a code that the page shows once and that is typed in Slack', async () => {
    const ito = await signedIn(ITO);
    expect((await ito.open('/me')).text).toContain('href="/me/slack"');
    expect((await ito.open('/me/slack')).text).toContain('Link your Slack account');
    const code = await drawn(ito);
    expect((await ito.open('/me/slack')).text).not.toContain(code);
    expect(await finish(account('U0ITO'), code.toLowerCase())).toMatchObject({
      ok: true,
      value: { id: ito.member.person },
    });
    const linked = (await ito.open('/me/slack')).text;
    expect([linked.includes('Your Slack account'), linked.includes('<code>U0ITO</code>')]).toEqual([true, true]);
    expect(await eventsOf(ito)).toEqual([['slack.linked', 'slack', account('U0ITO')]]);
    expect(await finish(account('U0OTHER'), code)).toEqual({ ok: false, code: 'slack_code' });
    expect((await verifyLog(running.broker.addresses.dynamodb, { hospital: 'oem-aurora' })).broken).toBeUndefined();
  });

  test('takes the one-time code, once; a wrong one says so on the page and in the log', async () => {
    const voss = await signedIn(VOSS);
    const wrong = await send(voss, '000000');
    expect([wrong.status, wrong.text]).toEqual([403, expect.stringContaining('href="#code">The one-time code')]);
    const code = await voss.code();
    expect((await send(voss, code)).text).toContain('/service-access link ');
    expect((await send(voss, code)).status).toBe(403);
    expect(await eventsOf(voss)).toEqual([
      ['registry.refused', 'oidc', { verb: 'link-slack', code: 'code_rejected' }],
      ['registry.refused', 'oidc', { verb: 'link-slack', code: 'code_rejected' }],
    ]);
  });

  test('of two who type one code at once is one’s', async () => {
    const lang = await signedIn(['s.lang', 'oem-aurora']);
    const code = await drawn(lang);
    const users = ['U0ONE', 'U0TWO', 'U0THREE', 'U0FOUR'];
    const answers = await Promise.all(users.map((user) => finish(account(user), code)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter(({ ok }) => !ok)).toEqual(Array(3).fill({ ok: false, code: 'slack_code' }));
    const rows = await Promise.all(users.map((user) => at(slackUserRef(TEAM, user))));
    const [own, ...more] = rows.filter((row) => row !== undefined);
    expect([more, await at(slackLinkRef(lang.member.person))]).toEqual([[], own]);
  });

  test('is replaced by a new one, and another person’s is not taken over', async () => {
    const voss = await signedIn(VOSS);
    expect(await finish(account('U0ITO'), await drawn(voss))).toEqual({ ok: false, code: 'slack_code' });
    expect(await finish(account('U0VOSS'), await drawn(voss))).toMatchObject({ ok: true });
    expect(await finish(account('U0VOSS2'), await drawn(voss))).toMatchObject({ ok: true });
    expect(await at(slackUserRef(TEAM, 'U0VOSS'))).toBeUndefined();
    expect((await eventsOf(voss)).slice(-2)).toEqual([
      ['slack.unlinked', 'slack', account('U0VOSS')],
      ['slack.linked', 'slack', account('U0VOSS2')],
    ]);
  });

  test('is unlinked at once by the page', async () => {
    const voss = await signedIn(VOSS);
    const page = await voss.open('/me/slack');
    expect(to(await voss.submit(page, '/me/slack/unlink', {}))).toEqual([303, '/me/slack']);
    expect(await at(slackUserRef(TEAM, 'U0VOSS2'))).toBeUndefined();
    expect((await voss.open('/me/slack')).text).toContain('Link your Slack account');
    expect((await eventsOf(voss)).at(-1)).toEqual(['slack.unlinked', 'oidc', account('U0VOSS2')]);
  });

  test('is not linked in another organisation’s workspace, nor after ten minutes, nor by somebody suspended', async () => {
    await plantWorkspace(running.stores, 'oem-larkspur', 'T0LARKSPUR');
    const voss = await signedIn(VOSS);
    const code = await drawn(voss);
    const larkspurs = await finish({ team: 'T0LARKSPUR', user: 'U0VOSS' }, code, 'oem-larkspur');
    const notTheirs = await finish(account('U0VOSS'), code, 'oem-larkspur');
    expect([larkspurs, notTheirs]).toEqual(Array(2).fill({ ok: false, code: 'slack_code' }));
    const { person } = voss.member;
    const row = await at(personRef(person));
    if (!row) throw new Error('no such person');
    const suspended = { ...row, status: 'suspended', version: row.version + 1 } as const;
    const { version } = row;
    await running.stores.store.commit({
      events: [],
      writes: [{ kind: 'replace', ref: personRef(person), row: suspended, version }],
    });
    expect(await finish(account('U0VOSS'), code)).toEqual({ ok: false, code: 'person_suspended' });
    await running.stores.store.commit({
      events: [],
      writes: [{ kind: 'replace', ref: personRef(person), row, version: suspended.version }],
    });
    await running.scene.skip(601);
    expect(await finish(account('U0VOSS'), code)).toEqual({ ok: false, code: 'slack_code' });
  });

  test('cannot be begun where no workspace is connected, and nobody unregistered sees the page', async () => {
    const reyes = await signedIn(['o.reyes', 'lakeside-imaging']);
    const page = (await reyes.open('/me/slack')).text;
    expect([page.includes('has connected no Slack workspace'), page.includes('action="/me/slack"')]).toEqual([
      true,
      false,
    ]);
    const brandt = await signedIn(['n.brandt', 'medserv']);
    expect((await brandt.open('/me/slack')).status).toBe(403);
  });

  test('is not begun by a form that was shown before the workspace was disconnected', async () => {
    const lang = await signedIn(['s.lang', 'oem-aurora']);
    const page = await lang.open('/me/slack');
    const row = await at(slackWorkspaceRef('oem-aurora'));
    const over = { ...row, status: 'disconnected', version: 2 };
    const ref = slackWorkspaceRef('oem-aurora');
    await running.stores.store.commit({ events: [], writes: [{ kind: 'replace', ref, row: over, version: 1 }] });
    const sent = await lang.submit(page, '/me/slack', { code: await lang.code() });
    expect([sent.status, sent.text]).toEqual([
      403,
      expect.stringContaining('An administrator of yours can connect one.'),
    ]);
    expect((await lang.open('/me/slack')).text).toContain('is not connected any more');
    expect((await eventsOf(lang)).at(-1)).toEqual([
      'registry.refused',
      'oidc',
      { verb: 'link-slack', code: 'slack_not_connected' },
    ]);
  });

  test('goes with whoever leaves', async () => {
    const ito = await signedIn(ITO);
    expect(await at(slackUserRef(TEAM, 'U0ITO'))).toMatchObject({ person: ito.member.person });
    const left = await ito.submit(await ito.open('/me/leave'), '/me/leave', {
      typed: ito.member.printedName,
      code: await ito.code(),
    });
    expect(left.status).toBe(303);
    expect([await at(slackUserRef(TEAM, 'U0ITO')), await at(slackLinkRef(ito.member.person))]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
