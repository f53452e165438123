/** Administrators at work, over HTTP: one verb of the registry, and the second person's yes. Each takes a code of its own. */
import type { Answer, Phone, Scene } from './broker.ts';

let keys = 0;

/** An Idempotency-Key that no other call of this run has. */
function newKey(): string {
  keys += 1;
  return `registry-${String(keys).padStart(8, '0')}`;
}

/** One registry verb of `phone` at `tenant`. */
export async function change(
  scene: Scene,
  phone: Phone,
  [tenant, verb]: readonly [tenant: string, verb: string],
  body: object,
  key = newKey(),
): Promise<Answer> {
  const code = await scene.code(phone.member);
  return phone.post(`/registry/${tenant}/${verb}`, { ...body, code }, key);
}

/** The second person confirms what the first has proposed, by its digest. */
export async function confirm(scene: Scene, phone: Phone, { body }: Answer): Promise<Answer> {
  const { tenant, id, digest } = body.proposal;
  const code = await scene.code(phone.member);
  return phone.post(`/registry/${tenant}/proposals/${id}/confirm`, { digest, code });
}
