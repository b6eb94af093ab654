import type { AggregatesOf, ServiceDefinition } from '@zhibu/service-kit';

/** Supervision: its store and its feed are there; its aggregates come with their own decisions. */
export const supervisionService: ServiceDefinition = {
  name: 'supervision',
  migrations: [],
  aggregates: (): AggregatesOf<'supervision'> => ({}),
  lookups: [],
};
