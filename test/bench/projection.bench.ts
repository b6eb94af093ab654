import { connect } from '@zhibu/database';
import { PostgresEventStore } from '@zhibu/event-store';
import { StoreFeedSource, Subscriber } from '@zhibu/feed';
import { projector, PROJECTOR_GROUP } from '@zhibu/gateway';
import type { Connections } from '@zhibu/infra';
import type { Bench } from './line.ts';
import { rate, timed, whole } from './measure.ts';
import { fillStores, lengthOf, services, storedIn } from './stored.ts';

const CONNECTIONS = 8;
const SUBSCRIBERS_EACH = 2;
const LIMIT = 40_000;

/** The feeds of both services, from an empty read model to the head of a million events, as the gateway runs them. */
export const projectionBench: Bench = {
  name: 'projection',
  measure: async (ground) => {
    const stored = storedIn(ground.events);
    await ground.filled(stored, (connections) => fillStores(connections, ground.events));
    return ground.on(stored, async (connections) => {
      const lengths = await Promise.all(services.map((schema) => lengthOf(connections, schema)));
      const total = lengths.reduce((sum, length) => sum + Number(length), 0);
      await emptied(connections);
      const pace = rate(total, await timed(() => project(connections)));
      return [
        {
          line: 'projection into the read model',
          figure: `${whole(pace)} events/s`,
          against: `${whole(total)} events of an import, from the stores through the feeds to the last checkpoint`,
          toReach: '≥ 40,000 events/s',
          reached: pace >= LIMIT,
        },
      ];
    });
  },
};

/** Forgets the read model, and how far it had come. */
export async function emptied(connections: Connections): Promise<void> {
  const owner = connect(connections.url('gateway', 'owner'), { schema: 'gateway', max: 1 });
  const tables = await owner.query<{ names: string }>(
    "SELECT string_agg(quote_ident(tablename), ', ') AS names FROM pg_tables WHERE schemaname = 'gateway' AND tablename <> '_prisma_migrations'",
  );
  await owner.query(`TRUNCATE ${tables.rows[0]?.names} CASCADE`);
  for (const schema of services) {
    const store = connect(connections.url(schema, 'owner'), { schema, max: 1 });
    await store.query('ANALYZE');
    await store.end();
  }
  await owner.end();
}

/** Until both services' feeds are taken in to their ends. */
export async function project(connections: Connections): Promise<void> {
  const database = connect(connections.url('gateway', 'service'), { schema: 'gateway', max: CONNECTIONS });
  const stores = await Promise.all(
    services.map((schema) =>
      PostgresEventStore.open({ url: connections.url(schema, 'service'), schema, max: SUBSCRIBERS_EACH, seal: false }),
    ),
  );
  const subscribers = services.flatMap((service, index) => {
    const [store, consumer] = [
      stores[index],
      projector().find((one) => one.service === service && one.group === PROJECTOR_GROUP),
    ];
    return store && consumer
      ? [{ service, subscriber: new Subscriber({ source: new StoreFeedSource(service, store), consumer, database }) }]
      : [];
  });
  for (const { subscriber } of subscribers) subscriber.start();
  await Promise.all(
    subscribers.map(async ({ service, subscriber }) => subscriber.reached(await lengthOf(connections, service))),
  );
  for (const { subscriber } of subscribers) await subscriber.stop();
  await Promise.all(stores.map((store) => store.close()));
  await database.end();
}
