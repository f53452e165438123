import { describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openApiDocument } from '../../lambdas/openapi.ts';
import { ROUTES, type Route } from '../../lambdas/routes.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document is looked at from outside
const document = openApiDocument('1') as any;

describe('openApiDocument', () => {
  test('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(document);
    expect(result).toEqual(expect.objectContaining({ valid: true }));
    expect(document.openapi).toBe('3.1.0');
  });

  test('has an operation for every route and no other', () => {
    const operations = Object.entries<Record<string, { operationId: string }>>(document.paths).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
    );
    const rows = (ROUTES as readonly Route[]).map(({ verb, method, path }) => `${verb} ${method} ${path}`);
    expect(operations.sort()).toEqual([...rows].sort());
  });

  test('says of a body what the parser demands', () => {
    const { schema } = document.paths['/requests'].post.requestBody.content['application/json'];
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual([
      'device',
      'scopes',
      'holdSeconds',
      'workOrder',
      'activity',
      'reason',
      'declarations',
    ]);
    expect(schema.properties.holdSeconds).toEqual({ type: 'integer', minimum: 60, maximum: 86_400 });
  });

  test('says which parameters of a query may be left out', () => {
    const named = (path: string) =>
      document.paths[path].get.parameters.map((one: { name: string; required: boolean }) => [one.name, one.required]);
    expect(named('/requests')).toEqual([
      ['after', false],
      ['limit', false],
    ]);
    expect(named('/registry/{tenant}/signing-request')).toEqual([
      ['tenant', true],
      ['hospital', true],
      ['model', true],
    ]);
  });

  test('asks for an Idempotency-Key where a route creates', () => {
    const named = document.paths['/requests'].post.parameters.map((one: { name: string }) => one.name);
    expect(named).toEqual(['Idempotency-Key']);
  });

  test('lets only public routes and mail links do without a bearer token or a session', () => {
    const needed = { bearer: [{ bearer: [] }], session: [{ session: [] }], ticket: [], slack: [], public: [] };
    for (const { path, method, caller } of ROUTES as readonly Route[])
      expect(document.paths[path][method.toLowerCase()].security).toEqual(needed[caller]);
  });
});
