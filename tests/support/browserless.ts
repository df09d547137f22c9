/** A browser without a screen: keeps cookies, follows nothing by itself, and says where it was sent from. */
export class Browserless {
  private readonly jar = new Map<string, string>();

  constructor(
    readonly url: string,
    ...cookies: Array<string | undefined>
  ) {
    this.keep(cookies.filter((cookie) => cookie !== undefined));
  }

  private keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      if (/Max-Age=0/i.test(cookie) || value === '') this.jar.delete(name!);
      else this.jar.set(name!, value!);
    }
  }

  has = (name: string): boolean => this.jar.has(name);
  drop = (name: string): boolean => this.jar.delete(name);
  cookie = (name: string): string | undefined => this.jar.get(name);

  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const address = new URL(path, this.url);
    const headers = new Headers(init.headers);
    headers.set('Cookie', [...this.jar].map(([name, value]) => `${name}=${value}`).join('; '));
    headers.set('User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0');
    if (init.method === 'POST') headers.set('Origin', this.url);
    const answer = await fetch(address, { ...init, headers, redirect: 'manual' });
    this.keep(answer.headers.getSetCookie());
    return answer;
  }

  get = (path: string): Promise<Response> => this.send(path);

  post = (path: string, fields: Record<string, string> | Array<[string, string]>): Promise<Response> =>
    this.send(path, { method: 'POST', body: new URLSearchParams(fields) });

  /** Opens a page and sends its form with what it hides: what its reader had before their eyes. */
  async fill(path: string, fields: Record<string, string> | Array<[string, string]>): Promise<Response> {
    const [, seen] = /name="vu" value="([0-9a-f]{64})"/.exec(await this.text(path)) ?? [];
    const typed = Array.isArray(fields) ? fields : Object.entries(fields);
    return this.post(path, seen === undefined ? typed : [...typed, ['vu', seen]]);
  }

  text = async (path: string): Promise<string> => (await this.get(path)).text();
}

export const locationOf = (answer: Response): string => answer.headers.get('Location') ?? '';
