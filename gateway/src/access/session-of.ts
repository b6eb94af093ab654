import { refusal } from '@zhibu/contracts';
import type { Request } from 'express';
import type { DemonstrationDoor } from './demonstration-accounts.ts';
import type { SessionCookie } from './session-cookie.ts';
import type { EndedSession, Session, Sessions } from './sessions.ts';

/** By what a session is known. */
export class SessionReader {
  private readonly sessions: Sessions | undefined;
  readonly cookie: SessionCookie;
  private readonly demonstration: DemonstrationDoor;

  /** @param sessions undefined: nobody can log in here */
  constructor(sessions: Sessions | undefined, cookie: SessionCookie, demonstration: DemonstrationDoor) {
    this.sessions = sessions;
    this.cookie = cookie;
    this.demonstration = demonstration;
  }

  /** Whether a request shows a session, whatever comes of it. */
  isShown(request: Request): boolean {
    return this.cookie.of(request) !== undefined;
  }

  /** The session that a request shows. @throws Refusal UNAUTHENTICATED, DEMONSTRATION_ELSEWHERE */
  async of(request: Request): Promise<Session> {
    const session = await this.found(request);
    if (!session) throw refusal('UNAUTHENTICATED');
    this.demonstration.check(request, session);
    return session;
  }

  /** Ends the session that a request shows. @returns whose it was; undefined: it shows none that holds */
  async end(request: Request): Promise<EndedSession | undefined> {
    return this.sessions?.end(this.cookie.of(request) ?? '');
  }

  /** The same; undefined where there is none. */
  async found(request: Request): Promise<Session | undefined> {
    const shown = this.cookie.of(request);
    return shown === undefined ? undefined : this.sessions?.find(shown);
  }
}
