import type { RecordedEvent } from '@zhibu/kernel';
import type { EventNamed, PlatformCommand, PlatformEvent, RefusalCode } from './catalogue.ts';

/** The type of any event of the platform. */
export type EventType = PlatformEvent['type'];

/** An event of one of these types as the log holds it, at the current version of its contract. */
export type Recorded<Type extends EventType> = RecordedEvent & EventNamed<Type>;

/** A command that answers an event. */
export type Answer = PlatformCommand & {
  /** What it is found by, where that is not the event itself but what the event had missed. */
  readonly cause?: { readonly id: string; readonly correlationId: string };
  /** Tells it from another command by which the same event is answered in the same stream. */
  readonly key?: string;
};

/** Looks up what answers need beyond their events; what is found goes by event id. */
type Fact = (sources: never, events: never) => Promise<ReadonlyMap<string, unknown>>;
type Facts = Readonly<Record<string, Fact>>;
type FoundBy<Lookup> = Lookup extends (...args: never) => Promise<ReadonlyMap<string, infer Found>> ? Found : never;
/** The facts that are looked up for events of these types. */
type FactFor<Known extends Facts, Type extends EventType> = {
  [Name in keyof Known & string]: readonly Recorded<Type>[] extends Parameters<Known[Name]>[1] ? Name : never;
}[keyof Known & string];

/** One line of a table of reactions: whenever <event>, <commands>. Pure. */
export interface Reaction extends Answers<RecordedEvent, unknown> {
  readonly whenever: readonly EventType[];
  /** The name of the fact that is looked up for its events. */
  readonly finding?: string | undefined;
  /** Earlier causes are not answered: a reaction that is added to a running installation must not answer its past. */
  readonly recordedFrom?: string | undefined;
  /** Refusals that mean that there is nothing left to do. Any other parks the cause's stream. */
  readonly alreadySo: readonly RefusalCode[];
}

/** Reactions by name, in the order in which they answer: of two that would do the same, the first has done it. */
export type ReactionTable = Readonly<Record<string, Reaction>>;

/** What is written after the commands: the codes that mean that they are done already. */
interface Answered {
  readonly done: (...alreadySo: readonly RefusalCode[]) => Reaction;
}

/** The commands that answer an event, by what is known of it and what was found for it. */
interface Answers<Event, Found> {
  answers(event: Event, found: Found | undefined): readonly Answer[];
}

interface Then<Event, Found> {
  then(by: Answers<Event, Found>['answers']): Answered;
}

/** What is written after the events: since when, which fact, and the commands. */
interface Whenever<Known extends Facts, Type extends EventType> extends Then<Recorded<Type>, undefined> {
  /** @param instant RFC 3339; causes recorded earlier are not answered */
  recordedFrom(instant: string): Whenever<Known, Type>;
  finding<Name extends FactFor<Known, Type>>(fact: Name): Then<Recorded<Type>, FoundBy<Known[Name]>>;
}

/**
 * How a service writes its table of reactions: `whenever('RoundClosed').finding('lagging').then((event, found) =>
 * [commands]).done('CODE')`. Event types, names of facts, commands and codes are held to the contracts by the compiler.
 * `Known` is the type of the service's facts, which are looked up elsewhere: the table itself reads nothing.
 */
export const reactionsWith =
  <Known extends Facts>() =>
  <Type extends EventType>(...types: readonly Type[]): Whenever<Known, Type> =>
    begun<Known, Type>({ whenever: types });

function begun<Known extends Facts, Type extends EventType>(
  so: Pick<Reaction, 'whenever' | 'finding' | 'recordedFrom'>,
): Whenever<Known, Type> {
  const then = <Found>(answers: Answers<Recorded<Type>, Found>['answers']): Answered => ({
    done: (...alreadySo) => ({ ...so, answers, alreadySo }),
  });
  return {
    then,
    recordedFrom: (recordedFrom) => begun<Known, Type>({ ...so, recordedFrom }),
    finding: (finding) => begun<Known, Type>({ ...so, finding }),
  };
}
