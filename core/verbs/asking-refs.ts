/** Where the registry rows stand that bear on what somebody may ask for at one device. */
import {
  aliasRef,
  bundleRef,
  deviceRef,
  hospitalRef,
  modelOf,
  modelRef,
  organisationRef,
  personRef,
  vendorRef,
} from '../keys.ts';
import type { Identity } from '../ports.ts';
import type { DeviceAlias } from '../registry.ts';
import type { OrganisationId } from '../units.ts';

/** Who asks. */
export const askerRefs = (who: Pick<Identity, 'person' | 'organisation'>) => ({
  person: personRef(who.person),
  organisation: organisationRef(who.organisation),
});

/** Who asks, and where the name leads that he gives. */
export const namingRefs = (who: Pick<Identity, 'person' | 'organisation'>, named: string) => ({
  ...askerRefs(who),
  alias: aliasRef(named),
});

/** What stands at the device that the name led to, for `servicer`. */
export const deviceRefs = ({ hospital, device }: DeviceAlias, servicer: OrganisationId) => ({
  hospital: hospitalRef(hospital),
  device: deviceRef(hospital, device),
  vendor: vendorRef(hospital, servicer),
  model: modelRef(modelOf(device)),
  bundle: bundleRef(hospital, modelOf(device)),
});
