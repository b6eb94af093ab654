import type { ServiceName } from '@zhibu/contracts';
import { connect } from '@zhibu/database';
import { type EventStore, PostgresEventStore } from '@zhibu/event-store';
import { type FeedSource, StoreFeedSource } from '@zhibu/feed';
import { ConfigurationError, readConfiguration, url, wholeNumber } from './configuration.ts';
import type { ServiceDefinition } from './definition.ts';
import { createService } from './service.module.ts';

const database = url(['postgres:', 'postgresql:']);

/**
 * Runs one service as a process of its own: `DATABASE_URL` is its schema as its service role, `STORE_URL_<SERVICE>`
 * the store of each service whose feed it takes, `PORT` where it listens on 127.0.0.1. Ends on SIGTERM or SIGINT.
 */
export async function serve(definition: ServiceDefinition, environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const consumed = Object.fromEntries((definition.consumes ?? []).map((name) => [storeUrlOf(name), database]));
  const settings = readConfiguration({ PORT: wholeNumber({ min: 1, max: 65_535 }), DATABASE_URL: database, ...consumed }, environment);
  const store = await PostgresEventStore.open({ url: settings.DATABASE_URL, schema: definition.name });
  const pool = connect(settings.DATABASE_URL, { schema: definition.name });
  const others = await Promise.all((definition.consumes ?? []).map(async (name): Promise<[ServiceName, EventStore]> =>
    [name, await PostgresEventStore.open({ url: environment[storeUrlOf(name)] ?? '', schema: name, seal: false })]));
  const stores = new Map<ServiceName, EventStore>([[definition.name, store], ...others]);
  const app = await createService(definition, { store, database: pool, sources: sourcesOf(stores) });
  await app.listen(settings.PORT, '127.0.0.1');
  const end = async (): Promise<void> => {
    await app.close();
    await Promise.all([...stores.values()].map((open) => open.close()));
    await pool.end();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end());
}

/** The feed of each store; asking for another is a fault of the wiring. */
export function sourcesOf(stores: ReadonlyMap<ServiceName, EventStore>): Readonly<Record<ServiceName, FeedSource>> {
  const source = (service: ServiceName): FeedSource => {
    const store = stores.get(service);
    if (!store) throw new ConfigurationError(`${storeUrlOf(service)} is missing`);
    return new StoreFeedSource(service, store);
  };
  return {
    get organization() { return source('organization'); },
    get assessment() { return source('assessment'); },
    get rectification() { return source('rectification'); },
    get supervision() { return source('supervision'); },
  };
}

const storeUrlOf = (service: ServiceName): string => `STORE_URL_${service.toUpperCase()}`;
