/** The demo's people, as tables: names are invented, mail goes to `.example` only. */
import type { HospitalRole, Person } from '../../core/registry.ts';
import { MODEL_NAMES, type ModelName } from './models.ts';
import type { HospitalName, OrganisationName } from './organisations.ts';

/** A role at the hospital and the units it is held for; none = all. */
type Held = readonly [HospitalRole, ...string[]];
type StaffRow = readonly [HospitalName, subject: string, printedName: string, ...Held[]];

export const STAFF: readonly StaffRow[] = Object.freeze([
  // On call in this order; Rosa Alvarez is on no list and also repairs: she may not decide on her own work (R4).
  ['st-marys', 'd.okafor', 'Dana Okafor', ['htm_approver']],
  ['st-marys', 'p.lindqvist', 'Petra Lindqvist', ['htm_approver']],
  ['st-marys', 'r.alvarez', 'Rosa Alvarez', ['htm_approver']],
  ['st-marys', 'm.chen', 'Mei Chen', ['clinical_owner', 'ICU 3', 'Ward 5B']],
  ['st-marys', 't.brandt', 'Tomas Brandt', ['clinical_owner', 'MRI 1', 'CT 2', 'Ultrasound']],
  ['st-marys', 'h.novak', 'Hana Novak', ['clinical_owner', 'OR 4']],
  ['st-marys', 's.patel', 'Sunil Patel', ['security_approver']],
  ['st-marys', 'l.moreau', 'Louise Moreau', ['domain_safety']],
  ['st-marys', 'a.kowalski', 'Anna Kowalski', ['hdo_admin']],
  ['st-marys', 'b.haddad', 'Basim Haddad', ['hdo_admin']],
  ['st-marys', 'e.fischer', 'Eva Fischer', ['auditor']],
  ['st-marys', 'n.adeyemi', 'Ngozi Adeyemi', ['emergency_custodian']],
  ['cedar-county', 'j.whitehorse', 'Jonah Whitehorse', ['htm_approver']],
  ['cedar-county', 'c.dunn', 'Carol Dunn', ['clinical_owner']],
  ['cedar-county', 'g.park', 'Grace Park', ['hdo_admin']],
  ['cedar-county', 'k.olsen', 'Karl Olsen', ['hdo_admin']],
  ['cedar-county', 'c.ruiz', 'Camila Ruiz', ['emergency_custodian'], ['auditor']],
  ['lakeside-imaging', 'o.reyes', 'Oscar Reyes', ['htm_approver']],
  ['lakeside-imaging', 'n.hale', 'Nora Hale', ['htm_approver']],
  ['lakeside-imaging', 'v.stein', 'Vera Stein', ['clinical_owner']],
  ['lakeside-imaging', 'y.tanaka', 'Yuki Tanaka', ['domain_safety']],
  ['lakeside-imaging', 'w.cole', 'Walter Cole', ['security_approver']],
  ['lakeside-imaging', 'f.abbott', 'Fiona Abbott', ['hdo_admin']],
  ['lakeside-imaging', 'z.lund', 'Zara Lund', ['hdo_admin'], ['auditor']],
  ['meridian-lab', 'i.santos', 'Ines Santos', ['htm_approver']],
  ['meridian-lab', 'a.greene', 'Amos Greene', ['htm_approver']],
  ['meridian-lab', 'q.meyer', 'Quentin Meyer', ['clinical_owner']],
  ['meridian-lab', 'u.bergman', 'Ulla Bergman', ['domain_safety']],
  ['meridian-lab', 'x.doyle', 'Xenia Doyle', ['security_approver']],
  ['meridian-lab', 'd.frost', 'Daniel Frost', ['hdo_admin']],
  ['meridian-lab', 'e.lam', 'Edith Lam', ['hdo_admin'], ['auditor']],
]);

type TechnicianRow = readonly [OrganisationName, subject: string, printedName: string, readonly ModelName[], number];

/** Models and the days from the seed that the competence holds; below zero it is over. */
export const TECHNICIANS: readonly TechnicianRow[] = Object.freeze([
  ['medserv', 'j.osei', 'Joseph Osei', MODEL_NAMES, 365],
  ['medserv', 'r.alvarez', 'Rosa Alvarez', ['LV-3', 'VX-7'], 200],
  // Expired competence.
  ['medserv', 'k.svensson', 'Karin Svensson', ['LV-3', 'VX-7', 'PM-12'], -12],
  // Suspended by his employer.
  ['medserv', 'l.petrov', 'Lev Petrov', ['LV-3', 'VX-7', 'PM-12'], 365],
  ['kestrel-biomed', 'b.yilmaz', 'Berk Yilmaz', ['M1.5', 'C-64', 'U-9', 'PM-12'], 300],
  ['kestrel-biomed', 'a.rossi', 'Alba Rossi', ['U-9', 'A-5'], 90],
  ['oem-aurora', 'g.ito', 'Goro Ito', ['LV-3', 'VX-7', 'PM-12', 'A-5'], 700],
  ['oem-halden', 'f.keller', 'Frieda Keller', ['M1.5', 'C-64', 'U-9'], 700],
  ['oem-larkspur', 'r.bell', 'Ruth Bell', ['H-200'], 700],
  ['st-marys', 'r.alvarez', 'Rosa Alvarez', ['LV-3', 'VX-7', 'PM-12', 'A-5'], 300],
  ['st-marys', 'd.mwangi', 'David Mwangi', ['LV-3', 'VX-7', 'PM-12', 'A-5', 'U-9'], 300],
  ['cedar-county', 'w.tso', 'Wilma Tso', ['LV-3', 'PM-12'], 300],
]);

type OfficeRow = readonly [OrganisationName, subject: string, printedName: string, Person['roles'][number]];

export const OFFICE: readonly OfficeRow[] = Object.freeze([
  ['medserv', 'm.duarte', 'Marta Duarte', 'iso_admin'],
  ['medserv', 'o.finch', 'Owen Finch', 'iso_admin'],
  ['kestrel-biomed', 'c.nyberg', 'Clara Nyberg', 'iso_admin'],
  ['kestrel-biomed', 'p.weiss', 'Paul Weiss', 'iso_admin'],
  ['oem-aurora', 's.lang', 'Stefan Lang', 'oem_publisher'],
  ['oem-aurora', 'i.voss', 'Ines Voss', 'oem_publisher'],
  ['oem-halden', 'h.vogt', 'Helga Vogt', 'oem_publisher'],
  ['oem-halden', 'u.kern', 'Udo Kern', 'oem_publisher'],
  ['oem-larkspur', 't.quist', 'Tove Quist', 'oem_publisher'],
  ['oem-larkspur', 'a.holm', 'Arne Holm', 'oem_publisher'],
]);

/** Can sign in and are nobody in the registry: whom an invitation makes a person. */
export const NEWCOMERS: readonly (readonly [OrganisationName, subject: string, printedName: string])[] = Object.freeze([
  ['medserv', 'n.brandt', 'Nils Brandt'],
]);

/** The organisation that runs the deployment, and its two administrators. */
export const OPERATOR = Object.freeze(['st-marys', 'a.kowalski', 'b.haddad'] as const);

type Account = readonly [OrganisationName, subject: string];

export const SUSPENDED: readonly Account[] = Object.freeze([['medserv', 'l.petrov']]);

/** Two accounts of one human: she repairs for MedServ at week-ends, so she may not approve that at St. Mary's (R4). */
export const LINKED: readonly (readonly [Account, Account])[] = Object.freeze([
  [
    ['st-marys', 'r.alvarez'],
    ['medserv', 'r.alvarez'],
  ],
]);
