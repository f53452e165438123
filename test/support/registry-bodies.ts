/** A body that each verb of the registry takes; a new verb needs its row here. What they name need not be there. */

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
  'confirm-change': { digest: 'A'.repeat(43), code },
  'withdraw-change': {},
  'redeem-invitation': {},
  'link-account': { other: person, code },
  leave: { code },
});
