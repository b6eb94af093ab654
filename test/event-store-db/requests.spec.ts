import { describe, expect, it } from '@jest/globals';
import { type ActivityCommand, type ActivityEvent, commandContract } from '@zhibu/contracts';
import { type Aggregate, type CommandEnvelope, CommandHandler, handleCommand } from '@zhibu/event-store';
import { someEvents } from '@zhibu/event-store/testing';
import type { Decision } from '@zhibu/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import type { StandIn } from '../support/event-store-db/stand-in.ts';
import type { Tally } from '../support/event-store-db/tally.ts';
import { aCluster, aStore, aStream, closeAfterEach, foreignEvents, record, until, wholeLog } from './opened.ts';

interface Meetings extends Decision {
  readonly command: Extract<ActivityCommand, { readonly name: 'RecordActivity' }>;
  readonly state: number;
  readonly event: Extract<ActivityEvent, { readonly type: 'ActivityRecorded' }>;
  readonly facts: object;
}
const aggregate: Aggregate<Meetings> = {
  decider: {
    initialState: 0,
    decide: ({ data }) => [{ type: 'ActivityRecorded', data }],
    evolve: (count) => count + 1,
  },
  facts: async () => ({}),
};

function command(number: number, branchId = 'B-1'): CommandEnvelope {
  const contract = commandContract('RecordActivity');
  if (!contract) throw new Error('no such command');
  return {
    commandId: `${branchId} ${number}`,
    contract,
    correlationId: 'import-1',
    actor: { personId: 'p-1', role: 'operator' },
    data: { branchId, externalId: String(number), kind: 'party-day', heldOn: '2022-05-01', attendance: 0 },
  };
}

const named = (cluster: StandIn, name: string) => ({
  connectionString: `${cluster.connectionString}&connectionName=${name}`,
});

/** What one process, or all of them, asked for while something was done. */
async function during(cluster: StandIn, work: () => Promise<unknown>, name?: string): Promise<Tally> {
  const before = cluster.tally(name);
  await work();
  return cluster.tally(name).since(before);
}

describe('EventStoreDB stand-in: what is asked of the server', () => {
  closeAfterEach();

  it('for a command that its stream knows is one read, and nothing but events of that stream', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    const first = [];
    for (let number = 0; number < 20; number += 1) {
      first.push(await handleCommand(store, aggregate, command(number)));
      await record(store, 30);
    }
    const later = await aStore(cluster, named(cluster, 'later'));
    const again: unknown[] = [];
    const asked = await during(
      cluster,
      async () => {
        for (let number = 0; number < 20; number += 1)
          again.push(await handleCommand(later, aggregate, command(number)));
      },
      'later',
    );
    expect(again).toEqual(first);
    expect([asked.requests(), asked.requests('read-stream')]).toEqual([20, 20]);
    expect([asked.eventsTold(), asked.eventsWritten()]).toEqual([20 * 20, 0]);
  });

  it('for a new command is one read and one append, and no read while its stream is in memory', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster, named(cluster, 'one'));
    const handler = new CommandHandler(store);
    const alone = await during(cluster, () => handler.handle(aggregate, [command(1)]), 'one');
    expect([alone.requests('read-stream'), alone.requests('append'), alone.requests()]).toEqual([1, 1, 2]);
    const together = await during(
      cluster,
      async () => {
        const first = handler.handle(aggregate, [command(2)]);
        await pause(0);
        // These come while the first is under way: their turn follows on its.
        await Promise.all([first, ...[3, 4, 5].map((number) => handler.handle(aggregate, [command(number)]))]);
      },
      'one',
    );
    expect([together.requests('read-stream'), together.requests('append'), together.requests()]).toEqual([1, 2, 3]);
  });

  it('for appends that wait is one request each, all of them at once', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    cluster.node.behaviour.slowMs = 200;
    const begun = Date.now();
    const asked = await during(cluster, () =>
      Promise.all(Array.from({ length: 40 }, () => store.append(aStream(), 'no-stream', someEvents(1)))),
    );
    expect([asked.requests('append'), asked.requests()]).toEqual([40, 40]);
    expect(Date.now() - begun).toBeLessThan(40 * 200 * 0.5);
  });

  it('for an old event is one read of its stream, wherever in a long log it stands', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    const recorded = [];
    for (let round = 0; round < 10; round += 1) {
      recorded.push(await record(store, 2));
      await record(store, 300);
    }
    const later = await aStore(cluster, named(cluster, 'later'));
    for (const [first, second] of recorded) {
      const read: unknown[] = [];
      const asked = await during(
        cluster,
        async () => read.push(...(await later.recorded(first?.stream ?? '', { from: 1, to: 1 }))),
        'later',
      );
      expect([asked.requests(), asked.requests('read-stream'), asked.eventsTold()]).toEqual([1, 1, 1]);
      expect(read).toEqual([second]);
    }
  });

  it('for the end of the log is one event of it, however much of others stands behind our last', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster, named(cluster, 'one'));
    await record(store, 3);
    const ours = await during(cluster, () => store.head(), 'one');
    expect([ours.requests('read-all'), ours.eventsTold('read-all')]).toEqual([1, 1]);
    foreignEvents(cluster, 3_000);
    await until(() => cluster.tally('one').checkpointsTold >= 3_000 / 64 - 1);
    const head = await store.head();
    expect(head).toMatchObject({ position: (await wholeLog(store)).at(-1)?.position });
    const known = await during(cluster, () => store.head(), 'one');
    expect([known.requests('read-all'), known.eventsTold('read-all')]).toEqual([1, 1]);
    foreignEvents(cluster, 20);
    const theirs = await during(cluster, () => store.head(), 'one');
    expect(theirs.requests('read-all')).toBe(2);
    expect(theirs.eventsTold('read-all')).toBeLessThanOrEqual(1 + 4 * 64);
  });
});

