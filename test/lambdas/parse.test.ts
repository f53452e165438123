/** Forms with a file, as browsers send them: fields and files by name, and everything else refused before it is looked at. */
import { describe, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from '../../core/problems.ts';
import { fieldsAndFilesOf, fieldsOf, limits } from '../../lambdas/parse.ts';
import type { Route } from '../../lambdas/routes.ts';

const ROUTE: Route = {
  verb: 'send-devices',
  method: 'POST',
  path: '/x',
  caller: 'session',
  function: 'registry-admin',
  form: true,
  file: true,
  summary: '',
};

/** As API Gateway hands it over: what is no text comes in base64. */
function sent(type: string, body: string | Uint8Array): APIGatewayProxyEventV2 {
  const event = {
    rawPath: '/x',
    rawQueryString: '',
    headers: { 'content-type': type },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  };
  return event as unknown as APIGatewayProxyEventV2;
}

/** As browsers choose them, so that no file holds it. */
const BOUNDARY = '----WebKitFormBoundaryAb12Cd34';
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const part = (disposition: string, text: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${text}\r\n`;
const multipart = (...parts: readonly string[]) => sent(TYPE, `${parts.join('')}--${BOUNDARY}--\r\n`);

async function problemOf(read: Promise<unknown>): Promise<string> {
  const thrown: unknown = await read.catch((error: unknown) => error);
  return thrown instanceof Problem ? thrown.type : 'none';
}

describe('a form with a file', () => {
  test('is read by name, files and fields alike, in the order in which they came', async () => {
    const event = multipart(
      part('name="csv"', 'a,b\r\n1,ä'),
      part('name="file"; filename="x.csv"', '\uFEFFudi\n'),
      part('name="csv"', 'again'),
    );
    expect(await fieldsAndFilesOf(event)).toEqual({ csv: ['a,b\r\n1,ä', 'again'], file: ['\uFEFFudi\n'] });
  });

  test('without a file, or as a page without a script sends it otherwise, is the same', async () => {
    expect(await fieldsAndFilesOf(multipart(part('name="file"; filename=""', '')))).toEqual({ file: [''] });
    const plain = sent('application/x-www-form-urlencoded', 'csv=a%2Cb&csv=c');
    expect(await fieldsAndFilesOf(plain)).toEqual({ csv: ['a,b', 'c'] });
  });

  test.each([
    ['that ends in the middle', sent(TYPE, `--${BOUNDARY}\r\nContent-Disposition: form-da`)],
    ['with another boundary', sent(`${TYPE}9`, `--${BOUNDARY}\r\n\r\n--${BOUNDARY}--`)],
    ['that is empty', sent(TYPE, '')],
    [
      'with a file that is no UTF-8',
      sent(TYPE, Buffer.from(`${part('name="file"; filename="x"', 'caf\u00e9')}--${BOUNDARY}--\r\n`, 'latin1')),
    ],
  ])('%s is refused', async (_name, event) => {
    expect(await problemOf(fieldsAndFilesOf(event))).toBe('bad-request');
  });
});

describe('a form of text', () => {
  const plain = (body: string) => (async () => fieldsOf(sent('application/x-www-form-urlencoded', body)))();

  test('holds a thousand fields, and no more', async () => {
    expect((await plain('a=1&'.repeat(999)))['a']?.length).toBe(999);
    expect(await problemOf(plain('a&'.repeat(1000)))).toBe('too-large');
    expect(await problemOf(plain('&'.repeat(100_000)))).toBe('too-large');
  });

  test('has a field of every name, and nothing of a prototype', async () => {
    const fields = await plain('__proto__=1&constructor=2&constructor=3');
    expect(Object.entries(fields)).toEqual([
      ['__proto__', ['1']],
      ['constructor', ['2', '3']],
    ]);
  });
});

describe('what a form may be sent as', () => {
  const typeProblem = async (type: string, route: Route) => problemOf((async () => limits(sent(type, 'x'), route))());

  test.each([
    ['application/x-www-form-urlencoded', 'none', 'none'],
    ['multipart/form-data; boundary=----WebKitFormBoundaryAb12', 'none', 'unsupported-media'],
    ['multipart/form-data', 'unsupported-media', 'unsupported-media'],
    ['multipart/form-data; boundary=a; boundary=b', 'unsupported-media', 'unsupported-media'],
    ['multipart/mixed; boundary=a', 'unsupported-media', 'unsupported-media'],
    ['application/json', 'unsupported-media', 'unsupported-media'],
  ])('%s: with a file %s, without %s', async (type, withFile, without) => {
    const { file: _file, ...plain } = ROUTE;
    expect([await typeProblem(type, ROUTE), await typeProblem(type, plain)]).toEqual([withFile, without]);
  });
});
