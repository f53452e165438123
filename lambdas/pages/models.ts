/** A maker's models: what was asked of them and what became of it, for its publishers. */
import { ModelsQuery } from '../../core/console-contract.ts';
import { showModels } from '../../core/verbs/show-models.ts';
import { modelsPage } from '../../web/console/models-page.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { consolePage, tenantOf } from './console.ts';
import { type PagePorts, problemAsPage } from './frame.ts';

export function modelPages(ports: PagePorts): Record<string, Endpoint> {
  return {
    'GET /console/{tenant}/models': endpoint({
      query: ModelsQuery,
      handle: (call: Call<unknown, ModelsQuery>) =>
        consolePage(ports, call, showModels(ports, call.who, tenantOf(call), call.query, call.now), modelsPage),
      onProblem: problemAsPage,
    }),
  };
}
