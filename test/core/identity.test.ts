import { describe, expect, test } from '@jest/globals';
import { personIdFor } from '../../core/identity.ts';

describe('personIdFor', () => {
  // printf 'iso-medserv\0auth0|7' | sha256sum | xxd -r -p | base32 | tr A-Z a-z | cut -c1-20
  test('is 20 characters of base32 of SHA-256 over organisation, NUL, subject', () => {
    expect(personIdFor('iso-medserv', 'auth0|7')).toBe('p_zpckzc6w6oti6yky2gsx');
  });

  test('keeps the same subject of two organisations apart', () => {
    expect(personIdFor('hdo-north', '42')).not.toBe(personIdFor('hdo-south', '42'));
  });

  test('cannot be moved over the boundary between organisation and subject', () => {
    expect(personIdFor('hdo', 'north')).not.toBe(personIdFor('hdonorth', ''));
  });

  test('fits into a path', () => {
    expect(personIdFor('hdo-north', 'Ünïcode/../ subject\n')).toMatch(/^p_[a-z2-7]{20}$/);
  });
});
