import { type ServiceName, services } from '@zhibu/contracts';
import { connect } from '@zhibu/database';
import { type EventStore, PostgresEventStore } from '@zhibu/event-store';
import { readConfiguration, sourcesOf, url, wholeNumber } from '@zhibu/service-kit';
import { createGateway } from './gateway.module.ts';
import { readModelSchemas } from './read-model.ts';

const database = url(['postgres:', 'postgresql:']);
const wait = (fallback: number) => wholeNumber({ min: 0, max: 60_000, fallback });

/**
 * Runs the gateway as a process of its own: `DATABASE_URL` is the read model as its service role, `SERVICE_URL_<SERVICE>`
 * where each service's doors are, `STORE_URL_<SERVICE>` the store whose feed it takes, `PORT` where it listens on
 * 127.0.0.1. Ends on SIGTERM or SIGINT.
 */
export async function serve(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const settings = readConfiguration({
    PORT: wholeNumber({ min: 1, max: 65_535, fallback: 4000 }), DATABASE_URL: database,
    PROJECTED_WITHIN_MS: wait(5000), KNOWN_WITHIN_MS: wait(3000),
  }, environment);
  const doors = readConfiguration(forEach('SERVICE_URL', url(['http:', 'https:'])), environment);
  const storeUrls = readConfiguration(forEach('STORE_URL', database), environment);
  const stores = new Map<ServiceName, EventStore>();
  for (const name of services) stores.set(name, await PostgresEventStore.open({ url: storeUrls[setting('STORE_URL', name)] ?? '', schema: name, seal: false }));
  const pool = connect(settings.DATABASE_URL, { schema: readModelSchemas.live });
  const door = (name: ServiceName): string => (doors[setting('SERVICE_URL', name)] ?? '').replace(/\/$/, '');
  const app = await createGateway({
    database: pool, sources: sourcesOf(stores),
    services: { organization: door('organization'), assessment: door('assessment'), rectification: door('rectification'), supervision: door('supervision') },
    projectedWithinMs: settings.PROJECTED_WITHIN_MS, knownWithinMs: settings.KNOWN_WITHIN_MS,
  });
  await app.listen(settings.PORT, '127.0.0.1');
  const end = async (): Promise<void> => {
    await app.close();
    await Promise.all([...stores.values()].map((open) => open.close()));
    if (!pool.ended) await pool.end();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end());
}

const setting = (prefix: string, name: ServiceName): string => `${prefix}_${name.toUpperCase()}`;

/** One setting a service. */
function forEach<Kind>(prefix: string, kind: Kind): Readonly<Record<string, Kind>> {
  return Object.fromEntries(services.map((name) => [setting(prefix, name), kind]));
}
