import type { ServiceName } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import type { EventStore } from '@zhibu/event-store';
import type { FeedSource } from '@zhibu/feed';
import type { HealthCheck } from '../observing/health.ts';
import type { Metrics } from '../observing/metrics.ts';

/** The source of a service's feed, made when it is asked for. @throws ConfigurationError for one that is not connected */
export type FeedSources = (service: ServiceName) => FeedSource;

/** What a process takes in from others, opened; nobody but the wiring knows by which adapters. */
export interface OpenFeeds {
  readonly sources: FeedSources;
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
