/** People, an agreement and a device: what takes one person, and what takes two. */
import { modelIdOf } from '../seed/models.ts';
import { joined } from './from-scratch.ts';
import { change } from './registry-acts.ts';
import { agreed, COOL_DOWN, inForce, invitationOf, type Scratch } from './scratch.ts';
import { HOSPITAL, type Step, told, VENTILATOR } from './telling.ts';

const DAY = 86_400;
const APPROVER = { role: 'htm_approver', sites: [], units: [] };

export function staffingAct({ scene, left }: Scratch): readonly Step[] {
  const invitation = (login: string, organisation: string, more: object) => {
    const { printedName, email } = scene.member(login, organisation);
    return { printedName, email, roles: [], entitlements: [], ...more };
  };
  return [
    {
      says: 'The servicer invites a technician: one administrator is enough.',
      run: async () => {
        const body = invitation('j.osei', 'medserv', { roles: ['technician'] });
        const answer = await change(scene, left.duarte, ['medserv', 'invite-person'], body);
        left.osei = await joined(scene, ['j.osei', 'medserv'], await invitationOf(scene, 'j.osei', 'medserv'));
        return { ok: answer.status === 201, shows: { status: answer.status } };
      },
    },
    {
      says: 'His competence is recorded by an administrator; his own he cannot record.',
      run: async () => {
        const body = { person: left.osei.member.person, model: modelIdOf('VX-7'), validTo: scene.now() + 365 * DAY };
        const own = told(await change(scene, left.osei, ['medserv', 'set-competence'], body), 403, 'power_missing');
        const answer = await change(scene, left.duarte, ['medserv', 'set-competence'], body);
        return { ok: own.ok && answer.status === 201, shows: { ...own.shows, recorded: answer.status } };
      },
    },
    {
      says: 'An approver takes two administrators of the hospital.',
      run: () =>
        agreed(
          scene,
          [left.haddad, left.kowalski],
          [HOSPITAL, 'invite-person'],
          invitation('d.okafor', HOSPITAL, { entitlements: [APPROVER] }),
        ),
    },
    {
      says: 'So does an agreement with the servicer.',
      run: () =>
        agreed(scene, [left.kowalski, left.haddad], [HOSPITAL, 'set-vendor'], {
          organisation: 'medserv',
          from: scene.now() - DAY,
          to: scene.now() + 365 * DAY,
          scopes: ['diag.run', 'selftest.run'],
          insurance: 'INS-2026-114',
          contract: 'C-2026-031',
        }),
    },
    {
      says: 'And so does a device, registered by what is scanned from its label.',
      run: () =>
        agreed(scene, [left.haddad, left.kowalski], [HOSPITAL, 'register-device'], {
          udi: '(01)09521000001022(21)001234',
          tag: 'SM-20391',
          site: 'Main',
          unit: 'ICU 3',
          stage: 'support',
        }),
    },
    {
      says: 'After the cool-down the approver joins, and the device has a sticker.',
      run: async () => {
        await scene.skip(COOL_DOWN + 1);
        const settled = await inForce(left.kowalski, HOSPITAL);
        left.okafor = await joined(scene, ['d.okafor', HOSPITAL], await invitationOf(scene, 'd.okafor', HOSPITAL));
        const { body } = await left.kowalski.get(`/registry/${HOSPITAL}/sheet`);
        const [sticker] = body.items ?? [];
        left.device = { id: VENTILATOR.id, code: sticker?.code ?? '' };
        return { ok: settled.ok && left.device.code !== '', shows: { sticker: sticker?.url, unit: sticker?.unit } };
      },
    },
  ];
}
