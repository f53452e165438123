/** This interface as an OpenAPI 3.1 document, made from the rows of routes.ts and the schemas of core/contract.ts. */

import { CheckForm, ChoiceQuery, FindDeviceQuery, SendForm } from '../core/asking-contract.ts';
import { AuditQuery, DeliveryQuery, ModelsQuery, ReportQuery } from '../core/console-contract.ts';
import {
  CloseBody,
  ConfirmCodeBody,
  DecisionBody,
  DecisionForm,
  EmptyBody,
  ListQuery,
  MintBody,
  OwnListQuery,
  RevokeBody,
  SubmitBody,
  schemaJson,
} from '../core/contract.ts';
import {
  ActivateForm,
  CloseForm,
  ConfirmCodeForm,
  EmptyForm,
  RevokeForm,
  SignedInQuery,
  SignInQuery,
  TicketRevokeForm,
  VisitsQuery,
} from '../core/page-contract.ts';
import { PROBLEMS } from '../core/problems.ts';
import { CHANGE_BODIES, ConfirmChangeBody, LeaveBody, LinkAccountBody } from '../core/registry/contract.ts';
import {
  ChangeForm,
  ChangeQuery,
  ConfirmForm,
  DoneQuery,
  LeaveForm,
  LinkForm,
  OrganisationsQuery,
  PageQuery,
  ProposalsPageQuery,
  SlackLinkForm,
} from '../core/registry/page-contract.ts';
import {
  ChainsQuery,
  EventsQuery,
  HistoryQuery,
  PreviewPolicyBody,
  ProposalsQuery,
  RegistryListQuery,
} from '../core/registry/reading-contract.ts';
import { DevicesQuery, HistoryPageQuery, ImportForm, StickersQuery } from '../core/registry/search-contract.ts';
import { ComparePolicyForm, PolicyTestQuery, ProposePolicyForm } from '../core/registry/tester-contract.ts';
import { SigningRequestQuery } from '../core/registry/trust-contract.ts';
import { CommandForm, InteractionForm, SlackEvent } from '../core/slack-contract.ts';
import { ROUTES, type Route } from './routes.ts';

/** The body of each verb that takes one. A form's fields are described by the page that holds it. */
const BODIES: Readonly<Record<string, Parameters<typeof schemaJson>[0]>> = Object.freeze({
  'request-access': SubmitBody,
  'withdraw-access': EmptyBody,
  'revoke-access': RevokeBody,
  'close-access': CloseBody,
  'decide-access': DecisionBody,
  'mint-token': MintBody,
  'begin-enrolment': EmptyBody,
  'confirm-enrolment': ConfirmCodeBody,
  ...CHANGE_BODIES,
  'confirm-change': ConfirmChangeBody,
  'withdraw-change': EmptyBody,
  'redeem-invitation': EmptyBody,
  'preview-policy': PreviewPolicyBody,
  'link-account': LinkAccountBody,
  leave: LeaveBody,
  'slack-events': SlackEvent,
});

/** What a page's form sends. */
const FORMS: typeof BODIES = Object.freeze({
  'decide-by-ticket': DecisionForm,
  'sign-out': EmptyForm,
  'send-change': ChangeForm,
  'send-devices': ImportForm,
  'compare-policy': ComparePolicyForm,
  'propose-policy': ProposePolicyForm,
  'send-confirmation': ConfirmForm,
  'send-withdrawal': EmptyForm,
  'accept-invitation': EmptyForm,
  'send-link': LinkForm,
  'send-leave': LeaveForm,
  'begin-slack-link': SlackLinkForm,
  'unlink-slack': EmptyForm,
  'check-request': CheckForm,
  'send-request': SendForm,
  'activate-visit': ActivateForm,
  'withdraw-visit': EmptyForm,
  'close-visit': CloseForm,
  'decide-in-session': DecisionForm,
  'revoke-in-session': RevokeForm,
  'revoke-by-ticket': TicketRevokeForm,
  'begin-own-code': EmptyForm,
  'confirm-own-code': ConfirmCodeForm,
  'slack-interactions': InteractionForm,
  'slack-commands': CommandForm,
});

