/** A loopback server that gives pages the headers of the broker. */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { page } from '../../lambdas/pipeline.ts';

/** Serves each page with a fresh nonce; everything else is 404. */
export async function servePages(pages: Readonly<Record<string, (nonce: string) => string>>) {
  const server = createServer((request, response) => {
    const render = pages[new URL(request.url ?? '/', 'http://x').pathname];
    const nonce = randomBytes(16).toString('base64url');
    const answer = render ? page(200, render(nonce), nonce) : { statusCode: 404, headers: {}, body: '' };
    response.writeHead(answer.statusCode ?? 200, answer.headers as Record<string, string>).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, stop: () => new Promise((resolve) => server.close(resolve)) };
}
