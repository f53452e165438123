/** The names that ids of requests and events stand for; an id that the registry no longer knows stands for itself. */
import { modelOf } from '../keys.ts';
import type { Device, Model, Organisation, Person } from '../registry.ts';
import type { DeviceId, ModelId, OrganisationId, PersonId } from '../units.ts';
import { SYSTEM } from './events.ts';

/** Rows by their id. */
export interface NamedRows {
  readonly people: ReadonlyMap<PersonId, Pick<Person, 'printedName'>>;
  readonly organisations: ReadonlyMap<OrganisationId, Pick<Organisation, 'name'>>;
  readonly devices: ReadonlyMap<DeviceId, Pick<Device, 'serial'>>;
  readonly models: ReadonlyMap<ModelId, Pick<Model, 'name'>>;
}

export interface Names {
  readonly person: (id: PersonId) => string;
  readonly organisation: (id: OrganisationId) => string;
  /** `VX-7 #001234`. */
  readonly device: (id: DeviceId) => string;
}

/** What `rows` call the ids; the broker itself is Wardkey. */
export function namesIn({ people, organisations, devices, models }: NamedRows): Names {
  return {
    person: (id) => (id === SYSTEM.person ? 'Wardkey' : (people.get(id)?.printedName ?? id)),
    organisation: (id) => (id === SYSTEM.employer ? 'Wardkey' : (organisations.get(id)?.name ?? id)),
    device: (id) => {
      const [device, model] = [devices.get(id), models.get(modelOf(id))];
      return device && model ? `${model.name} #${device.serial}` : id;
    },
  };
}
