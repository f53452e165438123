/** Hands that have nothing but a keyboard: Tab until what is wanted has the focus, then keys. */
import type { Page } from 'playwright-core';

/** More stops than any page has. */
const MAX_STOPS = 120;

/** Tabs on until what is called `name` has the focus, over the end of the page and from its beginning again. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < MAX_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const called = await nameOfFocus(page);
    if (name.test(called)) return;
    passed.push(called);
  }
  throw new Error(`no key leads to ${name} on ${page.url()}: ${passed.join(' | ')}`);
}

/** What a person reads at the focus: the words of the link or button, the label of the field. */
function nameOfFocus(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return '';
    const labels = (focused as HTMLInputElement).labels;
    const [label] = labels ?? [];
    return (label ?? focused).textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
  });
}

export async function typeInto(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

/** A box is ticked by the space bar. */
export async function tick(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Space');
}

/** In a group of choices Tab stops once; arrows lead on, and choose. */
export async function choose(page: Page, first: RegExp, name: RegExp): Promise<void> {
  await tabTo(page, first);
  await page.keyboard.press('Space');
  for (let stop = 0; !name.test(await nameOfFocus(page)); stop += 1) {
    if (stop === MAX_STOPS) throw new Error(`no arrow leads to ${name}`);
    await page.keyboard.press('ArrowDown');
  }
}

/** Enter on a link or button, which leads to a page with `heading`. */
export async function enter(page: Page, name: RegExp, heading: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
}
