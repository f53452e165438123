/** What is sent where one JSON object is expected (faults.md), and what each is answered. */
import { gzipSync } from 'node:zlib';
import type { ProblemType } from '../../core/problems.ts';

/** Stands in everything bad that is sent; an answer that holds it has echoed. */
export const MARKER = 'zq7marker7qz';

export interface BadBody {
  readonly name: string;
  readonly problem: readonly [number, ProblemType];
  readonly body: string | Uint8Array;
  /** Beside Authorization; `application/json` unless it says otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const nested = (depth: number) => `{"${MARKER}":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

const NOT_JSON: readonly (readonly [string, string | Uint8Array])[] = Object.freeze([
  ['nothing', ''],
  ['white space', ' \r\n'],
  ['a truncated object', `{"${MARKER}":"`],
  ['an object without its end', `{"${MARKER}":1`],
  ['a byte order mark', `\ufeff{}`],
  ['bytes after the end', `{} ${MARKER}`],
  ['two objects', '{}{}'],
  ['a list', `["${MARKER}"]`],
  ['null', 'null'],
  ['a text', `"${MARKER}"`],
  ['a number', '1'],
  ['a name twice', `{"${MARKER}":1,"${MARKER}":2}`],
  ['a name twice, once by escapes', `{"a":1,"\\u0061":"${MARKER}"}`],
  ['a name twice inside', `{"a":{"${MARKER}":1,"${MARKER}":2}}`],
  ['__proto__', `{"__proto__":{"${MARKER}":true}}`],
  ['__proto__ inside', `{"a":[{"__proto__":"${MARKER}"}]}`],
  ['17 levels', nested(17)],
  ['10,000 levels', nested(10_000)],
  ['single quotes', `{'${MARKER}':1}`],
  ['a comment', `{}/*${MARKER}*/`],
  ['NaN', `{"${MARKER}":NaN}`],
  ['a trailing comma', `{"${MARKER}":1,}`],
  ['a NUL between members', `{"${MARKER}":1\u0000}`],
  ['a line break in a text', `{"${MARKER}":"\n"}`],
  ['bytes that are no UTF-8', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])],
  ['a surrogate in UTF-8', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')])],
  ['an overlong slash', Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])],
  ['UTF-16', Buffer.from('{}', 'utf16le')],
]);

const OTHER_TYPES = Object.freeze([
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'application/json, text/html',
  'application/jsonp',
  `application/json; boundary=${MARKER}`,
]);

/** For a route whose body may be `valid` and has `most` bytes at most. */
export function badBodiesFor(valid: object, most = 32_768): readonly BadBody[] {
  const text = JSON.stringify(valid);
  const more = (member: string) => `${text.slice(0, -1)}${text === '{}' ? '' : ','}${member}}`;
  const padded = (bytes: number) => {
    const bare = more(`"${MARKER}":""`);
    return bare.replace('""}', `"${'x'.repeat(bytes - bare.length)}"}`);
  };
  return [
    ...NOT_JSON.map(([name, body]): BadBody => ({ name, problem: [400, 'bad-json'], body })),
    ...wrongTypes(valid),
    { name: 'an unknown member', problem: [422, 'schema'], body: more(`"${MARKER}":"${MARKER}"`) },
    { name: 'an unknown member with a NUL', problem: [422, 'schema'], body: more(`"${MARKER}\\u0000":1`) },
    { name: 'constructor', problem: [422, 'schema'], body: more('"constructor":{"prototype":{}}') },
    { name: 'a number beyond all', problem: [422, 'schema'], body: more(`"${MARKER}":1e400`) },
    { name: 'as many bytes as may be', problem: [422, 'schema'], body: padded(most) },
    { name: 'a byte more', problem: [413, 'too-large'], body: padded(most + 1) },
    {
      name: 'gzip',
      problem: [415, 'unsupported-media'],
      body: gzipSync(text),
      headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
    },
    { name: 'no content type', problem: [415, 'unsupported-media'], body: text, headers: {} },
    ...OTHER_TYPES.map(
      (type): BadBody => ({
        name: type,
        problem: [415, 'unsupported-media'],
        body: text,
        headers: { 'content-type': type },
      }),
    ),
  ];
}

const WRONG: readonly unknown[] = [null, true, 1.5, -1, MARKER.repeat(60), [], [[MARKER]], { [MARKER]: 1 }];

/** Each member of `valid` as everything that it is not; an empty list is a list where `valid` has one. */
function wrongTypes(valid: object): readonly BadBody[] {
  return Object.entries(valid).flatMap(([member, right]) =>
    WRONG.filter((value) => JSON.stringify(value) !== JSON.stringify(right)).map(
      (value): BadBody => ({
        name: `${member} as ${JSON.stringify(value).slice(0, 20)}`,
        problem: [422, 'schema'],
        body: JSON.stringify({ ...valid, [member]: value }),
      }),
    ),
  );
}
