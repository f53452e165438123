/** The page on which a person signs in at a local issuer: one plain form, nothing from elsewhere, no script. */
import { sha256Bytes } from '../../core/hash.ts';

const STYLE = `body{font:1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:10vh auto;padding:0 1rem}
label{display:block;margin-top:1rem}input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem}
button{font:inherit;margin-top:1.5rem;padding:.5rem 1rem}[role=alert]{color:#a40000}`;

/**
 * form-action names loopback too: browsers hold it against every redirect that follows the form, and the last one leads
 * to the client's own port.
 */
export const PAGE_HEADERS = Object.freeze({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${Buffer.from(sha256Bytes(STYLE)).toString('base64')}'`,
    "form-action 'self' http://127.0.0.1:* http://localhost:*",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** What the page says above the form, or instead of it. Never what was typed. */
const NOTICES = Object.freeze({
  none: '',
  wrong: 'Account or password is wrong.',
  wait: 'Too many wrong passwords. Wait half a minute.',
});

export type Notice = keyof typeof NOTICES;

/** The form of `organisation`, posted to where it came from. */
export function signInPage(organisation: string, notice: Notice): string {
  const alert = NOTICES[notice] && `<p role="alert">${NOTICES[notice]}</p>`;
  return page(
    `Sign in at ${escaped(organisation)}`,
    `${alert}<form method="post">
<label>Account <input name="login" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button></form>`,
  );
}

/** For an address that is too old or was opened in another browser. */
export function startAgainPage(): string {
  return page('Start again', '<p>This sign-in is over. Go back to where you came from and sign in again.</p>');
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${STYLE}</style><main><h1>${title}</h1>${body}</main></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
