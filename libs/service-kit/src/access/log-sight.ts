import { dutyNames, dutyTable, organizationConcerned, refusal } from '@zhibu/contracts';
import { type Actor, dayOf, type RecordedEvent } from '@zhibu/kernel';
import { dutiesHeld, stoodUnder } from '@zhibu/register';
import type { ServiceContext } from '../process/context.ts';

const readersOfLogs = dutyNames.filter((duty) => dutyTable[duty].readsLogs);

/** Of events that were read from the log, those that somebody is told of. @throws Refusal LOG_DUTY_MISSING, SERVICE_UNAVAILABLE */
export type ToldOf = (events: readonly RecordedEvent[]) => Promise<readonly RecordedEvent[]>;

/**
 * What of this service's log a person may read: the events about what stands under an organization of a duty of his that
 * reads logs, today or on the day on which they were recorded, and those that everybody goes by. Source: access.md,
 * sections 2 and 3.
 */
export class LogSight {
  private readonly context: ServiceContext;
  private readonly upToDate: (() => Promise<void>) | undefined;

  /** @param upToDate waits until the look-up has read what was recorded of duties and register; absent: there is none, and nobody reads */
  constructor(context: ServiceContext, upToDate: (() => Promise<void>) | undefined) {
    this.context = context;
    this.upToDate = upToDate;
  }

  /**
   * For one person. His duties are asked for after each batch was read and before it is told: what is recorded after a duty
   * has ended is never told by it.
   */
  of({ personId }: Pick<Actor, 'personId'>): ToldOf {
    return async (events) => {
      const roots = await this.rootsOf(personId);
      if (roots.size === 0) throw refusal('LOG_DUTY_MISSING', { duties: readersOfLogs });
      return this.under(roots, events);
    };
  }

  private async rootsOf(personId: string): Promise<ReadonlySet<string>> {
    if (!this.upToDate) return new Set();
    await this.upToDate();
    const held = await dutiesHeld(this.context.database, personId, this.context.today());
    return new Set(
      held.flatMap(({ duty, organizationId }) => (dutyTable[duty].readsLogs ? (organizationId ?? []) : [])),
    );
  }

  private async under(roots: ReadonlySet<string>, events: readonly RecordedEvent[]): Promise<readonly RecordedEvent[]> {
    const today = this.context.today();
    const about = events.map((event) => organizationConcerned(event));
    const asked = events.flatMap(({ recordedAt }, index) => {
      const id = about[index] ?? '';
      return [
        { id, day: today },
        { id, day: dayOf(Date.parse(recordedAt)) },
      ];
    });
    const stood = await stoodUnder(this.context.database, asked, roots);
    return events.filter((_, index) => about[index] === undefined || stood[2 * index] || stood[2 * index + 1]);
  }
}
