import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { ServiceName } from '@zhibu/contracts';
import { type FeedConsumer, Subscriber, type SubscriberStatus } from '@zhibu/feed';
import { Refusal } from '@zhibu/kernel';
import type { ServiceRuntime } from './definition.ts';

const CATCH_UP_MS = 5_000;

/** The feeds that a process takes in: started with its application, ended with it, awaited by what needs them. */
export class ServiceFeeds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('feed');
  private readonly subscribers: readonly Subscriber[];
  private readonly services: readonly ServiceName[];

  constructor(runtime: Pick<ServiceRuntime, 'database' | 'sources'>, consumers: readonly FeedConsumer[]) {
    this.services = consumers.map((consumer) => consumer.service);
    this.subscribers = consumers.map((consumer) => new Subscriber({
      consumer, source: runtime.sources[consumer.service], database: runtime.database,
      onChange: (status) => this.tell(status),
    }));
  }

  onApplicationBootstrap(): void {
    for (const subscriber of this.subscribers) subscriber.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.subscribers.map((subscriber) => subscriber.stop()));
  }

  statuses(): readonly SubscriberStatus[] {
    return this.subscribers.map((subscriber) => subscriber.status());
  }

  /** The subscriber of a service's feed. @throws Error when there is none */
  of(service: ServiceName): Subscriber {
    const subscriber = this.subscribers[this.services.indexOf(service)];
    if (!subscriber) throw new Error(`nobody here takes the feed of ${service}`);
    return subscriber;
  }

  /** Waits until every consumer of a service's feed has passed a position. @throws Refusal SERVICE_UNAVAILABLE */
  async reached(service: ServiceName, position: bigint): Promise<void> {
    const concerned = this.subscribers.filter((_, index) => this.services[index] === service);
    const timeout = AbortSignal.timeout(CATCH_UP_MS);
    await Promise.all(concerned.map((subscriber) => subscriber.reached(position, undefined, timeout))).catch(() => {
      throw new Refusal('SERVICE_UNAVAILABLE', { reason: `what ${service} has recorded is not read yet`, position: position.toString() });
    });
  }

  private tell(status: SubscriberStatus): void {
    const words = { ...status, position: status.position.toString() };
    if (status.state === 'running') this.logger.log(words);
    else this.logger.warn(words);
  }
}
