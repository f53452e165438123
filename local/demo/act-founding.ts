/** From empty tables to a hospital, a servicer and a maker: the operator's two administrators, each with the other. */
import { bootstrapped, invited, joined, organisationOf } from './from-scratch.ts';
import { change, confirm } from './registry-acts.ts';
import { agreed, COOL_DOWN, inForce, invitationOf, type Scratch } from './scratch.ts';
import { HOSPITAL, type Step, told } from './telling.ts';

const ADMINS = ['a.kowalski', 'b.haddad'] as const;
const PLACE = {
  zone: 'America/Chicago',
  sites: ['Main'],
  contacts: { security: 'security@st-marys.example', clinicalEngineering: 'biomed@st-marys.example' },
  policy: 'proposed',
};

export function foundingAct({ scene, left }: Scratch): readonly Step[] {
  return [
    {
      says: 'The tables are empty: whoever signs in is nobody.',
      run: async () => told(await (await scene.phone('a.kowalski', HOSPITAL)).get(`/registry/${HOSPITAL}`), 401),
    },
    {
      says: 'The operator bootstraps, once: two administrators are invited, nobody else is anything.',
      run: async () => {
        const begun = await bootstrapped(scene, HOSPITAL, ADMINS);
        left.tickets = begun.status === 'done' ? begun.invitations.map(({ ticket }) => ticket) : [];
        return { ok: left.tickets.length === 2, shows: { status: begun.status, invited: left.tickets.length } };
      },
    },
    {
      says: 'A second bootstrap is refused: it closed itself.',
      run: async () => {
        const again = await bootstrapped(scene, HOSPITAL, ADMINS);
        return { ok: again.status === 'refused', shows: { status: again.status } };
      },
    },
    {
      says: 'Both sign in at their own issuer, redeem their invitations and enrol a one-time code.',
      run: async () => {
        left.kowalski = await joined(scene, ['a.kowalski', HOSPITAL], left.tickets[0] ?? '');
        left.haddad = await joined(scene, ['b.haddad', HOSPITAL], left.tickets[1] ?? '');
        return { ok: true, shows: { people: 2 } };
      },
    },
    {
      says: 'One proposes the hospital, and cannot confirm himself what he proposed.',
      run: async () => {
        const proposed = await change(scene, left.kowalski, [HOSPITAL, 'onboard-hospital'], {
          hospital: HOSPITAL,
          ...PLACE,
        });
        const alone = told(await confirm(scene, left.kowalski, proposed), 403, 'confirmer_is_proposer');
        const both = await confirm(scene, left.haddad, proposed);
        return { ok: alone.ok && both.status === 200, shows: { ...alone.shows, confirmed: both.status } };
      },
    },
    {
      says: 'They agree on a servicer and a maker, each with an issuer and two administrators of its own.',
      run: async () => {
        const both = [left.kowalski, left.haddad] as const;
        const { issuer: medserv, ...servicer } = organisationOf(scene, 'medserv');
        const { issuer: aurora, ...maker } = organisationOf(scene, 'oem-aurora');
        const [one, other] = [
          { organisation: servicer, issuer: medserv, admins: invited(scene, 'medserv', ['m.duarte', 'o.finch']) },
          { organisation: maker, issuer: aurora, admins: invited(scene, 'oem-aurora', ['s.lang', 'i.voss']) },
        ];
        const first = await agreed(scene, both, [HOSPITAL, 'add-organisation'], one);
        const next = await agreed(scene, both, [HOSPITAL, 'add-organisation'], other);
        return {
          ok: first.ok && next.ok,
          shows: { servicer: first.shows['confirmed'], maker: next.shows['confirmed'] },
        };
      },
    },
    {
      says: 'Nothing of it is there before the cool-down is over.',
      run: async () => {
        const { status } = await left.kowalski.get(`/hospitals/${HOSPITAL}/keys`);
        return { ok: status === 404, shows: { status } };
      },
    },
    {
      says: 'The cool-down passes: the hospital has two token keys, made in KMS.',
      run: async () => {
        await scene.skip(COOL_DOWN + 1);
        const settled = await inForce(left.kowalski, HOSPITAL);
        const { body } = await left.kowalski.get(`/hospitals/${HOSPITAL}/keys`);
        return { ok: settled.ok && body.keys?.length === 2, shows: { ...settled.shows, keys: body.keys?.length } };
      },
    },
    {
      says: 'The administrators of servicer and maker find their invitations in the mail, and join.',
      run: async () => {
        const join = async (login: string, organisation: 'medserv' | 'oem-aurora') =>
          joined(scene, [login, organisation], await invitationOf(scene, login, organisation));
        left.duarte = await join('m.duarte', 'medserv');
        left.finch = await join('o.finch', 'medserv');
        left.lang = await join('s.lang', 'oem-aurora');
        left.voss = await join('i.voss', 'oem-aurora');
        return { ok: true, shows: { people: 4 } };
      },
    },
  ];
}
