/** What pages of the signed in have in common: who looks at them, their forms' nonces, their problems, their answer. */
import { randomBytes } from 'node:crypto';
import type { Identity, Ports } from '../../core/ports.ts';
import { PROBLEMS, type Problem } from '../../core/problems.ts';
import { type StartView, showStart } from '../../core/verbs/show-start.ts';
import { type Html, html } from '../../web/html.ts';
import type { Viewer } from '../../web/layout.ts';
import { portalProblemPage } from '../../web/portal-problem-page.ts';
import { NONCE_FIELD } from '../page-sessions.ts';
import { page } from '../pipeline.ts';
import type { ROUTES } from '../routes.ts';
import { placesFor } from './places.ts';

/** What every page of the signed in needs from outside. */
export type PagePorts = Pick<Ports, 'store' | 'cookies'>;

type Verb = (typeof ROUTES)[number]['verb'];

/** The hidden field without which the form of `verb` is not taken from `who`. */
export async function nonceField(ports: PagePorts, who: Identity, verb: Verb): Promise<Html> {
  const nonce = await ports.cookies.formNonce(who.session, verb);
  return html`<input type="hidden" name="${NONCE_FIELD}" value="${nonce}">`;
}

/** @returns the head of a page for `who`, and what he is here */
export async function viewerFor(ports: PagePorts, who: Identity): Promise<Viewer & { readonly seen: StartView }> {
  const [seen, fields] = await Promise.all([showStart(ports, who), nonceField(ports, who, 'sign-out')]);
  return {
    seen,
    organisation: seen.organisation,
    person: seen.person?.printedName ?? 'not registered',
    home: '/',
    places: placesFor(who.organisation, seen.person?.roles),
    signOut: { action: '/sign-out', fields },
  };
}

/** The answer with a document that is made for the nonce of its policy. */
export function shown(status: number, document: (nonce: string) => string) {
  const nonce = randomBytes(16).toString('base64url');
  return page(status, document(nonce), nonce);
}

const SIGN_IN = Object.freeze({ href: '/sign-in', says: 'Sign in' });
const START = Object.freeze({ href: '/', says: 'Go to the start' });

/** A problem of the closed list as a page: for every endpoint's `onProblem`. */
export function problemAsPage({ type, extra }: Problem) {
  const [status, title] = PROBLEMS[type];
  const next = type === 'unauthenticated' ? SIGN_IN : START;
  return shown(status, (nonce) => portalProblemPage({ nonce, status, says: extra.detail ?? title, next }));
}
