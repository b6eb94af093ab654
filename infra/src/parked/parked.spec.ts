import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { InMemoryEventStore } from '@zhibu/event-store';
import { StoreFeedSource, type Subscriber } from '@zhibu/feed';
import {
  corrupt,
  eventually,
  faultOfName,
  openSetting,
  publishTo,
  RecordingConsumer,
  renamed,
  type Setting,
} from '@zhibu/feed/testing';
import { grant } from './operator.ts';
import { readWish, type Wish, wishOptions } from './wish.ts';
import { Arguments } from '../terminal/arguments.adapter.ts';

let setting: Setting;
let store: InMemoryEventStore;
let consumer: RecordingConsumer;
let subscriber: Subscriber;
let said: string[];
let groups = 0;
beforeAll(async () => {
  setting = await openSetting();
});
beforeEach(async () => {
  groups += 1;
  said = [];
  store = new InMemoryEventStore();
  consumer = new RecordingConsumer(`views-${groups}`);
  consumer.faultOf = faultOfName('bad');
  await publishTo(store, [renamed('A', 'good'), renamed('B', 'bad'), renamed('B', 'next')]);
  subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await eventually(() => expect(subscriber.status()).toMatchObject({ position: 3n, parkedStreams: 1 }));
});
afterEach(async () => {
  await setting.end();
  await store.close();
  await setting.database.query('DELETE FROM parked_stream');
});
afterAll(() => setting.close());

const wishOf = (...args: readonly string[]): Wish => readWish(new Arguments(args, wishOptions), 'li');

function operator(...args: readonly string[]): Promise<boolean> {
  const wish = wishOf(...args);
  const terminal = {
    say: (line: string) => {
      said.push(line);
    },
    complain: (line: string) => {
      said.push(line);
    },
  };
  return grant(wish, { databases: [setting.database], terminal, patienceMs: 3_000 });
}

it('lists what is parked: for whom, since when, why, and how much waits', async () => {
  expect(await operator('list')).toBe(true);
  const [, row = ''] = said;
  expect(row.split('\t')).toEqual([
    consumer.group,
    'organization',
    'organization-B',
    expect.stringMatching(/^20\d\d-.*Z$/),
    '2',
    'Error: cannot take bad',
  ]);
});

it('shows the events that wait, and the error', async () => {
  expect(await operator('show', 'organization-B')).toBe(true);
  expect(said[2]).toBe('Error: cannot take bad');
  expect(said.slice(3).map((text) => JSON.parse(text) as unknown)).toMatchObject([
    { stream: 'organization-B', revision: 0, position: '2', data: { name: 'bad' } },
    { revision: 1, position: '3', data: { name: 'next' } },
  ]);
});

it('retries, and tells whether it helped', async () => {
  expect(await operator('retry', 'organization-B')).toBe(false);
  expect(said).toContain('Error: cannot take bad');
  consumer.faultOf = () => undefined;
  expect(await operator('retry', 'organization-B')).toBe(true);
  expect(await operator('list')).toBe(true);
  expect(said.at(-1)).toBe('Nothing is parked');
});

it('discards the one event that failed, with the reason on record, and the next goes on', async () => {
  expect(() => wishOf('discard', 'organization-B')).toThrow(/needs a reason/);
  expect(() => wishOf('discard', 'organization-B', '--reason', ' ')).toThrow(/needs a reason/);
  expect(await operator('discard', 'organization-B', '--reason', '测试数据')).toBe(true);
  await eventually(async () =>
    expect((await consumer.effects(setting.database)).map((effect) => effect.name)).toEqual(['good', 'next']),
  );
  const recorded = await setting.database.query(
    'SELECT action, actor, reason FROM parked_action WHERE consumer_group = $1 ORDER BY requested_at LIMIT 1',
    [consumer.group],
  );
  expect(recorded.rows).toEqual([{ action: 'discard', actor: 'li', reason: '测试数据' }]);
});

it('notes a retry that nobody is there to carry out, and says so', async () => {
  await setting.end();
  consumer.faultOf = () => undefined;
  expect(await operator('retry', '--all')).toBe(false);
  expect(said.at(-1)).toMatch(/is noted/);
  subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
  await eventually(async () => expect(await consumer.effects(setting.database)).toHaveLength(3));
});

it('asks which consumer is meant where several have parked the stream', async () => {
  const other = new RecordingConsumer(`${consumer.group}-other`);
  other.faultOf = consumer.faultOf;
  const second = setting.subscribe(new StoreFeedSource('organization', store), other);
  await eventually(() => expect(second.status()).toMatchObject({ parkedStreams: 1 }));
  await expect(operator('discard', 'organization-B', '--reason', 'x')).rejects.toThrow(/several consumers/);
  expect(await operator('discard', 'organization-B', '--reason', 'x', '--group', other.group)).toBe(true);
});

it('lets no event steer the terminal', async () => {
  await publishTo(store, [corrupt('C')]);
  consumer.faultOf = () => new Error('\u001b[2Jgone');
  await publishTo(store, [renamed('D', 'any')]);
  await eventually(() => expect(subscriber.status()).toMatchObject({ parkedStreams: 3 }));
  await operator('list');
  await operator('show', 'organization-D');
  expect(said.filter((line) => line.includes('\u001b'))).toEqual([]);
});

it('refuses what it does not understand, and a stream that is not parked', async () => {
  for (const args of [[], ['drop', 'x'], ['show'], ['list', '--colour'], ['show', 'a', 'b']])
    expect(() => wishOf(...args)).toThrow(/wrong arguments/i);
  await expect(operator('show', 'organization-Z')).rejects.toThrow(/is not parked/);
});
