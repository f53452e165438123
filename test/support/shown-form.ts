/** A form as a browser would send it: everything that it shows, hidden or not, changed by what was typed. */
import type { Browser, Page } from './browser.ts';

/** Field -> its values. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

/** Sends the form of `page` that goes to `action`. */
export function sendShown(browser: Browser, page: Page, action: string, fields: Values): Promise<Page> {
  return browser.visit(new URL(action, page.url), { form: { ...shownFields(page.text, action), ...fields } });
}

/** Hidden fields, lines as they stand, what is checked, what is selected. */
export function shownFields(text: string, action: string): Readonly<Record<string, readonly string[]>> {
  const form = text.split('<form ').find((one) => one.includes(`action="${action}"`)) ?? '';
  const [own = ''] = form.split('</form>');
  const fields: Record<string, readonly string[]> = {};
  for (const [name, value] of [...inputsIn(own), ...areasIn(own), ...selectsIn(own)])
    fields[name] = [...(fields[name] ?? []), value];
  return fields;
}

type Pair = readonly [name: string, value: string];

function inputsIn(form: string): readonly Pair[] {
  const tags = [...form.matchAll(/<input [^>]*>/g)].map(([tag]) => tag);
  const sent = tags.filter((tag) => attributeOf(tag, 'type') !== 'checkbox' || / checked/.test(tag));
  return sent.map((tag) => [attributeOf(tag, 'name'), attributeOf(tag, 'value')]);
}

function areasIn(form: string): readonly Pair[] {
  const areas = form.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>\n([^<]*)<\/textarea>/g);
  return [...areas].map(([, name = '', value = '']) => [name, plain(value)]);
}

function selectsIn(form: string): readonly Pair[] {
  const selects = form.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g);
  return [...selects].map(([, name = '', options = '']) => {
    const chosen = /<option value="([^"]*)" selected/.exec(options) ?? /<option value="([^"]*)"/.exec(options);
    return [name, plain(chosen?.[1] ?? '')];
  });
}

function attributeOf(tag: string, name: string): string {
  return plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

/** A value as a browser reads it from the page. */
export function plain(value: string): string {
  return value
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
