/**
 * What a change of the registry is sent as: a strict schema for each verb, in one place for parser and OpenAPI document.
 * Each body carries the one-time code of who sends it (R10).
 */
import * as z from 'zod/mini';
import { code, digest, personId } from './contract-parts.ts';
import {
  ChangeDeviceBody,
  DeviceBody,
  ImportDevicesBody,
  RegisterDeviceBody,
  ReportDeviceBody,
  TransferDeviceBody,
} from './device-contract.ts';
import { DescribeHospitalBody, NothingBody, SetPolicyBody, SetRosterBody, SetVendorBody } from './hospital-contract.ts';
import {
  AddOrganisationBody,
  OffboardOrganisationBody,
  OnboardHospitalBody,
  OrganisationBody,
  RotateTokenKeyBody,
} from './organisation-contract.ts';
import {
  CompetenceBody,
  DescribePersonBody,
  InvitePersonBody,
  PersonBody,
  RoleBody,
  WithdrawInvitationBody,
} from './people-contract.ts';
import { ConnectSlackBody } from './slack-contract.ts';
import { PublishTrustBody } from './trust-contract.ts';
import type { ChangeVerb } from './verbs.ts';

/** Every verb's body. */
export const CHANGE_BODIES: Readonly<Record<ChangeVerb, z.ZodMiniType>> = Object.freeze({
  'invite-person': InvitePersonBody,
  'withdraw-invitation': WithdrawInvitationBody,
  'grant-role': RoleBody,
  'remove-role': RoleBody,
  'describe-person': DescribePersonBody,
  'set-competence': CompetenceBody,
  'suspend-person': PersonBody,
  'reinstate-person': PersonBody,
  'reset-code': PersonBody,
  'describe-hospital': DescribeHospitalBody,
  'set-policy': SetPolicyBody,
  'set-roster': SetRosterBody,
  'freeze-hospital': NothingBody,
  'reopen-hospital': NothingBody,
  'set-vendor': SetVendorBody,
  'suspend-vendor': OrganisationBody,
  'reinstate-vendor': OrganisationBody,
  'publish-trust': PublishTrustBody,
  'add-organisation': AddOrganisationBody,
  'onboard-hospital': OnboardHospitalBody,
  'suspend-organisation': OrganisationBody,
  'reinstate-organisation': OrganisationBody,
  'offboard-organisation': OffboardOrganisationBody,
  'rotate-token-key': RotateTokenKeyBody,
  'register-device': RegisterDeviceBody,
  'change-device': ChangeDeviceBody,
  'report-device': ReportDeviceBody,
  'reinstate-device': DeviceBody,
  'transfer-device': TransferDeviceBody,
  'import-devices': ImportDevicesBody,
  'connect-slack': ConnectSlackBody,
  'disconnect-slack': NothingBody,
});

/** The second person confirms exactly what he was shown (R9, R18). */
export const ConfirmChangeBody = z.strictObject({ digest, code });
export type ConfirmChangeBody = z.infer<typeof ConfirmChangeBody>;

export const LinkAccountBody = z.strictObject({ other: personId, code });
export type LinkAccountBody = z.infer<typeof LinkAccountBody>;

export const LeaveBody = z.strictObject({ code });
export type LeaveBody = z.infer<typeof LeaveBody>;
