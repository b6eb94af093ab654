import { expect, it } from '@jest/globals';
import { readClusterSettings } from './settings.ts';

it('starts over Kafka on the ports from 4000 on unless told otherwise', () => {
  expect(readClusterSettings([], {})).toMatchObject({
    feed: 'kafka',
    brokers: undefined,
    ports: { gateway: 4000, supervision: 4004 },
  });
});

it('takes the gateway’s port, the feed and the brokers from options or environment', () => {
  expect(readClusterSettings(['--port', '4100'], { FEED: 'store' })).toMatchObject({
    feed: 'store',
    ports: { gateway: 4100 },
  });
  expect(readClusterSettings([], { KAFKA_BROKERS: 'k:9092', KAFKA_TLS: 'on', KAFKA_USERNAME: '' })).toMatchObject({
    brokers: 'k:9092',
    kafka: { KAFKA_BROKERS: 'k:9092', KAFKA_TLS: 'on' },
  });
});

it('keeps events in PostgreSQL unless told EventStoreDB, and then hands on where that is', () => {
  expect(readClusterSettings([], { EVENTSTORE_URL: 'esdb://a' }).eventStore).toBeUndefined();
  for (const [args, environment] of [
    [['--store', 'event-store-db'], {}],
    [[], { STORE: 'event-store-db' }],
  ] as const) {
    expect(
      readClusterSettings(args, { ...environment, EVENTSTORE_URL: 'esdb://a', EVENTSTORE_USERNAME: '' }).eventStore,
    ).toEqual({ EVENTSTORE_URL: 'esdb://a' });
  }
});

it('names every wrong option at once', () => {
  expect(() => readClusterSettings(['--port', 'x', '--feed', 'post', '--store', 'paper', '--loud'], {})).toThrow(
    /--loud.*PORT is "x".*FEED is "post".*STORE is "paper"/s,
  );
});

it('goes without TLS and passwords only where that is wished', () => {
  expect([readClusterSettings([], {}).plain, readClusterSettings(['--plain'], {}).plain]).toEqual([false, true]);
});
