/** Which requests of a technician a suspension reaches, however many he has put in front of them (R17). */
import { describe, expect, test } from '@jest/globals';
import type { AccessRequest } from '../../core/access/request.ts';
import type { Store } from '../../core/ports.ts';
import type { StopJob } from '../../core/rows.ts';
import { stopAccess } from '../../core/verbs/stop-access.ts';
import { NOW } from './rows.ts';

const JOB: StopJob = {
  version: 1,
  kind: 'stop',
  chain: 'T#iso-medserv#G#P#p_technician',
  from: 2,
  reason: 'person_suspended',
  person: 'p_technician',
  by: { person: 'p_admin', role: 'iso_admin', employer: 'iso-medserv', auth: 'oidc+totp' },
};
const DAY = 86_400;

const submitted = (at: number, name: string) =>
  ({ id: `hdo-north_${name}`, submittedAt: at, facts: { technician: 'p_technician' } }) as AccessRequest;

/** Ids that were looked at, and pages that were read, where the technician has these requests, newest first. */
async function lookedAt(requests: readonly AccessRequest[]) {
  const looked: string[] = [];
  let pages = 0;
  const store = {
    list: async (_: unknown, __: string, { limit, after = '0' }: { limit: number; after?: string }) => {
      pages += 1;
      const end = Number(after) + limit;
      return { items: requests.slice(Number(after), end), ...(end < requests.length && { next: String(end) }) };
    },
    load: async ({ request }: { request: { pk: string } }) => {
      looked.push(request.pk);
      return {};
    },
    commit: async () => undefined,
  } as unknown as Store;
  await stopAccess({ store }, JOB, NOW);
  return { looked, pages };
}

const newer = (count: number, at: number) => Array.from({ length: count }, () => submitted(at, 'NEWER'));

describe('stop-access of a technician', () => {
  test('reaches a request behind thousands of newer ones', async () => {
    const { looked } = await lookedAt([...newer(3_000, NOW - 60), submitted(NOW - 120, 'OLD')]);
    expect(looked.at(-1)).toBe('T#hdo-north#R#OLD');
  });

  test('reaches a request of as long ago as any policy lets one be open', async () => {
    const { looked } = await lookedAt([...newer(50, NOW - 60), submitted(NOW - 9 * DAY, 'OLD')]);
    expect(looked.at(-1)).toBe('T#hdo-north#R#OLD');
  });

  test('does not read on where all that follow are older than that', async () => {
    const { pages } = await lookedAt([...newer(99, NOW - 60), ...newer(5_000, NOW - 9 * DAY - 1)]);
    expect(pages).toBe(2);
  });
});
