/**
 * The rows of routes.ts that are pages, as data only: what a browser is shown, and the forms that it sends. A form stands in the
 * function of its verb, so that nobody but `mint-token` signs and nobody but `decide-access` decides; what only reads is
 * `portal`'s.
 */
import type { Route } from './routes.ts';

/** Signing in, and the first page. */
const START_PAGES = [
  {
    verb: 'show-start',
    method: 'GET',
    path: '/',
    caller: 'session',
    function: 'portal',
    summary: 'Who one is here, and what there is to do.',
  },
  {
    verb: 'begin-sign-in',
    method: 'GET',
    path: '/sign-in',
    caller: 'public',
    function: 'portal',
    summary: "Choose an organisation, and go to its issuer's sign-in.",
  },
  {
    verb: 'finish-sign-in',
    method: 'GET',
    path: '/signed-in',
    caller: 'public',
    function: 'portal',
    summary: 'Come back from the issuer.',
  },
  {
    verb: 'sign-out',
    method: 'POST',
    path: '/sign-out',
    caller: 'session',
    function: 'portal',
    form: true,
    summary: 'End the session.',
  },
] as const satisfies readonly Route[];

/** What happens at a hospital, for its staff. */
const CONSOLE_PAGES = [
  {
    verb: 'show-today',
    method: 'GET',
    path: '/console/{tenant}',
    caller: 'session',
    function: 'portal',
    summary: 'What stands at a hospital now.',
  },
  {
    verb: 'show-timeline',
    method: 'GET',
    path: '/console/{tenant}/requests/{request}',
    caller: 'session',
    function: 'portal',
    summary: 'A request as the timeline of its events.',
  },
  {
    verb: 'show-delivery',
    method: 'GET',
    path: '/console/{tenant}/delivery',
    caller: 'session',
    function: 'portal',
    summary: 'Messages that did not come through.',
  },
  {
    verb: 'search-access',
    method: 'GET',
    path: '/console/{tenant}/audit',
    caller: 'session',
    function: 'portal',
    summary: "A hospital's requests, searched.",
  },
  {
    verb: 'export-access-csv',
    method: 'GET',
    path: '/console/{tenant}/audit/csv',
    caller: 'session',
    function: 'portal',
    summary: 'What the search finds, as comma-separated values.',
  },
  {
    verb: 'export-access-json',
    method: 'GET',
    path: '/console/{tenant}/audit/json',
    caller: 'session',
    function: 'portal',
    summary: 'What the search finds, as JSON.',
  },
  {
    verb: 'report-access',
    method: 'GET',
    path: '/console/{tenant}/report',
    caller: 'session',
    function: 'portal',
    summary: 'A period in figures, and servicers compared.',
  },
] as const satisfies readonly Route[];

