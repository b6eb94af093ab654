/** The types of a decision, by name: what is asked, what is known, what becomes fact, and what was looked up. */
export interface Decision {
  readonly command: unknown;
  readonly state: unknown;
  readonly event: unknown;
  /** What the decision rests on beyond its own stream: looked up at the rim and handed in. */
  readonly facts: unknown;
}

/**
 * A decision in three pure parts: the state before any event, what an event makes of a state, and which
 * events a command leads to. No clock, randomness or I/O: whatever is needed comes in with command and facts.
 */
export interface Decider<Of extends Decision> {
  readonly initialState: Of['state'];
  /** The facts the command leads to; empty when there is nothing to do. Throws only `Refusal`. */
  readonly decide: (command: Of['command'], state: Of['state'], facts: Of['facts']) => readonly Of['event'][];
  /** Believes the event; never judges, never throws. */
  readonly evolve: (state: Of['state'], event: Of['event']) => Of['state'];
}

/** Folds a history into the state it leads to. */
export function fold<Of extends Decision>(decider: Decider<Of>, history: Iterable<Of['event']>): Of['state'] {
  let state = decider.initialState;
  for (const event of history) state = decider.evolve(state, event);
  return state;
}

/** The compiler refuses a call that can be reached: a forgotten variant is found at build time. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
