/** The changes of the registry that a person with power can ask for: verb -> whose power it takes. */

/**
 * `operator` runs the deployment; `hospital` an hdo_admin there; `organisation` whoever administers the people of an
 * organisation (iso_admin of a servicer or maker, hdo_admin of a hospital); `publisher` an oem_publisher.
 */
export type Power = 'operator' | 'hospital' | 'organisation' | 'publisher';

export const CHANGE_VERBS = Object.freeze({
  'invite-person': 'organisation',
  'withdraw-invitation': 'organisation',
  'grant-role': 'organisation',
  'remove-role': 'organisation',
  'describe-person': 'organisation',
  'set-competence': 'organisation',
  'suspend-person': 'organisation',
  'reinstate-person': 'organisation',
  'reset-code': 'organisation',
  'describe-hospital': 'hospital',
  'set-policy': 'hospital',
  'set-roster': 'hospital',
  'freeze-hospital': 'hospital',
  'reopen-hospital': 'hospital',
  'set-vendor': 'hospital',
  'suspend-vendor': 'hospital',
  'reinstate-vendor': 'hospital',
  'publish-trust': 'publisher',
  'add-organisation': 'operator',
  'onboard-hospital': 'operator',
  'suspend-organisation': 'operator',
  'reinstate-organisation': 'operator',
  'offboard-organisation': 'operator',
  'rotate-token-key': 'hospital',
  'register-device': 'hospital',
  'change-device': 'hospital',
  'report-device': 'hospital',
  'reinstate-device': 'hospital',
  'transfer-device': 'hospital',
  'import-devices': 'hospital',
  'connect-slack': 'organisation',
  'disconnect-slack': 'organisation',
} as const satisfies Record<string, Power>);

export type ChangeVerb = keyof typeof CHANGE_VERBS;
