/** What each function may do, as a list of intents; lib/grants.ts says what an intent takes. */
import type { FunctionName } from '../lambdas/routes.ts';

/** What a function may be there for. */
export type Intent =
  | 'read-registry'
  | 'list-registry'
  | 'hold-registry'
  | 'write-registry'
  | 'free-aliases'
  | 'disconnect-slack'
  | 'link-slack'
  | 'unlink-slack'
  | 'append-events'
  | 'read-state'
  | 'move-state'
  | 'read-deliveries'
  | 'read-chain'
  | 'read-log'
  | 'list-own-requests'
  | 'list-hospital-requests'
  | 'count-model-requests'
  | 'work-queue'
  | 'clear-outbox'
  | 'read-tickets'
  | 'put-tickets'
  | 'spend-codes'
  | 'forget-codes'
  | 'enrol-codes'
  | 'open-seeds'
  | 'seal-seeds'
  | 'sign-tokens'
  | 'make-token-keys'
  | 'retire-token-keys'
  | 'send-mail'
  | 'hold-sessions'
  | 'read-session-secret'
  | 'read-slack-secrets';

const TELLS: readonly Intent[] = Object.freeze([
  'read-registry',
  'list-registry',
  'read-state',
  'move-state',
  'read-deliveries',
  'list-own-requests',
  'clear-outbox',
  'put-tickets',
  'send-mail',
  'read-slack-secrets',
] as const);

/** A function that is not here has no row in routes.ts, and the types say so. */
export const INTENTS: Readonly<Record<FunctionName, readonly Intent[]>> = Object.freeze({
  'request-access': [
    'read-registry',
    'hold-registry',
    'read-state',
    'list-own-requests',
    'move-state',
    'append-events',
    'read-session-secret',
  ],
  'read-access': ['read-registry', 'read-state', 'read-deliveries', 'list-own-requests', 'list-hospital-requests'],
  'end-access': ['read-registry', 'hold-registry', 'read-state', 'move-state', 'append-events', 'read-session-secret'],
  'decide-access': [
    'read-registry',
    'hold-registry',
    'read-state',
    'move-state',
    'append-events',
    'read-tickets',
    'spend-codes',
    'open-seeds',
    'list-own-requests',
    'read-session-secret',
  ],
  'mint-token': [
    'read-registry',
    'hold-registry',
    'read-state',
    'move-state',
    'append-events',
    'spend-codes',
    'open-seeds',
    'sign-tokens',
    'read-session-secret',
  ],
  'enrol-credential': [
    'read-registry',
    'hold-registry',
    'read-state',
    'move-state',
    'append-events',
    'enrol-codes',
    'open-seeds',
    'seal-seeds',
    'read-session-secret',
  ],
  'device-trust': ['read-registry'],
  'registry-admin': [
    'read-registry',
    'hold-registry',
    'write-registry',
    'list-registry',
    'free-aliases',
    'disconnect-slack',
    'unlink-slack',
    'read-state',
    'move-state',
    'append-events',
    'read-tickets',
    'spend-codes',
    'open-seeds',
    'read-session-secret',
  ],
  'apply-registry': [
    'read-registry',
    'hold-registry',
    'write-registry',
    'list-registry',
    'free-aliases',
    'disconnect-slack',
    'read-state',
    'move-state',
    'list-own-requests',
    'list-hospital-requests',
    'work-queue',
    'clear-outbox',
    'append-events',
    'forget-codes',
    'make-token-keys',
    'retire-token-keys',
  ],
  'read-registry': ['read-registry', 'list-registry', 'read-state', 'list-hospital-requests', 'read-log'],
  portal: [
    'read-registry',
    'list-registry',
    'read-state',
    'list-own-requests',
    'list-hospital-requests',
    'count-model-requests',
    'read-chain',
    'read-deliveries',
    'read-tickets',
    'hold-sessions',
    'read-session-secret',
  ],
  slack: [
    'read-registry',
    'hold-registry',
    'read-state',
    'move-state',
    'append-events',
    'spend-codes',
    'open-seeds',
    'list-own-requests',
    'list-hospital-requests',
    'link-slack',
    'unlink-slack',
    'read-slack-secrets',
  ],
  'describe-api': [],
  notify: TELLS,
  'guard-log': [],
  delivery: ['read-state', 'move-state'],
  sweep: [...TELLS, 'work-queue', 'append-events'],
  bootstrap: ['read-registry', 'write-registry', 'read-state', 'move-state', 'append-events', 'put-tickets'],
} as const);
