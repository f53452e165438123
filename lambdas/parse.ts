/** Parses what API Gateway hands over, strictly: sizes, types, path parameters, query and body. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from '../core/problems.ts';
import type { Schema } from './pipeline.ts';
import type { Route } from './routes.ts';
import { parseStrictJson } from './strict-json.ts';

type Event = APIGatewayProxyEventV2;

const MAX_URI = 2048;
const MAX_BODY_BYTES = 32 * 1024;
const PARAMETER = /^[A-Za-z0-9_-]{1,128}$/;

/** A header by its lower-case name. */
export function headerOf(event: Event, name: string): string | undefined {
  return event.headers?.[name];
}

/** What is too large or of another type is refused before it is looked at. */
export function limits(event: Event, route: Route): void {
  if (event.rawPath.length + event.rawQueryString.length > MAX_URI) throw new Problem('uri-too-long');
  if (route.method === 'GET') return;
  if (bytesOf(event).length > (route.maxBytes ?? MAX_BODY_BYTES)) throw new Problem('too-large');
  const type = headerOf(event, 'content-type') ?? '';
  const wanted = route.form ? FORM : JSON_TYPE;
  if (!wanted.test(type) || headerOf(event, 'content-encoding')) throw new Problem('unsupported-media');
}

const JSON_TYPE = /^application\/json\s*(;\s*charset=utf-8)?$/i;
const FORM = /^application\/x-www-form-urlencoded\s*(;\s*charset=utf-8)?$/i;

/** Path parameters arrive decoded; anything but our own ids is nothing we have. */
export function parametersOf(event: Event): Readonly<Record<string, string>> {
  const params = Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, value ?? ''] as const);
  if (params.some(([, value]) => !PARAMETER.test(value))) throw new Problem('not-found');
  return Object.fromEntries(params);
}

/**
 * Query parameters by schema; unknown and, where the route takes none, any are refused. A repeated one is the list of its
 * values, which no schema takes but of what is chosen by checkboxes.
 */
export function queryOf<T>(event: Event, schema: Schema<T> | undefined): T | undefined {
  const lists = Object.entries(listsOf(event.rawQueryString));
  if (!schema) {
    if (lists.length > 0) throw new Problem('bad-request');
    return undefined;
  }
  const result = schema.safeParse(Object.fromEntries(lists.map(([name, of]) => [name, of.length === 1 ? of[0] : of])));
  if (!result.success) throw new Problem('bad-request');
  return result.data;
}

/** The body by schema; a form's fields each as the list of their values. */
export function bodyOf<T>(event: Event, route: Route, schema: Schema<T> | undefined): T | undefined {
  if (route.method === 'GET') return undefined;
  if (!schema) throw new Error(`${route.verb} takes no body`);
  return checked(route.form ? fieldsOf(event) : parseStrictJson(textOf(event)), schema);
}

/** The value if it is of its form. @throws Problem schema, naming each field */
export function checked<T>(value: unknown, schema: Schema<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 16).map((issue) => ({
    pointer: issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    detail: issue.message,
  }));
  throw new Problem('schema', { errors });
}

function bytesOf(event: Event): Uint8Array {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

function textOf(event: Event): string {
  try {
    // A BOM stays and fails the parser: nobody hides bytes before the first brace.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(event));
  } catch (cause) {
    throw new Problem('bad-json', {}, { cause });
  }
}

/** Each field of a form as the list of its values. */
export function fieldsOf(event: Event): Readonly<Record<string, readonly string[]>> {
  return listsOf(textOf(event));
}

function listsOf(encoded: string): Readonly<Record<string, readonly string[]>> {
  const lists = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(encoded)) lists.set(name, [...(lists.get(name) ?? []), value]);
  return Object.fromEntries(lists);
}
