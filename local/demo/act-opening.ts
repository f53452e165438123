/** At the device: logged, signed, and refused by the device in every way but one. */
import { key, type Stage, type Step, tampered, VENTILATOR, verdict } from './telling.ts';

export function openingAct(stage: Stage): readonly Step[] {
  const { scene, left } = stage;
  return [
    {
      says: 'The technician activates at the device with his code: logged, then signed by KMS.',
      run: async () => {
        const body = { device: VENTILATOR.id, code: await scene.code(left.osei.member) };
        const answer = await left.osei.post(`/requests/${left.request}/tokens`, body, key('mint-1'));
        Object.assign(left, answer.body);
        return {
          ok: answer.status === 201,
          shows: { status: answer.status, seconds: answer.body.dur, characters: answer.body.token?.length },
        };
      },
    },
    {
      says: 'The device refuses the token without its release code.',
      run: async () => verdict(await left.ventilator.present(left.token, scene.now()), 'E_CNF_REQUIRED'),
    },
    {
      says: 'Another device of the same model refuses it.',
      run: async () => verdict(await left.sister.present(left.token, scene.now(), { code: left.releaseCode }), 'E_AUD'),
    },
    {
      says: 'A tampered token is refused before anything of it is read.',
      run: async () =>
        verdict(await left.ventilator.present(tampered(left.token), scene.now(), { code: left.releaseCode }), 'E_SIG'),
    },
    {
      says: 'The token is refused after its time.',
      run: async () =>
        verdict(await left.ventilator.present(left.token, left.exp + 121, { code: left.releaseCode }), 'E_EXPIRED'),
    },
    {
      says: 'With release code, on its device, in its time: service mode opens.',
      run: async () => verdict(await left.ventilator.present(left.token, scene.now(), { code: left.releaseCode })),
    },
    {
      says: 'The same token a second time: refused, also after the device was switched off.',
      run: async () =>
        verdict(await left.ventilator.present(left.token, scene.now(), { code: left.releaseCode }), 'E_REPLAY'),
    },
  ];
}
