/** The rule of each verb that changes the registry. */
import type { AnyChange } from './change.ts';
import { changeDevice, registerDevice, reinstateDevice, reportDevice, transferDevice } from './devices.ts';
import { importDevices } from './import.ts';
import {
  describePerson,
  grantRole,
  invitePerson,
  reinstatePerson,
  removeRole,
  resetCode,
  setCompetence,
  suspendPerson,
  withdrawInvitation,
} from './people.ts';
import type { ChangeVerb } from './verbs.ts';

export const CHANGES: Readonly<Record<ChangeVerb, AnyChange>> = Object.freeze({
  'invite-person': invitePerson,
  'withdraw-invitation': withdrawInvitation,
  'grant-role': grantRole,
  'remove-role': removeRole,
  'describe-person': describePerson,
  'set-competence': setCompetence,
  'suspend-person': suspendPerson,
  'reinstate-person': reinstatePerson,
  'reset-code': resetCode,
  'register-device': registerDevice,
  'change-device': changeDevice,
  'report-device': reportDevice,
  'reinstate-device': reinstateDevice,
  'transfer-device': transferDevice,
  'import-devices': importDevices,
});
