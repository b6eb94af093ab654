import { CorruptEvent, eventContract, upcast } from '@zhibu/contracts';
import {
  contentHash,
  type Decision,
  derivedId,
  type DomainEvent,
  type EventMetadata,
  type NewEvent,
  type RecordedEvent,
  Refusal,
} from '@zhibu/kernel';
import type { Aggregate, CommandEnvelope, CommandOutcome, DecisionRun } from './envelope.ts';
import { EventIdReused, type EventStore, limits, RevisionConflict, type StreamEvent } from './port.ts';

const RETRIES_OF_A_CONFLICT = 3;

/** What commands are handled with. */
export type CommandStore = Pick<EventStore, 'readStream' | 'append' | 'recorded'>;

/** A store for whoever need not know where in the log the events came to stand: it does not wait for that, and answers none. */
export const withoutWaiting = (store: CommandStore): CommandStore => ({
  readStream: (stream, fromRevision) => store.readStream(stream, fromRevision),
  append: (stream, expected, events) => store.append(stream, expected, events),
  recorded: () => Promise.resolve([]),
});

/**
 * Decides commands of one stream in their order, with one read and, as far as the limits allow, one append; answers
 * when their events are in the log. A command whose id the stream knows is not decided again: it answers the events
 * recorded then, or COMMAND_ID_REUSED when its payload was another. Infrastructure errors are thrown: the caller
 * repeats under the same command ids.
 */
export async function handleCommands<Of extends Decision>(
  store: CommandStore,
  aggregate: Aggregate<Of>,
  envelopes: readonly CommandEnvelope[],
): Promise<readonly CommandOutcome[]> {
  const outcomes: CommandOutcome[] = [];
  while (outcomes.length < envelopes.length) {
    outcomes.push(...(await handleRun(store, aggregate, envelopes.slice(outcomes.length))));
  }
  return outcomes;
}

/** One command: {@link handleCommands} with the outcome unpacked. @throws Refusal */
export async function handleCommand<Of extends Decision>(
  store: CommandStore,
  aggregate: Aggregate<Of>,
  envelope: CommandEnvelope,
): Promise<readonly RecordedEvent[]> {
  const [outcome] = await handleCommands(store, aggregate, [envelope]);
  if (!outcome) throw new Error('a command without an outcome');
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome.events;
}

/** Handles as many commands from the front as fit one append; at least one. */
async function handleRun<Of extends Decision>(
  store: CommandStore,
  aggregate: Aggregate<Of>,
  envelopes: readonly CommandEnvelope[],
): Promise<CommandOutcome[]> {
  const [first] = envelopes;
  if (!first) return [];
  const stream = first.contract.streamOf(first.data);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const run = new Run(aggregate, stream, await store.readStream(stream));
      const parts = await run.decideAll(envelopes);
      await run.append(store);
      return await Promise.all(parts.map((part) => outcomeOf(store, stream, part)));
    } catch (error) {
      if (mayHeal(error) && attempt < RETRIES_OF_A_CONFLICT) continue;
      return [{ refusal: refusalOf(error, stream) }];
    }
  }
}

/**
 * A conflict, or the same command decided at the same moment in other company: whoever reads again finds it recorded.
 */
function mayHeal(error: unknown): boolean {
  return error instanceof RevisionConflict || error instanceof EventIdReused;
}

function refusalOf(error: unknown, stream: string): Refusal {
  if (error instanceof RevisionConflict)
    return new Refusal('REVISION_CONFLICT', { stream, expected: error.expected, current: error.current });
  if (error instanceof CorruptEvent) return new Refusal('STREAM_CORRUPT', { stream, fault: error.message });
  throw error;
}

/** The field that takes most of the room, which is the one to shorten. */
function largestFieldOf(decided: readonly DomainEvent[]): string {
  const fields = decided
    .flatMap(({ data }) => Object.entries(data))
    .map(([field, value]) => ({ field, size: JSON.stringify(value)?.length ?? 0 }));
  return fields.toSorted((a, b) => b.size - a.size)[0]?.field ?? '';
}

/** A command's share of a run: its revisions (empty when from > to), or its refusal. */
type Part = { readonly from: number; readonly to: number } | Refusal;

async function outcomeOf(store: CommandStore, stream: string, part: Part): Promise<CommandOutcome> {
  if (part instanceof Refusal) return { refusal: part };
  return { events: part.from > part.to ? [] : await store.recorded(stream, part) };
}

/** The commands of one stream between a read and an append. */
class Run<Of extends Decision> {
  private readonly aggregate: Aggregate<Of>;
  private readonly stream: string;
  private readonly known = new Map<string, { hash: string; from: number; to: number }>();
  private readonly appended: NewEvent[] = [];
  private readonly readRevision: number;
  private state: Of['state'];
  private bytes = 0;

