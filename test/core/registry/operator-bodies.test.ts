/** What an operator sends: ids, issuers, zones and pairs of people, as tables. */
import { describe, expect, test } from '@jest/globals';
import { CHANGE_BODIES } from '../../../core/registry/contract.ts';
import { BootstrapInput } from '../../../core/registry/organisation-contract.ts';

const issuer = {
  issuer: 'https://login.example/realms/one',
  jwksUri: 'https://login.example/keys',
  audience: 'wardkey',
};
const admins = [
  { printedName: 'Anna Kowalski', email: 'a.kowalski@st-marys.example' },
  { printedName: 'Basim Haddad', email: 'b.haddad@st-marys.example' },
];
const input = (more = {}, organisation = {}) => ({
  organisation: { id: 'st-marys', kind: 'hdo', name: "St. Mary's", issuer, ...organisation },
  admins,
  ...more,
});
const onboarding = (more = {}) => ({
  hospital: 'st-marys',
  zone: 'America/Chicago',
  sites: ['Main'],
  contacts: { security: 's@st-marys.example', clinicalEngineering: 'b@st-marys.example' },
  policy: 'proposed',
  code: '123456',
  ...more,
});

const takes = (value: object) => BootstrapInput.safeParse(value).success;
const onboards = (value: object) => CHANGE_BODIES['onboard-hospital'].safeParse(value).success;

describe('bootstrap', () => {
  test.each(['hdo', 'iso', 'oem'])('takes an organisation of kind %s and two people', (kind) => {
    expect(takes(input({}, { kind }))).toBe(true);
  });

  test.each<[string, object]>([
    ['one administrator', input({ admins: admins.slice(1) })],
    ['three administrators', input({ admins: [...admins, { printedName: 'C', email: 'c@st-marys.example' }] })],
    ['one address for two', input({ admins: [admins[0], { ...admins[1], email: 'A.Kowalski@st-marys.example' }] })],
    ['an unknown kind', input({}, { kind: 'vendor' })],
    ['an unknown field', input({ code: '123456' })],
    ['nothing', {}],
  ])('does not take %s', (_what, value) => {
    expect(takes(value)).toBe(false);
  });

  test.each([
    ['ab', true],
    ['st-marys', true],
    ['a'.repeat(32), true],
    ['a', false],
    ['a'.repeat(33), false],
    ['St-Marys', false],
    ['-marys', false],
    ['marys-', false],
    ['st#marys', false],
    ['st_marys', false],
  ])('of the id %s: %s', (id, taken) => {
    expect(takes(input({}, { id }))).toBe(taken);
  });

  test.each([
    ['https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCd', true],
    ['https://login.example/', true],
    ['http://127.0.0.1:4011/oidc/st-marys', true],
    ['http://127.0.0.1:19001/keys', true],
    ['http://127.0.0.1:9001', false],
    ['http://127.0.0.1:9001/2018-06-01/runtime/invocation/next', false],
    ['http://127.0.0.1:09001/keys', false],
    ['https://login.example:9001/keys', true],
    ['http://login.example', false],
    ['http://127.0.0.1.login.example', false],
    ['https://login.example/#here', false],
    ['https://login.example/?realm=one', false],
    ['https://somebody@login.example', false],
    ['file:///etc/passwd', false],
  ])('of the issuer %s: %s', (address, taken) => {
    expect(takes(input({}, { issuer: { ...issuer, issuer: address } }))).toBe(taken);
    expect(takes(input({}, { issuer: { ...issuer, jwksUri: address } }))).toBe(taken);
  });
});

test.each<[string, string, boolean]>([
  ['letters of another script', 'j\u00f8rgen@st-marys.example', true],
  ['a composed accent', 'andr\u00e9@st-marys.example', true],
  ['a loose accent', 'andre\u0301@st-marys.example', false],
  ['half a character', 'a\ud800@st-marys.example', false],
  ['a control', 'a\u0001b@st-marys.example', false],
  ['a turn of direction', 'a\u202eb@st-marys.example', false],
  ['a space that nobody sees', 'a\u200bb@st-marys.example', false],
])('of an address with %s', (_, email, taken) => {
  expect(takes(input({ admins: [{ printedName: 'Anna Kowalski', email }, admins[1]] }))).toBe(taken);
});

describe('onboard-hospital', () => {
  test.each([
    ['America/Chicago', true],
    ['Europe/Berlin', true],
    ['America/Argentina/Buenos_Aires', true],
    ['UTC', true],
    ['Etc/GMT+5', true],
    ['+01:00', false],
    ['Middle/Earth', false],
    ['america/chicago ', false],
    ['', false],
  ])('in the zone %s: %s', (zone, taken) => {
    expect(onboards(onboarding({ zone }))).toBe(taken);
  });

  test.each<[string, object]>([
    ['no site', { sites: [] }],
    ['a policy of its own making', { policy: 'none' }],
    ['no contact for security', { contacts: { clinicalEngineering: 'b@st-marys.example' } }],
    ['a new organisation with one administrator', { organisation: { name: 'X', issuer, admins: admins.slice(1) } }],
  ])('does not take %s', (_what, more) => {
    expect(onboards(onboarding(more))).toBe(false);
  });
});
