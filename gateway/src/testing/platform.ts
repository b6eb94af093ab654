import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OrganizationEvent, services, type ServiceName } from '@zhibu/contracts';
import { connect, type Pool } from '@zhibu/database';
import { temporaryDatabase } from '@zhibu/database/testing';
import { eventStoreMigrations, PostgresEventStore } from '@zhibu/event-store';
import { feedMigrations } from '@zhibu/feed';
import { type AnyAggregate, createService, type ServiceDefinition, sourcesOf } from '@zhibu/service-kit';
import { createGateway } from '../gateway.module.ts';
import { readModelMigrations } from '../read-model.ts';
import type { GatewayRuntime } from '../configuration.ts';
import type { History } from './history.ts';

/** The gateway over four services with real stores and doors; only their rules are left out. */
export interface PlatformUnderTest {
  readonly url: string;
  readonly adminUrl: string;
  readonly stores: Readonly<Record<ServiceName, PostgresEventStore>>;
  readonly apps: Readonly<Record<ServiceName, NestExpressApplication>>;
  /** Statements that the gateway has sent to its database. */
  readonly statements: string[];
  /** Appends to the streams' stores, as they come. */
  readonly append: (history: History) => Promise<void>;
  readonly ask: (query: string, variables?: object, headers?: Record<string, string>) => Promise<Answer>;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<{ status: number; type: string; body: Answer }>;
  readonly stop: () => Promise<void>;
}

// Answers of any shape are looked into by the specs.
// eslint-disable-next-line
export type Answer = ReturnType<typeof JSON.parse>;

/** A register that believes: what a registration and a change of name say becomes fact, if the organization is not there twice. */
const believing: AnyAggregate = {
  decider: {
    initialState: { known: false },
    decide: (command: { name: string; data: { code: string; openedOn: string; organizationId: string } }): readonly OrganizationEvent[] =>
      [eventOf(command)],
    evolve: () => ({ known: true }),
  },
  facts: async () => ({}),
};

function eventOf({ name, data }: { name: string; data: { code: string; openedOn: string; organizationId: string } }): OrganizationEvent {
  const { openedOn, ...rest } = data;
  const fact = name === 'RegisterOrganization'
    ? { type: 'OrganizationRegistered', data: { ...rest, organizationId: data.code, effectiveOn: openedOn, findings: [] } }
    : { type: 'OrganizationRenamed', data: { ...data, findings: [] } };
  return fact as never;
}

const definition = (name: ServiceName): ServiceDefinition => ({
  name, migrations: [], consumers: () => [], aggregates: () => (name === 'organization' ? { organization: believing } : {}),
});

export async function platformUnderTest(settings: Partial<GatewayRuntime> = {}): Promise<PlatformUnderTest> {
  const database = await temporaryDatabase();
  const stores = new Map<ServiceName, PostgresEventStore>();
  const pools = new Map<string, Pool>();
  for (const schema of services) {
    const { service, serviceUrl } = await database.schema(schema, [eventStoreMigrations, feedMigrations], 4);
    pools.set(schema, service);
    stores.set(schema, await PostgresEventStore.open({ url: serviceUrl, schema, max: 4 }));
  }
  const { serviceUrl } = await database.schema('gateway', [feedMigrations, fileURLToPath(readModelMigrations)]);
  const readModel = connect(serviceUrl, { schema: 'gateway' });
  const statements = counted(readModel);
  const apps = new Map<ServiceName, NestExpressApplication>();
  const urls = new Map<ServiceName, string>();
  const sources = sourcesOf(stores);
  for (const name of services) {
    const app = await createService(definition(name), { store: taken(stores, name), database: taken(pools, name), sources });
    await app.listen(0, '127.0.0.1');
    apps.set(name, app);
    urls.set(name, await app.getUrl());
  }
  const gateway = await createGateway({ database: readModel, sources, services: byService(urls), ...settings });
  await gateway.listen(0, '127.0.0.1');
  const url = await gateway.getUrl();
  return {
    url, statements, adminUrl: database.adminUrl, stores: byService(stores), apps: byService(apps),
    append: (history) => append(byService(stores), history),
    ask: async (query, variables = {}, headers = {}) => (await post(`${url}/graphql`, { query, variables }, headers)).body,
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

function counted(pool: Pool): string[] {
  const statements: string[] = [];
  pool.on('connect', (client) => {
    const query = client.query.bind(client);
    Object.assign(client, { query: (...args: Parameters<typeof query>) => {
      const [first] = args as unknown[];
      statements.push(typeof first === 'string' ? first : String(Object(first).text));
      return query(...args);
    } });
  });
  return statements;
}

async function append(stores: Readonly<Record<ServiceName, PostgresEventStore>>, history: History): Promise<void> {
  const { eventCatalogue } = await import('@zhibu/contracts');
  for (const [stream, events] of Map.groupBy(history.events, (event) => event.stream)) {
    const service = eventCatalogue[events[0]?.type ?? '']?.service ?? 'organization';
    const written = await stores[service].readStream(stream);
    const fresh = events.slice(written.length).map(({ id, type, schemaVersion, data, metadata }) => ({ id, type, schemaVersion, data, metadata }));
    if (fresh.length > 0) await stores[service].append(stream, written.length === 0 ? 'no-stream' : written.length - 1, fresh);
  }
}

async function post(url: string, body: unknown, headers: Record<string, string>): Promise<{ status: number; type: string; body: Answer }> {
  const response = await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, type: response.headers.get('content-type') ?? '', body: JSON.parse(await response.text()) };
}

const byService = <Value>(from: ReadonlyMap<ServiceName, Value>): Readonly<Record<ServiceName, Value>> => ({
  organization: taken(from, 'organization'), assessment: taken(from, 'assessment'),
  rectification: taken(from, 'rectification'), supervision: taken(from, 'supervision'),
});

function taken<Key, Value>(from: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = from.get(key);
  if (value === undefined) throw new Error(`nothing for ${String(key)}`);
  return value;
}
