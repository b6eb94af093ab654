import type { ServiceName } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { DecisionRun, EventStore } from '@zhibu/event-store';
import type { FeedConsumer, FeedSource } from '@zhibu/feed';
import type { Day } from '@zhibu/kernel';

/** What a service's aggregates and consumers are made with. */
export interface ServiceContext {
  readonly store: EventStore;
  /** The service's own schema, as its service role. */
  readonly database: Pool;
  /** Today in Asia/Shanghai: the one place where a decision's clock comes from. */
  readonly today: () => Day;
  /**
   * Waits until the service's own look-ups have read its own log to where it ends now.
   * @throws Refusal SERVICE_UNAVAILABLE when they do not get there in time
   */
  readonly lookupsCaughtUp: () => Promise<void>;
}

/** An aggregate of any kind; `Aggregate<Of>` of the event store fits for every `Of`. */
export interface AnyAggregate {
  readonly decider: {
    readonly initialState: unknown;
    readonly decide: (command: never, state: never, facts: never) => readonly unknown[];
    readonly evolve: (state: never, event: never) => unknown;
  };
  readonly facts: (command: never, state: never, run: DecisionRun) => Promise<unknown>;
}

/** A service, declared: the kit makes its Nest module, doors and feeds of it. */
export interface ServiceDefinition {
  readonly name: ServiceName;
  /** Folders with the migrations of its look-ups. */
  readonly migrations: readonly string[];
  /** By the contracts' `aggregate`. */
  readonly aggregates: (context: ServiceContext) => Readonly<Record<string, AnyAggregate>>;
  /** The other services whose feeds its consumers take. */
  readonly consumes?: readonly ServiceName[];
  /** Its look-up projections, on its own feed and on those of others. */
  readonly consumers: (context: ServiceContext) => readonly FeedConsumer[];
}

/** What a service runs on; which adapters they are is the wiring's choice, nobody else knows it. */
export interface ServiceRuntime {
  readonly store: EventStore;
  readonly database: Pool;
  /** Where the facts of each service come from. */
  readonly sources: Readonly<Record<ServiceName, FeedSource>>;
  /** Milliseconds since 1970; the machine's clock unless told. */
  readonly now?: () => number;
}
