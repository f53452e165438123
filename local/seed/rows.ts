/** The tables of this room as registry rows. Everything relative in them counts from `now`, the moment of the seed. */
import { personIdFor } from '../../core/identity.ts';
import { delegatedKeys } from '../../core/registry/trust-documents.ts';
import type {
  Device,
  Hospital,
  Issuer,
  Model,
  Operator,
  Organisation,
  Person,
  Staff,
  Vendor,
} from '../../core/registry.ts';
import type { Bundle, MakerRoot, OwnerDocument } from '../../core/trust-rows.ts';
import type { EpochSeconds, PersonId } from '../../core/units.ts';
import { bundleDocument, type Oem, ownerDocument, profileDocument } from '../oem.ts';
import { DEVICES, SECOND_HAND } from './devices.ts';
import { designOf, MODEL_NAMES, MODELS, type ModelName, modelIdOf } from './models.ts';
import { HOSPITALS, type HospitalName, ORGANISATIONS, type OrganisationName, VENDORS } from './organisations.ts';
import { LINKED, OFFICE, OPERATOR, STAFF, SUSPENDED, TECHNICIANS } from './people.ts';

const DAY = 86_400;
/** Bundles stand for this long; their keys are replaced long before. */
const KEY_DAYS = 730;

export function organisationRows(issuers: readonly Issuer[]): readonly Organisation[] {
  return ORGANISATIONS.map(([id, kind, name]) => {
    const issuer = issuers.find((row) => row.organisation === id)?.issuer;
    if (issuer === undefined) throw new Error(`${id} has no issuer`);
    return { id, kind, name, issuer, status: 'active', version: 1 };
  });
}

/** Who runs the demo's deployment. */
export function operatorRow(): Operator {
  const [organisation, ...subjects] = OPERATOR;
  return {
    organisation,
    admins: subjects.map((subject) => personIdFor(organisation, subject)),
    invitedUntil: 0,
    version: 1,
  };
}

type Account = readonly [OrganisationName, subject: string];

/** Every account once, though somebody may stand in two tables: Rosa Alvarez approves and repairs. */
export function accounts(): readonly (readonly [...Account, printedName: string])[] {
  const all = [...STAFF, ...TECHNICIANS, ...OFFICE].map((row) => [row[0], row[1], row[2]] as const);
  return all.filter((row, index) => all.findIndex((other) => isSame(other, [row[0], row[1]])) === index);
}

export function peopleRows(now: EpochSeconds): readonly Person[] {
  return accounts().map(([organisation, subject, printedName]) => personRow([organisation, subject], printedName, now));
}

function personRow(account: Account, printedName: string, now: EpochSeconds): Person {
  const [organisation, subject] = account;
  const id = personIdFor(organisation, subject);
  const [, , , models = [], days = 0] = TECHNICIANS.find((row) => isSame(row, account)) ?? [];
  return {
    id,
    organisation,
    printedName,
    email: emailOf(account),
    status: SUSPENDED.some((row) => isSame(row, account)) ? 'suspended' : 'active',
    roles: rolesOf(account),
    competences: models.map((model) => ({ model: modelIdOf(model), validTo: now + days * DAY })),
    linked: linkedTo(account).map((row) => personIdFor(...row)),
    alsoOf: linkedTo(account).map(([organisation]) => organisation),
    pseudonym: `t-${id.slice(2, 10)}`,
    version: 1,
  };
}

/** Roles in the person's own organisation; those at a hospital stand in its staff. */
export function rolesOf(account: Account): Person['roles'] {
  const office = OFFICE.filter((row) => isSame(row, account)).map(([, , , role]) => role);
  return TECHNICIANS.some((row) => isSame(row, account)) ? ['technician', ...office] : office;
}

function linkedTo(account: Account): readonly Account[] {
  const others = LINKED.filter((pair) => pair.some((row) => isSame(row, account))).flat();
  return others.filter((row) => !isSame(row, account));
}

function isSame([organisation, subject]: readonly [string, string, ...unknown[]], [of, who]: Account): boolean {
  return organisation === of && subject === who;
}

export function emailOf([organisation, subject]: Account): string {
  return `${subject}@${organisation}.example`;
}

