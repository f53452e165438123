// Keeps the simulator's page up to date, and leads its panels to where the play is. Nothing here decides anything.
const EVERY_MS = 1000;
const byId = (id) => document.getElementById(id);
let turn;
let isAsking = false;
let presses = 0;
let missed;

async function follow() {
  if (isAsking) return;
  isAsking = true;
  const before = presses;
  try {
    const response = await fetch('/live');
    const now = await response.json();
    // An answer from before a button was pressed would let it be pressed again.
    if (before === presses) show(now);
  } catch {
    // The stack was ended; the page stays as it is.
  } finally {
    isAsking = false;
  }
}

function show({ parts, shown, key, isBusy, stories }) {
  for (const [id, text] of Object.entries(parts)) {
    // Only what changed, so that a screen reader is told what is new and a selection stays.
    if (byId(id).dataset.shown === text) continue;
    byId(id).dataset.shown = text;
    byId(id).innerHTML = text;
  }
  byId('told').dataset.stories = stories;
  for (const control of document.querySelectorAll('form[data-live] button')) control.disabled = isBusy;
  if (turn !== undefined && turn !== shown.turn) {
    byId('phone').src = shown.phone;
    byId('inbox').src = shown.inbox;
  }
  turn = shown.turn;
  const device = byId('device');
  const has = device.contentDocument?.querySelector('main')?.dataset.key;
  // Seen twice: else a form that was just sent would be overtaken, and what is being typed would be gone.
  const isTyping = device.contentDocument?.activeElement?.matches('input, textarea') ?? false;
  if (has !== undefined && has !== key && missed === key && !isTyping) device.src = '/device';
  missed = has === key ? undefined : key;
}

for (const form of document.querySelectorAll('form[data-live]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    presses += 1;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    for (const control of document.querySelectorAll('form[data-live] button')) control.disabled = true;
    void fetch(form.action, { method: 'POST', body, redirect: 'manual' }).then(follow, follow);
  });
}

setInterval(follow, EVERY_MS);
void follow();
