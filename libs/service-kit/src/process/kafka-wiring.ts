import { Logger } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import type { ServiceName } from '@zhibu/contracts';
import type { Checkpoint, When } from '@zhibu/event-store';
import {
  checkTopic,
  type FeedKey,
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
import { feedKeysOf, type ProcessSettings, serviceUrls } from './process-settings.ts';
import { kafkaAccess } from './kafka-settings.ts';
import { TokenIssuer } from '../access/token.ts';
import { inSpansOf, traceOf } from '../observing/tracing.ts';
import { whenDown, withDetail } from '../observing/vocabulary.ts';

const logger = new Logger('kafka');

/** Feeds from topics, with the owning services' logs behind; a service carries its own log to its topic. */
export async function kafkaFeeds(settings: ProcessSettings, reader: FeedReader): Promise<OpenFeeds> {
  const cluster = kafkaCluster(kafkaAccess(settings, reader.process));
  const gapless = settings.STORE === 'postgres';
  const { own, metrics } = reader;
  const source = (service: ServiceName): KafkaFeedSource =>
    new KafkaFeedSource({
      service,
      keys: feedKeysOf(settings, service),
      cluster,
      gapless,
      group: `${settings.KAFKA_TOPIC_PREFIX}.${reader.process}`,
      topicPrefix: settings.KAFKA_TOPIC_PREFIX,
      log: logOf(settings, service),
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
    key: ownKeyOf(settings, own.service),
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

/** @throws Error where the settings were not those of a process that reads from topics */
function ownKeyOf(settings: ProcessSettings, service: ServiceName): FeedKey {
  const [key] = feedKeysOf(settings, service);
  if (!key) throw new Error(`FEED_KEYS has none of ${service}`);
  return key;
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
    whenDown: whenDown.relay,
    check: async () => {
      const { state, error } = relay.status();
      if (state !== 'blocked') return undefined;
      return error === undefined ? whenDown.relay : withDetail(whenDown.relay, error);
    },
  };
}

function brokerCheck(cluster: KafkaCluster, topic: string): HealthCheck {
  return { name: 'broker', isRequired: false, whenDown: whenDown.broker, check: () => checkTopic(cluster, topic) };
}

/** The owning service's log, from whichever of its replicas answers. */
function logOf(settings: ProcessSettings, service: ServiceName): LogReader {
  const issuer = new TokenIssuer(settings.SIGNING_KEY);
  const headers = async (path: string) => ({
    authorization: await issuer.authorization(service, 'read', { method: 'GET', path }),
  });
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

  head(when?: When): Promise<Checkpoint | undefined> {
    return this.any((reader) => reader.head(when));
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
