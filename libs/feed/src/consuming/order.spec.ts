import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InMemoryEventStore } from '@zhibu/event-store';
import { runs } from '@zhibu/kernel/testing';
import { StoreFeedSource } from '../adapters/store/store-feed.adapter.ts';
import { listParked, requestRetry, showParked } from '../parking/parking.ts';
import {
  eventually,
  faultOfName,
  openSetting,
  publishTo,
  RecordingConsumer,
  renamed,
  type Setting,
} from '../testing/index.ts';

let setting: Setting;
let number = 0;
beforeAll(async () => {
  setting = await openSetting();
});
afterEach(() => setting.end());
afterAll(() => setting.close());

const STREAMS = ['A', 'B', 'C'];
const facts = fc.array(
  fc.record({ stream: fc.constantFrom(...STREAMS), poisoned: fc.boolean(), restarts: fc.boolean() }),
  { minLength: 1, maxLength: 40 },
);

/** What was applied and what waits, of each stream. */
async function standing(
  consumer: RecordingConsumer,
): Promise<Record<string, { applied: readonly number[]; waiting: readonly number[] }>> {
  const effects = await consumer.effects(setting.database);
  return Object.fromEntries(
    await Promise.all(
      STREAMS.map(
        async (id) =>
          [
            id,
            {
              applied: effects
                .filter((effect) => effect.stream === `organization-${id}`)
                .map((effect) => effect.revision),
              waiting: (await showParked(setting.database, consumer, `organization-${id}`)).map(
                (event) => event.revision,
              ),
            },
          ] as const,
      ),
    ),
  );
}

it('whatever fails and whenever the subscriber restarts, each stream is applied in order up to its first fault, and wholly once mended', async () => {
  await fc.assert(
    fc.asyncProperty(facts, async (drawn) => {
      number += 1;
      const consumer = new RecordingConsumer(`order-${number}`);
      const store = new InMemoryEventStore();
      const counts = new Map<string, number>();
      const named = drawn.map(({ stream, poisoned, restarts }) => {
        const revision = counts.get(stream) ?? 0;
        counts.set(stream, revision + 1);
        return { stream, revision, poisoned, restarts, fact: renamed(stream, `${stream} ${revision}`) };
      });
      consumer.faultOf = faultOfName(
        ...named.filter((event) => event.poisoned).map((event) => `${event.stream} ${event.revision}`),
      );
      let subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
      for (const { fact, restarts } of named) {
        await publishTo(store, [fact]);
        if (!restarts) continue;
        await subscriber.stop();
        subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
      }
      await subscriber.reached(BigInt(named.length));
      const expected = Object.fromEntries(
        STREAMS.map((id) => {
          const events = named.filter((event) => event.stream === id);
          const fault = events.findIndex((event) => event.poisoned);
          const revisions = events.map((event) => event.revision);
          return [
            id,
            fault === -1
              ? { applied: revisions, waiting: [] }
              : { applied: revisions.slice(0, fault), waiting: revisions.slice(fault) },
          ];
        }),
      );
      expect(await standing(consumer)).toEqual(expected);
      consumer.faultOf = () => undefined;
      const parked = (await listParked(setting.database)).filter((row) => row.group === consumer.group);
      for (const { stream } of parked) await requestRetry(setting.database, consumer, { stream, actor: 'operator' });
      await subscriber.stop();
      subscriber = setting.subscribe(new StoreFeedSource('organization', store), consumer);
      const whole = Object.fromEntries(
        STREAMS.map((id) => [
          id,
          { applied: named.filter((event) => event.stream === id).map((event) => event.revision), waiting: [] },
        ]),
      );
      await eventually(async () => expect(await standing(consumer)).toEqual(whole));
      await setting.end();
      await store.close();
    }),
    { numRuns: runs(125), endOnFailure: true },
  );
});
