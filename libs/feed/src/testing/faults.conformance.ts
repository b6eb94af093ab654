import { expect, it } from '@jest/globals';
import { inTransaction } from '@zhibu/database';
import { setTimeout as wait } from 'node:timers/promises';
import { restartConsumer } from '../consuming/checkpoint.ts';
import { listParked, showParked } from '../parking/parking.ts';
import { eventually } from './eventually.ts';
import { brokenOnce } from './faulty-transport.ts';
import { corrupt, fromTheFuture, renamed, unheardOf } from './facts.ts';
import { faultOfName } from './recording-consumer.ts';
import { byStream, interleaved, type Subjects, upTo } from './subjects.ts';

/** What a feed and its subscriber do when something is wrong: part of the conformance suite. */
export function feedFaults(subjects: () => Subjects): void {
  it('of the infrastructure: blocks, and tries again for ever, ever more slowly', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish(interleaved(['A'], 3));
    const backOffs: number[] = [];
    consumer.faultOf = () =>
      backOffs.length < 10 ? Object.assign(new Error('away'), { code: 'ECONNREFUSED' }) : undefined;
    const states: string[] = [];
    const sleep = async (time: number, signal: AbortSignal): Promise<void> => {
      // 800 ms is between two looks at what operators ask for; no back-off of this test is.
      if (time !== 800) backOffs.push(time);
      await wait(Math.min(time, 5), undefined, { signal }).catch(() => undefined);
    };
    const subscriber = setting.subscribe(feed.source(), consumer, {
      onChange: (status) => states.push(status.state),
      timing: { random: () => 0.75, sleep },
    });
    await eventually(() =>
      expect(subscriber.status()).toMatchObject({ state: 'running', position: 3n, parkedStreams: 0 }),
    );
    expect(backOffs).toEqual([37.5, 75, 150, 300, 600, 1200, 1500, 1500, 1500, 1500]);
    expect(states).toEqual(['running', 'blocked', 'running']);
    expect(byStream(await consumer.effects(setting.database))).toEqual({ 'organization-A': [0, 1, 2] });
  });

  it('of the infrastructure under an empty feed: is well again by itself, though nothing comes to show it', async () => {
    const { setting, feed, consumer } = subjects();
    const states: string[] = [];
    const subscriber = setting.subscribe(brokenOnce(feed.source()), consumer, {
      onChange: (status) => states.push(status.state),
    });
    await eventually(() => expect(states).toEqual(['running', 'blocked', 'running']));
    expect(subscriber.status()).toMatchObject({ state: 'running', position: 0n, head: 0n });
    expect(subscriber.status().error).toBeUndefined();
    await feed.publish([renamed('A', 'A 0')]);
    await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'running', position: 1n }));
  });

  it('of one event: parks its stream, whose later events wait in order, while others go on', async () => {
    const { setting, feed, consumer } = subjects();
    consumer.faultOf = faultOfName('B 3');
    await feed.publish(interleaved(['A', 'B'], 10));
    const subscriber = setting.subscribe(feed.source(), consumer);
    await eventually(() =>
      expect(subscriber.status()).toMatchObject({ state: 'running', position: 20n, parkedStreams: 1 }),
    );
    await feed.publish([renamed('B', 'B 10'), renamed('A', 'A 10'), renamed('B', 'B 11')]);
    await eventually(() => expect(subscriber.status().position).toBe(23n));
    expect(byStream(await consumer.effects(setting.database))).toEqual({
      'organization-A': upTo(11),
      'organization-B': [0, 1, 2],
    });
    const [parked] = (await listParked(setting.database)).filter((stream) => stream.group === consumer.group);
    expect(parked).toMatchObject({
      stream: 'organization-B',
      error: 'Error: cannot take B 3',
      waiting: 9,
      failures: 1,
    });
    const waiting = await showParked(setting.database, consumer, 'organization-B');
    expect(waiting.map((event) => event.revision)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(waiting[0]).toMatchObject({ position: parked?.position, data: { name: 'B 3' } });
  });

  it('of one event among 1,000: finds it by halving', async () => {
    const { setting, feed, consumer } = subjects();
    const organizations = upTo(100).map((index) => `O${index}`);
    consumer.faultOf = faultOfName('O37 4');
    await feed.publish(interleaved(organizations, 10));
    const subscriber = setting.subscribe(feed.source(), consumer);
    await eventually(() => expect(subscriber.status()).toMatchObject({ position: 1000n, parkedStreams: 1 }));
    expect(consumer.attempts).toBeLessThanOrEqual(30);
    expect(await consumer.effects(setting.database)).toHaveLength(994);
  });

  it('of several events: parks each of their streams at its first', async () => {
    const { setting, feed, consumer } = subjects();
    consumer.faultOf = faultOfName('A 2', 'A 5', 'C 0', 'D 9');
    await feed.publish(interleaved(['A', 'B', 'C', 'D'], 10));
    const subscriber = setting.subscribe(feed.source(), consumer);
    await eventually(() => expect(subscriber.status()).toMatchObject({ position: 40n, parkedStreams: 3 }));
    expect(byStream(await consumer.effects(setting.database))).toEqual({
      'organization-A': upTo(2),
      'organization-B': upTo(10),
      'organization-D': upTo(9),
    });
  });

  it('of the log: a corrupt event parks its stream and names itself', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish([
      renamed('A', 'A 0'),
      renamed('B', 'B 0'),
      corrupt('B'),
      renamed('B', 'B 2'),
      renamed('A', 'A 1'),
    ]);
    const subscriber = setting.subscribe(feed.source(), consumer);
    await eventually(() =>
      expect(subscriber.status()).toMatchObject({ state: 'running', position: 5n, parkedStreams: 1 }),
    );
    expect(byStream(await consumer.effects(setting.database))).toEqual({
      'organization-A': [0, 1],
      'organization-B': [0],
    });
    const [parked] = (await listParked(setting.database, 'organization-B')).filter(
      (stream) => stream.group === consumer.group,
    );
    expect(parked?.error).toMatch(/^CorruptEvent: OrganizationRenamed v1 at organization-B@1/);
  });

  it('of the program: an event of a future version blocks everything behind it, and parks nothing', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish([renamed('A', 'A 0'), renamed('B', 'B 0'), fromTheFuture('A'), renamed('B', 'B 1')]);
    const subscriber = setting.subscribe(feed.source(), consumer);
    await eventually(() =>
      expect(subscriber.status()).toMatchObject({ state: 'blocked', position: 2n, lag: 2, parkedStreams: 0 }),
    );
    expect(subscriber.status()).toMatchObject({
      error: expect.stringContaining('FutureVersion'),
      remedy: { zh: expect.stringContaining('升级'), en: expect.stringContaining('deploy') },
    });
    expect(byStream(await consumer.effects(setting.database))).toEqual({
      'organization-A': [0],
      'organization-B': [0],
    });
  });

  it('of the program: an event of a type not known yet goes by who does not take it, a later version of what it takes does not', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish([renamed('A', 'A 0'), unheardOf('A'), renamed('B', 'B 0'), unheardOf('C'), renamed('A', 'A 2')]);
    const choosy = { ...consumer, takes: new Set(['OrganizationRenamed']) };
    const subscriber = setting.subscribe(feed.source(), choosy);
    await eventually(() =>
      expect(subscriber.status()).toMatchObject({ state: 'running', position: 5n, lag: 0, parkedStreams: 0 }),
    );
    expect(byStream(await consumer.effects(setting.database))).toEqual({
      'organization-A': [0, 2],
      'organization-B': [0],
    });
    await feed.publish([unheardOf('B'), fromTheFuture('B')]);
    await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'blocked', position: 6n, lag: 1 }));
  });

  it('of history: a checkpoint that the store does not hold stops the consumer, which says what to do and then goes on', async () => {
    const { setting, feed, consumer } = subjects();
    await feed.publish(interleaved(['A'], 5));
    const first = setting.subscribe(feed.source(), consumer);
    await eventually(() => expect(first.status().position).toBe(5n));
    await setting.end();
    await feed.loseStore();
    await feed.publish(interleaved(['A'], 7));
    const subscriber = setting.subscribe(feed.source(), consumer);
    await eventually(() =>
      expect(subscriber.status()).toMatchObject({ state: 'stopped', error: expect.stringContaining('CheckpointLost') }),
    );
    const { zh, en } = subscriber.status().remedy ?? {};
    for (const sentence of [zh, en]) expect(sentence).toMatch(/npm run refill/);
    expect(await consumer.effects(setting.database)).toHaveLength(5);
    await inTransaction(setting.database, (transaction) => restartConsumer(transaction, consumer));
    await eventually(() => expect(subscriber.status()).toMatchObject({ state: 'running', position: 7n }));
    expect(await consumer.effects(setting.database)).toHaveLength(12);
  });
}