/** The hospital with its people; its keys come from outside. */
export function hospitalRow(id: HospitalName, keys: Hospital['keys']): Hospital {
  const [, zone, policy, roster] = HOSPITALS.find(([name]) => name === id) ?? [];
  const [, , name] = ORGANISATIONS.find(([organisation]) => organisation === id) ?? [];
  if (zone === undefined || policy === undefined || name === undefined) throw new Error(`${id} is no hospital`);
  const onCall = (roster ?? []).map((group) => group.map((subject): PersonId => personIdFor(id, subject)));
  return {
    id,
    name,
    zone,
    sites: ['Main'],
    contacts: { security: `security@${id}.example`, clinicalEngineering: `biomed@${id}.example` },
    status: 'active',
    policy,
    staff: staffOf(id),
    roster: onCall,
    keys,
    version: 1,
  };
}

function staffOf(hospital: HospitalName): readonly Staff[] {
  return STAFF.filter(([at]) => at === hospital).map(([, subject, , ...held]) => ({
    person: personIdFor(hospital, subject),
    status: 'active',
    entitlements: held.map(([role, ...units]) => ({ role, sites: [], units })),
  }));
}

export function vendorRows(now: EpochSeconds): readonly Vendor[] {
  return VENDORS.map(([hospital, organisation, scopes, from, to]) => ({
    hospital,
    organisation,
    scopes,
    status: 'active',
    from: now + from * DAY,
    to: now + to * DAY,
    insurance: `INS-${organisation}`,
    contract: `C-${hospital}-${organisation}`,
    version: 1,
  }));
}

/** The root of each manufacturer, for all its models. */
export function rootRows(oem: (maker: string) => Oem): readonly MakerRoot[] {
  const makers = ORGANISATIONS.filter(([, kind]) => kind === 'oem').map(([id]) => id);
  return makers.map((id) => ({ oem: id, document: oem(id).sign(oem(id).root), version: 1 }));
}

export function modelRow(name: ModelName, oem: Oem): Model {
  const design = designOf(name);
  return {
    id: design.model,
    name,
    kind: MODELS[name].kind,
    oem: MODELS[name].maker,
    class: design.class,
    form: 'jws',
    scopes: design.scopes,
    maxLife: design.max_life,
    maxDur: design.max_dur,
    requireCnf: design.require_cnf,
    profile: oem.sign(profileDocument(design)),
    version: 1,
  };
}

export function deviceRows(now: EpochSeconds): readonly Device[] {
  return DEVICES.map(([hospital, model, serial, code, tag, unit, more = {}]) => ({
    id: `${modelIdOf(model)}/21/${serial}`,
    model: modelIdOf(model),
    hospital,
    status: more.status ?? 'active',
    code,
    tag,
    cmms: more.cmms ?? '',
    serial,
    site: 'Main',
    unit,
    stage: more.stage ?? 'support',
    endOfLife: inDays(more.endOfLifeDays, now),
    endOfSupport: inDays(more.endOfSupportDays, now),
    endOfGuaranteedSupport: inDays(more.guaranteedDays, now),
    agreementUntil: inDays(more.agreementDays, now),
    riskAcceptedUntil: inDays(more.riskDays, now),
    version: 1,
  }));
}

/** That many days from `now`; 0, the registry's "none", where the table has no days. */
function inDays(days: number | undefined, now: EpochSeconds): EpochSeconds {
  return days === undefined ? 0 : now + days * DAY;
}

/** The models that stand at `hospital`: each needs a bundle there. */
export function modelsAt(hospital: string): readonly ModelName[] {
  return MODEL_NAMES.filter((name) => DEVICES.some(([at, model]) => at === hospital && model === name));
}

export function bundleRow(hospital: Hospital, name: ModelName, oem: Oem, issued: EpochSeconds): Bundle {
  const model = designOf(name);
  const keys = [hospital.keys.active, hospital.keys.next];
  const naf = issued + KEY_DAYS * DAY;
  const bundle = bundleDocument(oem, { hospital: hospital.id, model, keys, issued, naf });
  return {
    model: model.model,
    hospital: hospital.id,
    keys: delegatedKeys(bundle, hospital.id),
    document: oem.sign(bundle),
    version: 1,
  };
}

export function ownerRow(device: Device, oem: Oem): OwnerDocument {
  const version = SECOND_HAND[device.serial] ?? 1;
  const document = oem.sign(ownerDocument(device.id, device.hospital, version));
  return { device: device.id, hospital: device.hospital, document, version: 1 };
}
