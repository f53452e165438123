/**
 * What a manufacturer's signed document says, and which of a bundle's keys count. Reading comes before verifying only to
 * find the rows that the document is about; what is believed was verified (ports: TrustVerifier).
 */
import { ALG_ES256, type BundleDocument } from '../../device/claims.ts';
import { fromBase64url } from '../token/base64url.ts';
import type { DelegatedKey } from '../trust-rows.ts';
import type { DeviceId, HospitalId, ModelId } from '../units.ts';

/** An id that can stand in a key (token profile 1). */
const ID = /^[a-z0-9]{2,8}:[A-Za-z0-9./_:%-]{3,96}$/;

/** The payload of an envelope that the broker itself took in: it was verified then. */
export function payloadOf<T>(envelope: string): T {
  const { payload } = JSON.parse(envelope) as { readonly payload: string };
  return JSON.parse(new TextDecoder().decode(fromBase64url(payload))) as T;
}

interface Named {
  readonly model?: unknown;
  readonly models?: readonly unknown[];
  readonly device?: unknown;
}

/** What an envelope says it is about, before anybody looked at its signatures; '' where it says nothing readable. */
export function peekUnverified(envelope: string): { readonly model: ModelId; readonly device: DeviceId } {
  const { model, models, device } = lenient(envelope);
  const first = Array.isArray(models) ? models[0] : undefined;
  return { model: idIn(model ?? first), device: idIn(device) };
}

function lenient(envelope: string): Named {
  try {
    return Object(payloadOf<unknown>(envelope)) as Named;
  } catch {
    return {};
  }
}

function idIn(value: unknown): string {
  return typeof value === 'string' && ID.test(value) ? value : '';
}

/** The keys of `bundle` under which a device of its model takes `hospital`'s tokens. */
export function delegatedKeys(bundle: BundleDocument, hospital: HospitalId): readonly DelegatedKey[] {
  const devices = `${bundle.models[0] ?? ''}/`;
  const counts = bundle.keys.filter(
    (key) =>
      key.use === 'token' &&
      key.iss === hospital &&
      key.alg === ALG_ES256 &&
      bundle.algs.includes(key.alg) &&
      devices.startsWith(key.aud_prefix) &&
      !bundle.revoked_kids.includes(key.kid),
  );
  return counts.map(({ kid, pub, scopes, max_life, max_dur, nbf, naf }) => ({
    kid,
    pub: pub.toLowerCase(),
    scopes,
    maxLife: max_life,
    maxDur: max_dur,
    nbf,
    naf,
  }));
}