  constructor(aggregate: Aggregate<Of>, stream: string, history: readonly StreamEvent[]) {
    this.aggregate = aggregate;
    this.stream = stream;
    this.state = aggregate.decider.initialState;
    this.readRevision = history.at(-1)?.revision ?? -1;
    for (const event of history) {
      this.state = aggregate.decider.evolve(this.state, upcast(event) as Of['event']);
      this.remember(event.metadata, event.revision);
    }
  }

  /** Decides from the front until the next command's events would not fit the append. */
  async decideAll(envelopes: readonly CommandEnvelope[]): Promise<Part[]> {
    const parts: Part[] = [];
    const run: DecisionRun = { commands: envelopes.map(({ contract, data }) => ({ name: contract.name, data })) };
    for (const envelope of envelopes) {
      const part = await this.decide(envelope, run).catch((error: unknown) => {
        if (error instanceof Refusal) return error;
        throw error;
      });
      if (part === 'full') break;
      parts.push(part);
    }
    return parts;
  }

  async append(store: CommandStore): Promise<void> {
    if (this.appended.length === 0) return;
    await store.append(this.stream, this.readRevision === -1 ? 'no-stream' : this.readRevision, this.appended);
  }

  private get revision(): number {
    return this.readRevision + this.appended.length;
  }

  private async decide(envelope: CommandEnvelope, run: DecisionRun): Promise<Part | 'full'> {
    const hash = contentHash({ name: envelope.contract.name, data: envelope.data });
    const repeated = this.known.get(envelope.commandId);
    if (repeated?.hash === hash) return repeated;
    if (repeated) throw new Refusal('COMMAND_ID_REUSED', { field: 'commandId', commandId: envelope.commandId });
    this.refuseOtherRevision(envelope);
    const command = { name: envelope.contract.name, data: envelope.data, actor: envelope.actor };
    const facts = await this.aggregate.facts(command, this.state, run);
    const decided = this.aggregate.decider.decide(command, this.state, facts);
    return this.take(decided as readonly DomainEvent[], metadataOf(envelope, hash));
  }

  private refuseOtherRevision({ expectedRevision }: CommandEnvelope): void {
    if (expectedRevision === undefined || expectedRevision === this.revision) return;
    throw new Refusal('REVISION_CONFLICT', {
      field: 'expectedRevision',
      stream: this.stream,
      expected: expectedRevision,
      current: this.revision,
    });
  }

  private take(decided: readonly DomainEvent[], metadata: EventMetadata): Part | 'full' {
    const events = decided.map((event, index) => this.newEvent(event, metadata, index));
    const sizes = events.map((event) => Buffer.byteLength(JSON.stringify([event.data, event.metadata])));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (
      sizes.some((size) => size > limits.bytesAnEvent) ||
      bytes > limits.bytesAnAppend ||
      events.length > limits.eventsAnAppend
    ) {
      throw new Refusal('EVENT_TOO_LARGE', {
        field: largestFieldOf(decided),
        limit: limits.bytesAnEvent,
        largest: Math.max(...sizes),
      });
    }
    if (this.bytes + bytes > limits.bytesAnAppend || this.appended.length + events.length > limits.eventsAnAppend)
      return 'full';
    const from = this.revision + 1;
    this.bytes += bytes;
    for (const event of events) {
      this.state = this.aggregate.decider.evolve(this.state, event as Of['event']);
      this.appended.push(event);
      this.remember(metadata, this.revision);
    }
    return { from, to: this.revision };
  }

  private newEvent(event: DomainEvent, metadata: EventMetadata, index: number): NewEvent {
    return {
      id: derivedId(this.stream, metadata.commandId, index),
      type: event.type,
      schemaVersion: eventContract(event.type)?.schemaVersion ?? 1,
      data: event.data,
      metadata,
    };
  }

  private remember({ commandId, commandHash }: EventMetadata, revision: number): void {
    const known = this.known.get(commandId);
    if (known) known.to = revision;
    else this.known.set(commandId, { hash: commandHash, from: revision, to: revision });
  }
}

function metadataOf(envelope: CommandEnvelope, commandHash: string): EventMetadata {
  return {
    commandId: envelope.commandId,
    commandHash,
    correlationId: envelope.correlationId,
    ...(envelope.causationId === undefined ? {} : { causationId: envelope.causationId }),
    actor: envelope.actor,
    ...(envelope.source === undefined ? {} : { source: envelope.source }),
    ...(envelope.traceparent === undefined ? {} : { traceparent: envelope.traceparent }),
  };
}
