/**
 * The devices of the simulator, in a process of their own: `node device-process.ts HOME CODE...`. It says where it
 * listens, and is told nothing but where its trust files and stores are, and what is brought to it. `kill -9` is its power cut.
 */
import { setInterval } from 'node:timers';
import { answerJson, readJson, serveLoopback } from '../loopback-server.ts';
import { type Acted, BenchDevice } from './bench.ts';

const BODY_LIMIT = 16 * 1024;
const JSON_TYPE = 'application/json';

const [home = '.', ...codes] = process.argv.slice(2);
const devices = new Map(codes.map((code) => [code, new BenchDevice(home, code)] as const));

setInterval(() => {
  for (const device of devices.values()) device.tick();
}, 500);

const { endpoint } = await serveLoopback(0, async (request, response) => {
  const body = request.method === 'POST' ? await readJson(request, BODY_LIMIT) : undefined;
  if (!body) return void response.writeHead(400).end();
  const ahead = Number(body['ahead']) || 0;
  if (request.url === '/look') {
    return answerJson(response, 200, { devices: [...devices.values()].map((one) => one.view(ahead)) }, JSON_TYPE);
  }
  const [, code = '', verb = ''] = (request.url ?? '').split('/');
  const device = devices.get(code);
  const acted = device && actOf(device, verb, body, ahead);
  if (!acted) return void response.writeHead(404).end();
  answerJson(response, 200, acted, JSON_TYPE);
});
process.stdout.write(`Listening on ${endpoint}\n`);

function actOf(
  device: BenchDevice,
  verb: string,
  body: Readonly<Record<string, unknown>>,
  ahead: number,
): Acted | undefined {
  if (verb === 'present') {
    const releaseCode = String(body['releaseCode'] ?? '');
    return device.present(String(body['token'] ?? ''), releaseCode === '' ? undefined : releaseCode, ahead);
  }
  if (verb === 'challenge') return device.challenge(ahead);
  if (verb === 'end') return device.end(ahead);
  if (verb === 'skip') return device.skip(Number(body['seconds']) || 0, ahead);
  return verb === 'set-clock' ? device.setClock(ahead) : undefined;
}
