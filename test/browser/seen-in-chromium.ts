/** Somebody's page in Chromium, with everything that is strange about it written down. */
import type { Browser as Chromium, Page } from 'playwright-core';
import { Browser } from '../support/browser.ts';
import type { Who } from '../support/page-table.ts';
import type { RunningBroker } from '../support/running-broker.ts';

export const PHONE = Object.freeze({ width: 390, height: 844 });

export interface Looked {
  readonly page: Page;
  /** What was asked of elsewhere, what the browser complained about, dialogs, and violations of the policy. */
  readonly strange: string[];
}

/** One page a person, who is signed in once; in `known` he is already. */
export function browsersAt(
  { broker, scene }: RunningBroker,
  chromium: Chromium,
  known: Readonly<Record<string, Browser>> = {},
): (who: Who) => Promise<Looked> {
  const { api } = broker.addresses;
  const opened = new Map<string, Promise<Looked>>();
  const open = async ([login, organisation]: Who) => {
    const browser = known[login ?? ''] ?? new Browser();
    if (login !== undefined && organisation !== undefined && browser.jar.size === 0)
      await browser.signIn(api, scene.member(login, organisation));
    const context = await chromium.newContext({ viewport: PHONE });
    await context.addCookies([...browser.jar].map(([name, value]) => ({ name, value, url: api })));
    const looked = { page: await context.newPage(), strange: [] };
    await listen(looked, api);
    return looked;
  };
  return (who) => {
    const name = who.join(' at ');
    const looked = opened.get(name) ?? open(who);
    opened.set(name, looked);
    return looked;
  };
}

async function listen({ page, strange }: Looked, api: string): Promise<void> {
  page.on('request', (request) => new URL(request.url()).origin === api || strange.push(request.url()));
  page.on('console', (message) => strange.push(message.text()));
  page.on('pageerror', (error) => strange.push(error.message));
  page.on('dialog', async (dialog) => {
    strange.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.exposeBinding('reportViolation', (_source, what: string) => strange.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      (window as unknown as { reportViolation: (what: string) => void }).reportViolation(
        `${violatedDirective} ${blockedURI}`,
      ),
    );
  });
}
