/** The first visit, and the logs of all who had a part in it. */
import { verifyLog } from '../verify-log.ts';
import { visitAct } from './act-visit.ts';
import type { Scratch } from './scratch.ts';
import { HOSPITAL, type Step } from './telling.ts';

export function firstVisitAct(stage: Scratch): readonly Step[] {
  const { scene } = stage;
  return [
    ...visitAct(stage, 'scratch-visit'),
    {
      says: 'The logs of all three organisations verify from their bytes, from the first event on.',
      run: async () => {
        const walks = await Promise.all(
          [HOSPITAL, 'medserv', 'oem-aurora'].map((hospital) =>
            verifyLog(scene.broker.addresses.dynamodb, { hospital }),
          ),
        );
        const events = walks.reduce((sum, walk) => sum + walk.events, 0);
        const verified = walks.every((walk) => walk.broken === undefined && walk.events > 0);
        return { ok: verified, shows: { verified, events, broken: walks.find((walk) => walk.broken)?.broken } };
      },
    },
  ];
}
