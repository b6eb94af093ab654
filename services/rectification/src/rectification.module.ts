import type { ServiceDefinition } from '@zhibu/service-kit';

/** Rectification: its store and its feed are there; its aggregates come with their own decisions. */
export const rectificationService: ServiceDefinition = {
  name: 'rectification',
  migrations: [],
  aggregates: () => ({}),
  consumers: () => [],
};
