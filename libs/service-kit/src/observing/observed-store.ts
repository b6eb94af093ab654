import { SpanKind } from '@opentelemetry/api';
import type { ServiceName } from '@zhibu/contracts';
import {
  type Appended,
  type AuditedStretch,
  type ChainedStore,
  type Checkpoint,
  type EventStore,
  type ExpectedRevision,
  type LogBatch,
  RevisionConflict,
  type StoreFault,
  type StreamEvent,
  type SubscribeOptions,
  type When,
} from '@zhibu/event-store';
import type { NewEvent, RecordedEvent } from '@zhibu/kernel';
import type { Metrics } from './metrics.ts';
import { inSpan } from './tracing.ts';

/** What a store may promise beyond the port, for an auditor. */
export interface AuditedStore {
  verifyStream(stream: string): Promise<{ readonly intact: boolean; readonly fault?: string }>;
  /** By name; a store that would have to read its whole log for it does not promise it. */
  streamsStartingWith(prefix: string): Promise<readonly string[]>;
  auditedStretch(after: bigint, limit: number): Promise<AuditedStretch>;
}

/** A service's store, its appends and the wait for the log measured and traced; everything else passed on. */
export class ObservedStore implements EventStore {
  /** Passed on where the store promises it. */
  readonly verifyStream: AuditedStore['verifyStream'] | undefined;
  readonly streamsStartingWith: AuditedStore['streamsStartingWith'] | undefined;
  readonly auditedStretch: AuditedStore['auditedStretch'] | undefined;
  readonly chainAt: ChainedStore['chainAt'] | undefined;
  private readonly store: EventStore & Partial<AuditedStore & ChainedStore>;
  private readonly service: ServiceName;
  private readonly metrics: Metrics;

  constructor(
    store: EventStore & Partial<AuditedStore & ChainedStore>,
    { service, metrics }: { readonly service: ServiceName; readonly metrics: Metrics },
  ) {
    this.store = store;
    this.service = service;
    this.metrics = metrics;
    this.verifyStream = store.verifyStream?.bind(store);
    this.streamsStartingWith = store.streamsStartingWith?.bind(store);
    this.auditedStretch = store.auditedStretch?.bind(store);
    this.chainAt = store.chainAt?.bind(store);
    metrics.watchDamage(
      service,
      async () => (await store.faults()).filter(({ stream }) => stream !== undefined).length,
    );
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
  head(when?: When): Promise<Checkpoint | undefined> {
    return this.store.head(when);
  }
  settle(instant: string): Promise<bigint> {
    return this.store.settle(instant);
  }
  faults(): Promise<readonly StoreFault[]> {
    return this.store.faults();
  }
  close(): Promise<void> {
    return this.store.close();
  }
}
