import { Logger } from '@nestjs/common';
import type { ServiceName } from '@zhibu/contracts';
import { connect, isInfrastructureFailure, type Pool } from '@zhibu/database';
import { type EventStore, PostgresEventStore, StoreDamaged } from '@zhibu/event-store';
import { StoreFeedSource } from '@zhibu/feed';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigurationError, nameFor } from './configuration.ts';
import { eventStoreAccess } from './event-store-settings.ts';
import type { FeedReader, FeedSources, OpenFeeds } from './feeds.ts';
import { kafkaFeeds } from './kafka-wiring.ts';
import { faultLog } from '../observing/fault-log.ts';
import type { Metrics } from '../observing/metrics.ts';
import { type ProcessSettings, storeUrl } from './process-settings.ts';
import { whenDown } from '../observing/vocabulary.ts';

const logger = new Logger('wiring');
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/**
 * The sessions in which somebody's query is answered: none of its statements works on after the deadline of its answer,
 * and none changes anything.
 */
export const readingSessions = { statement_timeout: '10s', default_transaction_read_only: 'on' } as const;

/**
 * Who is stopped with a transaction open must not hold its locks for ever: another of his kind waits for them. A service's
 * reactions hold theirs idle while they send what a whole batch leads to.
 */
const sessions = {
  gateway: { idle_in_transaction_session_timeout: '15s' },
  reading: { idle_in_transaction_session_timeout: '15s', ...readingSessions },
  service: { idle_in_transaction_session_timeout: '5min' },
};

/** The process's own schema, as the role that the URL names. */
export function openDatabase(
  settings: Pick<ProcessSettings, 'DATABASE_URL'>,
  schema: string,
  kind: keyof typeof sessions,
): Pool {
  return connect(settings.DATABASE_URL, { schema, settings: sessions[kind] });
}

/** The store of the service whose process this is. */
export function openStore(settings: ProcessSettings, service: ServiceName, metrics: Metrics): Promise<EventStore> {
  const onFault = faultLog(`the store of ${service}`);
  switch (settings.STORE) {
    case 'postgres':
      return untilThere('the database', () =>
        PostgresEventStore.open({ url: settings.DATABASE_URL, schema: service, onFault }),
      );
    case 'event-store-db':
      return untilThere('EventStoreDB', () => openEventStoreDb(settings, service, metrics));
  }
}

/** Where the process takes the facts of each service from. */
export async function openFeeds(settings: ProcessSettings, reader: FeedReader): Promise<OpenFeeds> {
  switch (settings.FEED) {
    case 'store':
      return storeFeeds(settings, reader);
    case 'kafka':
      return kafkaFeeds(settings, reader);
  }
}

async function storeFeeds(settings: ProcessSettings, { takes, own, metrics }: FeedReader): Promise<OpenFeeds> {
  const opened = await Promise.all(
    takes
      .filter((service) => service !== own?.service)
      .map(async (service): Promise<[ServiceName, EventStore]> => {
        return [service, await untilThere(`the store of ${service}`, () => openOther(settings, service, metrics))];
      }),
  );
  const stores = new Map<ServiceName, EventStore>(opened);
  if (own) stores.set(own.service, own.store);
  return {
    sources: sourcesOf(stores, { gapless: settings.STORE === 'postgres' }),
    checks: opened.map(([service, store]) => ({
      name: `store of ${service}`,
      isRequired: false,
      whenDown: whenDown.storeOf(service),
      check: async () => {
        await store.head();
      },
    })),
    close: async () => {
      await Promise.all(opened.map(([, store]) => store.close()));
    },
  };
}

/** Its client is loaded by those only who use it. */
async function openEventStoreDb(
  settings: ProcessSettings,
  service: ServiceName,
  metrics: Metrics,
): Promise<EventStore> {
  const { EventStoreDbEventStore, StoreAccessDenied, StoreUntrusted } =
    await import('@zhibu/event-store/event-store-db');
  return EventStoreDbEventStore.open({
    ...eventStoreAccess(settings),
    service,
    onFault: faultLog(`the store of ${service}`),
    onDropped: () => metrics.dropped.inc({ service }),
  }).catch((error: unknown) => {
    if (error instanceof StoreAccessDenied)
      throw new ConfigurationError(
        `EVENTSTORE_USERNAME, EVENTSTORE_PASSWORD, or those in EVENTSTORE_URL: ${error.message}`,
      );
    if (error instanceof StoreDamaged) throw new ConfigurationError(error.message);
    if (error instanceof StoreUntrusted)
      throw new ConfigurationError(`EVENTSTORE_CA_FILE, or tls in EVENTSTORE_URL: ${error.message}`);
    throw error;
  });
}

/** Whoever takes the facts of another reads them, and can do nothing else there. */
async function openReading(settings: ProcessSettings, service: ServiceName): Promise<EventStore> {
  const store = await PostgresEventStore.open({ url: storeUrl(settings, service), schema: service, seal: false });
  if (!(await store.mayAppend().catch(() => false))) return store;
  await store.close();
  throw new ConfigurationError(
    `${nameFor('STORE_URL', service)} names a role that may append to the store of ${service}; name ${service}_reader`,
  );
}

function openOther(settings: ProcessSettings, service: ServiceName, metrics: Metrics): Promise<EventStore> {
  switch (settings.STORE) {
    case 'postgres':
      return openReading(settings, service);
    case 'event-store-db':
      return openEventStoreDb(settings, service, metrics);
  }
}

/**
 * The feed of each store; asking for another is a fault of the wiring.
 * @param counting.gapless whether the stores' positions count up by one
 */
export function sourcesOf(stores: ReadonlyMap<ServiceName, EventStore>, counting = { gapless: true }): FeedSources {
  return (service) => {
    const store = stores.get(service);
    if (!store) throw new ConfigurationError(`the feed of ${service} is not connected`);
    return new StoreFeedSource(service, store, counting);
  };
}

/** Tries again while what is opened may still come; a process may start before what it leans on. */
export async function untilThere<Opened>(what: string, open: () => Promise<Opened>): Promise<Opened> {
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      const opened = await open();
      if (wait > FIRST_PAUSE_MS) logger.log({ message: 'reached', reached: what });
      return opened;
    } catch (error) {
      if (!isInfrastructureFailure(error)) throw error;
      logger.warn({
        fault: `${what} cannot be reached yet; it is tried again`,
        waitsFor: what,
        error: error instanceof Error ? error.message : String(error),
      });
      await pause(wait);
    }
  }
}
