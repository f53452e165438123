/** Visits to a hospital's pages by the seeded people, each signed in once. */
import { Browser, type Page } from './browser.ts';
import { HOSPITAL, type RunningBroker } from './running-broker.ts';

/** A path of the broker as the person with this login sees it; the hospital's own unless another organisation is named. */
export type Seen = (login: string, path: string, organisation?: string) => Promise<Page>;

export function visitsTo({ broker, scene }: RunningBroker): Seen {
  const { api } = broker.addresses;
  const browsers = new Map<string, Browser>();
  return async (login, path, organisation = HOSPITAL) => {
    const browser = browsers.get(login) ?? new Browser();
    if (!browsers.has(login)) await browser.signIn(api, scene.member(login, organisation));
    browsers.set(login, browser);
    return browser.visit(`${api}${path}`);
  };
}
