import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { setTimeout as pause } from 'node:timers/promises';
import { InMemoryEventStore } from '@zhibu/event-store';
import { StoreFeedSource } from '../adapters/store/store-feed.adapter.ts';
import { type FeedDelivery, FeedPattern, FeedTransport } from './feed-transport.adapter.ts';
import { eventually, openSetting, publishTo, RecordingConsumer, renamed, type Setting } from '../testing/index.ts';

const consumer = new RecordingConsumer('handlers');

@Controller()
class Handlers {
  @FeedPattern('organization')
  async take({ transaction, events }: FeedDelivery): Promise<void> {
    await consumer.apply(transaction, events);
  }
}

@Controller()
class OtherHandlers {
  @FeedPattern('organization', 'others')
  take({ events }: FeedDelivery): void {
    for (const { revision } of events) if (revision === 1) throw new Error('not this one');
  }
}

@Module({ controllers: [Handlers, OtherHandlers] })
class HandlersModule {}

let setting: Setting;
let close: () => Promise<void> = () => Promise.resolve();
beforeAll(async () => {
  setting = await openSetting();
});
afterEach(() => close());
afterAll(() => setting.close());

it('gives each Nest handler the facts of its service, in its transaction, with a checkpoint of its own', async () => {
  const store = new InMemoryEventStore();
  const transport = new FeedTransport({
    database: setting.database,
    sources: [new StoreFeedSource('organization', store)],
    group: 'handlers',
  });
  const app = await NestFactory.createMicroservice(HandlersModule, { strategy: transport, logger: false });
  close = async () => {
    await app.close();
    await store.close();
  };
  await app.listen();
  let attempts = 0;
  // A failure of the infrastructure inside a handler comes through Nest as what it is, and blocks rather than parks.
  consumer.beforeCheckpoint = async (transaction) => {
    attempts += 1;
    if (attempts === 1) await transaction.query('SELECT pg_terminate_backend(pg_backend_pid())');
  };
  await publishTo(store, [renamed('A', 'one'), renamed('A', 'two'), renamed('B', 'three')]);
  await eventually(async () =>
    expect((await consumer.effects(setting.database)).map((effect) => effect.name)).toEqual(['one', 'two', 'three']),
  );
  await eventually(() =>
    expect(transport.subscribers.map((subscriber) => subscriber.status())).toMatchObject([
      { group: 'handlers', state: 'running', position: 3n, parkedStreams: 0 },
      { group: 'others', state: 'running', position: 3n, parkedStreams: 1 },
    ]),
  );
});

it('takes nothing in before what it starts after is settled', async () => {
  const store = new InMemoryEventStore();
  const late = new RecordingConsumer('late');
  const { promise: startsAfter, resolve } = Promise.withResolvers<void>();
  const sources = [new StoreFeedSource('organization', store)];
  const consumers = [{ service: 'organization', group: 'late', apply: late.apply.bind(late) }] as const;
  const transport = new FeedTransport({ database: setting.database, sources, consumers, group: 'late', startsAfter });
  transport.listen(() => undefined);
  close = async () => {
    await transport.close();
    await store.close();
  };
  await publishTo(store, [renamed('L', 'late')]);
  await pause(300);
  expect(await late.effects(setting.database)).toEqual([]);
  resolve();
  await eventually(async () => expect(await late.effects(setting.database)).toHaveLength(1));
});
