/** The device as somebody stands before it: what its screen shows, where a token is entered, and what it refused last. */
import { button } from '../../web/components/button.ts';
import { input, select, textarea } from '../../web/components/input.ts';
import { details, insetText, tag } from '../../web/components/messages.ts';
import { qrCode } from '../../web/components/qr.ts';
import { type Html, html } from '../../web/html.ts';
import { styleFor } from '../../web/look/style-for.ts';
import type { BenchView, Refusal } from './bench.ts';
import { PROPS, type Prop, propAt } from './cast.ts';
import type { BenchState } from './device-client.ts';
import { SCREEN_LOOK } from './look.ts';
import { reasonOf } from './reasons.ts';

export interface DeviceScreen {
  readonly nonce: string;
  readonly prop: Prop;
  readonly state: BenchState;
  /** What was scanned from the phone, to be presented; or why there is nothing. */
  readonly scanned?: string | undefined;
}

/** The whole document of the device's panel. */
export function devicePage({ nonce, prop, state, scanned }: DeviceScreen): string {
  const seen = state.isOn ? state.devices.find(({ code }) => code === prop.code) : undefined;
  const body = html`<main data-key="${keyOf(state, prop)}">
<h1 class="govuk-heading-l">${prop.name}</h1>
<p class="govuk-body">${prop.unit}. Sticker ${prop.code}</p>
<p class="govuk-body">${tag({ says: '● Ordinary operation: running', classes: 'govuk-tag--green' })}</p>
${state.powerCuts > 0 && powerCut(state)}
${seen && state.isOn ? screenOf(seen, state.pid, scanned) : state.powerCuts === 0 && switchesOn}
${chooser(prop)}
</main>`;
  return html`<!doctype html>
<html lang="en" class="govuk-template">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${!state.isOn && html`<meta http-equiv="refresh" content="1">`}
<title>${prop.name}</title>
${styleFor(body, nonce)}
<style nonce="${nonce}">${SCREEN_LOOK}</style>
</head>
<body class="govuk-template__body">
${body}
</body>
</html>
`.toString();
}

/** Changes with everything that the screen shows, but the time: who watches loads it anew. */
export function keyOf(state: BenchState, { code }: Prop): string {
  if (!state.isOn) return `${code} off`;
  return `${code} ${state.pid} ${state.devices.find((one) => one.code === code)?.turn ?? 0}`;
}

const switchesOn = html`<div role="status">${insetText('The service processor switches on.')}</div>`;

function powerCut({ isOn }: BenchState): Html {
  const says = isOn ? 'has restarted' : 'restarts';
  return html`<div role="status">${insetText(`The service processor lost its power and ${says}. Used tokens stand in its store and stay used.`)}</div>`;
}

function screenOf(view: BenchView, pid: number, scanned: string | undefined): Html {
  return html`${login(view)}
${refusals(view)}
${clock(view)}
${view.class === 'C' && challenge(view)}
${view.session ? endForm : entry(view, scanned)}
<p class="wk-small">No network: a revocation does not reach it. A token that was handed out opens it until it expires.
Boots ${view.boots}, used tokens in its store ${view.remembers}. Process ${pid}: <code>kill -9 ${pid}</code> takes its power.</p>`;
}

function login({ session, fault }: BenchView): Html {
  if (fault)
    return html`<p class="govuk-body">${tag({ says: `✗ Out of service: ${fault}`, classes: 'govuk-tag--red' })}</p>`;
  if (!session)
    return html`<p class="govuk-body">${tag({ says: '■ Privileged login: locked', classes: 'govuk-tag--grey' })}</p>`;
  return html`<p class="govuk-body">${tag({ says: '▶ Privileged login: open', classes: 'govuk-tag--yellow' })}</p>
<p class="govuk-body">${session.scopes}, for ${session.technician}, ${Math.ceil(session.left / 60)} min left by its own time.</p>`;
}

function clock({ clock: now, skipped }: BenchView): Html {
  if (now === undefined) return html`<p class="govuk-body">No clock. It goes by its own challenge.</p>`;
  const time = new Date(now * 1000).toISOString();
  const moved =
    skipped > 0 &&
    html` <strong>${Math.round(skipped / 60)} min ahead.</strong> ${act('set-clock', 'Set the clock right')}`;
  return html`<div class="sim-row"><span class="govuk-body">Clock <time datetime="${time}">${time.slice(11, 16)} UTC</time></span>${moved}</div>`;
}

function act(verb: string, says: string): Html {
  return html`<form method="post" action="/device/${verb}">${button({ says, classes: 'govuk-button--secondary' })}</form>`;
}

function challenge({ challenge: standing }: BenchView): Html {
  if (!standing) return html`<div class="sim-row">${act('challenge', 'Show a challenge')}</div>`;
  return html`<p class="govuk-body">Challenge <strong class="sim-hash">${standing.text}</strong></p>
${qrCode(standing.qr, 'The challenge, for the technician’s phone')}`;
}

const endForm = html`<div class="sim-row">${act('end', 'Log out')}</div>`;

function entry({ wantsReleaseCode }: BenchView, scanned: string | undefined): Html {
  return html`<form method="post" action="/device/scan">${button({ says: 'Scan the phone’s screen', classes: 'govuk-button--secondary' })}</form>
<form method="post" action="/device/present" novalidate>
${textarea({
  id: 'token',
  name: 'token',
  label: { says: 'Token' },
  rows: 3,
  classes: 'sim-token',
  spellcheck: false,
  autocomplete: 'off',
  value: scanned,
  ...(scanned === '' && { error: 'There is no token on the phone’s screen.' }),
})}
${
  wantsReleaseCode &&
  input({
    id: 'release-code',
    name: 'releaseCode',
    label: { says: 'Release code' },
    classes: 'wk-code',
    inputmode: 'numeric',
    autocomplete: 'off',
  })
}
${button({ says: 'Present the token' })}
</form>`;
}

/** The newest stands where one looks; its code would stand in the log only, and is shown here for whoever learns. */
/** While it is open, that it once refused is no news. */
function refusals({ refusals: [newest, ...older], session }: BenchView): Html {
  if (!newest) return html`<p class="govuk-body">Nothing was refused since it was switched on.</p>`;
  const past = session ? [newest, ...older] : older;
  const before = html`<ol class="govuk-list">${past.map((one) => html`<li>${refused(one)}</li>\n`)}</ol>`;
  return html`${!session && insetText(html`✗ Refused: ${refused(newest)}`)}
${past.length > 0 && details({ summary: 'Refused before', says: before })}`;
}

function refused(one: Refusal): Html {
  return html`<strong>${one.code}</strong> ${reasonOf(one)} <span class="wk-small">Screen: ${one.screen.replaceAll('_', ' ')}</span>`;
}

function chooser(prop: Prop): Html {
  const items = PROPS.map(({ code, name }) => ({ says: name, value: code, selected: code === prop.code }));
  return html`<form method="post" action="/device/choose">
${select({ id: 'device', name: 'device', label: { says: 'Stand before another device' }, items })}
${button({ says: 'Go there', classes: 'govuk-button--secondary' })}
</form>
<p class="wk-small">A token for this one shown to ${propAt(prop.other).name} is the wrong device.</p>`;
}
