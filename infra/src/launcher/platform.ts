import { assessmentService } from '@zhibu/assessment';
import { type ServiceName, services } from '@zhibu/contracts';
import { connect, type Pool } from '@zhibu/database';
import { type EventStore, PostgresEventStore } from '@zhibu/event-store';
import { createGateway } from '@zhibu/gateway';
import { organizationService } from '@zhibu/organization';
import { rectificationService } from '@zhibu/rectification';
import {
  closed,
  createService,
  keepConnections,
  Metrics,
  randomKeys,
  type ServiceDefinition,
  sourcesOf,
  startTracing,
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

/**
 * The embedded profile: the five Nest applications in this process, each on its own schema, the services mounted under
 * the gateway's server. This is the only place that knows the adapters of this profile.
 * @param how.urlOf the connection string of a schema's service role
 * @param how.traces the collector that traces go to, when there is one
 */
export async function startPlatform({
  port,
  urlOf,
  traces,
}: {
  readonly port: number;
  readonly urlOf: (schema: string) => string;
  readonly traces?: string;
}): Promise<Platform> {
  const endTracing = traces === undefined ? undefined : await startTracing({ endpoint: traces, process: 'platform' });
  const stores = new Map<ServiceName, EventStore>();
  for (const name of services) stores.set(name, await PostgresEventStore.open({ url: urlOf(name), schema: name }));
  const pools = new Map([...services, 'gateway'].map((schema) => [schema, connect(urlOf(schema), { schema })]));
  const sources = sourcesOf(stores);
  // Nobody else can know it: the services' doors answer this process's gateway only.
  const keys = randomKeys();
  const metrics = Metrics.ofProcess();
  for (const name of services) metrics.watchReader('seal', name, () => unsealed(taken(pools, name)));
  const apps = await Promise.all(
    serviceDefinitions.map(async (definition) => ({
      name: definition.name,
      app: await createService(definition, {
        store: taken(stores, definition.name),
        database: taken(pools, definition.name),
        sources,
        keys,
        metrics,
      }),
    })),
  );
  const gateway = await createGateway({
    database: taken(pools, 'gateway'),
    sources,
    keys,
    metrics,
    services: baseUrls(`http://127.0.0.1:${port}`),
    mounts: apps.map(({ name, app }) => ({
      path: `/services/${name}`,
      application: app.getHttpAdapter().getInstance(),
    })),
  });
  await gateway.listen(port, '127.0.0.1');
  keepConnections(gateway);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await closed(gateway);
      await Promise.all(apps.map(({ app }) => app.close()));
      await Promise.all([...stores.values()].map((store) => store.close()));
      await Promise.all([...pools.values()].map((pool: Pool) => (pool.ended ? undefined : pool.end())));
      metrics.close();
      await endTracing?.();
    },
  };
}

function baseUrls(origin: string): Readonly<Record<ServiceName, readonly string[]>> {
  return {
    organization: [`${origin}/services/organization`],
    assessment: [`${origin}/services/assessment`],
    rectification: [`${origin}/services/rectification`],
    supervision: [`${origin}/services/supervision`],
  };
}

function taken<Value>(from: ReadonlyMap<string, Value>, name: string): Value {
  const value = from.get(name);
  if (value === undefined) throw new Error(`nothing is open for ${name}`);
  return value;
}
