import { expect, it } from '@jest/globals';
import { readClusterSettings } from './settings.ts';

it('starts over Kafka on the ports from 4000 on unless told otherwise', () => {
  expect(readClusterSettings([], {})).toMatchObject({ feed: 'kafka', brokers: undefined, ports: { gateway: 4000, supervision: 4004 } });
});

it('takes the gateway’s port, the feed and the brokers from options or environment', () => {
  expect(readClusterSettings(['--port', '4100'], { FEED: 'store' })).toMatchObject({ feed: 'store', ports: { gateway: 4100 } });
  expect(readClusterSettings([], { KAFKA_BROKERS: 'k:9092' })).toMatchObject({ brokers: 'k:9092' });
});

it('names every wrong option at once', () => {
  expect(() => readClusterSettings(['--port', 'x', '--feed', 'post', '--loud'], {})).toThrow(/--loud.*PORT is "x".*FEED is "post"/s);
});
