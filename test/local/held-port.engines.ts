/** Ports of the stack: held from when they are chosen, and served on the socket that held them. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { type HeldPort, holdFreePort, holdPort, onFreePort } from '../../local/held-port.ts';
import { serveLoopback } from '../../local/loopback-server.ts';

const close = (held: HeldPort) => once(held.server.close(), 'close');

describe('a port that is held', () => {
  test('is nobody else’s, before it is served and while it is', async () => {
    const held = await holdFreePort();
    await expect(holdPort(held.number)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const server = await serveLoopback(held, async (_request, response) => void response.end());
    await expect(holdPort(held.number)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await server.close();
    await close(await holdPort(held.number));
  });

  test('is served at its own number, by the handler only', async () => {
    const held = await holdFreePort();
    const server = await serveLoopback(held, async (_request, response) => void response.end('served'));
    expect(server.endpoint).toBe(`http://127.0.0.1:${held.number}`);
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(server.endpoint)));
    const said = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(said)).toEqual(new Set(['served']));
    await server.close();
  });

  test('hangs up on whoever calls too early', async () => {
    const held = await holdFreePort();
    const caller = connect(held.number, '127.0.0.1').resume();
    await once(caller, 'close');
    expect(caller.bytesRead).toBe(0);
    await close(held);
  });

  test('is the wanted one where that is free, and another where it is not', async () => {
    const first = await holdFreePort();
    const second = await holdFreePort(first.number);
    expect(second.number).not.toBe(first.number);
    await close(first);
    const third = await holdFreePort(first.number);
    expect(third.number).toBe(first.number);
    await Promise.all([second, third].map(close));
  });

  test('can be kept: it is none that systems give to connections going out', async () => {
    const held = await Promise.all(Array.from({ length: 50 }, () => holdFreePort()));
    expect(held.filter(({ number }) => number < 20_000 || number >= 32_768)).toEqual([]);
    await Promise.all(held.map(close));
  });
});

describe('onFreePort', () => {
  const inUse = new Error('error: port 20000 is already in use');

  test('gives up after five ports, with the last error', async () => {
    const tried: number[] = [];
    const start = async (port: number) => {
      tried.push(port);
      throw inUse;
    };
    await expect(onFreePort(start)).rejects.toBe(inUse);
    expect(tried).toHaveLength(5);
  });

  test('tries no other port for any other error', async () => {
    let calls = 0;
    const start = async () => {
      calls += 1;
      throw new Error('no such file');
    };
    await expect(onFreePort(start)).rejects.toThrow('no such file');
    expect(calls).toBe(1);
  });
});
