import { randomBytes } from 'node:crypto';
import { type ServiceName, services } from '@zhibu/contracts';
import type { ProcessName } from './process.ts';

/** Where everything is that the processes of a cluster are told of. */
export interface Surroundings {
  /** The connection string of a schema's service role. */
  readonly databaseUrl: (schema: string) => string;
  /** Where each replica of a service listens. */
  readonly urls: Readonly<Record<ServiceName, readonly string[]>>;
  readonly feed: 'store' | 'kafka';
  /** host:port, by commas; with the feed `kafka`. */
  readonly brokers?: string | undefined;
  /** The settings of EventStoreDB, where events are kept there. */
  readonly eventStore?: Readonly<Record<string, string>> | undefined;
  readonly actorKeys: string;
}

/** A key under which tokens are signed, made for one run. */
export const newActorKeys = (): string => `run-${Date.now().toString(36)}:${randomBytes(32).toString('base64url')}`;

/** The configuration of a process, as its environment. */
export function environmentOf(
  name: ProcessName,
  { databaseUrl, urls, feed, brokers, eventStore, actorKeys }: Surroundings,
): Record<string, string> {
  return {
    STORE: eventStore ? 'event-store-db' : 'postgres',
    ...eventStore,
    FEED: feed,
    DATABASE_URL: databaseUrl(name),
    ACTOR_KEYS: actorKeys,
    ...(brokers === undefined ? {} : { KAFKA_BROKERS: brokers }),
    ...forEach('SERVICE_URL', (service) => urls[service].join(',')),
    ...(feed === 'store' ? forEach('STORE_URL', (service) => databaseUrl(service)) : {}),
  };
}

function forEach(prefix: string, value: (service: ServiceName) => string): Readonly<Record<string, string>> {
  return Object.fromEntries(services.map((service) => [`${prefix}_${service.toUpperCase()}`, value(service)]));
}
