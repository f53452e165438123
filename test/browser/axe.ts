/**
 * What axe finds on a page, also where it is not sure of a colour. It is loaded into a page once and runs there: its own builder
 * for Playwright loads it anew for each run, and once more into a page that it opens to join the frames, which ours have not.
 */
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** Wide enough for everything that the frame of a table cuts off on a phone. */
const WIDE = 2400;

/**
 * One run on the page as it stands; frames are not looked into.
 *
 * @param exclude selectors of what is not looked at
 */
export async function runAxe(
  page: Page,
  options: RunOptions = {},
  exclude: readonly string[] = [],
): Promise<Pick<AxeResults, 'violations' | 'incomplete'>> {
  const isLoaded = await page.evaluate(() => 'axe' in window);
  if (!isLoaded) await page.evaluate(axe.source);
  const how: RunOptions = { iframes: false, resultTypes: ['violations', 'incomplete'], ...options };
  return page.evaluate(
    async ([selectors, chosen]) => {
      const loaded = (window as unknown as { axe: typeof axe }).axe;
      const { violations, incomplete } = await loaded.run({ exclude: [...selectors] }, chosen);
      return { violations, incomplete };
    },
    [exclude, how] as const,
  );
}

/**
 * Looks at the page as it stands and, where a table is cut off, where there is room for it.
 *
 * @param rules of axe; absent: all
 */
export async function foundByAxe(page: Page, rules?: string[]): Promise<readonly string[]> {
  const look = () => runAxe(page, rules ? { runOnly: { type: 'rule', values: rules } } : {});
  const small = await look();
  const size = page.viewportSize();
  const isCut = (await page.locator('.wk-scroll').count()) > 0;
  if (isCut && size) await page.setViewportSize({ ...size, width: WIDE });
  const large = isCut ? await look() : small;
  if (isCut && size) await page.setViewportSize(size);
  const open = large.incomplete.filter(({ id }) => id === 'color-contrast');
  const nodes = [...small.violations, ...large.violations, ...open].flatMap((one) => one.nodes);
  const said = nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`);
  // Text in the colour of its background is no violation to axe, but left open; so is the box beside a choice.
  return said.filter((text) => !/<label class="govuk-label govuk-(radios|checkboxes)[\s\S]*pseudo element/.test(text));
}
