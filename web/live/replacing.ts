/** Puts a page that was fetched anew in the place of the one that is shown, without taking anything from who uses it. */

/** Whether a field has the focus, or holds what was not there before: then nothing is replaced. */
export function isBusy(): boolean {
  const fields = [...document.querySelectorAll<HTMLElement>('main :is(input:not([type=hidden]), textarea, select)')];
  return fields.some((field) => field === document.activeElement || isFilled(field));
}

function isFilled(field: HTMLElement): boolean {
  if (field instanceof HTMLSelectElement) {
    return [...field.options].some((option) => option.selected !== option.defaultSelected && option.index > 0);
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  if (!(field instanceof HTMLInputElement)) return false;
  return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
}

/** The focus stays where it was, on the same control where there still is one, else on the page's content. */
export function replaceMain(page: Document, main: HTMLElement, style: string): void {
  const old = document.querySelector('main');
  const focused = document.activeElement;
  const name = old?.contains(focused) && focused ? nameOf(focused) : undefined;
  const open = [...document.querySelectorAll('main details[open] > summary')].map((one) => one.textContent);
  document.title = page.title;
  takeStyle(style);
  old?.replaceWith(document.adoptNode(main));
  for (const summary of main.querySelectorAll('details > summary')) {
    if (open.includes(summary.textContent)) summary.parentElement?.setAttribute('open', '');
  }
  if (name !== undefined) focusOn(main, name);
}

/** The element stays: it has the nonce of this page. */
function takeStyle(style: string): void {
  const own = document.querySelector('style');
  if (own && style !== '' && own.textContent !== style) own.textContent = style;
}

function focusOn(main: HTMLElement, name: string): void {
  const same = [...main.querySelectorAll<HTMLElement>('a, button, summary, [tabindex], [id]')].find(
    (one) => nameOf(one) === name,
  );
  if (!same) main.tabIndex = -1;
  (same ?? main).focus({ preventScroll: true });
}

const nameOf = (element: Element) =>
  [element.tagName, element.id, element.getAttribute('href'), element.textContent?.trim()].join('|');
