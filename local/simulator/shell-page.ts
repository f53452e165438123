/**
 * The simulator's page: phone, inbox and device side by side, what is played and attacked above them, the log under them.
 * Without its script everything is still there; the forms then load the page anew.
 */
import { roleWords } from '../../core/access/words.ts';
import { button } from '../../web/components/button.ts';
import { moment } from '../../web/components/time.ts';
import { type Html, html } from '../../web/html.ts';
import { documentFor } from '../../web/layout.ts';
import { ATTACKS } from './attacks.ts';
import type { Line } from './lines.ts';
import { SHELL_LOOK } from './look.ts';
import type { StripView } from './strip.ts';

/** Somebody's authenticator app at this moment. */
export interface Authenticator {
  readonly person: string;
  readonly login: string;
  readonly code: string;
  /** Seconds until the next code. */
  readonly left: number;
}

export interface ShellView {
  readonly technician: Authenticator;
  readonly approvers: readonly Authenticator[];
  /** Whose inbox is shown. */
  readonly inboxOf: string;
  readonly lines: readonly Line[];
  readonly isBusy: boolean;
  /** How many were told to their end. */
  readonly stories: number;
  readonly strip: StripView | undefined;
  /** Addresses of the two panels of real pages. */
  readonly phone: string;
  readonly inbox: string;
}

/** Ids of what changes while somebody watches, and what stands there now. */
export function liveParts(view: ShellView): Readonly<Record<string, Html>> {
  const approver = view.approvers.find(({ login }) => login === view.inboxOf);
  return {
    'phone-code': authenticator(view.technician),
    'inbox-code': approver ? authenticator(approver) : html``,
    told: told(view.lines),
    strip: strip(view.strip),
  };
}

export function shellPage(view: ShellView, nonce: string): string {
  const parts = liveParts(view);
  const main = html`<style nonce="${nonce}">${SHELL_LOOK}</style>
<h1 class="govuk-heading-l">One visit, seen from three sides</h1>
<p class="govuk-body">A technician asks on his phone, the hospital decides by mail, the device opens by itself. These are the real pages
and the real verifier on this machine; the people are invented. Play it, or do it by hand from left to right.</p>
<div class="sim-acts">
<form method="post" action="/play" data-live>${button({ says: '▶ Play it for me', id: 'play' })}</form>
<form method="post" action="/attack" data-live><fieldset><legend class="govuk-body">Or attack:</legend>
${Object.entries(ATTACKS).map(([name, says]) => html`${button({ says, name: 'attack', value: name, classes: 'govuk-button--secondary' })}\n`)}
</fieldset></form>
</div>
<section aria-labelledby="told-heading"><h2 class="govuk-heading-m" id="told-heading">What happens</h2>
<div id="told" role="log" data-stories="${view.stories}">${parts['told']}</div></section>
<div class="sim-panels">
${panel({ id: 'phone', says: 'The technician’s phone', src: view.phone, above: html`<div id="phone-code">${parts['phone-code']}</div>` })}
${panel({ id: 'inbox', says: 'The approver’s inbox', src: view.inbox, above: html`<div id="inbox-code">${parts['inbox-code']}</div>${inboxes(view)}` })}
${panel({ id: 'device', says: 'The device', src: '/device', above: html`<p class="govuk-body">A process of its own with a store of its own. It knows no address of the broker.</p>` })}
</div>
<section aria-labelledby="strip-heading"><h2 class="govuk-heading-m" id="strip-heading">The log, as it is written</h2>
<div id="strip">${parts['strip']}</div></section>
${view.isBusy && RELOADED}
<script nonce="${nonce}" src="/follow.js" defer></script>`;
  return documentFor({ nonce, title: 'One visit, seen from three sides', isWide: true }, main);
}

/** Without the script: while something goes on, the page is loaded anew. */
const RELOADED = html`<noscript><meta http-equiv="refresh" content="3"></noscript>`;

interface PanelParts {
  readonly id: string;
  readonly says: string;
  readonly src: string;
  readonly above: Html;
}

function panel({ id, says, src, above }: PanelParts): Html {
  return html`<section aria-labelledby="${id}-heading">
<div class="sim-head"><h2 class="govuk-heading-m" id="${id}-heading">${says}</h2>
${above}</div>
<iframe id="${id}" title="${says}" src="${src}"></iframe>
</section>
`;
}

function authenticator({ person, code, left }: Authenticator): Html {
  return html`<p class="govuk-body">${person}’s authenticator app: <span class="sim-code">${code}</span>, for ${left} s. A code is good once.</p>`;
}

function inboxes({ approvers, inboxOf }: ShellView): Html {
  const others = approvers.filter(({ login }) => login !== inboxOf);
  const links = others.map(
    ({ login, person }) => html`<button class="wk-plain" name="login" value="${login}">${person}</button>\n`,
  );
  return html`<form method="post" action="/inbox" class="wk-small">Inbox of another: ${links}</form>`;
}

const BY_HAND = html`<p class="govuk-body">Nothing yet. By hand it goes so:</p>
<ol class="sim-told govuk-body">
<li>Phone: say that this is the device, what you need and why, and send the request.</li>
<li>Inbox: open the mail, follow its link, and approve with the code of the approver’s app.</li>
<li>Phone: activate with the code of the technician’s app.</li>
<li>Device: scan the phone’s screen, type the release code, present the token.</li>
<li>Device: log out. Phone: finish the visit.</li>
</ol>`;

const SYMBOLS: Readonly<Record<Line['state'], string>> = Object.freeze({ doing: '…', done: '✓', failed: '✗' });

function told(lines: readonly Line[]): Html {
  if (lines.length === 0) return BY_HAND;
  const items = lines.map(
    ({ says, state, found }) =>
      html`<li>${SYMBOLS[state]} ${says}${found !== '' && html` <strong>${found}</strong>`}</li>\n`,
  );
  return html`<ol class="sim-told govuk-body">${items}</ol>`;
}

function strip(view: StripView | undefined): Html {
  if (!view)
    return html`<p class="govuk-body">Nothing was asked yet. The events of a request will stand here, each with its hash.</p>`;
  const { request, status, events, broken } = view;
  const verified = broken === undefined ? `✓ ${events.length} events verified` : `✗ Broken at event ${broken}`;
  return html`<p class="govuk-body">Request <span class="sim-hash">${request}</span>, ${status}. <strong>${verified}</strong> from their bytes.</p>
<div class="wk-scroll" tabindex="0" role="region" aria-label="Events of the request"><table class="sim-table">
<thead><tr>${['', 'Event', 'When', 'Who', 'SHA-256'].map((name, at) => (at === 0 ? html`<td></td>` : html`<th scope="col">${name}</th>`))}</tr></thead>
<tbody>${events.map(
    ({ n, type, at, role, hash }) => html`<tr><td>${n}</td><td>${type}</td>
<td>${moment(at, timeOf(at))}</td><td>${roleWords(role)}</td><td class="sim-hash">${hash}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** Seconds since 1970 as the log has them: in UTC, like its bytes. */
function timeOf(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(11, 19)} UTC`;
}
