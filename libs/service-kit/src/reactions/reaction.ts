import {
  type Answer,
  commandContract,
  eventContract,
  type Reaction,
  type ReactionTable,
  type ServiceName,
} from '@zhibu/contracts';
import { inTransaction, PassingFailure } from '@zhibu/database';
import { type FeedConsumer, handleBy, type Handlers, handlersOf, typesHandled } from '@zhibu/feed';
import { type Actor, derivedId, type RecordedEvent } from '@zhibu/kernel';
import { COMMANDS_A_BATCH, type DoorOutcome, type Handling } from '../doors/command-door.ts';
import { traceOf } from '../observing/tracing.ts';
import type { ServiceContext } from '../process/context.ts';

/** The consumer group of every reaction: parked streams and checkpoints go by it. */
export const REACTION_GROUP = 'reaction';

/** In whose name reactions and timetables act. */
export const SYSTEM: Actor = { personId: 'system', role: 'system' };

// That what answers is committed is enough: nobody asks where in the log it came to stand, and one city's grading names
// some 14,000 problems.
const HANDLING: Handling = { answersEvents: false };
// A thousand gradings lead to some 14,000 commands, which take longer than a process is given to end: so many causes at
// most are answered between two looks whether it shall, while what needs no answer goes by as fast as it comes.
const CAUSES_A_TRANSACTION = 25;

/** Looks up what answers to events need beyond them; what is found goes by event id. */
interface Lookup {
  find(context: ServiceContext, events: readonly RecordedEvent[]): Promise<ReadonlyMap<string, unknown>>;
}

/** What a service does about events, its own and those of others. */
export interface Reactions {
  readonly table: ReactionTable;
  /** By the names under which the table is finding them. */
  readonly facts?: Readonly<Record<string, Lookup['find']>>;
  /** Keeps facts that causes arriving later must meet; committed before any command is sent, and safe to repeat. */
  readonly keeps?: Handlers;
}

/** Where commands go: the service's own door. */
export interface Door {
  handle(requests: readonly unknown[], actor: Actor, handling?: Handling): Promise<readonly DoorOutcome[]>;
}

/** What reactions run on. */
export interface ReactionsRun {
  readonly service: ServiceName;
  readonly context: ServiceContext;
  readonly door: Door;
}

/** The services whose events are answered or kept. */
export const feedsAnswered = ({ table, keeps = {} }: Reactions): ReadonlySet<ServiceName> =>
  new Set(
    [...Object.values(table).flatMap(({ whenever }) => whenever), ...typesHandled(keeps)].flatMap(
      (type) => eventContract(type)?.service ?? [],
    ),
  );

/**
 * Reactions as consumers in group {@link REACTION_GROUP}, one a feed. Commands are at least once and recognised by their
 * ids (cause, reaction, stream, and a key where an answer has one); those of a batch go to the door together, side by side by stream. Failures that may pass
 * are thrown as such and block; any other refusal than those listed is thrown and parks.
 * @throws Error when the table is finding a fact that is not among the facts
 */
export function reactionConsumers(reactions: Reactions, run: ReactionsRun): readonly FeedConsumer[] {
  const named = Object.entries(reactions.table).map(([name, reaction]): Named => ({ ...reaction, name }));
  const lost = named.find(({ finding }) => finding !== undefined && !Object.hasOwn(reactions.facts ?? {}, finding));
  if (lost) throw new Error(`${lost.name} is finding ${lost.finding}, which nobody looks up`);
  return [...feedsAnswered(reactions)].map((feed) => consumerOf(feed, { ...reactions, named }, run));
}

type Named = Reaction & { readonly name: string };
type Declared = Reactions & { readonly named: readonly Named[] };

function consumerOf(feed: ServiceName, declared: Declared, { service, context, door }: ReactionsRun): FeedConsumer {
  const { named, facts = {}, keeps = {} } = declared;
  const kept = handlersOf(feed, keeps);
  const isKept = typesHandled(kept);
  const answered = new Set<string>(
    named.flatMap(({ whenever }) => whenever).filter((type) => eventContract(type)?.service === feed),
  );
  return {
    group: REACTION_GROUP,
    service: feed,
    takes: new Set([...answered, ...isKept]),
    portion: (events) => upToCauses(events, answered),
    // What meets events of its own is in no haste: whoever sent them has his answer.
    lingers: feed === service,
    asksBeside: true,
    // The transaction holds the checkpoint alone: commands are appended elsewhere, and are safe to repeat.
    apply: async (_transaction, events, ending) => {
      const telling = events.filter(({ type }) => isKept.has(type));
      if (telling.length > 0)
        await inTransaction(context.database, (transaction) => handleBy(kept, transaction, telling));
      const causes = named.map((reaction) => ({
        reaction,
        causes: events.filter((event) => isAnswered(reaction, event)),
      }));
      const found = await findAll(facts, causes, context);
      const outgoing = causes.flatMap((one) => answersBy(one, found.get(one.reaction.finding ?? '')));
      await send(door, outgoing, ending);
    },
  };
}