/** A technician asks for access: the device, what he needs, why, and who will be asked. */
const ASKING_PAGES = [
  {
    verb: 'find-device',
    method: 'GET',
    path: '/d',
    caller: 'session',
    function: 'portal',
    summary: 'Find a device by its sticker, asset tag or UDI.',
  },
  {
    verb: 'show-device',
    method: 'GET',
    path: '/d/{code}',
    caller: 'session',
    function: 'portal',
    summary: 'Is this the device? Where the QR code of its sticker leads.',
  },
  {
    verb: 'choose-scopes',
    method: 'GET',
    path: '/d/{code}/what',
    caller: 'session',
    function: 'portal',
    summary: 'What can be asked for here, what cannot and why, and for how long.',
  },
  {
    verb: 'give-reason',
    method: 'GET',
    path: '/d/{code}/why',
    caller: 'session',
    function: 'portal',
    summary: 'Work order, activity, reason and declarations.',
  },
  {
    verb: 'check-request',
    method: 'POST',
    path: '/d/{code}/check',
    caller: 'session',
    function: 'request-access',
    form: true,
    summary: 'The answers at a glance, and who will be asked. Changes nothing.',
  },
  {
    verb: 'send-request',
    method: 'POST',
    path: '/d/{code}/ask',
    caller: 'session',
    function: 'request-access',
    form: true,
    summary: 'Send the request.',
  },
] as const satisfies readonly Route[];
/** A technician's visits. */
const VISIT_PAGES = [
  {
    verb: 'list-visits',
    method: 'GET',
    path: '/visits',
    caller: 'session',
    function: 'portal',
    summary: "The technician's own visits, newest first.",
  },
  {
    verb: 'show-visit',
    method: 'GET',
    path: '/visits/{request}',
    caller: 'session',
    function: 'portal',
    summary: 'One visit: waiting, approved or how it ended.',
  },
  {
    verb: 'show-close',
    method: 'GET',
    path: '/visits/{request}/close',
    caller: 'session',
    function: 'portal',
    summary: 'The form that finishes a visit.',
  },
  {
    verb: 'read-receipt',
    method: 'GET',
    path: '/visits/{request}/receipt',
    caller: 'session',
    function: 'portal',
    summary: 'The receipt of a visit that is over.',
  },
  {
    verb: 'activate-visit',
    method: 'POST',
    path: '/visits/{request}/activate',
    caller: 'session',
    function: 'mint-token',
    form: true,
    summary: 'Activate by code, and be shown the token.',
  },
  {
    verb: 'withdraw-visit',
    method: 'POST',
    path: '/visits/{request}/withdraw',
    caller: 'session',
    function: 'end-access',
    form: true,
    summary: 'Take back an undecided request.',
  },
  {
    verb: 'close-visit',
    method: 'POST',
    path: '/visits/{request}/close',
    caller: 'session',
    function: 'end-access',
    form: true,
    summary: 'Finish the visit, with the return to service.',
  },
] as const satisfies readonly Route[];

/** Deciding: signed in, where a mail's link is not enough, and taking an approval back. */
const DECISION_PAGES = [
  {
    verb: 'list-decisions',
    method: 'GET',
    path: '/decisions',
    caller: 'session',
    function: 'portal',
    summary: 'What waits for an approver, and what he decided lately.',
  },
  {
    verb: 'show-decision',
    method: 'GET',
    path: '/decisions/{request}',
    caller: 'session',
    function: 'portal',
    summary: 'The facts of a request, or what became of it. Changes nothing.',
  },
  {
    verb: 'decide-in-session',
    method: 'POST',
    path: '/decisions/{request}',
    caller: 'session',
    function: 'decide-access',
    form: true,
    summary: "The signed-in page's form: a decision of any tier, with a one-time code.",
  },
  {
    verb: 'revoke-in-session',
    method: 'POST',
    path: '/decisions/{request}/revoke',
    caller: 'session',
    function: 'decide-access',
    form: true,
    summary: 'Take an approval back, signed in.',
  },
  {
    verb: 'revoke-by-ticket',
    method: 'POST',
    path: '/decide/{ticket}/revoke',
    caller: 'ticket',
    function: 'decide-access',
    form: true,
    summary: "Take an approval back through the mail's link, with a one-time code.",
  },
] as const satisfies readonly Route[];

/** One's own one-time code. The function that keeps it also shows whether there is one: nobody else reads there. */
const CODE_PAGES = [
  {
    verb: 'show-own-code',
    method: 'GET',
    path: '/code',
    caller: 'session',
    function: 'enrol-credential',
    summary: 'Whether one has a one-time code, and since when.',
  },
  {
    verb: 'begin-own-code',
    method: 'POST',
    path: '/code/begin',
    caller: 'session',
    function: 'enrol-credential',
    form: true,
    summary: 'A new secret for the authenticator app, shown once.',
  },
  {
    verb: 'confirm-own-code',
    method: 'POST',
    path: '/code/confirm',
    caller: 'session',
    function: 'enrol-credential',
    form: true,
    summary: 'Make the new secret count.',
  },
] as const satisfies readonly Route[];

export const PAGE_ROUTES = [
  ...START_PAGES,
  ...CONSOLE_PAGES,
  ...ASKING_PAGES,
  ...VISIT_PAGES,
  ...DECISION_PAGES,
  ...CODE_PAGES,
] as const;
