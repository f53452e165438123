/** A manufacturer at work in the tests: signs with the demo's root keys and publishes through the running broker. */
import { join } from 'node:path';
import { hospitalRef, proposalRef } from '../../core/keys.ts';
import type { Hospital } from '../../core/registry.ts';
import type { BundleDocument } from '../../device/claims.ts';
import type { Answer, Phone } from '../../local/demo/broker.ts';
import { change, confirm } from '../../local/demo/registry-acts.ts';
import { bundleDocument, type ModelDesign, type Oem, openOem } from '../../local/oem.ts';
import { OEM_KEYS } from '../../local/stack-files.ts';
import { until } from './polling.ts';
import { HOSPITAL, type RunningBroker } from './running-broker.ts';

const DAY = 86_400;

export interface Maker {
  readonly oem: Oem;
  readonly one: Phone;
  readonly other: Phone;
  /** One publisher sends a document. */
  publish(body: object, phone?: Phone): Promise<Answer>;
  /** Two want it; waits until it is in force. @returns the first one's answer */
  publishByTwo(body: object): Promise<Answer>;
}

/** The manufacturer `tenant` with two of its publishers. */
export async function makerAt(
  { broker, scene, stores }: RunningBroker,
  tenant: string,
  logins: readonly [string, string],
): Promise<Maker> {
  const [one, other] = [await scene.phone(logins[0], tenant), await scene.phone(logins[1], tenant)];
  const publish = (body: object, phone = one) => change(scene, phone, [tenant, 'publish-trust'], body);
  return {
    oem: openOem(join(broker.dataDir, OEM_KEYS), tenant),
    one,
    other,
    publish,
    publishByTwo: async (body) => {
      const proposed = await publish(body);
      if (proposed.status !== 202) throw new Error(`not proposed: ${proposed.status} ${proposed.body.reason}`);
      await confirm(scene, other, proposed);
      await scene.skip(61);
      const settled = await until(async () => {
        const { proposal } = await stores.store.load({ proposal: proposalRef(tenant, proposed.body.proposal.id) });
        return proposal?.status === 'confirmed' ? undefined : proposal;
      });
      if (settled.status !== 'in_force') throw new Error(`${settled.status} ${settled.failure}`);
      return proposed;
    },
  };
}

/** The row of the hospital at which the tests' devices stand. */
export async function hospitalIn({ stores }: RunningBroker): Promise<Hospital> {
  const { hospital } = await stores.store.load({ hospital: hospitalRef(HOSPITAL) });
  if (!hospital) throw new Error('no hospital');
  return hospital;
}

/** A bundle for two years of the keys that the hospital has now, with `more`. */
export async function bundleNow(
  running: RunningBroker,
  { oem }: Maker,
  model: ModelDesign,
  more: Partial<BundleDocument> = {},
): Promise<BundleDocument> {
  const { keys } = await hospitalIn(running);
  const issued = running.scene.now();
  const asked = { hospital: HOSPITAL, model, keys: [keys.active, keys.next], issued, naf: issued + 730 * DAY };
  return { ...bundleDocument(oem, asked), ...more };
}

/** The body that publishes `document`. */
export function sentBundle({ oem }: Maker, document: BundleDocument, hospital: string = HOSPITAL) {
  return { kind: 'bundle', hospital, envelope: oem.sign(document) };
}

/** What a signed envelope says. */
export function payloadIn<T>(envelope = ''): T {
  const { payload } = JSON.parse(envelope) as { readonly payload: string };
  return JSON.parse(Buffer.from(payload, 'base64url').toString('latin1')) as T;
}
