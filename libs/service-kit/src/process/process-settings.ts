import type { ServiceName } from '@zhibu/contracts';
import type { FeedKey } from '@zhibu/feed';
import { logLevels } from '../observing/log.adapter.ts';
import { eventStoreSettings } from './event-store-settings.ts';
import { kafkaSettings } from './kafka-settings.ts';
import {
  forEachService,
  listOf,
  nameFor,
  needed,
  oneOf,
  optional,
  readConfiguration,
  secret,
  type Setting,
  url,
  wholeNumber,
} from './configuration.ts';
import { tlsSettings } from './tls-settings.ts';
import { hostOf } from '../doors/hosts.ts';
import { feedKeys, signingKey, trustedKeys } from '../access/key.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a process needs to be told of, beside what all are told. */
export interface ProcessNeeds {
  /** Whose facts it takes in, its own aside. */
  readonly feeds: readonly ServiceName[];
  /** Whose doors it knocks at. */
  readonly doors: readonly ServiceName[];
  /** Settings of its own, which it reads itself; here they are only checked, so that all faults are told at once. */
  readonly settings?: Readonly<Record<string, Setting<unknown>>>;
}

const address: Setting<string> = {
  says: 'an address to listen on',
  read: (text) => (/^[\w.:-]+$/.test(text) ? text : undefined),
  fallback: '127.0.0.1',
};
/** Host names, beside those of the loopback, under which a process answers. */
export const hostNames: Setting<readonly string[]> = {
  ...listOf({ says: 'host names, a port beside one or none', read: (text) => (hostOf(text) ? text : undefined) }),
  fallback: [],
};
const postgres = url(['postgres:', 'postgresql:']);
const http = url(['http:', 'https:']);
const port = (fallback?: number) =>
  wholeNumber({ min: 1, max: 65_535, ...(fallback === undefined ? {} : { fallback }) });

/**
 * The configuration of a process: which store, which feed, and every address. What is needed depends on the choice, and
 * all that is missing or wrong is named at once.
 * @throws ConfigurationError
 */
export function processSettings(needs: ProcessNeeds, environment: Environment) {
  const onKafka = environment['FEED'] === 'kafka';
  const onEventStoreDb = environment['STORE'] === 'event-store-db';
  return readConfiguration(
    {
      ...needs.settings,
      ...ownSettings,
      ...eventStoreSettings(environment, onEventStoreDb),
      ...kafkaSettings(onKafka),
      FEED_KEYS: needed(onKafka, feedKeys),
      ...forEachService('STORE_URL', (service) =>
        secret(needed(!onKafka && !onEventStoreDb && needs.feeds.includes(service), postgres)),
      ),
      ...forEachService('SERVICE_URL', (service) =>
        needed(needs.doors.includes(service) || (onKafka && needs.feeds.includes(service)), listOf(http)),
      ),
    },
    environment,
  );
}

/** Where the process listens, where it keeps what it knows, by what others know it, and what it tells of itself. */
const ownSettings = {
  PORT: port(4000),
  HOST: address,
  HOSTS: hostNames,
  ...tlsSettings,
  METRICS_PORT: optional(port()),
  METRICS_HOST: address,
  DATABASE_URL: secret(postgres),
  STORE: oneOf(['postgres', 'event-store-db'], 'postgres'),
  FEED: oneOf(['store', 'kafka'], 'store'),
  SIGNING_KEY: signingKey,
  TRUSTED_KEYS: trustedKeys,
  LOG_LEVEL: oneOf(logLevels, 'info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(http),
  HEALTH_LAG_EVENTS: wholeNumber({ min: 0, max: 1_000_000_000, fallback: 100_000 }),
  // Days are what a timetable counts in: a service that has one looks at it every minute.
  TIMETABLE_EVERY_MS: wholeNumber({ min: 100, max: 86_400_000, fallback: 60_000 }),
};

export type ProcessSettings = ReturnType<typeof processSettings>;

/** Where the store is whose feed a process takes; the wiring asks only for those that it declared. */
export function storeUrl(settings: ProcessSettings, service: ServiceName): string {
  return settings[nameFor('STORE_URL', service)] ?? '';
}

/** Where a service's doors are. */
export function serviceUrls(settings: ProcessSettings, service: ServiceName): readonly string[] {
  return settings[nameFor('SERVICE_URL', service)] ?? [];
}

/** The keys of a service whose messages are read; the first is the one that it writes with itself. */
export function feedKeysOf(settings: ProcessSettings, service: ServiceName): readonly FeedKey[] {
  return (settings.FEED_KEYS ?? []).filter((key) => key.service === service);
}
