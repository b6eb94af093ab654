import { describe, expect, it } from '@jest/globals';
import { type Checkpoint, CheckpointLost, type EventStore } from '@zhibu/event-store';
import { firstEvents, someEvents } from '@zhibu/event-store/testing';
import type { RecordedEvent } from '@zhibu/kernel';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { aCluster, aStore, aStream, closeAfterEach, record, until, wholeLog } from './opened.ts';

/** Follows a log until told to stop; what it has read so far can be looked at. */
function reader(store: EventStore, after?: Checkpoint) {
  const events: RecordedEvent[] = [];
  const end = new AbortController();
  const done = (async () => {
    for await (const batch of store.subscribe(after, { signal: end.signal, batchSize: 5 }))
      events.push(...batch.events);
  })();
  return {
    events,
    done,
    stop: () => {
      end.abort();
      return done;
    },
  };
}

describe('EventStoreDB stand-in: connections and nodes fail', () => {
  closeAfterEach();

  it('loses and repeats nothing in a subscription whose connection is lost again and again', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    const reading = reader(store);
    for (let round = 0; round < 15; round += 1) {
      await record(store, 7);
      cluster.node.behaviour.hangUp();
      if (round % 5 === 4) {
        cluster.node.kill();
        await cluster.node.start();
      }
    }
    await until(() => reading.events.length >= 105);
    await reading.stop();
    expect(reading.events).toEqual(await wholeLog(store));
    expect(new Set(reading.events.map((event) => event.position)).size).toBe(105);
    expect(cluster.log.records.filter((event) => event.stream.startsWith('sample.sample-'))).toHaveLength(105);
  });

  it('demands the leader with every request', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    await record(store, 3);
    await store.settle(new Date().toISOString());
    await firstEvents(store, 3);
    const asked = cluster.tally();
    expect(asked.demandingLeader).toBe(asked.requests() - asked.requests('gossip'));
    expect(asked.demandingLeader).toBeGreaterThan(5);
  });

  it('never answers from a follower that is behind, also when told to prefer one', async () => {
    const cluster = await aCluster(2);
    const writer = await aStore(cluster);
    const [, follower] = cluster.nodes;
    if (follower) follower.behaviour.lag = 1_000_000;
    const reading = await aStore(cluster, { connectionString: `${cluster.connectionString}&nodePreference=follower` });
    const stream = aStream();
    for (let revision = -1; revision < 5; revision += 1) {
      await writer.append(stream, revision === -1 ? 'no-stream' : revision, someEvents(1));
      expect(await reading.readStream(stream)).toHaveLength(revision + 2);
      expect((await reading.head())?.eventId).toBe((await writer.readStream(stream)).at(-1)?.id);
    }
    expect(follower?.counts.tally().demandingLeader).toBe(0);
  });

  it('goes on with another leader, whose clock is behind, and records nothing earlier for it', async () => {
    const cluster = await aCluster(3);
    const store = await aStore(cluster);
    const reading = reader(store);
    const [old, next] = cluster.nodes;
    if (!old || !next) throw new Error('a cluster of three has three nodes');
    await record(store, 5);
    cluster.log.clock = () => Date.now() - 60_000;
    cluster.elections.elect(next);
    old.kill();
    await record(store, 5);
    await until(() => reading.events.length >= 10);
    await reading.stop();
    const instants = reading.events.map((event) => event.recordedAt);
    expect(instants).toEqual(instants.toSorted());
    expect(await wholeLog(await aStore(cluster))).toEqual(reading.events);
  });

  it('stops readers who are beyond the state that the cluster was restored to, and serves the others', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    const before = await record(store, 10);
    const kept = await store.head();
    const ahead = reader(store);
    await record(store, 5);
    const beyond = await store.head();
    await until(() => ahead.events.length === 15);
    cluster.node.kill();
    cluster.log.restoreTo(kept?.position ?? 0n);
    await cluster.node.start();
    await expect(ahead.done).rejects.toBeInstanceOf(CheckpointLost);
    expect(store.complaints.some((fault) => fault instanceof CheckpointLost)).toBe(true);
    await expect(firstEvents(store, 1, beyond)).rejects.toBeInstanceOf(CheckpointLost);
    await store.renewGeneration();
    const after = await record(store, 6);
    expect(await wholeLog(store)).toEqual([...before, ...after]);
    expect(await firstEvents(store, 6, kept)).toEqual(after);
    await expect(firstEvents(store, 1, beyond)).rejects.toThrow(/rebuild this reader/);
    expect((await store.head())?.generation).not.toBe(kept?.generation);
  });

  it('works on a slow server', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    cluster.node.behaviour.slowMs = 500;
    expect(await record(store, 2)).toHaveLength(2);
  });

  it('is not ended by the client’s errors: a process whose cluster dies under it goes on when it is back', async () => {
    const cluster = await aCluster(2);
    const program = fileURLToPath(new URL('../support/event-store-db/appender.cli.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--conditions=zhibu-source', '--no-warnings', program, cluster.connectionString],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const ended = once(child, 'exit');
    const appended = (): number => said.split('\n').length - 1;
    for (let round = 1; round <= 3; round += 1) {
      const before = appended();
      await until(() => appended() > before || child.exitCode !== null);
      for (const node of cluster.nodes) node.kill();
      await new Promise((resolve) => {
        setTimeout(resolve, 700);
      });
      await Promise.all(cluster.nodes.map((node) => node.start()));
    }
    const before = appended();
    await until(() => appended() > before + 2 || child.exitCode !== null);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    const stored = cluster.log.stream('sample.appended') ?? [];
    expect(stored.length).toBeGreaterThanOrEqual(appended());
    expect(new Set(stored.map((event) => event.id)).size).toBe(stored.length);
  });
});
