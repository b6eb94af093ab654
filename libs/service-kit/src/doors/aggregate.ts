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
