/**
 * What a hospital's token keys are called: `<hospital>-<year><letter>`. Devices take a `kid` of 32 characters at most
 * (token profile 2), so a long hospital id is cut; a `kid` only has to be the hospital's own.
 */
import type { EpochSeconds, HospitalId } from '../units.ts';
import { yearOf } from './dates.ts';

const STEM = 26;

/** The names of a hospital's first two keys, made in the year of `now`. */
export function firstKids(hospital: HospitalId, now: EpochSeconds): readonly [active: string, next: string] {
  return [kidOf(hospital, yearOf(now), 'a'), kidOf(hospital, yearOf(now), 'b')];
}

/** The name after `kid`, the newest that the hospital has: the year's first letter, or the next one. */
export function kidAfter(kid: string, hospital: HospitalId, now: EpochSeconds): string {
  const [, year = '0', letter = 'z'] = /-(\d{4})([a-z])$/.exec(kid) ?? [];
  if (yearOf(now) > Number(year)) return kidOf(hospital, yearOf(now), 'a');
  // Nobody rotates 26 times a year; a year that is not over yet is a name like any other.
  return letter === 'z' ? kidOf(hospital, Number(year) + 1, 'a') : kidOf(hospital, Number(year), following(letter));
}

function kidOf(hospital: HospitalId, year: number, letter: string): string {
  return `${hospital.slice(0, STEM)}-${year}${letter}`;
}

function following(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 1);
}