const QUERIES: Readonly<Record<string, Parameters<typeof schemaJson>[0]>> = Object.freeze({
  'list-own-access': OwnListQuery,
  'list-hospital-access': ListQuery,
  'signing-request': SigningRequestQuery,
  'list-proposals': ProposalsQuery,
  'list-people': RegistryListQuery,
  'list-devices': RegistryListQuery,
  'list-vendors': RegistryListQuery,
  'list-invitations': RegistryListQuery,
  'list-stickers': RegistryListQuery,
  'read-history': HistoryQuery,
  'list-chains': ChainsQuery,
  'read-events': EventsQuery,
  'begin-sign-in': SignInQuery,
  'finish-sign-in': SignedInQuery,
  'show-delivery': DeliveryQuery,
  'show-models': ModelsQuery,
  'search-access': AuditQuery,
  'export-access-csv': AuditQuery,
  'export-access-json': AuditQuery,
  'report-access': ReportQuery,
  'show-change-form': ChangeQuery,
  'show-change-done': DoneQuery,
  'show-devices': DevicesQuery,
  'show-stickers': StickersQuery,
  'show-history': HistoryPageQuery,
  'show-policy': PolicyTestQuery,
  'show-people': PageQuery,
  'show-invitations': PageQuery,
  'show-vendors': PageQuery,
  'show-proposals': ProposalsPageQuery,
  'show-organisations': OrganisationsQuery,
  'find-device': FindDeviceQuery,
  'choose-scopes': ChoiceQuery,
  'give-reason': ChoiceQuery,
  'list-visits': VisitsQuery,
});

/** The document; `version` is the interface's. */
export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of ROUTES as readonly Route[]) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationFor(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Wardkey', version, summary: 'Time-boxed privileged access to one medical device.' },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-wardkey-session' },
      },
      schemas: { Problem: PROBLEM_SCHEMA },
    },
  };
}

function operationFor(route: Route): object {
  const query = QUERIES[route.verb];
  return {
    operationId: route.verb,
    summary: route.summary,
    security: route.caller === 'bearer' || route.caller === 'session' ? [{ [route.caller]: [] }] : [],
    parameters: [
      ...pathParameters(route),
      ...(route.creates ? [IDEMPOTENCY_KEY] : []),
      ...(query ? queryParameters(query) : []),
    ],
    ...(route.method === 'POST' ? { requestBody: { required: true, content: contentFor(route) } } : {}),
    responses: {
      [successOf(route)]: { description: route.summary },
      default: {
        description: 'A problem of the closed list.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** Created, seen on another page, or done. */
function successOf(route: Route): '200' | '201' | '303' {
  if (route.creates) return '201';
  return route.form && !SHOWS.includes(route.verb) ? '303' : '200';
}

/** Forms whose answer is the page itself: they change nothing, or what they made is shown on no other page. Slack's are no pages. */
const SHOWS: readonly string[] = Object.freeze([
  'check-request',
  'activate-visit',
  'begin-slack-link',
  'slack-interactions',
  'slack-commands',
]);

function contentFor(route: Route): object {
  const schema = (route.form ? FORMS : BODIES)[route.verb];
  if (!schema) throw new Error(`${route.verb} has no body schema`);
  const sent = { schema: schemaJson(schema) };
  const withFile = route.file ? { 'multipart/form-data': sent } : {};
  return { [route.form ? 'application/x-www-form-urlencoded' : 'application/json']: sent, ...withFile };
}

function pathParameters(route: Route): object[] {
  const names = [...route.path.matchAll(/\{([a-z]+)\}/g)].map((match) => match[1]);
  return names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,128}$' },
  }));
}

interface QuerySchema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

function queryParameters(schema: Parameters<typeof schemaJson>[0]): object[] {
  const { properties = {}, required = [] } = schemaJson(schema) as QuerySchema;
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: of,
  }));
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{16,64}$' },
};

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string', enum: Object.keys(PROBLEMS).map((name) => `/problems/${name}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    reason: { type: 'string' },
    rule: { type: 'string' },
    errors: { type: 'array' },
    lines: { type: 'array' },
    omitted: { type: 'integer' },
    facts: { type: 'object' },
  },
};
