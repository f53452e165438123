/** Somebody of the demo at our pages: signed in once, reads them and sends the forms that stand on them. */
import type { CastMember } from '../seed.ts';
import { cookieLine, signInAtPortal } from '../simulator/person-cookies.ts';

export interface SignedIn {
  /** The page at `path`, as HTML. */
  see(path: string): Promise<string>;
  /** Sends the form on the page at `path` that goes there too. @returns the page that answers */
  send(path: string, fields: Readonly<Record<string, string>>): Promise<string>;
}

export async function signedIn(api: string, member: CastMember): Promise<SignedIn> {
  const cookie = cookieLine(await signInAtPortal(api, member));
  const see = async (path: string) => (await fetch(`${api}${path}`, { headers: { cookie } })).text();
  return {
    see,
    send: async (path, fields) => {
      const body = new URLSearchParams({ ...hiddenFields(await see(path), path), ...fields });
      const headers = { cookie, origin: api, 'sec-fetch-site': 'same-origin' };
      return (await fetch(`${api}${path}`, { method: 'POST', headers, body })).text();
    },
  };
}

function hiddenFields(page: string, action: string): Readonly<Record<string, string>> {
  const form = page.split('<form ').find((one) => one.includes(`action="${action}"`)) ?? '';
  const [own = ''] = form.split('</form>');
  const found = own.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name, value]));
}
