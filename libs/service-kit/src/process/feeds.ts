import type { ServiceName } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { EventStore } from '@zhibu/event-store';
import type { FeedSource } from '@zhibu/feed';
import type { HealthCheck } from '../observing/health.ts';
import type { Metrics } from '../observing/metrics.ts';

/** What a process takes in from others, opened; nobody but the wiring knows by which adapters. */
export interface OpenFeeds {
  readonly sources: Readonly<Record<ServiceName, FeedSource>>;
  /** What the feeds lean on. */
  readonly checks: readonly HealthCheck[];
  /** Closes what was opened, after the consumers have stopped. */
  readonly close: () => Promise<void>;
}

/** For whom feeds are opened. */
export interface FeedReader {
  /** The service's name, or `gateway`. */
  readonly process: string;
  readonly takes: readonly ServiceName[];
  readonly metrics: Metrics;
  /** A service's own. */
  readonly own?: { readonly service: ServiceName; readonly store: EventStore; readonly database: Pool };
}

/** A source for each service, made when it is first asked for. */
export function perService(source: (service: ServiceName) => FeedSource): Readonly<Record<ServiceName, FeedSource>> {
  return {
    get organization() {
      return source('organization');
    },
    get assessment() {
      return source('assessment');
    },
    get rectification() {
      return source('rectification');
    },
    get supervision() {
      return source('supervision');
    },
  };
}
