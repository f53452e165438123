/**
 * Who calls a page: the session in the cookie, as long as it stands. A form of a session must come from a page of ours that
 * was shown to this very session: `Origin` says so, `Sec-Fetch-Site` where browsers send it, and a nonce in the form.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Identity, Ports } from '../core/ports.ts';
import { Problem } from '../core/problems.ts';
import type { EpochSeconds } from '../core/units.ts';
import { mayHoldSession } from '../core/verbs/read-session.ts';
import { type CookieKeeper, cookieKeeper } from './cookies.ts';
import { headerOf } from './parse.ts';

type Event = APIGatewayProxyEventV2;

/** The field of every form that holds its nonce. */
export const NONCE_FIELD = 'nonce';

/** Of a form: its name, which is its route's verb, and what came in {@link NONCE_FIELD}. */
interface SentForm {
  readonly name: string;
  readonly nonces: readonly string[] | undefined;
}

export interface PageSessions {
  readonly keeper: CookieKeeper;
  /** @returns undefined for nobody: no cookie, one that is over, a person who was suspended or has left */
  visitor(event: Event, now: EpochSeconds): Promise<Identity | undefined>;
  /** @throws Problem origin-rejected when the form is not of a page of ours that `who` was shown */
  mustBeOwnForm(event: Event, who: Identity, form: SentForm, now: EpochSeconds): Promise<void>;
}

export function pageSessions(ports: Pick<Ports, 'store' | 'cookies'>, baseUrl: string): PageSessions {
  const keeper = cookieKeeper(baseUrl);
  const { origin } = new URL(baseUrl);
  return {
    keeper,
    async visitor(event, now) {
      const sealed = keeper.read(event.cookies, 'session');
      const who = sealed === undefined ? undefined : await ports.cookies.open('session', sealed, now);
      return who && (await mayHoldSession(ports, who)) ? who : undefined;
    },
    async mustBeOwnForm(event, { session }, { name, nonces = [] }, now) {
      const isOurs = isFromPageOf(origin, headerOf(event, 'origin'), headerOf(event, 'sec-fetch-site'));
      const [nonce = '', ...more] = nonces;
      const isRight = isOurs && more.length === 0 && (await ports.cookies.isFormNonce(session, name, nonce, now));
      if (!isRight) throw new Problem('origin-rejected');
    },
  };
}

/** Browsers send `Origin` with every form; one without is no browser's. */
export function isFromPageOf(own: string, origin: string | undefined, site: string | undefined): boolean {
  return origin === own && (site === undefined || site === 'same-origin');
}
