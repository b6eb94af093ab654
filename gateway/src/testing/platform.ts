import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { eventCatalogue, type ServiceName, services } from '@zhibu/contracts';
import { connect, type Pool } from '@zhibu/database';
import { type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations, PostgresEventStore } from '@zhibu/event-store';
import { feedMigrations } from '@zhibu/feed';
import { createService, randomKeys, sourcesOf, type TokenKeys } from '@zhibu/service-kit';
import type { GatewayRuntime } from '../configuration.ts';
import { createGateway } from '../gateway.module.ts';
import { preparePartitions } from '../process/partitions.ts';
import { readModelMigrations } from '../read-model.ts';
import { believing } from './believing.ts';
import type { History } from './history.ts';

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** The gateway over four services with real stores and doors; only the services' rules are left out. */
export interface PlatformUnderTest {
  readonly url: string;
  readonly readModel: Pool;
  readonly stores: Readonly<Record<ServiceName, PostgresEventStore>>;
  readonly apps: Readonly<Record<ServiceName, NestExpressApplication>>;
  readonly urlFor: (role: string) => string;
  /** The statements that look-ups send while the work lasts. */
  readonly statementsOf: (work: () => Promise<unknown>) => Promise<readonly string[]>;
  /** Records in the owning services' stores what their streams do not have yet, and waits until queries show it. */
  readonly record: (history: History) => Promise<void>;
  readonly ask: (query: string, variables?: object, headers?: Record<string, string>) => Promise<unknown>;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answered>;
  readonly stop: () => Promise<void>;
}

export async function platformUnderTest(settings: Partial<GatewayRuntime> = {}): Promise<PlatformUnderTest> {
  const database = await temporaryDatabase();
  const keys = settings.keys ?? randomKeys();
  const { stores, apps, doors } = await startServices(database, keys);
  const { serviceUrl, owner } = await database.schema('gateway', [feedMigrations, fileURLToPath(readModelMigrations)]);
  await preparePartitions(owner);
  const readModel = connect(serviceUrl, { schema: 'gateway' });
  const statements = seen(readModel);
  const gateway = await createGateway({
    database: readModel,
    sources: sourcesOf(stores),
    services: byService(doors),
    keys,
    ...settings,
  });
  await gateway.listen(0, '127.0.0.1');
  const url = await gateway.getUrl();
  return {
    url,
    readModel,
    stores: byService(stores),
    apps: byService(apps),
    urlFor: database.urlFor,
    statementsOf: async (work) => {
      const before = statements.length;
      await work();
      return statements.slice(before);
    },
    record: async (history) => {
      await append(byService(stores), history);
      await ready(url);
    },
    ask: async (query, variables = {}, headers = {}) =>
      (await post(`${url}/graphql`, { query, variables }, headers)).body,
    post: (path, body, headers = {}) => post(`${url}${path}`, body, headers),
    stop: async () => {
      await gateway.close();
      for (const app of apps.values()) await app.close();
      for (const store of stores.values()) await store.close();
      if (!readModel.ended) await readModel.end();
      await database.drop();
    },
  };
}

interface Services {
  readonly stores: ReadonlyMap<ServiceName, PostgresEventStore>;
  readonly apps: ReadonlyMap<ServiceName, NestExpressApplication>;
  readonly doors: ReadonlyMap<ServiceName, readonly string[]>;
}

async function startServices(database: TemporaryDatabase, keys: TokenKeys): Promise<Services> {
  const stores = new Map<ServiceName, PostgresEventStore>();
  const pools = new Map<ServiceName, Pool>();
  for (const schema of services) {
    const { service, serviceUrl } = await database.schema(schema, [eventStoreMigrations, feedMigrations], 4);
    pools.set(schema, service);
    stores.set(schema, await PostgresEventStore.open({ url: serviceUrl, schema, max: 4 }));
  }
  const apps = new Map<ServiceName, NestExpressApplication>();
  for (const name of services) {
    const app = await createService(believing(name), {
      store: taken(stores, name),
      database: taken(pools, name),
      sources: sourcesOf(stores),
      keys,
    });
    await app.listen(0, '127.0.0.1');
    apps.set(name, app);
  }
  const doors = new Map(await Promise.all([...apps].map(async ([name, app]) => [name, [await app.getUrl()]] as const)));
  return { stores, apps, doors };
}

/** What is found in an answer along a path. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce((found: unknown, key) => Object(found)[key], value);
}

/** Every statement that goes through the pool but those of the feeds, which never rest. */
function seen(pool: Pool): string[] {
  const statements: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    const noted = (...args: Parameters<typeof query>): unknown => {
      const [first]: readonly unknown[] = args;
      const text = typeof first === 'string' ? first : String(Object(first).text);
      if (!/feed_|parked_|^BEGIN|^COMMIT|^ROLLBACK/.test(text)) statements.push(text);
      return query(...args);
    };
    Object.assign(client, { query: noted });
  });
  return statements;
}

async function append(stores: Readonly<Record<ServiceName, PostgresEventStore>>, history: History): Promise<void> {
  const last = new Map<PostgresEventStore, [stream: string, revision: number]>();
  for (const [stream, events] of Map.groupBy(history.events, (event) => event.stream)) {
    const store = stores[ownerOf(events)];
    if (await appendFresh(store, stream, events)) last.set(store, [stream, events.length - 1]);
  }
  // What is committed has no instant before it is in the log: the last of each store is waited for.
  for (const [store, [stream, revision]] of last) await store.recorded(stream, { from: revision, to: revision });
}

async function appendFresh(store: PostgresEventStore, stream: string, events: History['events']): Promise<boolean> {
  const known = (await store.readStream(stream)).length;
  const fresh = events
    .slice(known)
    .map(({ id, type, schemaVersion, data, metadata }) => ({ id, type, schemaVersion, data, metadata }));
  if (fresh.length > 0) await store.append(stream, known === 0 ? 'no-stream' : known - 1, fresh);
  return fresh.length > 0;
}

const ownerOf = ([first]: History['events']): ServiceName =>
  eventCatalogue[first?.type ?? '']?.service ?? 'organization';

/** Settling the present makes the gateway read what is recorded. */
async function ready(url: string): Promise<void> {
  const query = 'query ($now: DateTime!) { organization(id: "-", knownAt: $now) { id } }';
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const { body } = await post(`${url}/graphql`, { query, variables: { now: new Date().toISOString() } }, {});
    if (dig(body, 'errors') === undefined) return;
  }
  throw new Error('the gateway does not read what is recorded');
}

async function post(url: string, body: unknown, headers: Record<string, string>): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: JSON.parse(await response.text()),
  };
}

const byService = <Value>(from: ReadonlyMap<ServiceName, Value>): Readonly<Record<ServiceName, Value>> => ({
  organization: taken(from, 'organization'),
  assessment: taken(from, 'assessment'),
  rectification: taken(from, 'rectification'),
  supervision: taken(from, 'supervision'),
});

function taken<Value>(from: ReadonlyMap<ServiceName, Value>, name: ServiceName): Value {
  const value = from.get(name);
  if (value === undefined) throw new Error(`nothing for ${name}`);
  return value;
}
