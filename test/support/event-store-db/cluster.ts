import { randomUUID } from 'node:crypto';
import { EventStoreDbEventStore } from '@zhibu/event-store/event-store-db';
import type { StoreUnderTest } from '@zhibu/event-store/testing';
import { containedEventStoreDb } from '../docker/containers.ts';
import { Engine } from '../docker/engine.ts';
import { StandIn } from './stand-in.ts';

/** What the adapter is tested against, by its true name. */
export interface ClusterUnderTest {
  readonly name: string;
  /** A store of a service that nobody else has. */
  readonly open: () => Promise<StoreUnderTest>;
}

/**
 * The server named by EVENTSTORE_URL; or one of the image EVENTSTORE_IMAGE; else the stand-in, and called so.
 * @param on the engine that holds the image; whichever can be found unless told
 */
export function clusterUnderTest(
  { EVENTSTORE_URL: url, EVENTSTORE_IMAGE: image }: Readonly<Record<string, string | undefined>> = process.env,
  on?: Engine,
): ClusterUnderTest {
  if (url) return { name: `EventStoreDB at ${withoutPassword(url)}`, open: () => storeAt(url, async () => undefined) };
  if (image) return { name: `EventStoreDB of image ${image}`, open: () => storeOfImage(image, on) };
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
  const service = someService();
  const another = () => EventStoreDbEventStore.open({ connectionString, service });
  const store = await another();
  return {
    store,
    another,
    dispose: async () => {
      await store.close();
      await stop();
    },
  };
}

async function storeOfImage(image: string, on: Engine | undefined): Promise<StoreUnderTest> {
  const engine = on ?? (await Engine.find());
  if (!engine) throw new Error(`there is no Docker engine for EVENTSTORE_IMAGE=${image}`);
  const { server, stop } = await containedEventStoreDb(engine, image);
  return storeAt(server, async () => {
    await stop();
    if (!on) await engine.stop();
  });
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
