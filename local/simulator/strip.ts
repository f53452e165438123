/** The newest request of a technician as its events stand in the log, read from the tables and verified from the bytes. */
import { dynamoClient } from '../../adapters/aws/dynamo-client.ts';
import { dynamoLedger } from '../../adapters/aws/dynamo-ledger.ts';
import { dynamoStore } from '../../adapters/aws/dynamo-store.ts';
import { tablesFrom } from '../../adapters/aws/dynamo-tables.ts';
import type { AccessRequest } from '../../core/access/request.ts';
import { requestChain } from '../../core/keys.ts';
import type { EventRecord } from '../../core/ledger/chain.ts';
import { verifyChain } from '../../core/verbs/verify-log.ts';
import { LOCAL_CLIENT, PREFIX, tableEnvironment } from '../tables.ts';

interface StripEvent {
  readonly n: number;
  readonly type: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly role: string;
  readonly hash: string;
}

export interface StripView {
  readonly request: string;
  readonly device: string;
  readonly status: string;
  readonly events: readonly StripEvent[];
  /** The number and the name of the first break. */
  readonly broken?: string;
}

export interface Strip {
  newest(technician: string): Promise<StripView | undefined>;
  close(): void;
}

/** On the engine at `dynamodb`. */
export function openStrip(dynamodb: string): Strip {
  const client = dynamoClient({ ...LOCAL_CLIENT, endpoint: dynamodb });
  const tables = tablesFrom(tableEnvironment(PREFIX));
  const ports = { store: dynamoStore(client, tables), ledger: dynamoLedger(client, tables) };
  return {
    async newest(technician) {
      const { items } = await ports.store.list<AccessRequest>('technician', technician, {
        limit: 1,
        newestFirst: true,
      });
      const [row] = items;
      if (!row) return undefined;
      const chain = requestChain(row.id);
      const [stored, { broken }] = await Promise.all([ports.ledger.events(chain), verifyChain(ports, chain)]);
      const events = stored.map(({ n, bytes, hash }) => {
        const { type, at, actor } = JSON.parse(new TextDecoder().decode(bytes)) as EventRecord;
        return { n, type, at, role: actor.role, hash };
      });
      return {
        request: row.id,
        device: row.facts.device,
        status: row.status,
        events,
        ...(broken && { broken: `${broken.n}: ${broken.code}` }),
      };
    },
    close: () => client.destroy(),
  };
}
