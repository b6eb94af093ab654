import { Logger } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import type { ServiceName } from '@zhibu/contracts';
import type { Checkpoint } from '@zhibu/event-store';
import {
  checkTopic,
  HttpLogReader,
  type KafkaCluster,
  kafkaCluster,
  KafkaFeedSource,
  type LogReader,
  LogUnavailable,
  Relay,
  type RelayStatus,
  StoreFeedSource,
  topicOf,
} from '@zhibu/feed';
import type { RecordedEvent } from '@zhibu/kernel';
import type { FeedReader, OpenFeeds } from './feeds.ts';
import type { HealthCheck } from '../observing/health.ts';
import { type ProcessSettings, serviceUrls } from './process-settings.ts';
import { kafkaAccess } from './kafka-settings.ts';
import { TokenIssuer } from '../access/token.ts';
import { inSpansOf, traceOf } from '../observing/tracing.ts';

const logger = new Logger('kafka');

/** Feeds from topics, with the owning services' logs behind; a service carries its own log to its topic. */
export async function kafkaFeeds(settings: ProcessSettings, reader: FeedReader): Promise<OpenFeeds> {
  const cluster = kafkaCluster(kafkaAccess(settings, reader.process));
  const gapless = settings.STORE === 'postgres';
  const { own, metrics } = reader;
  const source = (service: ServiceName): KafkaFeedSource =>
    new KafkaFeedSource({
      service,
      cluster,
      gapless,
      group: `${settings.KAFKA_TOPIC_PREFIX}.${reader.process}`,
      topicPrefix: settings.KAFKA_TOPIC_PREFIX,
      log: logOf(settings, service, reader.process),
      onSkipped: (reason, offset) => {
        metrics.skipped.inc({ service, reason });
        logger.warn({ fault: 'a message was passed over', service, reason, offset });
      },
    });
  const relay = own && relayOf({ settings, cluster, own, metrics, gapless });
  relay?.start();
  return {
    // What a service keeps of its own log it takes from its own store: its commands wait for that, and must not wait for a broker.
    sources: (service) =>
      service === own?.service ? new StoreFeedSource(service, own.store, { gapless }) : source(service),
    checks: [
      brokerCheck(cluster, topicOf(reader.takes[0] ?? 'organization', settings.KAFKA_TOPIC_PREFIX)),
      ...(relay ? [relayCheck(relay)] : []),
    ],
    close: async () => {
      await relay?.stop();
    },
  };
}

function relayOf({
  settings,
  cluster,
  own,
  metrics,
  gapless,
}: {
  readonly settings: ProcessSettings;
  readonly cluster: KafkaCluster;
  readonly own: NonNullable<FeedReader['own']>;
  readonly metrics: FeedReader['metrics'];
  readonly gapless: boolean;
}): Relay {
  const relay = new Relay({
    ...own,
    cluster,
    gapless,
    topicPrefix: settings.KAFKA_TOPIC_PREFIX,
    around: (events, write) =>
      inSpansOf(events, { name: `relay ${own.service}`, kind: SpanKind.PRODUCER }, () => write(traceOf)),
    onChange: (status) => {
      const { state, error, position } = status;
      const facts = { message: 'relay', state, position: String(position), ...(error === undefined ? {} : { error }) };
      if (state === 'blocked') logger.warn(facts);
      else logger.log(facts);
    },
  });
  metrics.watchReader('relay', own.service, async () => positionOf(relay.status()));
  return relay;
}

const positionOf = ({ position, head, lag }: RelayStatus) => ({
  position,
  head: head > position ? head : position,
  events: lag,
});

function relayCheck(relay: Relay): HealthCheck {
  return {
    name: 'relay',
    isRequired: false,
    check: async () => {
      const { state, error } = relay.status();
      return state === 'blocked' ? (error ?? state) : undefined;
    },
  };
}

function brokerCheck(cluster: KafkaCluster, topic: string): HealthCheck {
  return { name: 'broker', isRequired: false, check: () => checkTopic(cluster, topic) };
}

/** The owning service's log, from whichever of its replicas answers. */
function logOf(settings: ProcessSettings, service: ServiceName, process: string): LogReader {
  const issuer = new TokenIssuer(settings.ACTOR_KEYS);
  const headers = async () => ({ authorization: await issuer.authorization(service, { reader: process }) });
  return new AnyLogReader(serviceUrls(settings, service).map((url) => new HttpLogReader({ url, headers })));
}

class AnyLogReader implements LogReader {
  private readonly readers: readonly LogReader[];

  constructor(readers: readonly LogReader[]) {
    this.readers = readers;
  }

  readLog(after: bigint, limit: number, signal?: AbortSignal): Promise<readonly RecordedEvent[]> {
    return this.any((reader) => reader.readLog(after, limit, signal));
  }

  head(): Promise<Checkpoint | undefined> {
    return this.any((reader) => reader.head());
  }

  private async any<Answer>(ask: (reader: LogReader) => Promise<Answer>): Promise<Answer> {
    let away: unknown = new LogUnavailable('a service has no address');
    for (const reader of this.readers) {
      try {
        return await ask(reader);
      } catch (error) {
        if (!(error instanceof LogUnavailable)) throw error;
        away = error;
      }
    }
    throw away;
  }
}
