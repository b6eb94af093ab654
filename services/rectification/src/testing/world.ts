import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { byService, currentVersion, eventCatalogue, type ServiceName, upcast } from '@zhibu/contracts';
import { inTransaction, type Pool } from '@zhibu/database';
import { type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import { type EventStore, InMemoryEventStore } from '@zhibu/event-store';
import type { FeedConsumer } from '@zhibu/feed';
import { derivedId, type NewEvent, type RecordedEvent } from '@zhibu/kernel';
import { CommandDoor, reactionConsumers, type ServiceContext, type Timetable } from '@zhibu/service-kit';
import { rectificationService } from '../rectification.module.ts';
import type { Fact } from './facts.ts';

const tables = [
  'register_fact',
  'register_duty',
  'lookup_dissolution',
  'lookup_evidence',
  'lookup_grading',
  'lookup_decision',
  'lookup_computed',
  'lookup_veto',
  'lookup_edition',
  'lookup_retired_edition',
  'lookup_closed_round',
  'lookup_closed_lagging',
  'lookup_conclusion',
  'lookup_six_haves_check',
  'lookup_waiting_finding',
  'lookup_problem',
  'lookup_confirmation',
  'lookup_remediation_term',
  'lookup_remediation',
];

/** The service with its look-ups and reactions over stores in memory and a real database; feeds are delivered by hand. */
export class World {
  readonly stores: Readonly<Record<ServiceName, EventStore>>;
  readonly consumers: readonly FeedConsumer[];
  readonly door: CommandDoor;
  readonly timetable: Timetable;
  today = '2023-06-01';
  readonly database: Pool;

  constructor(database: Pool) {
    this.database = database;
    this.stores = byService(() => new InMemoryEventStore());
    const context: ServiceContext = {
      store: this.stores.rectification,
      database,
      today: () => this.today,
      now: () => Date.parse(this.today),
      caughtUp: async (lookup) => {
        await this.deliver(lookup, await this.log('rectification'));
      },
    };
    this.door = new CommandDoor('rectification', this.stores.rectification, rectificationService.aggregates(context));
    this.timetable = rectificationService.timetable?.(context) ?? { name: 'none', due: async () => [], alreadySo: [] };
    this.consumers = [
      ...rectificationService.lookups,
      ...(rectificationService.reactions
        ? reactionConsumers(rectificationService.reactions, { service: 'rectification', context, door: this.door })
        : []),
    ];
  }

  /** Records facts in the log of the service that owns them. */
  async record(...facts: readonly Fact[]): Promise<void> {
    for (const { stream, type, data, actor } of facts) {
      const store = this.stores[eventCatalogue[type]?.service ?? 'organization'];
      const revision = (await store.readStream(stream)).length - 1;
      await store.append(stream, revision === -1 ? 'no-stream' : revision, [
        eventOf(stream, revision + 1, { type, data, ...(actor && { actor }) }),
      ]);
    }
  }

  log(service: ServiceName): Promise<readonly RecordedEvent[]> {
    return this.stores[service].readLog(0n, 100_000);
  }

  async deliver(consumer: FeedConsumer, events: readonly RecordedEvent[]): Promise<void> {
    if (events.length === 0) return;
    await inTransaction(this.database, (transaction) =>
      consumer.apply(
        transaction,
        events.map((event) => upcast(event)),
      ),
    );
  }

  /** Delivers everything to everybody, until nobody has anything to add. */
  async settle(): Promise<void> {
    for (let before = -1; ;) {
      for (const consumer of this.consumers) await this.deliver(consumer, await this.log(consumer.service));
      const { length } = await this.log('rectification');
      if (length === before) return;
      before = length;
    }
  }

  /** What is open, as the service's own log says. */
  async openDuties(): Promise<{ readonly problems: readonly string[]; readonly remediations: readonly string[] }> {
    const last = [
      ...new Map((await this.log('rectification')).map((event) => [event.stream, event] as const)).values(),
    ];
    const open = last.filter(
      ({ type }) =>
        !['ProblemDismissed', 'ProblemClosed', 'RemediationWithdrawn', 'RemediationAccepted'].includes(type),
    );
    const streams = open.map(({ stream }) => stream).sort();
    return {
      problems: streams.filter((stream) => stream.startsWith('problem-')),
      remediations: streams.filter((stream) => stream.startsWith('remediation-')),
    };
  }

  /** Forgets what the look-ups keep. */
  async forget(): Promise<void> {
    await this.database.query(tables.map((table) => `DELETE FROM ${table}`).join('; '));
  }
}

/** For the specs of a file: one database, and before each spec a new world in it that begins with these facts. */
export function freshWorld(...facts: readonly Fact[]): () => World {
  let database: TemporaryDatabase;
  let pool: Pool;
  let world: World;
  beforeAll(async () => {
    database = await temporaryDatabase();
    pool = (await database.schema('rectification', rectificationService.migrations)).service;
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    world = new World(pool);
    await world.forget();
    await world.record(...facts);
    await world.settle();
  });
  return () => world;
}

function eventOf(stream: string, revision: number, { type, data, actor }: Omit<Fact, 'stream'>): NewEvent {
  const id = derivedId(stream, revision);
  return {
    id,
    type,
    schemaVersion: currentVersion(type),
    data,
    metadata: {
      commandId: id,
      commandHash: '0'.repeat(64),
      correlationId: `c-${id}`,
      actor: actor ?? { personId: 'P-1', role: 'tester' },
    },
  };
}
