/**
 * Cookies of the pages. `__Host-` keeps other hosts of our domain, and plain HTTP, from setting them (RFC 6265bis 4.1.3.2).
 *
 * Safari refuses Secure cookies over HTTP on loopback, Chromium and Firefox take them there. So the embedded stack, and nothing
 * else, goes without: both the prefix and Secure are left out where the address is HTTP on this very machine.
 */
import type { CookieContents } from '../core/page-ports.ts';
import type { Seconds } from '../core/units.ts';

const NAMES = Object.freeze({
  session: 'wardkey-session',
  'signing-in': 'wardkey-signing-in',
} satisfies Record<keyof CookieContents, string>);
const LOOPBACK: readonly string[] = Object.freeze(['127.0.0.1', 'localhost', '[::1]']);

export interface CookieKeeper {
  /** The value that came; undefined also when two did, as nobody knows whose either is. */
  read(cookies: readonly string[] | undefined, kind: keyof CookieContents): string | undefined;
  /** The line that sets it. `Lax`: it has to come along when the issuer sends the browser back. */
  set(kind: keyof CookieContents, value: string, life: Seconds): string;
  /** The line that removes it. */
  drop(kind: keyof CookieContents): string;
}

/** For a broker that is reached at `baseUrl`. */
export function cookieKeeper(baseUrl: string): CookieKeeper {
  const { protocol, hostname } = new URL(baseUrl);
  const isPlain = protocol === 'http:' && LOOPBACK.includes(hostname);
  const nameOf = (kind: keyof CookieContents) => `${isPlain ? '' : '__Host-'}${NAMES[kind]}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isPlain ? '' : '; Secure'}`;
  return {
    read(cookies = [], kind) {
      const start = `${nameOf(kind)}=`;
      const values = cookies.filter((one) => one.startsWith(start)).map((one) => one.slice(start.length));
      return values.length === 1 ? values[0] : undefined;
    },
    set: (kind, value, life) => `${nameOf(kind)}=${value}; Max-Age=${life}; ${attributes}`,
    drop: (kind) => `${nameOf(kind)}=; Max-Age=0; ${attributes}`,
  };
}
