/**
 * Ports of loopback that are ours from the moment they are chosen: a listening server holds each until another serves on its
 * very socket (`listen(held.server)`). A port that is let go in between is another program's as soon as it asks for one.
 */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

export interface HeldPort {
  readonly number: number;
  /** Hangs up on whoever calls before somebody serves. */
  readonly server: Server;
}

/**
 * Below what systems give to connections that go out (Linux: from 32768, others: from 49152). Each of those, for a minute after
 * its end too, keeps a port of its number from being listened on again when we come back to it.
 */
const [FIRST, END] = [20_000, 32_768];

/** @throws Error with the code EADDRINUSE when somebody else has it */
export async function holdPort(number: number): Promise<HeldPort> {
  const server = createServer((socket) => socket.destroy()).unref();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(number, '127.0.0.1', resolve));
  return { number, server };
}

/** `wanted` where it is free, else one that is. */
export async function holdFreePort(wanted = randomInt(FIRST, END)): Promise<HeldPort> {
  try {
    return await holdPort(wanted);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return holdFreePort();
  }
}

/** How often a program is started whose port was taken before it could listen. */
const ATTEMPTS = 5;

/**
 * Starts a program that cannot take over a socket: on a free port, and on another one when somebody was faster.
 *
 * @param start throws an error that says `in use` when the port was taken
 */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === ATTEMPTS || !/in use/i.test(String(error))) throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const { number, server } = await holdFreePort();
  server.close();
  await once(server, 'close');
  return number;
}
