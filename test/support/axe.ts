/** What axe finds on a page, also where it is not sure of a colour. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** Wide enough for everything that the frame of a table cuts off on a phone. */
const WIDE = 2400;

/**
 * Looks at the page as it stands and, where a table is cut off, where there is room for it.
 *
 * @param rules of axe; absent: all
 */
export async function foundByAxe(page: Page, rules?: string[]): Promise<readonly string[]> {
  const look = () => (rules ? new AxeBuilder({ page }).withRules(rules) : new AxeBuilder({ page })).analyze();
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
