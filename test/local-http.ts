/** The calls of the page, made by a test. */
export class LocalHttp {
  readonly #base: string;

  /** `base` is the page's address. */
  constructor(base: string) {
    this.#base = base;
  }

  /** GETs JSON; an answer that is no 200 is an Error with its text. */
  async get<Answer>(path: string, query: { readonly [name: string]: string } = {}): Promise<Answer> {
    return (await this.#json(await fetch(this.url(path, query)), path)) as Answer;
  }

  /** POSTs JSON; an answer that is no 200 is an Error with its text. */
  async post<Answer>(path: string, body: object): Promise<Answer> {
    const response = await fetch(this.url(path), { method: 'POST', body: JSON.stringify(body) });
    return (await this.#json(response, path)) as Answer;
  }

  /** The address of a call below /local. */
  url(path: string, query: { readonly [name: string]: string } = {}): URL {
    const url = new URL(`local/${path}`, this.#base);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  async #json(response: Response, path: string): Promise<unknown> {
    const text = await response.text();
    if (!response.ok) throw new Error(`The local Slack refused ${path} with ${response.status}: ${text}`);
    return JSON.parse(text);
  }
}
