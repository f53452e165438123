/**
 * Every way in, as data only: which verb answers where, who may call it, in which function. The stacks, the local
 * gateway, the OpenAPI document and the authorisation test read this list, so what runs locally and what is deployed
 * cannot drift apart. A route that is not here does not exist.
 */

export type Method = 'GET' | 'POST';

/**
 * Who may call: `bearer` somebody signed in (roles are the verb's business), `ticket` whoever holds the mail link,
 * `public` anybody.
 */
export type Caller = 'bearer' | 'ticket' | 'public';

export interface Route {
  readonly verb: string;
  readonly method: Method;
  readonly path: string;
  readonly caller: Caller;
  readonly function: FunctionName;
  /** The POST creates something: an Idempotency-Key is required. */
  readonly creates?: true;
  /** What a body is sent as; JSON unless it is a page's form. */
  readonly form?: true;
  /** How large a body may be where it carries a file; 32 KiB elsewhere. */
  readonly maxBytes?: number;
  readonly summary: string;
}

/** Environment names a function reads; what is set is exactly this. */
const STORE = ['EVENTS_TABLE', 'STATE_TABLE', 'REGISTRY_TABLE', 'CREDENTIALS_TABLE'] as const;
const CODES = [...STORE, 'CREDENTIAL_KEY_ARN'] as const;
const MAIL = [...STORE, 'MAIL_FROM', 'BASE_URL'] as const;

/** Functions, by what wakes them. */
export const FUNCTIONS = Object.freeze({
  'request-access': { trigger: 'http', environment: STORE },
  'read-access': { trigger: 'http', environment: STORE },
  'end-access': { trigger: 'http', environment: STORE },
  'decide-access': { trigger: 'http', environment: [...CODES, 'BASE_URL'] },
  'mint-token': { trigger: 'http', environment: CODES },
  'enrol-credential': { trigger: 'http', environment: CODES },
  'device-trust': { trigger: 'http', environment: STORE },
  'registry-admin': { trigger: 'http', environment: [...CODES, 'COOL_DOWN_SECONDS'] },
  'apply-registry': { trigger: 'schedule', environment: [...STORE, 'ENVIRONMENT_NAME', 'TOKEN_KEY_POLICY'] },
  'describe-api': { trigger: 'http', environment: [] },
  notify: { trigger: 'stream', environment: MAIL },
  'guard-log': { trigger: 'stream', environment: [] },
  delivery: { trigger: 'event', environment: STORE },
  sweep: { trigger: 'schedule', environment: MAIL },
} as const satisfies Record<
  string,
  { readonly trigger: 'http' | 'stream' | 'event' | 'schedule'; readonly environment: readonly string[] }
>);

export type FunctionName = keyof typeof FUNCTIONS;

