/** One's own account of Slack, linked by a code and unlinked, through the running broker. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { personChain, personRef, slackLinkRef, slackUserRef, slackWorkspaceRef } from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import { finishSlackLink, type SlackAccount } from '../../core/verbs/link-slack.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { runAdministered, stopAdministered, to } from '../support/administered-broker.ts';
import { Administrator } from '../support/administrator.ts';
import { changed } from '../support/changed-row.ts';
import { type RunningBroker, recordsOf } from '../support/running-broker.ts';
import { plantWorkspace } from '../support/slack-workspace.ts';

let running: RunningBroker;

beforeAll(async () => {
  ({ running } = await runAdministered());
  await plantWorkspace(running.stores, 'oem-aurora', TEAM);
});
afterAll(() => stopAdministered(running));

async function at<T>(ref: Ref<T>): Promise<T | undefined> {
  return (await running.stores.store.load({ row: ref })).row;
}

const TEAM = 'T0AURORA';
const account = (user: string): SlackAccount => ({ team: TEAM, organisation: 'oem-aurora', user });
const finish = (one: SlackAccount, code: string) => finishSlackLink(running.stores, one, code, running.scene.now());
const ITO = ['g.ito', 'oem-aurora'] as const;
const VOSS = ['i.voss', 'oem-aurora'] as const;

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

test('a Slack account is linked by a code that the page shows once and that is typed in Slack', async () => {
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
  expect(await eventsOf(ito)).toEqual([['slack.linked', 'slack', { team: TEAM, user: 'U0ITO' }]]);
  expect(await finish(account('U0OTHER'), code)).toEqual({ ok: false, code: 'slack_code' });
  expect((await verifyLog(running.broker.addresses.dynamodb, { hospital: 'oem-aurora' })).broken).toBeUndefined();
});

test('a link takes the one-time code, once; a wrong one says so on the page and in the log', async () => {
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

test('a code that several type at once is one’s', async () => {
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

test('a link is replaced by a new one, and another person’s is not taken over', async () => {
  const voss = await signedIn(VOSS);
  expect(await finish(account('U0ITO'), await drawn(voss))).toEqual({ ok: false, code: 'slack_code' });
  expect(await finish(account('U0VOSS'), await drawn(voss))).toMatchObject({ ok: true });
  expect(await finish(account('U0VOSS2'), await drawn(voss))).toMatchObject({ ok: true });
  expect(await at(slackUserRef(TEAM, 'U0VOSS'))).toBeUndefined();
  expect((await eventsOf(voss)).slice(-2)).toEqual([
    ['slack.unlinked', 'slack', { team: TEAM, user: 'U0VOSS' }],
    ['slack.linked', 'slack', { team: TEAM, user: 'U0VOSS2' }],
  ]);
});

test('an account is unlinked at once by the page', async () => {
  const voss = await signedIn(VOSS);
  const page = await voss.open('/me/slack');
  expect(to(await voss.submit(page, '/me/slack/unlink', {}))).toEqual([303, '/me/slack']);
  expect(await at(slackUserRef(TEAM, 'U0VOSS2'))).toBeUndefined();
  expect((await voss.open('/me/slack')).text).toContain('Link your Slack account');
  expect((await eventsOf(voss)).at(-1)).toEqual(['slack.unlinked', 'oidc', { team: TEAM, user: 'U0VOSS2' }]);
});

test('an account is not linked in another organisation’s workspace, nor after ten minutes, nor by somebody suspended', async () => {
  await plantWorkspace(running.stores, 'oem-larkspur', 'T0LARKSPUR');
  const voss = await signedIn(VOSS);
  const code = await drawn(voss);
  expect(await finish({ team: 'T0LARKSPUR', organisation: 'oem-larkspur', user: 'U0VOSS' }, code)).toEqual({
    ok: false,
    code: 'slack_code',
  });
  const undo = await changed(running.stores, personRef(voss.member.person), () => ({ status: 'suspended' as const }));
  expect(await finish(account('U0VOSS'), code)).toEqual({ ok: false, code: 'person_suspended' });
  await undo();
  await running.scene.skip(601);
  expect(await finish(account('U0VOSS'), code)).toEqual({ ok: false, code: 'slack_code' });
});

test('a link cannot be begun where no workspace is connected, and nobody unregistered sees the page', async () => {
  const reyes = await signedIn(['o.reyes', 'lakeside-imaging']);
  const page = (await reyes.open('/me/slack')).text;
  expect([page.includes('has connected no Slack workspace'), page.includes('action="/me/slack"')]).toEqual([
    true,
    false,
  ]);
  const brandt = await signedIn(['n.brandt', 'medserv']);
  expect((await brandt.open('/me/slack')).status).toBe(403);
});

test('a link is not begun by a form that was shown before the workspace was disconnected', async () => {
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

test('a link goes with whoever leaves', async () => {
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
