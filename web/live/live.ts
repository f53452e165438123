/**
 * The one script of the pages, where a page has one: it counts times down, and where others move a page on, it fetches the page
 * anew and shows what changed. Everything works without it: such a page is then loaded anew by a `<noscript>` refresh, and a
 * countdown stands beside its clock time. Compiled into web/live-script.ts by local/build-live.ts.
 */
import { countDown, startCounting } from './counting.ts';
import { isBusy, replaceMain } from './replacing.ts';

const every = Number(document.currentScript?.dataset['every'] ?? 0) * 1000;
/** A server that has not answered by then is not reached. */
const PATIENCE = 10_000;
const UNREACHED = 'Wardkey could not be reached. What stands here may be out of date. It is tried again by itself.';

/** Until what is shown moves no more. */
let isLive = every > 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let isAsking = false;
/** What the server showed last, whatever was done to the page since. */
let shown = mainOf(document)?.innerHTML;

startCounting();
if (isLive) {
  for (const name of ['online', 'offline']) addEventListener(name, again);
  document.addEventListener('visibilitychange', again);
  next();
}

/** Somebody looks again, or the network is back: what was missed is fetched at once. */
function again(): void {
  clearTimeout(timer);
  if (!isLive) return;
  if (!navigator.onLine) say(UNREACHED);
  else if (!document.hidden) void ask();
}

function next(): void {
  clearTimeout(timer);
  if (isLive && !document.hidden && navigator.onLine) timer = setTimeout(ask, every);
}

async function ask(): Promise<void> {
  if (isAsking) return;
  isAsking = true;
  try {
    const answer = await fetch(location.href, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) show(answer, await answer.text());
    else say(UNREACHED);
  } catch {
    say(UNREACHED);
  }
  isAsking = false;
  next();
}

function show(answer: Response, text: string): void {
  // The session is over: the sign-in leads back here.
  if (answer.redirected) {
    if (!isBusy()) location.reload();
    return;
  }
  // Its style stands under a nonce that does not count here: parsed as it is, the browser would report it.
  const [element = '', style = ''] = /<style[^>]*>([\s\S]*?)<\/style>/.exec(text) ?? [];
  const page = new DOMParser().parseFromString(text.replace(element, ''), 'text/html');
  const main = mainOf(page);
  if (main) take(page, main, style);
  else say(UNREACHED);
}

function take(page: Document, main: HTMLElement, style: string): void {
  const isSame = comparable(main.innerHTML) === comparable(shown ?? '');
  if (isSame) countDown(main);
  if (isSame) say('');
  // What somebody is filling in is not taken from under his hands; it is looked at again.
  if (isSame || isBusy()) return;
  shown = main.innerHTML;
  isLive = page.querySelector('script[data-every]') !== null;
  replaceMain(page, main, style);
  startCounting();
  say(`This page has changed: ${main.querySelector('h1')?.textContent?.trim() ?? page.title}`);
}

function mainOf(page: Document): HTMLElement | null {
  return page.querySelector('main');
}

/** Time that runs and values that are new each time are no change. */
function comparable(markup: string): string {
  return markup
    .replaceAll(/(<span class="wk-countdown" data-seconds=")\d+">[^<]*/g, '$1')
    .replaceAll(/<input type="hidden"[^>]*>/g, '');
}

/** For everybody, and politely for who listens. Only that the server is not reached is taken back again. */
function say(words: string): void {
  const live = document.querySelector('#live');
  if (!live || live.textContent === words || (words === '' && live.textContent !== UNREACHED)) return;
  live.textContent = words;
}
