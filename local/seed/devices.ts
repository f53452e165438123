/** The demo's devices, as a table. Sticker codes use the reference alphabet, without 0 O 1 I L. */
import type { Device } from '../../core/registry.ts';
import type { ModelName } from './models.ts';
import type { HospitalName } from './organisations.ts';

interface More {
  readonly stage?: Device['stage'];
  readonly status?: Device['status'];
  readonly cmms?: string;
  /** Days from the seed to the manufacturer's dates; negative = they are past. */
  readonly endOfLifeDays?: number;
  readonly guaranteedDays?: number;
  readonly endOfSupportDays?: number;
  /** Days from the seed until which the agreement or the risk acceptance holds. */
  readonly agreementDays?: number;
  readonly riskDays?: number;
}

/** No longer sold, supported for another year and a half: the dates alone make it limited support. */
const LEAVING: More = Object.freeze({ endOfLifeDays: -200, guaranteedDays: 360, endOfSupportDays: 540 });
const GONE: More = Object.freeze({ endOfLifeDays: -1500, guaranteedDays: -500, endOfSupportDays: -90 });

type DeviceRow = readonly [HospitalName, ModelName, serial: string, code: string, tag: string, unit: string, More?];

export const DEVICES: readonly DeviceRow[] = Object.freeze([
  ['st-marys', 'VX-7', '001234', '7F3K-29QX', 'SM-20417', 'ICU 3', { cmms: 'CM-0088417' }],
  ['st-marys', 'VX-7', '001198', 'C9RT-4MWB', 'SM-20391', 'ICU 3', { stage: 'limited_support', cmms: 'CM-0088391' }],
  ['st-marys', 'LV-3', 'A2000417', '4HKD-8WQ3', 'SM-10417', 'Ward 5B', { cmms: 'CM-0077417' }],
  ['st-marys', 'LV-3', 'A2000418', '4HKE-2YN7', 'SM-10418', 'Ward 5B'],
  ['st-marys', 'LV-3', 'A2000431', '4HKF-6TR9', 'SM-10431', 'ICU 3', { status: 'lost' }],
  ['st-marys', 'PM-12', 'P7-0099', 'M3XG-5JDA', 'SM-30099', 'ICU 3', LEAVING],
  ['st-marys', 'M1.5', 'MR-0007', 'B8VN-7CKE', 'SM-40007', 'MRI 1'],
  ['st-marys', 'C-64', 'CT-0021', 'Q2PW-9HTS', 'SM-40021', 'CT 2'],
  ['st-marys', 'A-5', 'AN-5512', 'E5GY-3BZU', 'SM-50012', 'OR 4'],
  // Past its support and nobody signed for it: scenario 9 begins here.
  ['st-marys', 'U-9', 'US-3381', 'W6DJ-8NFV', 'SM-60381', 'Ultrasound', { stage: 'end_of_support', ...GONE }],
  ['st-marys', 'U-9', 'US-2904', 'W6DK-4RMX', 'SM-60904', 'Ultrasound', { stage: 'unknown' }],
  ['cedar-county', 'VX-7', '000871', 'K4SB-6WGQ', 'CC-0071', 'Emergency'],
  ['cedar-county', 'LV-3', 'A1000212', 'T7QH-3DVC', 'CC-0112', 'Ward'],
  ['cedar-county', 'PM-12', 'P7-0413', 'N9JM-2FXE', 'CC-0213', 'Emergency'],
  // Second-hand: its owner document names Cedar County from version 2 on.
  ['cedar-county', 'A-5', 'AN-4120', 'Y3CT-7KPR', 'CC-0320', 'OR'],
  ['lakeside-imaging', 'M1.5', 'MR-0012', 'D8WA-5GNH', 'LI-0012', 'Suite A'],
  ['lakeside-imaging', 'C-64', 'CT-0034', 'H2ZE-9TBJ', 'LI-0034', 'Suite B'],
  [
    ...(['lakeside-imaging', 'U-9', 'US-3377', 'R5MU-6QYD', 'LI-0077', 'Suite C'] as const),
    { stage: 'end_of_support', ...GONE, agreementDays: 180, riskDays: 60 },
  ],
  ['meridian-lab', 'H-200', 'HX-00051', 'G7NF-4CSK', 'ML-0051', 'Line 1'],
  ['meridian-lab', 'H-200', 'HX-00052', 'G7NG-8VWT', 'ML-0052', 'Line 2'],
  ['meridian-lab', 'H-200', 'HX-00009', 'G7NA-3XJB', 'ML-0009', 'Line 1', { status: 'retired' }],
]);

/** The owner document of a device that changed hands has a later version. */
export const SECOND_HAND: Readonly<Record<string, number>> = Object.freeze({ 'AN-4120': 2 });
