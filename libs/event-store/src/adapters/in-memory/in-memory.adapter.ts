import { randomUUID } from 'node:crypto';
import type { NewEvent, RecordedEvent } from '@zhibu/kernel';
import { isSamePlaced, written, type PlacedEvent, type WrittenEvent } from '../../content.ts';
import {
  type Appended,
  type Checkpoint,
  checkpointLost,
  EventIdReused,
  type EventStore,
  type ExpectedRevision,
  InstantInFuture,
  type LogBatch,
  millisecondsOf,
  NotYetRecorded,
  RevisionConflict,
  type StoreFault,
  type StreamEvent,
  type SubscribeOptions,
} from '../../port.ts';
import { Wake } from '../../wake.ts';

interface LoggedEvent extends PlacedEvent {
  readonly position: bigint;
  readonly recordedAt: string;
}

/** The store in memory: what specs run on. It keeps bytes, as the others do, so nothing is shared with its callers. */
export class InMemoryEventStore implements EventStore {
  private readonly generation = randomUUID();
  private readonly log: LoggedEvent[] = [];
  private readonly streams = new Map<string, LoggedEvent[]>();
  private readonly byId = new Map<string, LoggedEvent>();
  private readonly news = new Wake();
  private floor = 0;
  private closed = false;

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const added = written(events);
    const first = expected === 'no-stream' ? 0 : expected + 1;
    const answer = { stream, firstRevision: first, lastRevision: first + added.length - 1 };
    if (added.some((event) => this.byId.has(event.id))) return this.repeated(answer, added);
    const current = (this.streams.get(stream)?.length ?? 0) - 1;
    if (current !== first - 1) throw new RevisionConflict(stream, expected, current === -1 ? 'no-stream' : current);
    this.record(answer, added);
    return answer;
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly StreamEvent[]> {
    return (this.streams.get(stream) ?? []).slice(Math.max(0, fromRevision)).map(streamEvent);
  }

  async recorded(
    stream: string,
    revisions: { readonly from: number; readonly to: number },
    timeoutMs = 10_000,
  ): Promise<readonly RecordedEvent[]> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const seen = this.news.count;
      const found = (this.streams.get(stream) ?? []).slice(revisions.from, revisions.to + 1);
      if (found.length === revisions.to - revisions.from + 1) return found.map(recordedEvent);
      if (Date.now() >= deadline)
        throw new NotYetRecorded(`${stream} ${revisions.from} to ${revisions.to} is not in the log yet`);
      await this.news.wait(seen, deadline - Date.now());
    }
  }

  async readLog(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return this.log.slice(Number(after), Number(after) + limit).map(recordedEvent);
  }

  async *subscribe(after: Checkpoint | undefined, options: SubscribeOptions): AsyncIterable<LogBatch> {
    this.refuseLost(after);
    let position = after?.position ?? 0n;
    const wake = (): void => this.news.ring();
    options.signal.addEventListener('abort', wake);
    try {
      while (!options.signal.aborted && !this.closed) {
        const seen = this.news.count;
        const events = await this.readLog(position, options.batchSize ?? 1000);
        const last = events.at(-1);
        if (!last) {
          await this.news.wait(seen, 60_000);
          continue;
        }
        position = last.position;
        yield { events, checkpoint: { generation: this.generation, position, eventId: last.id } };
      }
    } finally {
      options.signal.removeEventListener('abort', wake);
    }
  }

  async head(): Promise<Checkpoint | undefined> {
    const last = this.log.at(-1);
    return last && { generation: this.generation, position: last.position, eventId: last.id };
  }

  async settle(instant: string): Promise<bigint> {
    const milliseconds = millisecondsOf(instant);
    if (milliseconds > Date.now()) throw new InstantInFuture(`${instant} lies in the future`);
    this.floor = Math.max(this.floor, milliseconds + 1);
    return this.log.findLast((event) => Date.parse(event.recordedAt) <= milliseconds)?.position ?? 0n;
  }

  async faults(): Promise<readonly StoreFault[]> {
    return [];
  }

  async close(): Promise<void> {
    this.closed = true;
    this.news.ring();
  }

  private repeated(answer: Appended, events: readonly WrittenEvent[]): Appended {
    const same = events.every((event, index) => {
      const known = this.byId.get(event.id);
      const place = { ...event, ...answer, revision: answer.firstRevision + index };
      return known !== undefined && isSamePlaced(known, place);
    });
    if (same) return answer;
    throw new EventIdReused(`${answer.stream}: an event id is known with another body or in another place`);
  }

  private record(answer: Appended, events: readonly WrittenEvent[]): void {
    this.floor = Math.max(this.floor, Date.now());
    const recordedAt = new Date(this.floor).toISOString();
    const history = this.streams.get(answer.stream) ?? [];
    this.streams.set(answer.stream, history);
    for (const event of events) {
      const logged = {
        ...event,
        ...answer,
        revision: history.length,
        position: BigInt(this.log.length + 1),
        recordedAt,
      };
      history.push(logged);
      this.log.push(logged);
      this.byId.set(event.id, logged);
    }
    this.news.ring();
  }

  private refuseLost(checkpoint: Checkpoint | undefined): void {
    if (!checkpoint) return;
    if (checkpoint.generation !== this.generation)
      throw checkpointLost(checkpoint, 'the store does not know its generation');
    const event = this.log[Number(checkpoint.position) - 1];
    if (event?.id !== checkpoint.eventId) throw checkpointLost(checkpoint, 'that event does not stand there');
  }
}

function streamEvent(event: LoggedEvent): StreamEvent {
  return {
    id: event.id,
    type: event.type,
    schemaVersion: event.schemaVersion,
    data: JSON.parse(event.data) as object,
    metadata: JSON.parse(event.metadata) as NewEvent['metadata'],
    stream: event.stream,
    revision: event.revision,
  };
}

function recordedEvent(event: LoggedEvent): RecordedEvent {
  return { ...streamEvent(event), position: event.position, recordedAt: event.recordedAt };
}