describe('EventStoreDB stand-in: what is written and asked for while nobody asks', () => {
  closeAfterEach();

  it('is nothing, and less than one request a second and process of four stores, for whoever follows and tells a lag', async () => {
    const cluster = await aCluster();
    const services = ['one', 'two', 'three', 'four'];
    const stores = await Promise.all(
      services.map((service) => aStore(cluster, { service, ...named(cluster, 'process') })),
    );
    for (const store of stores) await record(store, 3);
    const ending = new AbortController();
    const following = stores.map(async (store) => {
      for await (const _ of store.subscribe(undefined, { signal: ending.signal }));
    });
    for (const store of stores) await store.head('lately');
    const seconds = 4;
    const asked = await during(cluster, async () => {
      for (let look = 0; look < seconds * 4; look += 1) {
        await pause(250);
        for (const store of stores) expect((await store.head('lately'))?.position).toBeGreaterThan(0n);
      }
    });
    ending.abort();
    await Promise.all(following);
    expect([asked.eventsWritten(), asked.eventsTold()]).toEqual([0, 0]);
    expect(asked.requests()).toBeLessThanOrEqual(seconds);
  });

  it('is one question for the end of the log, for all who tell a lag at once', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    await record(store, 3);
    const asked = await during(cluster, () => Promise.all(Array.from({ length: 8 }, () => store.head('lately'))));
    const once = await during(cluster, () => store.head('now'));
    expect(asked.requests()).toBeLessThanOrEqual(once.requests());
  });

  it('is one event for an instant that is asked about, once for all processes, and none where a later event settles it', async () => {
    const cluster = await aCluster();
    const [one, other] = [await aStore(cluster), await aStore(cluster)];
    await record(one, 3);
    await pause(5);
    const instant = new Date().toISOString();
    const asked = await during(cluster, () =>
      Promise.all([one.settle(instant), other.settle(instant), one.settle(instant)]),
    );
    expect(asked.eventsWritten('InstantSettled')).toBe(1);
    const again = await during(cluster, () => Promise.all([one.settle(instant), other.settle(instant)]));
    expect([again.requests(), again.eventsWritten()]).toEqual([0, 0]);
    await pause(5);
    const later = new Date().toISOString();
    await pause(5);
    await record(one, 1);
    await other.head();
    const proven = await during(cluster, () => Promise.all([one.settle(later), other.settle(later)]));
    expect([proven.requests(), proven.eventsWritten()]).toEqual([0, 0]);
  });

  it('may be thrown away by the server, which is told so, and changes nothing', async () => {
    const cluster = await aCluster();
    for (const stream of ['sample-marks', 'sample..settlements']) cluster.log.setMetadata(stream, { $maxCount: 1 });
    const store = await aStore(cluster);
    for (let round = 0; round < 4; round += 1) {
      await record(store, 400);
      await store.settle(new Date().toISOString());
      cluster.log.clock = () => Date.now() - 60_000;
      await record(store, 50);
      cluster.log.clock = Date.now;
    }
    await until(() => (cluster.log.stream('sample-marks')?.length ?? 0) >= 3);
    const log = await wholeLog(store);
    const middle = log[900];
    await store.close();
    cluster.log.scavenge();
    expect(cluster.log.stream('sample-marks')).toHaveLength(1);
    expect(cluster.log.stream('sample..settlements')).toHaveLength(1);
    const after = await aStore(cluster);
    expect(await wholeLog(after)).toEqual(log);
    expect(await after.readLog(middle?.position ?? 0n, 3)).toEqual(log.slice(901, 904));
    const recordedAt = middle?.recordedAt ?? '';
    const last = log.findLast((event) => event.recordedAt <= recordedAt);
    expect(await after.settle(recordedAt)).toBe(last?.position);
  });

  it('is limited by the store itself where nobody has decided about it', async () => {
    const cluster = await aCluster();
    cluster.log.setMetadata('sample-marks', { $maxCount: 7 });
    const store = await aStore(cluster);
    for (const count of [300, 300]) await record(store, count);
    await pause(2);
    await store.settle(new Date().toISOString());
    await until(() => cluster.log.metadataOf('sample..settlements').$maxCount !== undefined);
    expect(cluster.log.metadataOf('sample..settlements')).toEqual({ $maxCount: 1024 });
    expect(cluster.log.metadataOf('sample-marks')).toEqual({ $maxCount: 7 });
    expect(cluster.log.metadataOf('sample-floors')).toEqual({});
  });
});
