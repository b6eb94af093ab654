import { currentVersion, type PlatformCommand, upcast } from '@zhibu/contracts';
import { inTransaction, type Pool } from '@zhibu/database';
import { type SchemaUnderTest, type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations, PostgresEventStore } from '@zhibu/event-store';
import type { FeedConsumer } from '@zhibu/feed';
import { dayOf, derivedId, type RecordedEvent } from '@zhibu/kernel';
import { CommandDoor, reactionConsumers, type ServiceContext, type Timetable } from '@zhibu/service-kit';
import { supervisionService } from '../supervision.module.ts';
import type { Fact } from './facts.ts';

const SYSTEM = { personId: 'system', role: 'system' };

/** The service over a real store with its chain; feeds of others are told by hand, its clock is moved by hand. */
export class World {
  /** Milliseconds that the service's clock is behind the store's. */
  behind = 0;
  readonly store: PostgresEventStore;
  readonly database: Pool;
  private readonly door: CommandDoor;
  private readonly timetable: Timetable | undefined;
  private readonly consumers: readonly FeedConsumer[];
  private told = 0;

  constructor(store: PostgresEventStore, database: Pool) {
    this.store = store;
    this.database = database;
    const now = (): number => Date.now() - this.behind;
    const context: ServiceContext = {
      store,
      database,
      now,
      today: () => dayOf(now()),
      caughtUp: async (lookup) => this.deliver(lookup, await store.readLog(0n, 100_000)),
    };
    this.door = new CommandDoor('supervision', store, supervisionService.aggregates(context));
    this.timetable = supervisionService.timetable?.(context);
    const { lookups, reactions } = supervisionService;
    const run = { service: 'supervision', context, door: this.door } as const;
    this.consumers = [...lookups, ...(reactions ? reactionConsumers(reactions, run) : [])];
  }

  /** Tells the look-ups what other services have recorded. */
  async tell(...facts: readonly Fact[]): Promise<void> {
    const events = facts.map((fact): RecordedEvent => {
      this.told += 1;
      return eventOf(fact, this.told);
    });
    for (const consumer of this.consumers) await this.deliver(consumer, events);
  }

  /** Records what this service itself has decided, whoever sent it. */
  async record(...facts: readonly Fact[]): Promise<void> {
    for (const fact of facts) {
      const revision = (await this.store.readStream(fact.stream)).length - 1;
      await this.store.append(fact.stream, revision === -1 ? 'no-stream' : revision, [eventOf(fact, revision + 1)]);
      // Answered once the log has it.
      await this.store.recorded(fact.stream, { from: revision + 1, to: revision + 1 });
    }
  }

  /** Tells look-ups and reactions what this service has recorded itself. */
  async caughtUp(): Promise<void> {
    const log = await this.store.readLog(0n, 100_000);
    for (const consumer of this.consumers) if (consumer.service === 'supervision') await this.deliver(consumer, log);
  }

  private async deliver(consumer: FeedConsumer, events: readonly RecordedEvent[]): Promise<void> {
    const taken = events.filter(({ type }) => consumer.takes?.has(type) === true).map((event) => upcast(event));
    if (taken.length === 0) return;
    await inTransaction(this.database, (transaction) => consumer.apply(transaction, taken));
  }

  /** Sends a command for an organization, each by a person of its own; the types of the events it led to, or the code it was refused with. */
  async send(command: PlatformCommand, organizationId?: string): Promise<readonly string[] | string> {
    const actor =
      organizationId === undefined
        ? SYSTEM
        : { personId: `p-of-${organizationId}`, role: 'city-office', organizationId };
    const [outcome] = await this.door.handle([command], actor);
    if (!outcome) throw new Error(`${command.name} was not answered`);
    return 'refusal' in outcome ? outcome.refusal.code : outcome.events.map(({ type }) => type);
  }

  /** Sends what is due, until nothing is. */
  async keepTime(): Promise<void> {
    for (let due = await this.timetable?.due(); due && due.length > 0; due = await this.timetable?.due())
      for (const command of due) await this.send(command);
  }

  async dataOf(stream: string, type: string): Promise<Readonly<Record<string, unknown>>> {
    const event = (await this.store.readStream(stream)).find((one) => one.type === type);
    return { ...event?.data };
  }
}

function eventOf({ stream, type, data, personId }: Fact, place: number): RecordedEvent {
  const id = derivedId(stream, type, place);
  const metadata = {
    commandId: id,
    commandHash: '0'.repeat(64),
    correlationId: id,
    actor: personId === undefined ? SYSTEM : { personId, role: 'person' },
  };
  const recordedAt = '2023-01-01T00:00:00.000Z';
  const placed = { stream, revision: place, position: BigInt(place), recordedAt };
  return { id, type, schemaVersion: currentVersion(type), data, metadata, ...placed };
}

/** Opens a world of its own. */
export async function openWorld(): Promise<{ readonly world: World; readonly end: () => Promise<void> }> {
  const database: TemporaryDatabase = await temporaryDatabase();
  const folders = [eventStoreMigrations, ...supervisionService.migrations];
  const schema: SchemaUnderTest = await database.schema('supervision', folders);
  const store = await PostgresEventStore.open({ url: schema.serviceUrl, schema: 'supervision' });
  return {
    world: new World(store, schema.service),
    end: async () => {
      await store.close();
      await database.drop();
    },
  };
}
