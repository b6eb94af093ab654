import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '@zhibu/event-store';
import { someEvents } from '@zhibu/event-store/testing';
import fc from 'fast-check';
import type { StandIn } from '../support/event-store-db/stand-in.ts';
import { aCluster, aStore, aStream, closeAfterEach, record, until, wholeLog } from './opened.ts';

/** What the instants of a service's events are, by position: a fold of the whole log, of what a scavenge has taken as well. */
class Fold {
  readonly instants = new Map<bigint, string>();
  private floor = 0;
  private upTo = 0n;

  on({ log }: StandIn): this {
    for (const { stream, position, created, data } of log.records) {
      if (position <= this.upTo || !stream.startsWith('sample.')) continue;
      const settled = stream === 'sample..settlements';
      this.floor = Math.max(this.floor, settled ? Number(JSON.parse(Buffer.from(data).toString()).floor) : created);
      if (!settled) this.instants.set(position, new Date(this.floor).toISOString());
      this.upTo = position;
    }
    return this;
  }
}

type Step =
  | { readonly does: 'append'; readonly process: number; readonly events: number }
  | { readonly does: 'settle'; readonly process: number; readonly agoMs: number }
  | { readonly does: 'clock'; readonly offsetMs: number }
  | { readonly does: 'scavenge' }
  | { readonly does: 'restart'; readonly process: number }
  | { readonly does: 'ask'; readonly process: number; readonly which: number };

const PROCESSES = 3;
const process = fc.nat(PROCESSES - 1);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ does: fc.constant('append' as const), process, events: fc.integer({ min: 1, max: 150 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant('settle' as const), process, agoMs: fc.constantFrom(0, 1, 20, 5000) }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constant('clock' as const),
        offsetMs: fc.constantFrom(0, -90_000, -1, -20, 3, 60_000),
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('restart' as const), process }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('scavenge' as const) }) },
    { weight: 4, arbitrary: fc.record({ does: fc.constant('ask' as const), process, which: fc.nat() }) },
  ),
  { minLength: 12, maxLength: 30 },
);

/** Several processes at work on one cluster, and what they are held against. */
class Work {
  readonly cluster: StandIn;
  private readonly stores: EventStore[] = [];
  private readonly appended: { readonly stream: string; readonly to: number }[] = [];
  private readonly fold = new Fold();
  private offsetMs = 0;

  constructor(cluster: StandIn) {
    this.cluster = cluster;
    cluster.log.clock = () => Date.now() + this.offsetMs;
    for (const stream of ['sample-marks', 'sample..settlements']) cluster.log.setMetadata(stream, { $maxCount: 1 });
  }

  async open(index: number): Promise<void> {
    await this.stores[index]?.close();
    this.stores[index] = await aStore(this.cluster);
  }

  async take(step: Step): Promise<void> {
    if (step.does === 'clock') {
      this.offsetMs = step.offsetMs;
      return;
    }
    if (step.does === 'scavenge') {
      this.fold.on(this.cluster);
      this.cluster.log.scavenge();
      return;
    }
    if (step.does === 'restart') return this.open(step.process);
    const store = this.of(step.process);
    if (step.does === 'settle') {
      await store.settle(new Date(Date.now() - step.agoMs).toISOString());
    } else if (step.does === 'append') {
      const stream = aStream();
      await store.append(stream, 'no-stream', someEvents(step.events));
      this.appended.push({ stream, to: step.events - 1 });
    } else await this.ask(store, step.which);
  }

  /** Every process, and one that starts only now, says of the whole log what the fold says. */
  async agree(): Promise<void> {
    const expected = [...this.fold.on(this.cluster).instants];
    for (const store of [...this.stores, await aStore(this.cluster)]) {
      const log = await wholeLog(store, 777);
      expect(log.map(({ position, recordedAt }) => [position, recordedAt])).toEqual(expected);
      for (const [which] of this.appended.entries()) await this.ask(store, which);
    }
  }

  private async ask(store: EventStore, which: number): Promise<void> {
    const asked = this.appended[which % Math.max(1, this.appended.length)];
    if (!asked) return;
    const events = await store.recorded(asked.stream, { from: 0, to: asked.to });
    const { instants } = this.fold.on(this.cluster);
    expect(events.map(({ recordedAt }) => recordedAt)).toEqual(events.map(({ position }) => instants.get(position)));
  }

  private of(index: number): EventStore {
    const store = this.stores[index];
    if (!store) throw new Error(`process ${index} was not opened`);
    return store;
  }
}

describe('EventStoreDB stand-in: when an event was recorded', () => {
  closeAfterEach();

  it('is for every process, whenever it starts, what a fold of the whole log says, though clocks go back, instants are settled and the server throws away', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const work = new Work(await aCluster());
        for (let index = 0; index < PROCESSES; index += 1) await work.open(index);
        for (const step of taken) await work.take(step);
        await work.agree();
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  it('is known to a process that starts when nobody else is left, from what the others found', async () => {
    const cluster = await aCluster();
    const store = await aStore(cluster);
    await record(store, 200);
    const instant = new Date().toISOString();
    await store.settle(instant);
    cluster.log.clock = () => Date.now() - 3_600_000;
    const lifted = await record(store, 100);
    cluster.log.clock = Date.now;
    for (const count of [400, 400]) await record(store, count);
    await until(() => (cluster.log.stream('sample-marks')?.length ?? 0) >= 2);
    await store.close();
    const next = await aStore(cluster);
    const [first] = lifted;
    expect((first?.recordedAt ?? '') > instant).toBe(true);
    expect(await next.recorded(first?.stream ?? '', { from: 0, to: 99 })).toEqual(lifted);
  });
});
