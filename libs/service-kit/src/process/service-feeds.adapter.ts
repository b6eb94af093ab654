import { Logger } from '@nestjs/common';
import { refusal, type ServiceName } from '@zhibu/contracts';
import type { Pool } from '@zhibu/database';
import {
  type ConsumerKey,
  type FeedConsumer,
  FeedTransport,
  type Subscriber,
  type SubscriberStatus,
} from '@zhibu/feed';
import type { Metrics } from '../observing/metrics.ts';
import { observedConsumer } from '../observing/observed-consumer.ts';
import type { FeedSources } from './feeds.ts';

const CATCH_UP_MS = 5_000;

/** What the feeds of a process are made with. */
export interface FeedsOfAProcess {
  /** Whose feeds they are, for metrics. */
  readonly process: string;
  readonly metrics: Metrics;
  readonly database: Pool;
  /** Only those that a consumer takes are asked for. */
  readonly sources: FeedSources;
  /** What has to be settled before anything is taken in. */
  readonly startsAfter?: Promise<unknown> | undefined;
}

/** The feeds that a process takes in: a Nest transport, with what health tells and commands wait for. */
export class ServiceFeeds {
  readonly transport: FeedTransport;
  private readonly logger = new Logger('feed');

  constructor(
    { process, metrics, database, sources, startsAfter }: FeedsOfAProcess,
    consumers: readonly FeedConsumer[],
  ) {
    this.transport = new FeedTransport({
      database,
      consumers: consumers.map((consumer) => observedConsumer(consumer, { process, metrics })),
      group: 'lookup',
      startsAfter,
      sources: [...new Set(consumers.map((consumer) => consumer.service))].map(sources),
      onChange: (status) => this.tell(status),
    });
    metrics.watchFeeds(process, () => this.statuses());
  }

  statuses(): readonly SubscriberStatus[] {
    return this.transport.subscribers.map((subscriber) => subscriber.status());
  }

  /** The subscriber of a service's feed. @throws Error when there is none */
  of(service: ServiceName): Subscriber {
    const [subscriber] = this.all(service);
    if (!subscriber) throw new Error(`nobody here takes the feed of ${service}`);
    return subscriber;
  }

  /** Waits until one consumer has passed a position. @throws Refusal SERVICE_UNAVAILABLE when it does not in time; Error when there is none such */
  async reached({ service, group }: ConsumerKey, position: bigint): Promise<void> {
    const subscriber = this.all(service).find((one) => one.status().group === group);
    if (!subscriber) throw new Error(`nobody here takes the feed of ${service} as ${group}`);
    await subscriber.reached(position, undefined, AbortSignal.timeout(CATCH_UP_MS)).catch(() => {
      throw refusal('SERVICE_UNAVAILABLE', {
        reason: `what ${service} has recorded is not read yet`,
        position: position.toString(),
      });
    });
  }

  private all(service: ServiceName): readonly Subscriber[] {
    return this.transport.subscribers.filter((subscriber) => subscriber.status().service === service);
  }

  private tell(status: SubscriberStatus): void {
    const { position, head, remedy, ...facts } = status;
    const places = { position: position.toString(), head: head.toString() };
    const words = JSON.stringify({ ...facts, ...places, ...(remedy ? { remedy: remedy.en } : {}) });
    const needsAttention = status.error !== undefined || status.parkedStreams > 0;
    if (needsAttention) this.logger.warn(words);
    else this.logger.log(words);
  }
}
