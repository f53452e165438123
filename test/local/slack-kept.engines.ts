/** The local Slack's memory: what it acknowledged is there after any end. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startSlackApp, TOKENS } from '../support/slack-app.ts';
import { scratchDirectory, spawnServer } from '../support/stand-in.ts';

test('what was posted is there after kill -9, and a line that was cut is as if it had never been', async () => {
  const dataDir = scratchDirectory();
  const slack = await spawnServer<{ endpoint: string }>('test/support/slack-app.ts', 'startSlackApp', {
    dataDir,
  });
  const headers = { authorization: `Bearer ${TOKENS['T0MERIDIAN']}`, 'content-type': 'application/json' };
  for (const text of ['first', 'second', 'third'])
    await fetch(`${slack.endpoint}/api/chat.postMessage`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ channel: 'C0SERVICE', text }),
    });
  await slack.kill();
  appendFileSync(join(dataDir, 'slack.jsonl'), '["T0MERIDIAN/C0SERVICE/9999999999.000000",{"kind":"mess');

  const app = await startSlackApp({ dataDir });
  try {
    const before = (await app.state()).channels.find(({ id }) => id === 'C0SERVICE')?.messages ?? [];
    expect(before.map(({ text }) => text)).toEqual(['first', 'second', 'third']);
    const { ts } = await app.call('chat.postMessage', { channel: 'C0SERVICE', text: 'fourth' });
    expect(Number(ts)).toBeGreaterThan(Number(before.at(-1)?.['ts']));
  } finally {
    await app.close();
  }
});
