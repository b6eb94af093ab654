import { type ServiceName, services } from '@zhibu/contracts';
import { type EventStore, PostgresEventStore } from '@zhibu/event-store';
import type { Reached } from './connections.ts';
import type { Environment } from './secrets.adapter.ts';
import type { Need } from './urls.ts';

/** How the services' logs are read: which roles that takes, and a log opened; whoever opens it closes it. */
export interface Logs {
  readonly needs: readonly Need[];
  readonly open: (service: ServiceName, reached: Reached) => Promise<EventStore>;
}

/** The logs of the stores that the processes have, by the same `STORE` and `EVENTSTORE_…`. */
export function logsOf(environment: Environment): Logs {
  return environment['STORE'] === 'event-store-db' ? onEventStoreDb(environment) : onPostgres;
}

const asService = (schema: string): Need => ({ schema, role: 'service' });

const onPostgres: Logs = {
  needs: services.map(asService),
  open: (service, { url }) =>
    PostgresEventStore.open({ url: url(asService(service)), schema: service, max: 2, seal: false }),
};

const onEventStoreDb = (environment: Environment): Logs => ({
  needs: [],
  open: async (service) => {
    const [{ EventStoreDbEventStore }, { eventStoreAccessFrom }] = await Promise.all([
      import('@zhibu/event-store/event-store-db'),
      import('@zhibu/service-kit'),
    ]);
    return EventStoreDbEventStore.open({ ...eventStoreAccessFrom(environment), service });
  },
});
