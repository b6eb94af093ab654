import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { byService, type ServiceName, services } from '@zhibu/contracts';
import { connect, type Pool } from '@zhibu/database';
import { type TemporaryDatabase, temporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations, PostgresEventStore } from '@zhibu/event-store';
import { feedMigrations } from '@zhibu/feed';
import { createService, ownKeys, type ProcessKeys, sourcesOf, type TrustedKeys } from '@zhibu/service-kit';
import type { GatewayRuntime } from '../configuration.ts';
import { createGateway } from '../gateway.module.ts';
import { prepareReadModel } from '../process/partitions.ts';
import { readModelMigrations } from '../read-model.ts';
import { wrappingUnderTest } from './accounts.ts';
import { believing } from './believing.ts';
import type { History } from './history.ts';
import { type Answered, append, post, ready } from './asking.ts';

/** The gateway over four services with real stores and doors; only the services' rules are left out. */
export interface PlatformUnderTest {
  readonly url: string;
  /** By which what the gateway signs is believed. */
  readonly trusted: TrustedKeys;
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

/** What a gateway is tried with, and where it listens: others reach it unless that is the loopback. */
type Tried = Partial<GatewayRuntime> & { readonly host?: string };

export async function platformUnderTest({ host, ...settings }: Tried = {}): Promise<PlatformUnderTest> {
  const database = await temporaryDatabase();
  const { signing, trusted } = ownKeys();
  const opened = await openStores(database);
  const stores = byService((name) => opened[name].store);
  const { sources, apps, doors } = await startServices(opened, trusted);
  const { readModel, reading } = await openReadModels(database);
  const statements = seen(reading);
  const own = { database: readModel, reading, sources, services: doors, signing, wrapping: wrappingUnderTest };
  const gateway = await createGateway({ ...own, ...settings });
  const url = await listening(gateway, host);
  return {
    url,
    trusted,
    readModel,
    stores,
    apps,
    urlFor: database.urlFor,
    statementsOf: async (work) => {
      const before = statements.length;
      await work();
      return statements.slice(before);
    },
    record: async (history) => {
      await append(stores, history);
      await ready(url);
    },
    ask: async (query, variables = {}, headers = {}) =>
      (await post(`${url}/graphql`, { query, variables }, headers)).body,
    post: (path, body, headers = {}) => post(`${url}${path}`, body, headers),
    stop: async () => {
      await gateway.close();
      for (const name of services) await apps[name].close();
      for (const name of services) await stores[name].close();
      for (const pool of [readModel, reading]) if (!pool.ended) await pool.end();
      await database.drop();
    },
  };
}

async function listening(gateway: NestExpressApplication, host = '127.0.0.1'): Promise<string> {
  await gateway.listen(0, host);
  return gateway.getUrl();
}

async function openReadModels(database: TemporaryDatabase): Promise<Readonly<Record<'readModel' | 'reading', Pool>>> {
  const migrations = [feedMigrations, fileURLToPath(readModelMigrations)];
  const { serviceUrl, readerUrl, owner } = await database.schema('gateway', migrations);
  await prepareReadModel(owner);
  return { readModel: connect(serviceUrl, { schema: 'gateway' }), reading: connect(readerUrl, { schema: 'gateway' }) };
}

type PerService<Of> = Readonly<Record<ServiceName, Of>>;

const openStores = (database: TemporaryDatabase) =>
  inTurn(async (schema) => {
    const { service, serviceUrl } = await database.schema(schema, [eventStoreMigrations, feedMigrations], 4);
    return { pool: service, store: await PostgresEventStore.open({ url: serviceUrl, schema, max: 4 }) };
  });

async function startServices(
  opened: PerService<{ pool: Pool; store: PostgresEventStore }>,
  trusted: ProcessKeys['trusted'],
) {
  const sources = sourcesOf(new Map(services.map((name) => [name, opened[name].store])));
  const apps = await inTurn(async (name) => {
    const { pool, store } = opened[name];
    const app = await createService(believing(name), { store, database: pool, sources, trusted });
    await app.listen(0, '127.0.0.1');
    return app;
  });
  return { sources, apps, doors: await inTurn(async (name) => [await apps[name].getUrl()]) };
}

async function inTurn<Value>(make: (service: ServiceName) => Promise<Value>): Promise<PerService<Value>> {
  const made = new Map<ServiceName, Value>();
  for (const name of services) made.set(name, await make(name));
  return byService((name) => taken(made, name));
}

function taken<Value>(from: ReadonlyMap<ServiceName, Value>, name: ServiceName): Value {
  const value = from.get(name);
  if (value === undefined) throw new Error(`nothing for ${name}`);
  return value;
}

/** Every statement of a look-up that goes through the pool. */
function seen(pool: Pool): string[] {
  const statements: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    const noted = (...args: Parameters<typeof query>): unknown => {
      const [first]: readonly unknown[] = args;
      const text = typeof first === 'string' ? first : String(Object(first).text);
      if (!/set_config|^BEGIN|^COMMIT/.test(text)) statements.push(text);
      return query(...args);
    };
    Object.assign(client, { query: noted });
  });
  return statements;
}
