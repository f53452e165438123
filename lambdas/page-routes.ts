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

/** Changes of the registry by forms: what only reads is `portal`'s, what is sent is `registry-admin`'s. */
const PEOPLE_PAGES = [
  {
    verb: 'show-change-form',
    method: 'GET',
    path: '/console/{tenant}/changes/{verb}',
    caller: 'session',
    function: 'portal',
    summary: 'The form for one change of the registry.',
  },
  {
    verb: 'send-change',
    method: 'POST',
    path: '/console/{tenant}/changes/{verb}',
    caller: 'session',
    function: 'registry-admin',
    form: true,
    summary: 'One change of the registry, in force at once or proposed.',
  },
  {
    verb: 'show-change-done',
    method: 'GET',
    path: '/console/{tenant}/done',
    caller: 'session',
    function: 'portal',
    summary: 'What was just done to the registry.',
  },
] as const satisfies readonly Route[];

export const PAGE_ROUTES = [...START_PAGES, ...PEOPLE_PAGES] as const;
