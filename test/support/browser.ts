/** A browser without a window: keeps cookies by host, follows redirects one by one, fills forms in. */
import type { CastMember } from '../../local/seed.ts';

const MAX_STEPS = 12;

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export class Browser {
  /** By name; every host here is loopback, which browsers keep one jar for, whatever the port. */
  readonly jar = new Map<string, string>();

  /** One request, nothing followed. */
  async visit(
    url: URL | string,
    init: { readonly form?: Fields; readonly headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const at = new URL(url);
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const own = init.form ? { origin: at.origin, 'sec-fetch-site': 'same-origin' } : {};
    const response = await fetch(at, {
      redirect: 'manual',
      headers: { ...(cookie && { cookie }), ...own, ...init.headers },
      ...(init.form && { method: 'POST', body: new URLSearchParams(pairsOf(init.form)) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return { url: at, status: response.status, headers: response.headers, text: await response.text() };
  }

  /** Where `page` leads on to by itself, if it does. */
  static next({ url, headers }: Page): URL | undefined {
    const to = headers.get('location') ?? /^0;url=(.*)$/.exec(headers.get('refresh') ?? '')?.[1];
    return to === undefined ? undefined : new URL(to, url);
  }

  /** Goes on until a page stays, or `until` says that the next address is wanted unvisited. */
  async follow(first: Page, until: (next: URL) => boolean = () => false): Promise<Page | URL> {
    let page = first;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const next = Browser.next(page);
      if (!next) return page;
      if (until(next)) return next;
      page = await this.visit(next);
    }
    throw new Error('it never ends');
  }

  /** Sends the form of `page` that goes to `action`, with its hidden fields and `fields`. */
  async submit(page: Page, action: string, fields: Fields = {}): Promise<Page> {
    return this.visit(new URL(action, page.url), { form: { ...hiddenFields(page.text, action), ...fields } });
  }

  /** From our sign-in to the address that the issuer sends back to, which is not visited. */
  async toAnswer(api: string, { organisation, login, password }: CastMember, to?: string): Promise<URL> {
    const query = new URLSearchParams({ organisation, ...(to !== undefined && { to }) });
    const isBack = (next: URL) => next.href.startsWith(`${api}/signed-in?`);
    const form = await this.follow(await this.visit(`${api}/sign-in?${query}`), isBack);
    if (form instanceof URL) return form;
    const answer = await this.follow(await this.visit(form.url, { form: { login, password } }), isBack);
    if (!(answer instanceof URL)) throw new Error(`the issuer kept ${login}: ${answer.status}`);
    return answer;
  }

  /** Signs in. @returns the answer to coming back, not followed */
  async signIn(api: string, member: CastMember, to?: string): Promise<Page> {
    return this.visit(await this.toAnswer(api, member, to));
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /Max-Age=0/.test(line)) this.jar.delete(name);
    else this.jar.set(name, value);
  }
}

/** A field that was sent several times has the list of its values. */
type Fields = Readonly<Record<string, string | readonly string[]>>;

function pairsOf(fields: Fields): [string, string][] {
  return Object.entries(fields).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
}

/** The hidden fields of the form in `text` that goes to `action`; none where it holds no such form. */
function hiddenFields(text: string, action: string): Fields {
  const form = text.split('<form ').find((one) => one.includes(`action="${action}"`)) ?? '';
  const [own = ''] = form.split('</form>');
  const fields: Record<string, readonly string[]> = {};
  for (const [, name = '', value = ''] of own.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g))
    fields[name] = [...(fields[name] ?? []), plain(value)];
  return fields;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** A value as a browser reads it from the page. */
function plain(value: string): string {
  return value.replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity);
}
