import type { Actor, DomainEvent, EventMetadata } from './envelope.ts';
import type { Day } from './calendar.ts';

/** A command as its decider sees it. */
export interface NamedCommand {
  readonly name: string;
  readonly data: object;
}

/** The types of a decision: what is asked, what is known, what becomes fact, and what was looked up. */
export interface Decision {
  readonly command: NamedCommand;
  readonly state: unknown;
  readonly event: DomainEvent;
  /** What the decision rests on beyond its own stream, looked up at the rim and handed in: of any command, or by command. */
  readonly facts: unknown;
}

/** Facts that each command has for itself. */
export interface ByCommand<Facts> {
  readonly byCommand: Facts;
}

/** What every command comes with: the day, and who sends it. Facts that are no more than this need no look-up. */
export interface Sent {
  readonly today: Day;
  readonly actor: Actor;
}

/** What the decision on a command rests on; undefined: on its own stream alone. */
export type FactsFor<Of extends Decision, Name> =
  Of['facts'] extends ByCommand<infer Facts> ? (Name extends keyof Facts ? Facts[Name] : undefined) : Of['facts'];
export type CommandIn<Of extends Decision, Name> = Extract<Of['command'], { readonly name: Name }>;

/**
 * A decision in three pure parts: the state before any event, what an event makes of a state, and which
 * events a command leads to. No clock, randomness or I/O: whatever is needed comes in with command and facts.
 */
export interface Decider<Of extends Decision> {
  readonly initialState: Of['state'];
  /** The facts the command leads to; empty when there is nothing to do. Throws only `Refusal`. */
  readonly decide: (
    command: Of['command'],
    state: Of['state'],
    facts: FactsFor<Of, Of['command']['name']>,
  ) => readonly Of['event'][];
  /** Believes the event; never judges, never throws. */
  readonly evolve: (state: Of['state'], event: Identified<Of['event']>) => Of['state'];
}

/**
 * An event with the id under which it is, or is about to be, recorded, for a later one may name it; and with its envelope,
 * for who sent it may count later. Without them only where a decider looks at what its own events would lead to.
 */
export type Identified<Event> = Event & {
  readonly id?: string;
  readonly metadata?: Pick<EventMetadata, 'actor' | 'source'>;
};

/** What each event makes of a state, by type. */
export type EvolveMap<Of extends Pick<Decision, 'state' | 'event'>> = {
  readonly [Type in Of['event']['type']]: (
    state: Of['state'],
    event: Identified<Extract<Of['event'], { readonly type: Type }>>,
  ) => Of['state'];
};

/** What each command leads to, by name. */
export type DecideMap<Of extends Decision> = {
  readonly [Name in Of['command']['name']]: (
    data: CommandIn<Of, Name>['data'],
    state: Of['state'],
    facts: FactsFor<Of, Name>,
  ) => readonly Of['event'][];
};

type Decide = (data: never, state: never, facts: never) => readonly DomainEvent[];

/** The facts of each command, read off the third parameter of the function that decides it; undefined where it has none. */
export type FactsOf<Functions extends Readonly<Record<string, Decide>>> = ByCommand<{
  readonly [Name in keyof Functions]: Functions[Name] extends (data: never, state: never, facts: infer Facts) => unknown
    ? unknown extends Facts
      ? undefined
      : Facts
    : never;
}>;

/** A decider as it is written: a map from event and one from command to a function, so that the compiler names what is missing. */
export interface DeciderMaps<Of extends Decision> {
  readonly initialState: Of['state'];
  readonly evolve: EvolveMap<Of>;
  readonly decide: DecideMap<Of>;
}

/** The decider of two maps. */
export function decider<Of extends Decision>(maps: DeciderMaps<Of>): Decider<Of>;
export function decider({ initialState, evolve, decide }: LooseMaps): Decider<Decision> {
  return {
    initialState,
    evolve: evolving(evolve),
    decide: ({ name, data }, state, facts) => entry(decide, name)(data, state, facts),
  };
}

/** The function of a map from event to function: `history.reduce(evolving(map), state)`. */
export function evolving<Of extends Pick<Decision, 'state' | 'event'>>(
  map: EvolveMap<Of>,
): (state: Of['state'], event: Identified<Of['event']>) => Of['state'];
export function evolving(map: LooseMaps['evolve']): (state: unknown, event: Identified<DomainEvent>) => unknown {
  return (state, event) => entry(map, event.type)(state, event);
}

/** The maps as the running program sees them: which entry fits which event or command, the compiler has checked above. */
interface LooseMaps {
  readonly initialState: unknown;
  readonly evolve: Readonly<Record<string, (state: unknown, event: Identified<DomainEvent>) => unknown>>;
  readonly decide: Readonly<Record<string, (data: object, state: unknown, facts: unknown) => readonly DomainEvent[]>>;
}

function entry<Value>(map: Readonly<Record<string, Value>>, name: string): Value {
  const found = Object.hasOwn(map, name) ? map[name] : undefined;
  if (found === undefined) throw new Error(`${name} does not belong to this aggregate`);
  return found;
}

/** Folds a history into the state it leads to; events that are not recorded are called `event-1`, `event-2` and so on. */
export function fold<Of extends Decision>(decider: Decider<Of>, history: Iterable<Of['event']>): Of['state'] {
  let state = decider.initialState;
  let place = 0;
  for (const event of history) {
    place += 1;
    state = decider.evolve(state, { id: `event-${place}`, ...event });
  }
  return state;
}

/** The compiler refuses a call that can be reached: a forgotten variant is found at build time. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
