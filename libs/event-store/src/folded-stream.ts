import { currentVersion, refusal, upcast } from '@zhibu/contracts';
import {
  contentHash,
  type Decision,
  derivedId,
  type DomainEvent,
  type EventMetadata,
  type Identified,
  type NewEvent,
  Refusal,
} from '@zhibu/kernel';
import { damageRefusal } from './damage-refusal.ts';
import type { Aggregate, CommandEnvelope, DecisionRun } from './envelope.ts';
import { limits, StoreDamaged, type StreamEvent } from './port.ts';

/** A command's share of what was appended: its revisions (empty when from > to), or why it was refused. */
export type Part = { readonly from: number; readonly to: number } | Refusal;

/** What became of the commands of one turn, from the front: as many as fit one append, or came before one that failed. */
export interface Decided {
  readonly parts: readonly Part[];
  readonly events: readonly NewEvent[];
  /** What the command after the last part threw that is no refusal: nobody foresaw it, or something else is away. */
  readonly failure?: { readonly error: unknown };
}

/** A stream folded up to a revision, with the commands that it knows; commands decided on it move it on. */
export class FoldedStream<Of extends Decision> {
  private readonly aggregate: Aggregate<Of>;
  private readonly stream: string;
  private readonly known = new Map<string, { hash: string; from: number; to: number }>();
  private state: Of['state'];
  private last = -1;
  private events: NewEvent[] = [];
  private bytes = 0;

  /** @throws CorruptEvent */
  constructor(aggregate: Aggregate<Of>, stream: string, history: readonly StreamEvent[]) {
    this.aggregate = aggregate;
    this.stream = stream;
    this.state = aggregate.decider.initialState;
    for (const event of history) this.take(upcast(event) as Identified<Of['event']>, event.metadata);
  }

  /** That of the last event folded; -1: the stream does not exist yet. */
  get revision(): number {
    return this.last;
  }

  /** Decides from the front until the next command's events would not fit the append, or one fails. */
  async decideAll(envelopes: readonly CommandEnvelope[]): Promise<Decided> {
    const run: DecisionRun = { commands: envelopes.map(({ contract, data }) => ({ name: contract.name, data })) };
    const parts: Part[] = [];
    this.events = [];
    this.bytes = 0;
    for (const envelope of envelopes) {
      try {
        const part = await this.decide(envelope, run);
        if (part === 'full') break;
        parts.push(part);
      } catch (error) {
        const refused = error instanceof StoreDamaged ? damageRefusal(error) : error;
        if (!(refused instanceof Refusal)) return { parts, events: this.events, failure: { error } };
        parts.push(refused);
      }
    }
    return { parts, events: this.events };
  }

  private async decide(envelope: CommandEnvelope, run: DecisionRun): Promise<Part | 'full'> {
    const hash = contentHash({ name: envelope.contract.name, data: envelope.data });
    const repeated = this.known.get(envelope.commandId);
    if (repeated?.hash === hash) return repeated;
    if (repeated) throw refusal('COMMAND_ID_REUSED', { field: 'commandId', commandId: envelope.commandId });
    this.refuseOtherRevision(envelope);
    const command = { name: envelope.contract.name, data: envelope.data, actor: envelope.actor };
    const facts = await this.aggregate.facts(command, this.state, run);
    const decided = this.aggregate.decider.decide(command, this.state, facts);
    return this.add(decided as readonly DomainEvent[], metadataOf(envelope, hash));
  }

  private refuseOtherRevision({ expectedRevision }: CommandEnvelope): void {
    if (expectedRevision === undefined || expectedRevision === this.last) return;
    throw refusal('REVISION_CONFLICT', {
      field: 'expectedRevision',
      stream: this.stream,
      expected: expectedRevision,
      current: this.last,
    });
  }

  private add(decided: readonly DomainEvent[], metadata: EventMetadata): Part | 'full' {
    const events = decided.map((event, index) => this.newEvent(event, metadata, index));
    const bytes = sizeOf(decided, events);
    if (this.bytes + bytes > limits.bytesAnAppend || this.events.length + events.length > limits.eventsAnAppend)
      return 'full';
    const from = this.last + 1;
    this.bytes += bytes;
    for (const event of events) {
      this.events.push(event);
      this.take(event as Identified<Of['event']>, metadata);
    }
    return { from, to: this.last };
  }

  private newEvent(event: DomainEvent, metadata: EventMetadata, index: number): NewEvent {
    return {
      id: derivedId(this.stream, metadata.commandId, index),
      type: event.type,
      schemaVersion: currentVersion(event.type),
      data: event.data,
      metadata,
    };
  }

  private take(event: Identified<Of['event']>, { commandId, commandHash }: EventMetadata): void {
    this.state = this.aggregate.decider.evolve(this.state, event);
    this.last += 1;
    const known = this.known.get(commandId);
    if (known) known.to = this.last;
    else this.known.set(commandId, { hash: commandHash, from: this.last, to: this.last });
  }
}

/** Bytes of a command's events. @throws Refusal EVENT_TOO_LARGE when no append could take them */
function sizeOf(decided: readonly DomainEvent[], events: readonly NewEvent[]): number {
  const sizes = events.map((event) => Buffer.byteLength(JSON.stringify([event.data, event.metadata])));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const fits =
    sizes.every((size) => size <= limits.bytesAnEvent) &&
    bytes <= limits.bytesAnAppend &&
    events.length <= limits.eventsAnAppend;
  if (fits) return bytes;
  throw refusal('EVENT_TOO_LARGE', {
    field: largestFieldOf(decided),
    limit: limits.bytesAnEvent,
    largest: Math.max(...sizes),
  });
}

/** The field that takes most of the room, which is the one to shorten. */
function largestFieldOf(decided: readonly DomainEvent[]): string {
  const fields = decided
    .flatMap(({ data }) => Object.entries(data))
    .map(([field, value]) => ({ field, size: JSON.stringify(value)?.length ?? 0 }));
  return fields.toSorted((a, b) => b.size - a.size)[0]?.field ?? '';
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
