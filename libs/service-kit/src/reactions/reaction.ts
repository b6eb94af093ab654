import type { ServiceName } from '@zhibu/contracts';
import { PassingFailure } from '@zhibu/database';
import type { FeedConsumer } from '@zhibu/feed';
import { type Actor, derivedId, type RecordedEvent } from '@zhibu/kernel';
import { COMMANDS_A_BATCH, type DoorOutcome, type Handling } from '../doors/command-door.ts';
import { traceOf } from '../observing/tracing.ts';

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

/** A command that answers an event. */
export interface Answer {
  readonly name: string;
  readonly data: object;
  /** The stream that the command is decided on: one event may lead to the same command on many. */
  readonly stream: string;
  /** What it is found by, where that is not the event itself but what the event had missed. */
  readonly cause?: Pick<RecordedEvent, 'id'> & { readonly correlationId: string };
}

/** Whenever <event>, <commands>: pure. */
export interface Reaction<Found> {
  readonly name: string;
  readonly whenever: readonly string[];
  /** @param found what was looked up for the event, when anything was */
  readonly then: (event: RecordedEvent, found: Found | undefined) => readonly Answer[];
  /** Refusals that mean that there is nothing left to do. Any other parks the cause's stream. */
  readonly alreadySo: readonly string[];
}

/** What a service does about the events of one feed. */
export interface ReactionTable<Found> {
  readonly service: ServiceName;
  /** Which causes are answered: a reaction that is added later must not answer the past. */
  readonly startsAt: 'the-beginning' | { readonly recordedFrom: string };
  /** Keeps facts that causes arriving later must meet; committed before any command is sent, and safe to repeat. */
  readonly keep?: (events: readonly RecordedEvent[]) => Promise<void>;
  /** See {@link FeedConsumer.gathers}. */
  readonly gathers?: boolean;
  /** Looks up what the answers need beyond the events; by event id. */
  readonly find?: (events: readonly RecordedEvent[]) => Promise<ReadonlyMap<string, Found>>;
  readonly reactions: readonly Reaction<Found>[];
}

/** Where commands go: the service's own door. */
export interface Door {
  handle(requests: readonly unknown[], actor: Actor, handling?: Handling): Promise<readonly DoorOutcome[]>;
}

/** The reactions to one feed, ready to be run through the service's door. */
export type Reacting = (door: Door) => FeedConsumer;

/**
 * A table of reactions as a consumer of its feed, in group {@link REACTION_GROUP}. Commands are at least once and
 * recognised by their ids (cause, reaction, stream); those of a batch go to the door together, side by side by stream.
 * Failures that may pass are thrown as such and block; any other refusal than those listed is thrown and parks.
 */
export function reactingTo<Found>(table: ReactionTable<Found>): Reacting {
  const answered = new Set(table.reactions.flatMap((reaction) => reaction.whenever));
  return (door) => ({
    group: REACTION_GROUP,
    service: table.service,
    portion: (events) => upToCauses(events, answered),
    gathers: table.gathers ?? false,
    // The transaction holds the checkpoint alone: commands are appended elsewhere, and are safe to repeat.
    apply: async (_transaction, events) => {
      await table.keep?.(events);
      const causes = events.filter((event) => answered.has(event.type) && isTaken(event, table.startsAt));
      if (causes.length === 0) return;
      const found = (await table.find?.(causes)) ?? new Map<string, Found>();
      await send(
        door,
        table.reactions.flatMap((reaction) => answersBy(reaction, causes, found)),
      );
    },
  });
}

function upToCauses(events: readonly RecordedEvent[], answered: ReadonlySet<string>): number {
  let causes = 0;
  for (const [index, { type }] of events.entries()) {
    if (answered.has(type)) causes += 1;
    if (causes > CAUSES_A_TRANSACTION) return index;
  }
  return events.length;
}

const isTaken = (event: RecordedEvent, startsAt: ReactionTable<never>['startsAt']): boolean =>
  startsAt === 'the-beginning' || event.recordedAt >= startsAt.recordedFrom;

interface Outgoing {
  readonly request: object;
  readonly event: RecordedEvent;
  readonly reaction: Pick<Reaction<never>, 'name' | 'alreadySo'>;
}

/** The answers of one reaction before those of the next: of two that would do the same, the first in the table has done it. */
function answersBy<Found>(
  reaction: Reaction<Found>,
  causes: readonly RecordedEvent[],
  found: ReadonlyMap<string, Found>,
): readonly Outgoing[] {
  return causes
    .filter(({ type }) => reaction.whenever.includes(type))
    .flatMap((event) =>
      reaction
        .then(event, found.get(event.id))
        .map(({ name, data, stream, cause }): Outgoing => ({
          event,
          reaction,
          request: {
            name,
            data,
            commandId: derivedId(event.id, reaction.name, stream),
            ...traced(event),
            causationId: cause?.id ?? event.id,
            correlationId: cause?.correlationId ?? event.metadata.correlationId,
          },
        })),
    );
}

/** The command goes on with its cause's trace, under the span in which the cause was taken. */
function traced(event: RecordedEvent): { readonly traceparent?: string } {
  const traceparent = traceOf(event);
  return traceparent === undefined ? {} : { traceparent };
}

async function send(door: Door, outgoing: readonly Outgoing[]): Promise<void> {
  for (let from = 0; from < outgoing.length; from += COMMANDS_A_BATCH) {
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
  if (reaction.alreadySo.includes(code)) return;
  const words = `${reaction.name} on ${event.type} ${event.id}: ${code} ${JSON.stringify(details)}`;
  throw PASSING.has(code) ? new PassingFailure(words) : new Error(words);
}
