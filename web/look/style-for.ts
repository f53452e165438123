/**
 * The style of one page: what every page has and the sections of the components that stand on it, inline under the
 * answer's nonce. A page for an approver is one answer, with nothing to fetch that could be late or lost (docs/pages.md
 * has the bytes).
 */
import { type Html, html } from '../html.ts';
import { SECTIONS } from './sections.ts';

const EVERYWHERE: readonly string[] = Object.freeze(['always', 'last']);

/** A class of the component, of a part of it or of a variant; a person's text that looks so costs bytes and no more. */
const USES: ReadonlyMap<string, RegExp> = new Map(
  SECTIONS.map(([name]) => [name, new RegExp(`govuk-${name}(?=[" ]|--|__)`)]),
);

/** The `<style>` element for a page whose body is `body`. */
export function styleFor(body: Html, nonce: string): Html {
  const text = body.toString();
  const used = SECTIONS.filter(([name]) => EVERYWHERE.includes(name) || USES.get(name)?.test(text));
  return html`<style nonce="${nonce}">${used.map(([, css]) => css)}</style>`;
}
