/** A local Slack in a process of its own, to be killed. */
import type { LoopbackServer } from '../../local/loopback-server.ts';
import { startSlackApp } from './slack-app.ts';

export async function startSlackProcess({ dataDir }: { readonly dataDir: string }): Promise<LoopbackServer> {
  return (await startSlackApp(dataDir)).slack;
}
