import { SpanKind } from '@opentelemetry/api';
import type { ServiceName } from '@zhibu/contracts';
import {
  type Appended,
  type Checkpoint,
  type EventStore,
  type ExpectedRevision,
  type LogBatch,
  RevisionConflict,
  type StreamEvent,
  type SubscribeOptions,
} from '@zhibu/event-store';
import type { NewEvent, RecordedEvent } from '@zhibu/kernel';
import type { Metrics } from './metrics.ts';
import { inSpan } from './tracing.ts';

/** What a store may promise beyond the port, for an auditor. */
export interface AuditedStore {
  verifyStream(stream: string): Promise<{ readonly intact: boolean; readonly fault?: string }>;
  streamsStartingWith(prefix: string): Promise<readonly string[]>;
}

/** A service's store, its appends and the wait for the log measured and traced; everything else passed on. */
export class ObservedStore implements EventStore {
  /** Passed on where the store promises it. */
  readonly verifyStream: AuditedStore['verifyStream'] | undefined;
  readonly streamsStartingWith: AuditedStore['streamsStartingWith'] | undefined;
  private readonly store: EventStore & Partial<AuditedStore>;
  private readonly service: ServiceName;
  private readonly metrics: Metrics;

  constructor(
    store: EventStore & Partial<AuditedStore>,
    { service, metrics }: { readonly service: ServiceName; readonly metrics: Metrics },
  ) {
    this.store = store;
    this.service = service;
    this.metrics = metrics;
    this.verifyStream = store.verifyStream?.bind(store);
    this.streamsStartingWith = store.streamsStartingWith?.bind(store);
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const about = {
      kind: SpanKind.CLIENT,
      attributes: { 'zhibu.service': this.service, 'zhibu.events': events.length },
    };
    return inSpan('append', about, async () => {
      const end = this.metrics.append.startTimer({ service: this.service });
      try {
        return await this.store.append(stream, expected, events);
      } catch (error) {
        if (error instanceof RevisionConflict) this.metrics.conflicts.inc({ service: this.service });
        throw error;
      } finally {
        end();
      }
    });
  }

  recorded(
    stream: string,
    revisions: { readonly from: number; readonly to: number },
    timeoutMs?: number,
  ): Promise<readonly RecordedEvent[]> {
    return inSpan('seal', { attributes: { 'zhibu.service': this.service } }, async () => {
      const end = this.metrics.seal.startTimer({ service: this.service });
      const events = await this.store.recorded(stream, revisions, timeoutMs);
      end();
      return events;
    });
  }

  readStream(stream: string, fromRevision?: number): Promise<readonly StreamEvent[]> {
    return this.store.readStream(stream, fromRevision);
  }
  readLog(after: bigint, limit: number): Promise<readonly RecordedEvent[]> {
    return this.store.readLog(after, limit);
  }
  subscribe(after: Checkpoint | undefined, options: SubscribeOptions): AsyncIterable<LogBatch> {
    return this.store.subscribe(after, options);
  }
  head(): Promise<Checkpoint | undefined> {
    return this.store.head();
  }
  settle(instant: string): Promise<bigint> {
    return this.store.settle(instant);
  }
  close(): Promise<void> {
    return this.store.close();
  }
}
