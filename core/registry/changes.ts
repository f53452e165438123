/** The rule of each verb that changes the registry. */
import type { AnyChange } from './change.ts';
import { changeDevice, registerDevice, reinstateDevice, reportDevice, transferDevice } from './devices.ts';
import { describeHospital, freezeHospital, reopenHospital, setPolicy, setRoster } from './hospital.ts';
import { onboardHospital, rotateTokenKey } from './hospital-keys.ts';
import { importDevices } from './import.ts';
import { addOrganisation, offboardOrganisation, reinstateOrganisation, suspendOrganisation } from './organisations.ts';
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
import { connectSlack, disconnectSlack } from './slack.ts';
import { publishTrust } from './trust.ts';
import { reinstateVendor, setVendor, suspendVendor } from './vendors.ts';
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
  'describe-hospital': describeHospital,
  'set-policy': setPolicy,
  'set-roster': setRoster,
  'freeze-hospital': freezeHospital,
  'reopen-hospital': reopenHospital,
  'set-vendor': setVendor,
  'suspend-vendor': suspendVendor,
  'reinstate-vendor': reinstateVendor,
  'publish-trust': publishTrust,
  'add-organisation': addOrganisation,
  'onboard-hospital': onboardHospital,
  'suspend-organisation': suspendOrganisation,
  'reinstate-organisation': reinstateOrganisation,
  'offboard-organisation': offboardOrganisation,
  'rotate-token-key': rotateTokenKey,
  'register-device': registerDevice,
  'change-device': changeDevice,
  'report-device': reportDevice,
  'reinstate-device': reinstateDevice,
  'transfer-device': transferDevice,
  'import-devices': importDevices,
  'connect-slack': connectSlack,
  'disconnect-slack': disconnectSlack,
});
