import type { AggregateOf, ServiceName } from '@zhibu/contracts';
import type { DecisionRun } from '@zhibu/event-store';

/** An aggregate of any kind; `Aggregate<Of>` of the event store fits for every `Of`. */
export interface AnyAggregate {
  readonly decider: {
    readonly initialState: unknown;
    readonly decide: (command: never, state: never, facts: never) => readonly unknown[];
    readonly evolve: (state: never, event: never) => unknown;
  };
  readonly facts: (command: never, state: never, run: DecisionRun) => Promise<unknown>;
}

/** The aggregates of a service, by name: one that the contracts declare and the service does not wire is an error that names it. */
export type AggregatesOf<Service extends ServiceName> = Readonly<Record<AggregateOf<Service>, AnyAggregate>>;
