/** Times that run down, by the difference alone: a phone whose clock is wrong shows what the server said. */
import { timeLeft } from '../components/time-left.ts';

const COUNTDOWN = '.wk-countdown';

let counted: readonly { readonly element: HTMLElement; readonly end: number }[] = [];
let tick: ReturnType<typeof setInterval> | undefined;

/** Counts what stands on the page from now on. */
export function startCounting(): void {
  from(elementsIn(document).map((element) => [element, secondsOf(element)]));
}

/** Counts on from what the server says in `main`: a phone that slept has lost time. */
export function countDown(main: HTMLElement): void {
  const said = elementsIn(main);
  from(elementsIn(document).map((element, at) => [element, secondsOf(said[at] ?? element)]));
}

function from(rows: readonly (readonly [HTMLElement, number])[]): void {
  const now = performance.now();
  counted = rows.map(([element, seconds]) => ({ element, end: now + seconds * 1000 }));
  clearInterval(tick);
  if (counted.length > 0) tick = setInterval(count, 1000);
  count();
}

function count(): void {
  const now = performance.now();
  for (const { element, end } of counted) {
    // A tick comes some milliseconds late; a second that has just begun to run counts as whole.
    const words = timeLeft(Math.floor((end - now + 50) / 1000));
    if (element.textContent !== words) element.textContent = words;
  }
}

const elementsIn = (root: ParentNode) => [...root.querySelectorAll<HTMLElement>(COUNTDOWN)];
const secondsOf = (element: HTMLElement) => Number(element.dataset['seconds'] ?? 0);
