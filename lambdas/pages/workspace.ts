/** `GET /console/{tenant}/slack`: the organisation's Slack workspace, with the forms that connect and disconnect it. */
import type { ChangeVerb } from '../../core/registry/verbs.ts';
import { showWorkspace } from '../../core/verbs/show-slack.ts';
import { workspacePage } from '../../web/workspace-page.ts';
import { type Call, type Endpoint, endpoint } from '../pipeline.ts';
import { yes } from '../problems.ts';
import { type PagePorts, problemAsPage, shown } from './frame.ts';
import { actionsFor, consoleFor } from './registry-console.ts';

export function workspacePages(ports: PagePorts): Readonly<Record<string, Endpoint>> {
  return {
    'GET /console/{tenant}/slack': endpoint({ handle: (call) => show(ports, call), onProblem: problemAsPage }),
  };
}

async function show(ports: PagePorts, { who, params }: Call) {
  const { tenant = '' } = params;
  const [{ viewer, at }, read] = await Promise.all([consoleFor(ports, who, tenant), showWorkspace(ports, who, tenant)]);
  const row = yes(read);
  const verbs: readonly ChangeVerb[] =
    row?.status === 'connected' ? ['connect-slack', 'disconnect-slack'] : ['connect-slack'];
  const workspace = row && { team: row.team, channel: row.channel, standing: row.status };
  const view = { viewer, tenant, decides: at.hospital !== undefined, workspace };
  const actions = actionsFor(tenant, at.powers, verbs);
  return shown(200, (nonce) => workspacePage({ ...view, nonce, actions }));
}
