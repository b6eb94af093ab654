import { refusal } from '@zhibu/contracts';
import type { Sql } from '@zhibu/database';
import type { Day } from '@zhibu/kernel';
import type { DutiesOf } from '../views/duty/duty.lookup.ts';
import { needsSecondFactor } from './access.rules.ts';
import type { Session } from './sessions.ts';

/** What a session is judged by. */
export interface SessionDutiesSources {
  /** Schema `access`. */
  readonly access: Sql;
  readonly dutiesOf: DutiesOf;
  readonly today: () => Day;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What the duties of a person make of his session, asked with each request. */
export class SessionDuties {
  private readonly sources: SessionDutiesSources;

  constructor(sources: SessionDutiesSources) {
    this.sources = sources;
  }

  /**
   * A session ends with each duty that its person held while it was used: what he opened by it is not his any more.
   * @throws Refusal UNAUTHENTICATED; SECOND_FACTOR_REQUIRED where a duty asks for what the session does not have
   */
  async check(session: Session): Promise<void> {
    const { dutiesOf, today } = this.sources;
    const held = await dutiesOf(session.personId, today());
    const ids = new Set(held.map(({ dutyId }) => dutyId));
    if (session.duties.some((dutyId) => !ids.has(dutyId))) {
      await this.end(session);
      throw refusal('UNAUTHENTICATED');
    }
    if (ids.size > session.duties.length) await this.note(session, [...ids]);
    const duties = held.map(({ duty }) => duty);
    if (!session.demonstration && needsSecondFactor(duties) && !session.factors.includes('totp'))
      throw refusal('SECOND_FACTOR_REQUIRED', { at: '/second-factor' });
  }

  private end({ id }: Session): Promise<unknown> {
    const { access, now } = this.sources;
    return access.query('UPDATE session SET ended = $2 WHERE id = $1 AND ended IS NULL', [id, new Date(now())]);
  }

  private note({ id }: Session, duties: readonly string[]): Promise<unknown> {
    return this.sources.access.query('UPDATE session SET duties = $2 WHERE id = $1', [id, duties]);
  }
}
