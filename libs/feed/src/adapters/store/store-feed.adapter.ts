import type { ServiceName } from '@zhibu/contracts';
import type { Checkpoint, EventStore } from '@zhibu/event-store';
import type { FeedBatch, FeedSource } from '../../port.ts';

const EVENTS_A_BATCH = 2000;

/** The feed of a service straight from its store: the embedded profile. */
export class StoreFeedSource implements FeedSource {
  readonly service: ServiceName;
  readonly gapless: boolean;
  private readonly store: EventStore;

  /** @param counting.gapless whether the store's positions count up by one */
  constructor(service: ServiceName, store: EventStore, counting = { gapless: true }) {
    this.service = service;
    this.gapless = counting.gapless;
    this.store = store;
  }

  batches(after: Checkpoint | undefined, signal: AbortSignal): AsyncIterable<FeedBatch> {
    return this.store.subscribe(after, { signal, batchSize: EVENTS_A_BATCH });
  }

  head(): Promise<Checkpoint | undefined> {
    return this.store.head('lately');
  }
}
