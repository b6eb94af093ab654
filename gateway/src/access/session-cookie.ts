import type { CookieOptions, Request, Response } from 'express';

const NAME = 'zhibu';

/** Another cookie than that of sessions. */
export interface CookieKind {
  readonly name?: string;
  readonly sameSite?: 'strict' | 'lax';
}

/** The cookie that shows a session; over TLS under a name that no other host and no plain connection can set. */
export class SessionCookie {
  readonly name: string;
  private readonly options: CookieOptions;

  /**
   * @param isSecure whether browsers reach us over TLS
   * @param of.sameSite `lax`: also of who comes from another site by a link or a redirect
   */
  constructor(isSecure: boolean, { name = NAME, sameSite = 'strict' }: CookieKind = {}) {
    this.name = isSecure ? `__Host-${name}` : name;
    // It ends with the browser, or before: how long a session holds, the database says.
    this.options = { path: '/', httpOnly: true, sameSite, secure: isSecure };
  }

  /** @returns undefined where none is shown; an empty text, which shows nobody, where several are */
  of({ headers }: Pick<Request, 'headers'>): string | undefined {
    const prefix = `${this.name}=`;
    const shown = (headers.cookie ?? '').split(';').flatMap((one) => {
      const text = one.trim();
      return text.startsWith(prefix) ? [text.slice(prefix.length)] : [];
    });
    return shown.length > 1 ? '' : shown[0];
  }

  set(response: Response, value: string): void {
    response.cookie(this.name, value, this.options);
  }

  clear(response: Response): void {
    response.clearCookie(this.name, this.options);
  }
}
