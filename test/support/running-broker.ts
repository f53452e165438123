/** A running broker of the tests' own: started as `npm start` does, reached by HTTP, and looked at through its engine. */
import { rmSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import type { AccessRequest } from '../../core/access/request.ts';
import { requestChain, requestRef } from '../../core/keys.ts';
import type { EventRecord } from '../../core/ledger/chain.ts';
import { type Answer, type Broker, type Phone, Scene, startBroker, stopBroker } from '../../local/demo/broker.ts';
import { PREFIX } from '../../local/tables.ts';
import { verifyLog } from '../../local/verify-log.ts';
import { type Stores, storesAt } from '../contracts/store-harness.ts';
import { scratchDirectory } from './stand-in.ts';

export const HOSPITAL = 'st-marys';
export const VENTILATOR = { id: 'gs1:01/09521000001022/21/001234', code: '7F3K-29QX' };
/** Connected and with a clock: a token needs neither challenge nor release code. */
export const MONITOR = { id: 'gs1:01/09521000001039/21/P7-0099', code: 'M3XG-5JDA' };

export interface RunningBroker {
  readonly broker: Broker;
  readonly scene: Scene;
  /** The broker's own tables, read and written beside it. */
  readonly stores: Stores;
  /** Ends the broker and removes its data. */
  stop(): Promise<void>;
}

/** Starts a broker with fresh seed data. */
export async function runBroker(): Promise<RunningBroker> {
  const dataDir = scratchDirectory();
  const broker = await startBroker(dataDir);
  const stores = storesAt(broker.addresses.dynamodb, PREFIX);
  return {
    broker,
    scene: new Scene(broker),
    stores,
    stop: async () => {
      stores.client.destroy();
      await stopBroker(broker);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a technician asks; `more` changes it. */
export function asking(device: string, scopes: readonly string[] = ['diag.run'], more: object = {}): object {
  return {
    device,
    scopes,
    holdSeconds: 1800,
    workOrder: 'WO-88213',
    activity: 'corrective_maintenance',
    reason: 'Self-test fails after power-up.',
    declarations: { notInClinicalUse: true, compensatingControls: true },
    ...more,
  };
}

let keys = 0;
/** An Idempotency-Key that no other call of this run has. */
export function newKey(): string {
  keys += 1;
  return `key-${String(keys).padStart(16, '0')}`;
}

export interface Asked {
  readonly id: string;
  readonly reference: string;
  readonly digest: string;
}

/** Asks and gets a request. */
export async function ask(
  technician: Phone,
  device: string,
  scopes?: readonly string[],
  more?: object,
): Promise<Asked> {
  const { status, body } = await technician.post('/requests', asking(device, scopes, more), newKey());
  if (status !== 201) throw new Error(`not asked: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** Approves `asked` with the next code of the approver. */
export async function approve(
  scene: Scene,
  approver: Phone,
  { id, digest }: Asked,
  more: object = {},
): Promise<Answer> {
  const code = await scene.code(approver.member);
  return approver.post(`/requests/${id}/decision`, { decision: 'approve', digest, code, ...more });
}

/** The link in the newest mail to `phone` about `words`. */
export async function linkTo(scene: Scene, phone: Pick<Phone, 'member'>, words: string): Promise<string> {
  const { text } = await scene.mail(phone.member, words);
  const link = /https?:\/\/\S+\/decide\/[A-Za-z0-9_-]+/.exec(text)?.[0];
  if (link === undefined) throw new Error('the mail has no link');
  return link;
}

/** The row of a request as it stands in the table. */
export async function rowOf({ store }: Stores, id: string): Promise<AccessRequest> {
  const { request } = await store.load({ request: requestRef(id) });
  if (!request) throw new Error(`no row of ${id}`);
  return request;
}

/** The types of a request's events, in order. */
export async function eventsOf(stores: Stores, id: string): Promise<readonly string[]> {
  return (await recordsOf(stores, requestChain(id))).map(({ type }) => type);
}

/** The events of a chain, read from their bytes. */
export async function recordsOf({ ledger }: Stores, chain: string): Promise<readonly EventRecord[]> {
  const stored = await ledger.events(chain);
  return stored.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as EventRecord);
}

/** I3: the chain from its bytes, against its row. Undefined when whole. */
export async function breakIn(broker: Broker, id: string): Promise<unknown> {
  return (await verifyLog(broker.addresses.dynamodb, { request: id })).broken;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What every answer carries, problem or not (OWASP HTTP headers). */
export const SECURITY_HEADERS = Object.freeze({
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=15552000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
});

export interface RawRequest {
  readonly method?: string;
  /** Sent as it is: nothing is resolved or encoded. */
  readonly path: string;
  /** A list is sent as one header line each. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

/** One request as it stands here, which `fetch` would put in order first. */
export function sendRaw(api: string, { method = 'GET', path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(api);
  return new Promise((resolve, reject) => {
    const lines = headers as OutgoingHttpHeaders;
    const outgoing = httpRequest({ hostname, port, method, path, headers: lines }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('error', reject).once('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    outgoing.once('error', reject).end(body);
  });
}
