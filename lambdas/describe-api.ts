/** `GET /openapi.json`, and the answer to everything that is no route: 404, 405 with `Allow`, HEAD where GET exists. */
import { Problem } from '../core/problems.ts';
import { openApiDocument } from './openapi.ts';
import { DEFAULT_ROUTE, endpoint, json, type Schema, serve, withApiHeaders } from './pipeline.ts';
import { answerFor } from './problems.ts';
import { ROUTES } from './routes.ts';

const DOCUMENT = openApiDocument('1');
const ANYTHING: Schema<unknown> = { safeParse: (data) => ({ success: true, data }) };

export const handler = serve({
  'GET /openapi.json': endpoint({ handle: async () => json(200, DOCUMENT) }),
  [DEFAULT_ROUTE]: endpoint({
    query: ANYTHING,
    handle: async ({ method, path }) => {
      const methods = ROUTES.filter((route) => patternOf(route.path).test(path)).map((route) => route.method);
      if (methods.length === 0) throw new Problem('not-found');
      if (method === 'HEAD' && methods.includes('GET')) return { ...json(200, ''), body: '' };
      const answer = withApiHeaders(answerFor(new Problem('method-not-allowed')));
      return { ...answer, headers: { ...answer.headers, allow: [...new Set(methods)].join(', ') } };
    },
  }),
});

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace('.', '\\.').replaceAll(/\{[a-z]+\}/g, '[^/]+')}$`);
}