export const ROUTES = Object.freeze([
  {
    verb: 'request-access',
    method: 'POST',
    path: '/requests',
    caller: 'bearer',
    function: 'request-access',
    creates: true,
    summary: 'Ask for access to one device.',
  },
  {
    verb: 'list-own-access',
    method: 'GET',
    path: '/requests',
    caller: 'bearer',
    function: 'read-access',
    summary: "The technician's own requests, newest first.",
  },
  {
    verb: 'read-access',
    method: 'GET',
    path: '/requests/{request}',
    caller: 'bearer',
    function: 'read-access',
    summary: 'One request: state, facts, digest, who was asked and reached.',
  },
  {
    verb: 'list-hospital-access',
    method: 'GET',
    path: '/hospitals/{hospital}/requests',
    caller: 'bearer',
    function: 'read-access',
    summary: "A hospital's requests of one status, newest first.",
  },
  {
    verb: 'withdraw-access',
    method: 'POST',
    path: '/requests/{request}/withdraw',
    caller: 'bearer',
    function: 'end-access',
    summary: 'Take back an undecided request.',
  },
  {
    verb: 'revoke-access',
    method: 'POST',
    path: '/requests/{request}/revoke',
    caller: 'bearer',
    function: 'end-access',
    summary: 'Stop an approved access.',
  },
  {
    verb: 'close-access',
    method: 'POST',
    path: '/requests/{request}/close',
    caller: 'bearer',
    function: 'end-access',
    summary: 'Say how the visit ended.',
  },
  {
    verb: 'decide-access',
    method: 'POST',
    path: '/requests/{request}/decision',
    caller: 'bearer',
    function: 'decide-access',
    summary: 'Approve, approve for less, or deny.',
  },
  {
    verb: 'show-ticket',
    method: 'GET',
    path: '/decide/{ticket}',
    caller: 'ticket',
    function: 'decide-access',
    summary: 'The decision page behind a mail link. Changes nothing.',
  },
  {
    verb: 'decide-by-ticket',
    method: 'POST',
    path: '/decide/{ticket}',
    caller: 'ticket',
    function: 'decide-access',
    form: true,
    summary: "The decision page's form: ticket and one-time code.",
  },
  {
    verb: 'mint-token',
    method: 'POST',
    path: '/requests/{request}/tokens',
    caller: 'bearer',
    function: 'mint-token',
    creates: true,
    summary: 'Activate approved access at the device.',
  },
  {
    verb: 'begin-enrolment',
    method: 'POST',
    path: '/codes',
    caller: 'bearer',
    function: 'enrol-credential',
    summary: 'A new one-time-code secret, as otpauth link and QR.',
  },
  {
    verb: 'confirm-enrolment',
    method: 'POST',
    path: '/codes/confirm',
    caller: 'bearer',
    function: 'enrol-credential',
    summary: 'Make the new secret count.',
  },
  {
    verb: 'device-trust',
    method: 'GET',
    path: '/devices/{device}/trust',
    caller: 'public',
    function: 'device-trust',
    summary: 'Root, bundle, owner and profile documents of a device.',
  },
  {
    verb: 'public-keys',
    method: 'GET',
    path: '/hospitals/{hospital}/keys',
    caller: 'public',
    function: 'device-trust',
    summary: "A hospital's public token keys.",
  },
  {
    verb: 'invite-person',
    method: 'POST',
    path: '/registry/{tenant}/invite-person',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Invite somebody into the organisation; roles that decide or administer take two people.',
  },
  {
    verb: 'withdraw-invitation',
    method: 'POST',
    path: '/registry/{tenant}/withdraw-invitation',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Take an invitation back.',
  },
  {
    verb: 'grant-role',
    method: 'POST',
    path: '/registry/{tenant}/grant-role',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Give a person a role; roles that decide or administer take two people.',
  },
  {
    verb: 'remove-role',
    method: 'POST',
    path: '/registry/{tenant}/remove-role',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Take a role from a person, at once.',
  },
  {
    verb: 'describe-person',
    method: 'POST',
    path: '/registry/{tenant}/describe-person',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Correct a printed name or a mail address.',
  },
  {
    verb: 'set-competence',
    method: 'POST',
    path: '/registry/{tenant}/set-competence',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Record until when a person may work on a model.',
  },
  {
    verb: 'suspend-person',
    method: 'POST',
    path: '/registry/{tenant}/suspend-person',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Stop a person: pending requests and minting end at once.',
  },
  {
    verb: 'reinstate-person',
    method: 'POST',
    path: '/registry/{tenant}/reinstate-person',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Let a suspended person act again.',
  },
  {
    verb: 'reset-code',
    method: 'POST',
    path: '/registry/{tenant}/reset-code',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Take a lost one-time code away, so that a new one can be enrolled.',
  },
  {
    verb: 'confirm-change',
    method: 'POST',
    path: '/registry/{tenant}/proposals/{proposal}/confirm',
    caller: 'bearer',
    function: 'registry-admin',
    summary: 'Be the second person of a proposed change.',
  },
  {
    verb: 'withdraw-change',
    method: 'POST',
    path: '/registry/{tenant}/proposals/{proposal}/withdraw',
    caller: 'bearer',
    function: 'registry-admin',
    summary: 'Stop a proposed change before it is in force.',
  },
  {
    verb: 'redeem-invitation',
    method: 'POST',
    path: '/invitations/{ticket}',
    caller: 'bearer',
    function: 'registry-admin',
    summary: 'Become a person of the organisation that invited.',
  },
  {
    verb: 'link-account',
    method: 'POST',
    path: '/people/me/link',
    caller: 'bearer',
    function: 'registry-admin',
    summary: 'Say that another account is the same human; linked once both say so.',
  },
  {
    verb: 'leave',
    method: 'POST',
    path: '/people/me/leave',
    caller: 'bearer',
    function: 'registry-admin',
    summary: 'Leave the organisation for good.',
  },
  {
    verb: 'register-device',
    method: 'POST',
    path: '/registry/{tenant}/register-device',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Gain a device, by its UDI; takes two people.',
  },
  {
    verb: 'change-device',
    method: 'POST',
    path: '/registry/{tenant}/change-device',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Move or rename a device, or correct what is known of it; what loosens it takes two people.',
  },
  {
    verb: 'report-device',
    method: 'POST',
    path: '/registry/{tenant}/report-device',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'A device is lost, suspended or retired: access to it ends at once.',
  },
  {
    verb: 'reinstate-device',
    method: 'POST',
    path: '/registry/{tenant}/reinstate-device',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Let a lost or suspended device be serviced again; takes two people.',
  },
  {
    verb: 'transfer-device',
    method: 'POST',
    path: '/registry/{tenant}/transfer-device',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    summary: 'Release a device, so that another hospital can register it; takes two people.',
  },
  {
    verb: 'import-devices',
    method: 'POST',
    path: '/registry/{tenant}/import-devices',
    caller: 'bearer',
    function: 'registry-admin',
    creates: true,
    maxBytes: 2 * 1024 * 1024,
    summary: 'Gain and change devices by a file, all of it or nothing; takes two people.',
  },
  {
    verb: 'describe-api',
    method: 'GET',
    path: '/openapi.json',
    caller: 'public',
    function: 'describe-api',
    summary: 'This interface as OpenAPI 3.1.',
  },
] as const satisfies readonly Route[]);

/** `GET /requests/{request}`: how API Gateway names a route. */
export type RouteKey = `${Method} ${string}`;

export function routeKeyOf(route: Route): RouteKey {
  return `${route.method} ${route.path}`;
}
