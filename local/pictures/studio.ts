/** Where pictures are taken: a broker with seed data, a browser in which its people are signed in, and what was taken. */
import type { Browser, Page, ViewportSize } from 'playwright-core';
import type { Scene } from '../demo/broker.ts';
import type { CastMember } from '../seed.ts';
import { signInAtPortal } from '../simulator/person-cookies.ts';

export interface Studio {
  readonly browser: Browser;
  readonly scene: Scene;
  /** File name -> WebP, which holds text at half of what PNG takes. */
  readonly taken: Map<string, Uint8Array>;
}

export const PHONE: ViewportSize = Object.freeze({ width: 390, height: 844 });
export const DESK: ViewportSize = Object.freeze({ width: 1000, height: 860 });

/** Somebody's own device, on which he is signed in. */
export async function deviceOf({ browser, scene }: Studio, member: CastMember, viewport: ViewportSize): Promise<Page> {
  const { api } = scene.broker.addresses;
  const cookies = await signInAtPortal(api, member);
  const context = await browser.newContext({ viewport });
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: api })));
  return context.newPage();
}

/** Takes what stands on `page` light and dark, without loading it again: a token is shown once. */
export async function take({ taken }: Studio, name: string, page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const picture = await page.screenshot({ type: 'webp', quality: 80, animations: 'disabled' });
    taken.set(`${name}-${colorScheme}.webp`, picture);
  }
}
