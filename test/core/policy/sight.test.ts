import { describe, expect, test } from '@jest/globals';
import type { Situation } from '../../../core/policy/evaluate.ts';
import { sightOf } from '../../../core/policy/sight.ts';
import { device, hospital, NOW, servicer, situation, technician, vendor } from '../rows.ts';

const seen = (more: Partial<Situation>) => {
  const sight = sightOf({ ...situation, ...more }, NOW);
  return sight.ok ? sight.value.device.code : sight.code;
};

describe('sightOf', () => {
  test.each<[string, string, Partial<Situation>]>([
    ['a device of a hospital with an agreement', '7F3K-29QX', {}],
    ['one whose profile is not loaded', '7F3K-29QX', { model: undefined }],
    ['one that is lost, so that he can say that it is here', '7F3K-29QX', { device: { ...device, status: 'lost' } }],
    [
      'one of his own hospital, which needs no agreement',
      '7F3K-29QX',
      {
        person: { ...technician, organisation: 'hdo-north' },
        organisation: { ...servicer, id: 'hdo-north', kind: 'hdo' },
        vendor: undefined,
      },
    ],
  ])('shows %s', (_name, code, more) => {
    expect(seen(more)).toBe(code);
  });

  test.each<[string, string, Partial<Situation>]>([
    ['one that is not there', 'device_unknown', { device: undefined }],
    [
      'one that a file is still bringing',
      'device_unknown',
      {
        device: { ...device, import: 'f1' },
        hospital: { ...hospital, importing: ['f1'] },
      },
    ],
    ['one of a hospital that has left', 'device_unknown', { hospital: { ...hospital, status: 'offboarded' } }],
    ['one of a hospital without an agreement', 'vendor_unknown', { vendor: undefined }],
    ['one under an agreement that is suspended', 'vendor_suspended', { vendor: { ...vendor, status: 'suspended' } }],
    ['one under an agreement from tomorrow on', 'vendor_out_of_term', { vendor: { ...vendor, from: NOW + 86_400 } }],
    ['one under an agreement that ends now', 'vendor_out_of_term', { vendor: { ...vendor, to: NOW } }],
    ['any, to nobody', 'person_unknown', { person: undefined }],
    ['any, to a stranger’s employee', 'organisation_unknown', { organisation: undefined }],
    ['any, to somebody suspended', 'person_suspended', { person: { ...technician, status: 'suspended' } }],
    ['any, to a suspended servicer', 'organisation_suspended', { organisation: { ...servicer, status: 'suspended' } }],
    [
      'any, to a member of another organisation',
      'organisation_suspended',
      {
        person: { ...technician, organisation: 'iso-other' },
      },
    ],
    ['any, to an administrator', 'not_a_technician', { person: { ...technician, roles: ['iso_admin'] } }],
    [
      'none to an administrator, before it is known whether it is there',
      'not_a_technician',
      {
        person: { ...technician, roles: ['iso_admin'] },
        device: undefined,
      },
    ],
  ])('does not show %s', (_name, code, more) => {
    expect(seen(more)).toBe(code);
  });
});
