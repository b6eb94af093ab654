import { type ServiceName, services, upcast } from '@zhibu/contracts';
import { inTransaction, type Pool, type Sql } from '@zhibu/database';
import type { RecordedEvent } from '@zhibu/kernel';
import { project, takeFacts, talliedBy } from '../projector.ts';
import { readModelSchemas } from '../read-model.ts';
import { tallyUp } from '../tally/tally.projection.ts';
import { merged, type Subjects, type View } from '../views/view.ts';
import { within } from './kept-build.ts';
import { indexBuild } from './switchover.ts';
import { beginning, type LiveState, type Vector } from './live-state.ts';

/** Where a service's events are read, in the log's order. */
export interface LogReader {
  readonly readLog: (after: bigint, limit: number) => Promise<readonly RecordedEvent[]>;
}

export interface BuildSources {
  /** The role that owns the read model, at its live schema. */
  readonly owner: Pool;
  readonly logs: Readonly<Partial<Record<ServiceName, LogReader>>>;
}

const PAGE = 5000;
const SUBJECTS_A_TRANSACTION = 2000;
const PARTS_AT_ONCE = 2;
const MEMORY_TO_SUM_IN = '128MB';

/**
 * A build of some views beside the live ones. First the facts of the whole log, then everything derived from them once:
 * what is derived is a function of the facts, so that leads to the same rows as projecting event by event.
 */
export class Build {
  private readonly sources: BuildSources;
  private readonly views: readonly View[];
  private readonly takes: ReadonlySet<string>;
  private positions: Vector = beginning;
  /** Events that the live read model had not taken when the build came by. */
  private readonly passedOver: { service: ServiceName; event: RecordedEvent }[] = [];

  constructor(sources: BuildSources, views: readonly View[]) {
    this.sources = sources;
    this.views = views;
    this.takes = new Set(views.flatMap((view) => [...view.takes]));
  }

  /** Takes the facts of everything that the live read model has taken. Answers whose rows are to be derived. */
  async loadFacts(live: LiveState): Promise<Subjects> {
    const touched = await Promise.all(
      services.map(async (service) => {
        // Merged once: to merge page by page would copy all that went before for each.
        const parts: Subjects[] = [];
        for await (const events of this.eventsOf(service, live)) {
          await this.inBuild(async (transaction) => {
            parts.push(await takeFacts(transaction, this.views, events));
          });
        }
        return merged(parts);
      }),
    );
    return merged(touched);
  }

  /** Derives the rows of subjects for the first time, so many at a time; then tallies all of them, once. */
  async derive(subjects: Subjects): Promise<void> {
    await this.analyze();
    for (const view of this.views) await this.deriveView(view, [...(subjects.get(view.name) ?? [])]);
    await this.analyze();
    await Promise.all([this.tallyUp(), indexBuild(this.sources.owner, this.views)]);
    await this.analyze();
  }

  /** No subject's rows are another's: while the database writes those of one part, those of the next are worked out. */
  private async deriveView({ derive }: View, subjects: readonly string[]): Promise<void> {
    if (!derive) return;
    const parts = Array.from({ length: Math.ceil(subjects.length / SUBJECTS_A_TRANSACTION) }, (_, index) =>
      subjects.slice(index * SUBJECTS_A_TRANSACTION, (index + 1) * SUBJECTS_A_TRANSACTION),
    ).values();
    await Promise.all(
      Array.from({ length: PARTS_AT_ONCE }, async () => {
        for (const part of parts) await this.inBuild((transaction) => derive(transaction, part));
      }),
    );
  }

  private tallyUp(): Promise<void> {
    return this.inBuild(async (transaction) => {
      await transaction.query(`SET LOCAL work_mem = '${MEMORY_TO_SUM_IN}'`);
      await tallyUp(transaction, talliedBy(this.views));
    });
  }

  /** Takes what the live read model has taken since, as the live one does. */
  async catchUp(live: LiveState): Promise<void> {
    await this.takePassedOver(live);
    for (const service of services) {
      for await (const events of this.eventsOf(service, live)) {
        await this.inBuild((transaction) => project(transaction, this.views, events));
      }
    }
  }

  /** How many positions of one service's log it is behind the live read model. */
  behind(live: LiveState, service: ServiceName): bigint {
    return this.sources.logs[service] ? live.vector[service] - this.positions[service] : 0n;
  }

  private async takePassedOver(live: LiveState): Promise<void> {
    const taken = this.passedOver.filter(({ service, event }) => live.has(service, event));
    if (taken.length === 0) return;
    await this.inBuild((transaction) =>
      project(
        transaction,
        this.views,
        taken.map(({ event }) => upcast(event)),
      ),
    );
    const left = this.passedOver.filter((passed) => !taken.includes(passed));
    this.passedOver.splice(0, Infinity, ...left);
  }

  /** The events from where the build stands up to where the live read model stands, a page being fetched ahead. */
  private async *eventsOf(service: ServiceName, live: LiveState): AsyncGenerator<readonly RecordedEvent[]> {
    const log = this.sources.logs[service];
    if (!log || this.behind(live, service) <= 0n) return;
    let ahead = log.readLog(this.positions[service], PAGE);
    while (this.behind(live, service) > 0n) {
      const page = (await ahead).filter(({ position }) => position <= live.vector[service]);
      const last = page.at(-1);
      if (!last)
        throw new Error(
          `the log of ${service} ends before position ${live.vector[service]}, which the read model has taken`,
        );
      if (last.position < live.vector[service]) ahead = log.readLog(last.position, PAGE);
      // Should taking this page fail, nobody is left to hear of a failure of the next.
      ahead.catch(() => undefined);
      yield this.taken(service, page, live);
      this.positions = { ...this.positions, [service]: last.position };
    }
  }

  private taken(service: ServiceName, page: readonly RecordedEvent[], live: LiveState): readonly RecordedEvent[] {
    const events: RecordedEvent[] = [];
    for (const event of page) {
      if (!this.takes.has(event.type)) continue;
      if (live.has(service, event)) events.push(upcast(event));
      else this.passedOver.push({ service, event });
    }
    return events;
  }

  private inBuild(work: (transaction: Sql) => Promise<void>): Promise<void> {
    return inTransaction(this.sources.owner, async (transaction) => {
      // Nobody reads it before the switch, which is on disk when it is committed, and all before it too.
      await transaction.query('SET LOCAL synchronous_commit = off');
      await within(transaction, readModelSchemas.build, () => work(transaction));
    });
  }

  private async analyze(): Promise<void> {
    const tables = this.views.flatMap((view) => view.tables).map((name) => `${readModelSchemas.build}.${name}`);
    await this.sources.owner.query(`ANALYZE ${tables.join(', ')}`);
  }
}
