import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { carrierOf } from './carrier.ts';
import { readRelayPosition } from './lease.ts';
import { eventually, publishTo, RelayProcess, renamed, testBroker, TopicUnderTest } from '../testing/index.ts';
import { interleaved } from '../testing/subjects.ts';

const broker = await testBroker();

const traceparent = (digit: string): string => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;
const upToIncluding = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

describe(`the relay${'missing' in broker ? `: NOT RUN, there is no broker (${broker.missing})` : `, on ${broker.name}`}`, () => {
  if ('missing' in broker) {
    it.todo('runs where KAFKA_BROKERS names one, or Java and Maven are there');
    return;
  }
  let topic: TopicUnderTest;
  const processes: RelayProcess[] = [];
  const relayProcess = (leaseMs: number): RelayProcess => {
    const started = new RelayProcess(broker, topic, leaseMs);
    processes.push(started);
    return started;
  };
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((process) => process.kill()));
    await topic.close();
  });

  it('carries the log to the topic, each event once, in order, with the position before it', async () => {
    topic = await TopicUnderTest.open(broker);
    await publishTo(topic.store, interleaved(['A', 'B'], 50));
    const relay = topic.relay();
    await publishTo(topic.store, interleaved(['C'], 20));
    const messages = await topic.contents(120);
    expect(messages.map((message) => Number(message.headers?.['ce_seq']))).toEqual(upToIncluding(120));
    expect(messages.map((message) => Number(message.headers?.['ce_previous']))).toEqual(
      upToIncluding(120).map((position) => position - 1),
    );
    await eventually(() =>
      expect(relay.status()).toMatchObject({ state: 'active', position: 120n, head: 120n, lag: 0, lagSeconds: 0 }),
    );
  });

  it('hands an event on under its own trace, and leaves the one that was recorded', async () => {
    topic = await TopicUnderTest.open(broker);
    const fact = renamed('A', 'a');
    await publishTo(topic.store, [
      { ...fact, event: { ...fact.event, metadata: { ...fact.event.metadata, traceparent: traceparent('1') } } },
      renamed('B', 'b'),
    ]);
    topic.relay({ around: (events, write) => write((event) => (event === events[0] ? traceparent('2') : undefined)) });
    expect((await topic.contents(2)).map(({ headers }) => headers?.['traceparent']?.toString())).toEqual([
      traceparent('2'),
      undefined,
    ]);
    const over = new AbortController();
    for await (const { events } of topic.source().batches(undefined, over.signal)) {
      expect(events.map((event) => [event.metadata.traceparent, carrierOf(event)])).toEqual([
        [traceparent('1'), traceparent('2')],
        [undefined, undefined],
      ]);
      over.abort();
    }
  });

  it('carries large events in transactions of several requests', async () => {
    topic = await TopicUnderTest.open(broker);
    const large = 'x'.repeat(250_000);
    await publishTo(
      topic.store,
      upToIncluding(12).map((number) => renamed(`L${number}`, large)),
    );
    topic.relay();
    expect(await topic.positions(12)).toEqual(upToIncluding(12));
  });

  it('goes on after a stop where it was, and gives the lead up at once', async () => {
    topic = await TopicUnderTest.open(broker);
    await publishTo(topic.store, interleaved(['A'], 10));
    const first = topic.relay({ leaseMs: 600_000 });
    await eventually(() => expect(first.status().position).toBe(10n));
    await first.stop();
    expect(first.status().state).toBe('stopped');
    await publishTo(topic.store, interleaved(['A'], 10));
    const second = topic.relay({ leaseMs: 600_000 });
    await eventually(() => expect(second.status()).toMatchObject({ state: 'active', position: 20n }));
    expect(await topic.positions(20)).toEqual(upToIncluding(20));
  });

  it('one of two leads, the other waits, tells how far the first has come, and takes over when that is stopped', async () => {
    topic = await TopicUnderTest.open(broker);
    const [first, second] = [topic.relay(), topic.relay()];
    await publishTo(topic.store, interleaved(['A'], 10));
    await eventually(() =>
      expect([first, second].map((relay) => relay.status().state).sort()).toEqual(['active', 'standby']),
    );
    await eventually(() => expect([first, second].map((relay) => relay.status().position)).toEqual([10n, 10n]));
    await (first.status().state === 'active' ? first : second).stop();
    await publishTo(topic.store, interleaved(['A'], 10));
    expect(await topic.positions(20)).toEqual(upToIncluding(20));
  });

  it('repeats nothing after it was killed between sending and noting its checkpoint', async () => {
    topic = await TopicUnderTest.open(broker, { durable: true });
    const killed = relayProcess(600_000);
    await publishTo(topic.store, interleaved(['A', 'B'], 50));
    await topic.positions(100);
    await killed.kill();
    const noted = await readRelayPosition(topic.database, 'organization');
    expect(noted?.position).toBeLessThan(100n);
    await topic.database.query(`UPDATE relay_checkpoint SET leased_until = '-infinity'`);
    await publishTo(topic.store, interleaved(['A'], 10));
    topic.relay();
    expect(await topic.positions(110)).toEqual(upToIncluding(110));
  });

  it('presumed dead, that wakes up, writes nothing', async () => {
    topic = await TopicUnderTest.open(broker, { durable: true });
    const both = [relayProcess(700), relayProcess(700)];
    let published = 0;
    let ended = false;
    const publishing = (async () => {
      for (; !ended; published += 1) await publishTo(topic.store, [renamed(`S${published}`, 'named')]);
    })();
    await eventually(() => expect(both.map((process) => process.state).sort()).toEqual(['active', 'standby']), 30_000);
    for (let round = 0; round < 6; round += 1) {
      const leader = both.find((process) => process.state === 'active');
      leader?.signal('SIGSTOP');
      await wait(1_600);
      await eventually(
        () => expect(both.filter((process) => process !== leader).map((process) => process.state)).toContain('active'),
        30_000,
      );
      leader?.signal('SIGCONT');
      await eventually(
        () => expect(both.map((process) => process.state).sort()).toEqual(['active', 'standby']),
        30_000,
      );
    }
    ended = true;
    await publishing;
    expect(await topic.positions(published)).toEqual(upToIncluding(published));
  });

  it('says so and tries again, slowly, where the store was closed under it', async () => {
    topic = await TopicUnderTest.open(broker);
    const relay = topic.relay();
    await eventually(() => expect(relay.status().state).toBe('active'));
    await topic.store.close();
    await eventually(() => expect(relay.status()).toMatchObject({ state: 'blocked', error: 'Error: the log ended' }));
  });

  it('goes on with what comes, where the store was restored to an earlier state', async () => {
    topic = await TopicUnderTest.open(broker);
    await publishTo(topic.store, interleaved(['A'], 10));
    const before = topic.relay();
    await eventually(() => expect(before.status().position).toBe(10n));
    await topic.loseStore();
    await publishTo(topic.store, interleaved(['B'], 4));
    const [after] = topic.relays;
    await eventually(() => expect(after?.status()).toMatchObject({ state: 'active', position: 4n }));
    await publishTo(topic.store, interleaved(['B'], 2));
    const messages = await topic.contents(12);
    const generation = (await topic.store.head())?.generation;
    expect(
      messages
        .slice(-2)
        .map((message) => [Number(message.headers?.['ce_seq']), message.headers?.['ce_generation']?.toString()]),
    ).toEqual([
      [5, generation],
      [6, generation],
    ]);
  });
});
