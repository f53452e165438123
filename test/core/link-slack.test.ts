/** The end of a link, and its undoing, on rows in memory: each reason for which nobody is linked, and what stands afterwards. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  organisationRef,
  personChain,
  personHeadRef,
  personRef,
  slackLinkRef,
  slackPairingRef,
  slackTeamRef,
  slackUserRef,
} from '../../core/keys.ts';
import type { Ref } from '../../core/ports.ts';
import type { Person } from '../../core/registry.ts';
import type { SlackPairing } from '../../core/rows.ts';
import type { SlackLink } from '../../core/slack-rows.ts';
import { finishSlackLink, unlinkSlack } from '../../core/verbs/link-slack.ts';
import { type RowsInMemory, rowsInMemory } from '../support/rows-in-memory.ts';
import { NOW, personOf, servicer, technician } from './rows.ts';

const CODE = '7F3K-29QX';
const TEAM = 'T0MEDSERV';
const ACCOUNT = { team: TEAM, user: 'U0OSEI' };
const ELSEWHERE = { team: TEAM, user: 'U0OTHER' };
const PAIRING: SlackPairing = { version: 1, person: technician.id, organisation: servicer.id, until: NOW + 600 };
const COLLEAGUE = personOf('p_colleague', servicer.id);
const WHO = { person: technician.id, organisation: servicer.id, session: 'session', authenticatedAt: NOW };
const CHAIN = personChain(servicer.id, technician.id);

let store: RowsInMemory;
const put = <T>(ref: Ref<T>, row: T) => store.rows.set(`${ref.table} ${ref.pk} ${ref.sk}`, row);
const at = <T>(ref: Ref<T>) => store.rows.get(`${ref.table} ${ref.pk} ${ref.sk}`);
const remove = (ref: Ref<unknown>) => store.rows.delete(`${ref.table} ${ref.pk} ${ref.sk}`);
const linkOf = (account: typeof ACCOUNT, person: Person = technician, version = 1): SlackLink => ({
  ...account,
  version,
  person: person.id,
  organisation: person.organisation,
  since: NOW - 86_400,
});
const link = (row: SlackLink) => {
  put(slackLinkRef(row.person), row);
  put(slackUserRef(row.team, row.user), row);
};
const finish = (typed = CODE, account = ACCOUNT, now = NOW, organisation = servicer.id) =>
  finishSlackLink({ store }, { ...account, organisation }, typed, now);
const events = () =>
  store.commits.flatMap((one) =>
    one.events.map(({ chain, bytes }) => {
      const { type, actor, data, evidence } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, object>;
      return { chain, type, actor, data, evidence };
    }),
  );

beforeEach(() => {
  store = rowsInMemory();
  put(organisationRef(servicer.id), servicer);
  put(personRef(technician.id), technician);
  put(personRef(COLLEAGUE.id), COLLEAGUE);
  put(slackTeamRef(TEAM), { organisation: servicer.id, version: 1 });
  put(slackPairingRef(CODE), PAIRING);
});

describe('finishSlackLink', () => {
  test('ties the account to whoever drew the code, both ways round, and says so on his chain', async () => {
    expect(await finish()).toEqual({ ok: true, value: technician });
    const row = { ...linkOf(ACCOUNT), since: NOW };
    expect([at(slackLinkRef(technician.id)), at(slackUserRef(TEAM, 'U0OSEI'))]).toEqual([row, row]);
    expect(events()).toEqual([
      {
        chain: CHAIN,
        type: 'slack.linked',
        actor: { person: technician.id, role: 'self', employer: servicer.id, auth: 'slack' },
        data: ACCOUNT,
        evidence: { person: 3 },
      },
    ]);
  });

  test.each([['7f3k-29qx'], ['7F3K29QX'], [' 7F3K 29QX ']])('takes the code as it is typed: %j', async (typed) => {
    expect(await finish(typed)).toMatchObject({ ok: true });
  });

  test.each<[string, string, () => void]>([
    ['a code that nobody drew', 'slack_code', () => remove(slackPairingRef(CODE))],
    ['a code of ten minutes ago', 'slack_code', () => put(slackPairingRef(CODE), { ...PAIRING, until: NOW })],
    ['a workspace that is not connected', 'slack_code', () => remove(slackTeamRef(TEAM))],
    [
      "another organisation's workspace",
      'slack_code',
      () => put(slackTeamRef(TEAM), { organisation: 'hdo-north', version: 1 }),
    ],
    ["an account that is another person's", 'slack_code', () => link(linkOf(ACCOUNT, COLLEAGUE))],
    ['somebody who is gone', 'person_unknown', () => remove(personRef(technician.id))],
    [
      'somebody suspended meanwhile',
      'person_suspended',
      () => put(personRef(technician.id), { ...technician, status: 'suspended' }),
    ],
    [
      'an organisation suspended meanwhile',
      'organisation_suspended',
      () => put(organisationRef(servicer.id), { ...servicer, status: 'suspended' }),
    ],
  ])('is refused for %s as %s, and nothing stands', async (_what, code, change) => {
    change();
    const before = new Map(store.rows);
    expect(await finish()).toEqual({ ok: false, code });
    expect(store.rows).toEqual(before);
    expect(store.commits).toEqual([]);
  });

  test.each(['', 'CODE', '7F3K-29QX extra'])('looks nothing up for what is no code: %j', async (typed) => {
    expect(await finish(typed)).toEqual({ ok: false, code: 'slack_code' });
  });

  test('takes a code once, whoever types it', async () => {
    expect(await finish()).toMatchObject({ ok: true });
    expect(await finish()).toEqual({ ok: false, code: 'slack_code' });
    expect(await finish(CODE, ELSEWHERE)).toEqual({ ok: false, code: 'slack_code' });
  });

  test('replaces the account that he had before, which is nobody’s then', async () => {
    link(linkOf(ELSEWHERE, technician, 5));
    expect(await finish()).toMatchObject({ ok: true });
    expect(at(slackUserRef(TEAM, 'U0OTHER'))).toBeUndefined();
    expect(at(slackLinkRef(technician.id))).toMatchObject({ ...ACCOUNT, version: 6 });
    expect(at(slackUserRef(TEAM, 'U0OSEI'))).toMatchObject({ person: technician.id, version: 1 });
    expect(events().map(({ type, data }) => [type, data])).toEqual([
      ['slack.unlinked', ELSEWHERE],
      ['slack.linked', ACCOUNT],
    ]);
  });

  test('of the account that he has already stands anew', async () => {
    link(linkOf(ACCOUNT, technician, 2));
    expect(await finish()).toMatchObject({ ok: true });
    expect(at(slackUserRef(TEAM, 'U0OSEI'))).toMatchObject({ version: 3, since: NOW });
    expect(events().map(({ type }) => type)).toEqual(['slack.linked']);
  });
});

describe('unlinkSlack', () => {
  test('takes both rows away at once, with an event', async () => {
    link(linkOf(ACCOUNT));
    expect(await unlinkSlack({ store }, WHO, NOW)).toEqual({ ok: true, value: { unlinked: true } });
    expect([at(slackLinkRef(technician.id)), at(slackUserRef(TEAM, 'U0OSEI'))]).toEqual([undefined, undefined]);
    expect(events()).toMatchObject([{ chain: CHAIN, type: 'slack.unlinked', actor: { auth: 'oidc' }, data: ACCOUNT }]);
  });

  test('of nothing is nothing', async () => {
    expect(await unlinkSlack({ store }, WHO, NOW)).toEqual({ ok: true, value: { unlinked: false } });
    expect(at(personHeadRef(CHAIN))).toBeUndefined();
  });

  test('is there for somebody suspended too: it only narrows', async () => {
    put(personRef(technician.id), { ...technician, status: 'suspended' });
    link(linkOf(ACCOUNT));
    expect(await unlinkSlack({ store }, WHO, NOW)).toMatchObject({ value: { unlinked: true } });
  });

  test('is refused to whom nobody registered', async () => {
    remove(personRef(technician.id));
    expect(await unlinkSlack({ store }, WHO, NOW)).toEqual({ ok: false, code: 'person_unknown' });
  });
});
