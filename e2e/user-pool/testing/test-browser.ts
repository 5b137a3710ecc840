import type { UserPool } from '../start-user-pool';

/** Where a navigation ended: a page of the pool, or an address elsewhere that nobody goes to. */
export interface Visit {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** The address, with the pool's own paths as they came. */
  readonly url: URL;
}

/** As much of a browser as pages without scripts need: it keeps cookies, follows redirects and submits forms. */
export class TestBrowser {
  readonly #endpoint: string;
  readonly #cookies = new Map<string, string>();
  #page: Visit | undefined;

  constructor({ endpoint }: Pick<UserPool, 'endpoint'>) {
    this.#endpoint = endpoint;
  }

  open(path: string): Promise<Visit> {
    return this.#load(new URL(path, this.#endpoint), {});
  }

  /** Fills in and submits the form of the page. Inputs that are not named keep their values. */
  submit(typed: Record<string, string>): Promise<Visit> {
    const text = this.#page?.text ?? '';
    const [, action = ''] = /<form[^>]* action="([^"]*)"/.exec(text) ?? [];
    const inputs = [...text.matchAll(/<input[^>]*>/g)].map(([tag]) => [
      attribute(tag, 'name'),
      attribute(tag, 'value'),
    ]);
    const body = new URLSearchParams({ ...Object.fromEntries(inputs), ...typed });
    return this.#load(new URL(unescaped(action), this.#endpoint), { method: 'POST', body });
  }

  /** Signs in with the form of the page. */
  signIn(username: string, password: string): Promise<Visit> {
    return this.submit({ username, password });
  }

  clearCookies(): void {
    this.#cookies.clear();
  }

  async #load(url: URL, init: RequestInit): Promise<Visit> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) this.#keepCookie(line);
    const location = response.headers.get('location');
    const { status, headers } = response;
    const visit = { status, headers, text: await response.text(), url: new URL(location ?? url, url) };
    if (location && visit.url.origin === new URL(this.#endpoint).origin) return this.#load(visit.url, {});
    this.#page = visit;
    return visit;
  }

  #keepCookie(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (line.includes('Max-Age=0;')) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

function attribute(tag: string, name: string): string {
  return unescaped(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
