/** A body that each verb of the registry takes; a new verb needs its row here. What they name need not be there. */

import { PROPOSED_POLICY } from '../../core/policy/policy.ts';
import { MARKER } from './bad-bodies.ts';

const VENTILATOR = 'gs1:01/09521000001022/21/001234';
const code = '123456';
const person = 'p_aaaaaaaaaaaaaaaaaaaa';

export const REGISTRY_BODIES: Readonly<Record<string, object>> = Object.freeze({
  'invite-person': { printedName: 'Nils Brandt', email: 'n.brandt@medserv.example', roles: [], entitlements: [], code },
  'withdraw-invitation': { invitation: '0123456789abcdef0123', code },
  'grant-role': { person, role: 'auditor', code },
  'remove-role': { person, role: 'auditor', code },
  'describe-person': { person, printedName: 'Nils Brandt', code },
  'set-competence': { person, model: 'gs1:01/09521000001039', validTo: 1_900_000_000, code },
  'suspend-person': { person, code },
  'reinstate-person': { person, code },
  'reset-code': { person, code },
  'describe-hospital': { zone: 'America/Chicago', code },
  'set-policy': { policy: PROPOSED_POLICY, code },
  'set-roster': { groups: [], code },
  'freeze-hospital': { code },
  'reopen-hospital': { code },
  'set-vendor': {
    organisation: 'medserv',
    from: 1_700_000_000,
    to: 1_900_000_000,
    scopes: ['log.read'],
    insurance: 'INS-1',
    contract: 'C-1',
    code,
  },
  'suspend-vendor': { organisation: 'medserv', code },
  'reinstate-vendor': { organisation: 'medserv', code },
  'publish-trust': { kind: 'bundle', envelope: '{}', hospital: 'st-marys', code },
  'add-organisation': {
    organisation: { id: 'new-servicer', kind: 'iso', name: 'New Servicer' },
    issuer: { issuer: 'https://login.example', jwksUri: 'https://login.example/keys', audience: 'wardkey' },
    admins: [
      { printedName: 'One', email: 'one@new.example' },
      { printedName: 'Two', email: 'two@new.example' },
    ],
    code,
  },
  'onboard-hospital': {
    hospital: 'st-marys',
    zone: 'America/Chicago',
    sites: ['Main'],
    contacts: { security: 's@st-marys.example', clinicalEngineering: 'b@st-marys.example' },
    policy: 'proposed',
    code,
  },
  'suspend-organisation': { organisation: 'medserv', code },
  'reinstate-organisation': { organisation: 'medserv', code },
  'offboard-organisation': { organisation: 'medserv', code },
  'rotate-token-key': { keysUntil: 1_900_000_000, code },
  'register-device': { udi: VENTILATOR, tag: 'SM-1', site: 'Main', unit: 'ICU', code },
  'change-device': { device: VENTILATOR, unit: 'ICU', code },
  'report-device': { device: VENTILATOR, status: 'lost', reason: 'Not found.', code },
  'reinstate-device': { device: VENTILATOR, code },
  'transfer-device': { device: VENTILATOR, reason: 'Sold.', code },
  // Any text is a file; what is wrong in it is another matter.
  'import-devices': { csv: MARKER.repeat(60), code },
  'connect-slack': { team: 'T0MARYS', channel: 'C0SERVICE', code },
  'disconnect-slack': { code },
  'confirm-change': { digest: 'A'.repeat(43), code },
  'withdraw-change': {},
  'redeem-invitation': {},
  'preview-policy': {
    policy: PROPOSED_POLICY,
    question: {
      device: VENTILATOR,
      technician: person,
      scopes: ['diag.run'],
      holdSeconds: 600,
      declarations: { notInClinicalUse: true, compensatingControls: false },
    },
  },
  'link-account': { other: person, code },
  leave: { code },
});
