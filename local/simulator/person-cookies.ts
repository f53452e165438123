/** Signs a demo person in at the portal as a browser does: our page, the issuer's form, and back with a session. */

import type { CastMember } from '../seed.ts';
import { type Cookies, keep, visit } from '../sign-in.ts';

const MAX_STEPS = 12;

/** @returns the portal's cookies of the new session. @throws Error when the issuer does not let the account in */
export async function signInAtPortal(api: string, member: CastMember): Promise<Cookies> {
  const jars = { ours: new Map<string, string>(), issuer: new Map<string, string>() };
  const jarOf = (url: URL) => (url.origin === api ? jars.ours : jars.issuer);
  const form = new URLSearchParams({ login: member.login, password: member.password });
  let next = new URL(`${api}/sign-in?${new URLSearchParams({ organisation: member.organisation })}`);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const page = await visit(next, jarOf(next));
    const leads = placeAfter(page) ?? placeAfter(await visit(next, jarOf(next), form));
    if (next.origin === api && next.pathname === '/signed-in') return jars.ours;
    if (leads === undefined) throw new Error(`the issuer did not let ${member.login} in`);
    next = new URL(leads, next);
  }
  throw new Error('the sign-in never ends');
}

/** Where an answer leads on to by itself: a redirect, or a page that goes on at once. */
function placeAfter({ headers }: Response): string | undefined {
  return headers.get('location') ?? /^0;url=(.*)$/.exec(headers.get('refresh') ?? '')?.[1];
}

/** What a browser sends of `cookies`. */
export function cookieLine(cookies: Cookies): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** Keeps and drops what `response` says. */
export function takeCookies(cookies: Cookies, response: Response): void {
  for (const line of response.headers.getSetCookie()) keep(cookies, /Max-Age=0/i.test(line) ? emptied(line) : line);
}

function emptied(line: string): string {
  return line.replace(/=[^;]*/, '=');
}
