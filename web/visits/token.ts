/**
 * The token, shown once: as QR, as text and as a file, with the release code where the device wants one. It is never stored
 * and in no address; the page says what happens at the device, and what a revocation cannot reach.
 */
import type { Moment } from '../../core/access/words.ts';
import type { MintedToken } from '../../core/verbs/mint-token.ts';
import { countdown } from '../components/countdown.ts';
import { insetText, warningText } from '../components/messages.ts';
import { backLink } from '../components/navigation.ts';
import { qrCode } from '../components/qr.ts';
import { moment } from '../components/time.ts';
import { type Html, html } from '../html.ts';
import { documentFor } from '../layout.ts';
import { pathOf, type VisitView } from './parts.ts';

export interface TokenView extends VisitView {
  readonly minted: MintedToken;
  /** The last moment of a start. */
  readonly opensUntil: Moment;
}

export function tokenPage({ nonce, viewer, visit, minted, opensUntil }: TokenView): string {
  const title = `Token for ${visit.device.name}`;
  const { card, device } = visit;
  const main = html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Start at the device within ${countdown(opensUntil.at, visit.now)}, before ${moment(opensUntil.at, opensUntil.words)}. A session lasts at most ${visit.session}, by the device’s own clock.</p>
${minted.releaseCode !== undefined && releaseCode(minted.releaseCode)}
<h2 class="govuk-heading-m">The token</h2>
${qrCode(minted.token, 'The token as a QR code')}
<p class="govuk-body"><a class="govuk-link" href="data:application/octet-stream,${minted.token}" download="wardkey-${card.reference}.token">Save the token as a file</a></p>
<p class="govuk-body"><code class="wk-token">${minted.token}</code></p>
<h2 class="govuk-heading-m">At the device</h2>
<ol class="govuk-list">
<li>Open the service login of ${device.name} in ${device.place}. The token opens no other device.</li>
<li>Show it the QR code, or give it the file or the text.</li>
${minted.releaseCode !== undefined && html`<li>Type the release code when it asks for it.</li>\n`}<li>End the session at the device, then finish the visit here.</li>
</ol>
${warningText('Keep this page to yourself, and leave it open until the device is open: the token is not kept here.')}
${insetText(reach(opensUntil))}
<p class="govuk-body"><a class="govuk-link" href="${pathOf(visit)}">The visit</a>: activate again there if this is lost, or finish.</p>`;
  const before = backLink({ href: pathOf(visit), says: 'The visit' });
  return documentFor({ nonce, viewer, title, before }, main);
}

function releaseCode(code: string): Html {
  return html`<h2 class="govuk-heading-m">Release code</h2>
<p class="govuk-body">The device asks for it after the token: <strong class="wk-release">${code}</strong></p>`;
}

function reach({ at, words }: Moment): Html {
  return html`If the hospital revokes this access, no further token is handed out. This one is out already: a device without a network cannot know, and it can still be started until ${moment(at, words)}. A session that runs ends by its own clock.`;
}
