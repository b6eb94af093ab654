/** What a browser was answered; `to`: where it is led, empty where it is not. */
export interface Browsed {
  readonly status: number;
  readonly text: string;
  readonly to: string;
}

/** As much of a browser as logging in needs: cookies of each host, forms, and no redirect followed by itself. */
export class Browser {
  private readonly jars = new Map<string, Map<string, string>>();

  /** A cookie of an address. */
  cookie(url: string, name: string): string {
    return this.jarOf(url).get(name) ?? '';
  }

  async open(url: string, form?: Readonly<Record<string, string>>): Promise<Browsed> {
    const jar = this.jarOf(url);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: [...jar].map((pair) => pair.join('=')).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const one of response.headers.getSetCookie()) kept(jar, one);
    const location = response.headers.get('location');
    return {
      status: response.status,
      text: await response.text(),
      to: location === null ? '' : new URL(location, url).href,
    };
  }

  private jarOf(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    return jar;
  }
}

/** Where the form of a page is sent. */
export const actionIn = ({ text }: Browsed): string =>
  (/action="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&amp;', '&');

function kept(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === '' || /max-age=0|expires=thu, 01.jan.1970/i.test(line)) jar.delete(name);
  else jar.set(name, value);
}
