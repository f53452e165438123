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
  const isWanted = wanted.test(type) || (route.file === true && MULTIPART.test(type));
  if (!isWanted || headerOf(event, 'content-encoding')) throw new Problem('unsupported-media');
}

const JSON_TYPE = /^application\/json\s*(;\s*charset=utf-8)?$/i;
/** A boundary as RFC 2046 5.1.1 has it, without what would have to be quoted: browsers send none of that. */
const MULTIPART = /^multipart\/form-data\s*;\s*boundary=[\w'+.-]{1,70}$/i;
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
  const lists = Object.entries(listed(new URLSearchParams(event.rawQueryString)));
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

/** The body as it was sent, also where the gateway handed it over as base64. */
export function bytesOf(event: Event): Uint8Array<ArrayBuffer> {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

/** The body as text. @throws Problem bad-json where it is no UTF-8 */
export function textOf(event: Event): string {
  try {
    // A BOM stays and fails the parser: nobody hides bytes before the first brace.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(event));
  } catch (cause) {
    throw new Problem('bad-json', {}, { cause });
  }
}

type Fields = Readonly<Record<string, readonly string[]>>;

/** Far more than any form of ours has. The platform's parser takes a minute and more for a million, whatever they hold. */
const MAX_FIELDS = 1000;

/** Each field of a form as the list of its values. */
export function fieldsOf(event: Event): Fields {
  const text = textOf(event);
  if (text.split('&', MAX_FIELDS + 1).length > MAX_FIELDS) throw new Problem('too-large');
  return listed(new URLSearchParams(text));
}

/** As {@link fieldsOf}, of a form that may hold a file: what a file holds is its field's value. */
export async function fieldsAndFilesOf(event: Event): Promise<Fields> {
  const type = headerOf(event, 'content-type') ?? '';
  if (!MULTIPART.test(type)) return fieldsOf(event);
  const read = new Response(bytesOf(event), { headers: { 'content-type': type } }).formData();
  const parts = await read.catch((cause) => {
    throw new Problem('bad-request', {}, { cause });
  });
  return listed(
    await Promise.all(
      [...parts].map(
        async ([name, value]) => [name, typeof value === 'string' ? value : await fileText(value)] as const,
      ),
    ),
  );
}

async function fileText(file: Blob): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
  } catch (cause) {
    throw new Problem('bad-request', { detail: NOT_UTF8 }, { cause });
  }
}

const NOT_UTF8 = 'The file is not UTF-8 text. Save it as “CSV UTF-8”, then send it again.';

function listed(pairs: Iterable<readonly [string, string]>): Fields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = fields.get(name);
    // In place: copied each time, a thousand values of one field are half a million.
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return Object.fromEntries(fields);
}