function upToCauses(events: readonly RecordedEvent[], answered: ReadonlySet<string>): number {
  let causes = 0;
  for (const [index, { type }] of events.entries()) {
    if (answered.has(type)) causes += 1;
    if (causes > CAUSES_A_TRANSACTION) return index;
  }
  return events.length;
}

const isAnswered = ({ whenever, recordedFrom = '' }: Named, { type, recordedAt }: RecordedEvent): boolean =>
  whenever.some((answered) => answered === type) && recordedAt >= recordedFrom;

interface Caused {
  readonly reaction: Named;
  readonly causes: readonly RecordedEvent[];
}

type Found = ReadonlyMap<string, unknown>;

/** What is found for each fact, all its causes asked about at once; before any command, so that none sees what another did. */
async function findAll(
  facts: NonNullable<Reactions['facts']>,
  caused: readonly Caused[],
  context: ServiceContext,
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  for (const [name, find] of Object.entries(facts)) {
    const events = new Set(caused.filter(({ reaction }) => reaction.finding === name).flatMap(({ causes }) => causes));
    if (events.size > 0) found.set(name, await find(context, [...events]));
  }
  return found;
}

interface Outgoing {
  readonly request: object;
  readonly event: RecordedEvent;
  readonly reaction: Named;
}

/** The answers of one reaction before those of the next: of two that would do the same, the first in the table has done it. */
const answersBy = ({ reaction, causes }: Caused, found: Found | undefined): readonly Outgoing[] =>
  causes.flatMap((event) =>
    reaction
      .answers(event, found?.get(event.id))
      .map((answer): Outgoing => ({ event, reaction, request: requestOf(reaction, event, answer) })),
  );

function requestOf({ name: reaction }: Named, event: RecordedEvent, { name, data, cause, key }: Answer): object {
  const contract = commandContract(name);
  if (!contract) throw new Error(`${reaction}: there is no command ${name}`);
  return {
    name,
    data,
    commandId: derivedId(event.id, reaction, contract.streamOf(data), ...(key === undefined ? [] : [key])),
    ...traced(event),
    causationId: cause?.id ?? event.id,
    correlationId: cause?.correlationId ?? event.metadata.correlationId,
  };
}

/** The command goes on with its cause's trace, under the span in which the cause was taken. */
function traced(event: RecordedEvent): { readonly traceparent?: string } {
  const traceparent = traceOf(event);
  return traceparent === undefined ? {} : { traceparent };
}

/**
 * The closing of one round leads to thousands of commands, more than a process is given to end: a stop is heeded between
 * two batches of them. The cause comes again, and what was answered by then is recognised.
 */
async function send(door: Door, outgoing: readonly Outgoing[], ending: AbortSignal | undefined): Promise<void> {
  for (let from = 0; from < outgoing.length; from += COMMANDS_A_BATCH) {
    if (from > 0 && ending?.aborted) throw new PassingFailure(`stopped after ${from} of ${outgoing.length} answers`);
    const batch = outgoing.slice(from, from + COMMANDS_A_BATCH);
    const outcomes = await door.handle(
      batch.map(({ request }) => request),
      SYSTEM,
      HANDLING,
    );
    batch.forEach((sent, index) => refuseFailure(sent, outcomes[index]));
  }
}

/** Refusals that say "not now"; whoever repeats the command may be luckier. */
const PASSING = new Set(['SERVICE_UNAVAILABLE', 'REVISION_CONFLICT']);

function refuseFailure({ reaction, event }: Outgoing, outcome: DoorOutcome | undefined): void {
  if (!outcome || !('refusal' in outcome)) return;
  const { code, details } = outcome.refusal;
  if (reaction.alreadySo.some((known) => known === code)) return;
  const words = `${reaction.name} on ${event.type} ${event.id}: ${code} ${JSON.stringify(details)}`;
  throw PASSING.has(code) ? new PassingFailure(words) : new Error(words);
}
