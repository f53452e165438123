/** What the forms of a visit hold unseen, and what each of their answers has in common, in whichever function it stands. */
import { randomBytes } from 'node:crypto';
import type { Visit } from '../../core/access/visit.ts';
import type { Identity } from '../../core/ports.ts';
import { PROBLEMS, Problem, REFUSALS, type RefusalCode } from '../../core/problems.ts';
import { openVisit } from '../../core/verbs/show-visit.ts';
import { type Html, html } from '../../web/html.ts';
import { refusedPage } from '../../web/visits/refused.ts';
import type { Call } from '../pipeline.ts';
import { statusOf, yes } from '../problems.ts';
import { nonceField, type PagePorts, shown, viewerFor } from './frame.ts';

/** The hidden fields of an activation: an idempotency key of its own each time, so that sending it twice is one token. */
export async function activationFields(ports: PagePorts, who: Identity): Promise<Html> {
  const key = randomBytes(16).toString('base64url');
  return html`${await nonceField(ports, who, 'activate-visit')}<input type="hidden" name="key" value="${key}">`;
}

/** The visit of the path, for its own technician only: nobody else has forms here. @throws Problem not-found */
export async function ownVisit(ports: PagePorts, { who, params, now }: Call): Promise<Visit> {
  const visit = yes(await openVisit(ports, who, params['request'] ?? '', now));
  if (!visit.isOwn) throw new Problem('not-found');
  return visit;
}

/** The page that says why nothing was done. */
export async function refusedAnswer(ports: PagePorts, { who, params }: Call, status: number, says: string) {
  const viewer = await viewerFor(ports, who);
  return shown(status, (nonce) => refusedPage({ nonce, viewer, path: `/visits/${params['request']}`, says }));
}

/** What a problem of the visit's state is called and answered with; other problems go on their way. */
export function conflictIn(error: unknown): { readonly status: number; readonly says: string } {
  const isConflict = error instanceof Problem && (error.type === 'already-decided' || error.type === 'expired');
  if (!isConflict) throw error;
  const [status, title] = PROBLEMS[error.type];
  return { status, says: title };
}

/** Status and words of a refusal, the same as the API's. */
export function refusalOf(code: RefusalCode): { readonly status: number; readonly says: string } {
  return { status: statusOf(code), says: REFUSALS[code][1] };
}
