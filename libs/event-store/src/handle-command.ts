import { type CommandContract, eventContract, upcast } from '@zhibu/contracts';
import {
  type Actor, contentHash, type Decider, type Decision, derivedId, type DomainEvent, type EventMetadata,
  type NewEvent, type RecordedEvent, Refusal, type SourceReference,
} from '@zhibu/kernel';
import { type EventStore, limits, RevisionConflict, type StreamEvent } from './port.ts';

/** A command that has passed its contract, with who sent it and why. */
export interface CommandEnvelope {
  readonly commandId: string;
  readonly contract: CommandContract;
  readonly data: object;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly source?: SourceReference | undefined;
  /** The revision of the stream that the sender has seen; -1: it does not exist yet. */
  readonly expectedRevision?: number | undefined;
}

/** The commands decided on one read of their stream. The same object for each of them: what they share is kept by it. */
export interface DecisionRun {
  readonly commands: readonly { readonly name: string; readonly data: object }[];
}

/** What decides the commands of one kind of stream: the pure decider, and where its facts are looked up. */
export interface Aggregate<Of extends Decision> {
  readonly decider: Decider<Of>;
  /** Looks up what the decision rests on beyond its stream; may refuse. What is looked up once for a run holds for all of it. */
  readonly facts: (command: Of['command'], state: Of['state'], run: DecisionRun) => Promise<Of['facts']>;
}

/** What became of a command: the events recorded, as the log holds them, or why it was refused. */
export type CommandOutcome = { readonly events: readonly RecordedEvent[] } | { readonly refusal: Refusal };

const RETRIES_OF_A_CONFLICT = 3;

/**
 * Decides commands of one stream in their order, with one read and, as far as the limits allow, one append; answers
 * when their events are in the log. A command whose id the stream knows is not decided again: it answers the events
 * recorded then, or COMMAND_ID_REUSED when its payload was another. Infrastructure errors are thrown: the caller
 * repeats under the same command ids.
 */
export async function handleCommands<Of extends Decision>(
  store: EventStore, aggregate: Aggregate<Of>, envelopes: readonly CommandEnvelope[],
): Promise<readonly CommandOutcome[]> {
  const outcomes: CommandOutcome[] = [];
  while (outcomes.length < envelopes.length) {
    outcomes.push(...await handleRun(store, aggregate, envelopes.slice(outcomes.length)));
  }
  return outcomes;
}

/** One command: {@link handleCommands} with the outcome unpacked. @throws Refusal */
export async function handleCommand<Of extends Decision>(
  store: EventStore, aggregate: Aggregate<Of>, envelope: CommandEnvelope,
): Promise<readonly RecordedEvent[]> {
  const [outcome] = await handleCommands(store, aggregate, [envelope]);
  if (!outcome) throw new Error('a command without an outcome');
  if ('refusal' in outcome) throw outcome.refusal;
  return outcome.events;
}

/** Handles as many commands from the front as fit one append; at least one. */
async function handleRun<Of extends Decision>(
  store: EventStore, aggregate: Aggregate<Of>, envelopes: readonly CommandEnvelope[],
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
      if (!(error instanceof RevisionConflict)) throw error;
      if (attempt < RETRIES_OF_A_CONFLICT) continue;
      return [{ refusal: new Refusal('REVISION_CONFLICT', { stream, expected: error.expected, current: error.current }) }];
    }
  }
}

/** A command's share of a run: its revisions (empty when from > to), or its refusal. */
type Part = { readonly from: number; readonly to: number } | Refusal;

async function outcomeOf(store: EventStore, stream: string, part: Part): Promise<CommandOutcome> {
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
    this.readRevision = (history.at(-1)?.revision ?? -1);
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

  async append(store: EventStore): Promise<void> {
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
    const command = { name: envelope.contract.name, data: envelope.data };
    const facts = await this.aggregate.facts(command, this.state, run);
    const decided = this.aggregate.decider.decide(command, this.state, facts);
    return this.take(decided as readonly DomainEvent[], metadataOf(envelope, hash));
  }

  private refuseOtherRevision({ expectedRevision }: CommandEnvelope): void {
    if (expectedRevision === undefined || expectedRevision === this.revision) return;
    throw new Refusal('REVISION_CONFLICT', { field: 'expectedRevision', stream: this.stream, expected: expectedRevision, current: this.revision });
  }

  private take(decided: readonly DomainEvent[], metadata: EventMetadata): Part | 'full' {
    const events = decided.map((event, index) => this.newEvent(event, metadata, index));
    const sizes = events.map((event) => Buffer.byteLength(JSON.stringify([event.data, event.metadata])));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    if (sizes.some((size) => size > limits.bytesAnEvent) || bytes > limits.bytesAnAppend || events.length > limits.eventsAnAppend) {
      throw new Refusal('EVENT_TOO_LARGE', { limit: limits.bytesAnEvent, largest: Math.max(...sizes) });
    }
    if (this.bytes + bytes > limits.bytesAnAppend || this.appended.length + events.length > limits.eventsAnAppend) return 'full';
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
  };
}
