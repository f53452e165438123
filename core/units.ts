/** The units that numbers and strings carry; names, not wrappers. */

/** Seconds since 1970-01-01 UTC, an integer, by the broker's clock unless the name says otherwise. */
export type EpochSeconds = number;
/** A length of time in whole seconds. */
export type Seconds = number;
/** Unpadded base64url (RFC 4648 section 5). */
export type Base64url = string;
/** Lower-case hexadecimal. */
export type Hex = string;

/** Opaque ids; all of `[A-Za-z0-9_-]` but {@link DeviceId}, so that they can stand in a path. */
export type PersonId = string;
export type OrganisationId = string;
/** Also the token's `iss` and the first part of every key that holds the hospital's data. */
export type HospitalId = OrganisationId;
/** `<hospital>_<reference>`: the hospital is part of the id, so a request is found by one key. */
export type RequestId = string;
/** `gs1:01/<GTIN-14>/21/<serial>` and its sisters (token profile 1). */
export type DeviceId = string;
/** The device id's part that names the model: `gs1:01/<GTIN-14>`. */
export type ModelId = string;

/** A Slack workspace, `T...`, and a user of one, `U...` or `W...`. An id that people see in Slack, never a name. */
export type SlackTeam = string;
export type SlackUser = string;
