/** A running broker whose cool-down is a minute, with administrators of a hospital and of a servicer at their browsers. */
import type { Ref } from '../../core/ports.ts';
import { Administrator } from './administrator.ts';
import type { Page } from './browser.ts';
import { HOSPITAL, type RunningBroker, runBroker } from './running-broker.ts';

export async function runAdministered() {
  process.env['WARDKEY_COOL_DOWN'] = '60';
  const running = await runBroker();
  return {
    running,
    api: running.broker.addresses.api,
    anna: await Administrator.signedIn(running, 'a.kowalski', HOSPITAL),
    basim: await Administrator.signedIn(running, 'b.haddad', HOSPITAL),
    marta: await Administrator.signedIn(running, 'm.duarte', 'medserv'),
    mwangi: running.scene.member('d.mwangi', HOSPITAL),
  };
}

export async function stopAdministered(running: RunningBroker): Promise<void> {
  delete process.env['WARDKEY_COOL_DOWN'];
  await running.stop();
}

/** Status and where it leads. */
export const to = ({ status, headers }: Page) => [status, headers.get('location') ?? ''];

export async function rowIn<T>({ stores }: RunningBroker, ref: Ref<T>): Promise<T> {
  const { row } = await stores.store.load({ row: ref });
  if (!row) throw new Error('no such row');
  return row as T;
}
