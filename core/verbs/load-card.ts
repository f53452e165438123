/** Reads everything a decision card shows, for mail and page alike. */
import type { CardRows } from '../access/card.ts';
import type { AccessRequest } from '../access/request.ts';
import { deviceRef, hospitalOf, hospitalRef, modelRef, organisationRef, personRef, requestRef } from '../keys.ts';
import type { Ports } from '../ports.ts';
import type { RequestId } from '../units.ts';

/** The rows behind the card of `id`, or undefined where the request or a name of it is gone. */
export async function loadCardRows(ports: Ports, id: RequestId): Promise<CardRows | undefined> {
  const { request } = await ports.store.load({ request: requestRef(id) });
  return request && loadRowsOf(ports, request);
}

async function loadRowsOf(ports: Ports, request: AccessRequest): Promise<CardRows | undefined> {
  const { facts } = request;
  const { hospital, device, model, technician, organisation } = await ports.store.load({
    hospital: hospitalRef(hospitalOf(request.id)),
    device: deviceRef(facts.hospital, facts.device),
    model: modelRef(facts.model),
    technician: personRef(facts.technician),
    organisation: organisationRef(facts.employer),
  });
  if (!hospital || !device || !model || !technician || !organisation) return undefined;
  return { request, hospital, device, model, technician, organisation };
}
