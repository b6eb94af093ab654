import { randomUUID } from 'node:crypto';
import { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';
import type { StoreUnderTest } from '@zhibu/event-store/testing';
import { StandIn } from './stand-in.ts';

/** What the adapter is tested against, by its true name. */
export interface ClusterUnderTest {
  readonly name: string;
  /** A store of a service that nobody else has. */
  readonly open: () => Promise<StoreUnderTest>;
}

/** The server named by EVENTSTORE_URL; or one of the image EVENTSTORE_IMAGE; else the stand-in, and called so. */
export function clusterUnderTest(): ClusterUnderTest {
  const { EVENTSTORE_URL: url, EVENTSTORE_IMAGE: image } = process.env;
  if (url) return { name: `EventStoreDB at ${withoutPassword(url)}`, open: () => storeAt(url, async () => undefined) };
  if (image) return { name: `EventStoreDB of image ${image}`, open: () => storeOfImage(image) };
  return {
    name: 'EventStoreDB stand-in',
    open: async () => {
      const standIn = await StandIn.start();
      return storeAt(standIn.connectionString, async () => standIn.stop());
    },
  };
}

/** A service's name that no run before this one has used: a server keeps what it was given. */
export function someService(): string {
  return `sample-${randomUUID()}`;
}

async function storeAt(connectionString: string, stop: () => Promise<unknown>): Promise<StoreUnderTest> {
  const store = await EventStoreDbEventStore.open({ connectionString, service: someService() });
  return { store, dispose: async () => { await store.close(); await stop(); } };
}

async function storeOfImage(image: string): Promise<StoreUnderTest> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(image)
    .withEnvironment({ EVENTSTORE_INSECURE: 'true', EVENTSTORE_MEM_DB: 'true', EVENTSTORE_RUN_PROJECTIONS: 'None' })
    .withExposedPorts(2113)
    .withWaitStrategy(Wait.forHttp('/health/live', 2113).forStatusCodeMatching((code) => code < 300))
    .start();
  return storeAt(`esdb://${container.getHost()}:${container.getMappedPort(2113)}?tls=false`, () => container.stop());
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
