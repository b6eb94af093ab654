import { assessmentService } from '@zhibu/assessment';
import { byService, type ServiceName, services } from '@zhibu/contracts';
import { connect, type Pool } from '@zhibu/database';
import { type EventStore, PostgresEventStore } from '@zhibu/event-store';
import { createGateway } from '@zhibu/gateway';
import { organizationService } from '@zhibu/organization';
import { rectificationService } from '@zhibu/rectification';
import {
  closed,
  createService,
  type FeedSources,
  keepConnections,
  Metrics,
  randomKeys,
  type ServiceDefinition,
  sourcesOf,
  startTracing,
  type TokenKeys,
  unsealed,
} from '@zhibu/service-kit';
import { supervisionService } from '@zhibu/supervision';

/** The four services as they are declared; whoever makes schemas or processes of them starts here. */
export const serviceDefinitions: readonly ServiceDefinition[] = [
  organizationService,
  assessmentService,
  rectificationService,
  supervisionService,
];

/** The embedded profile, running. */
export interface Platform {
  readonly url: string;
  /** No new work; what runs is finished; every checkpoint committed. */
  readonly stop: () => Promise<void>;
}

/** Where the embedded profile runs. */
export interface PlatformPlace {
  readonly port: number;
  /** The connection string of a schema's service role. */
  readonly urlOf: (schema: string) => string;
  /** The collector that traces go to, when there is one. */
  readonly traces?: string;
}

/**
 * The embedded profile: the five Nest applications in this process, each on its own schema, the services mounted under
 * the gateway's server. This is the only place that knows the adapters of this profile.
 */
export async function startPlatform({ port, urlOf, traces }: PlatformPlace): Promise<Platform> {
  const endTracing = traces === undefined ? undefined : await startTracing({ endpoint: traces, process: 'platform' });
  const opened = await open(urlOf);
  const apps = await startServices(opened);
  const url = `http://127.0.0.1:${port}`;
  const gateway = await createGateway({
    ...opened.shared,
    database: taken(opened.pools, 'gateway'),
    services: byService((name) => [`${url}/services/${name}`]),
    mounts: apps.map(({ name, app }) => ({
      path: `/services/${name}`,
      application: app.getHttpAdapter().getInstance(),
    })),
  });
  await gateway.listen(port, '127.0.0.1');
  keepConnections(gateway);
  return {
    url,
    stop: async () => {
      await closed(gateway);
      await Promise.all(apps.map(({ app }) => app.close()));
      await close(opened);
      await endTracing?.();
    },
  };
}

/** What the applications of the platform run on. */
interface Opened {
  readonly stores: ReadonlyMap<ServiceName, EventStore>;
  /** By schema. */
  readonly pools: ReadonlyMap<string, Pool>;
  readonly shared: { readonly sources: FeedSources; readonly keys: TokenKeys; readonly metrics: Metrics };
}

async function open(urlOf: PlatformPlace['urlOf']): Promise<Opened> {
  const stores = new Map<ServiceName, EventStore>();
  for (const name of services) stores.set(name, await PostgresEventStore.open({ url: urlOf(name), schema: name }));
  const pools = new Map([...services, 'gateway'].map((schema) => [schema, connect(urlOf(schema), { schema })]));
  const metrics = Metrics.ofProcess();
  for (const name of services) metrics.watchReader('seal', name, () => unsealed(taken(pools, name)));
  // Nobody else can know the keys: the services' doors answer this process's gateway only.
  return { stores, pools, shared: { sources: sourcesOf(stores), keys: randomKeys(), metrics } };
}

const startServices = ({ stores, pools, shared }: Opened) =>
  Promise.all(
    serviceDefinitions.map(async (definition) => {
      const { name } = definition;
      const runtime = { ...shared, store: taken(stores, name), database: taken(pools, name) };
      return { name, app: await createService(definition, runtime) };
    }),
  );

async function close({ stores, pools, shared }: Opened): Promise<void> {
  await Promise.all([...stores.values()].map((store) => store.close()));
  await Promise.all([...pools.values()].map((pool) => (pool.ended ? undefined : pool.end())));
  shared.metrics.close();
}

function taken<Value>(from: ReadonlyMap<string, Value>, name: string): Value {
  const value = from.get(name);
  if (value === undefined) throw new Error(`nothing is open for ${name}`);
  return value;
}
