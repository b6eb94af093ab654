import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { setImmediate as others } from 'node:timers/promises';
import type { NewEvent } from '@zhibu/kernel';
import { AppendTooLarge, EventIdReused, type EventStore, type ExpectedRevision, RevisionConflict } from '../port.ts';
import { anEvent, someEvents } from './sample.ts';

/** What appends promise that are under way at once, whether or not the store takes them together. */
export function togetherConformance(store: () => EventStore, another: () => Promise<EventStore>): void {
  const stream = (): string => `sample-${randomUUID()}`;
  const idsIn = async (name: string) => (await store().readStream(name)).map((event) => event.id);

  describe('many appends at once', () => {
    it('to different streams, of one and of many events, all stand as if each had been alone', async () => {
      const writers = Array.from({ length: 24 }, (_, writer) => ({ name: stream(), writer, ids: [] as string[] }));
      await Promise.all(
        writers.map(async ({ name, writer, ids }) => {
          for (let round = 0; round < 6; round += 1) {
            const events = someEvents(1 + ((writer + round) % 4));
            const expected: ExpectedRevision = ids.length === 0 ? 'no-stream' : ids.length - 1;
            expect(await store().append(name, expected, events)).toEqual({
              stream: name,
              firstRevision: ids.length,
              lastRevision: ids.length + events.length - 1,
            });
            ids.push(...events.map(({ id }) => id));
          }
        }),
      );
      for (const { name, ids } of writers) {
        expect(await idsIn(name)).toEqual(ids);
        const logged = await store().recorded(name, { from: 0, to: ids.length - 1 });
        expect(logged.map(({ id }) => id)).toEqual(ids);
        const positions = logged.map(({ position }) => position);
        expect(positions).toEqual(positions.toSorted((a, b) => Number(a - b)));
      }
    });

    it('to one stream, each behind the other, follow in the order in which they came or conflict', async () => {
      const name = stream();
      const appends = Array.from({ length: 12 }, (_, index) => someEvents((index % 3) + 1));
      let revision = -1;
      const outcomes = await Promise.allSettled(
        appends.map((events) => {
          const expected: ExpectedRevision = revision === -1 ? 'no-stream' : revision;
          revision += events.length;
          return store().append(name, expected, events);
        }),
      );
      const standing = appends.filter((_, index) => outcomes[index]?.status === 'fulfilled').flat();
      expect(await idsIn(name)).toEqual(standing.map(({ id }) => id));
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(RevisionConflict);
    });

    it('fail alone: a bad one among them leaves the others as they are', async () => {
      const [known, moved] = [stream(), stream()];
      const [first, taken] = [someEvents(2), someEvents(1)];
      await store().append(known, 'no-stream', first);
      await store().append(moved, 'no-stream', someEvents(3));
      const large = anEvent({ data: { text: 'x'.repeat(300_000) } });
      const bad: readonly [string, ExpectedRevision, readonly NewEvent[], unknown][] = [
        [moved, 0, someEvents(1), RevisionConflict],
        [stream(), 0, someEvents(2), RevisionConflict],
        [stream(), 4, someEvents(1), RevisionConflict],
        [stream(), 'no-stream', first, EventIdReused],
        [stream(), 'no-stream', [...someEvents(1), ...first.slice(1)], EventIdReused],
        [stream(), 'no-stream', [...taken, large], AppendTooLarge],
      ];
      const good = Array.from({ length: 20 }, (_, index) => ({ name: stream(), events: someEvents(1 + (index % 3)) }));
      const goodOnes = (from: number, to: number) =>
        good.slice(from, to).map(({ name, events }) => store().append(name, 'no-stream', events));
      const [before, failures, repeated, after] = await Promise.all([
        Promise.allSettled(goodOnes(0, 10)),
        Promise.allSettled(bad.map(([name, expected, events]) => store().append(name, expected, events))),
        store().append(known, 'no-stream', first),
        Promise.allSettled(goodOnes(10, 20)),
      ]);
      for (const [index, [, , , kind]] of bad.entries()) expect(Object(failures[index]).reason).toBeInstanceOf(kind);
      expect(repeated).toEqual({ stream: known, firstRevision: 0, lastRevision: 1 });
      expect([...before, ...after].map(({ status }) => status)).toEqual(good.map(() => 'fulfilled'));
      for (const { name, events } of good) expect(await idsIn(name)).toEqual(events.map(({ id }) => id));
      expect(await idsIn(known)).toEqual(first.map(({ id }) => id));
      expect(await store().readStream(moved)).toHaveLength(3);
    });

    it.each([0, 1, 3, 8])(
      'that end with their process, %d turns in, stand whole or not at all, and are answered when sent again',
      async (turns) => {
        const ending = await another();
        const appends = Array.from({ length: 40 }, (_, index) => ({
          name: stream(),
          events: someEvents(1 + (index % 3)),
        }));
        const outcomes = appends.map(({ name, events }) => ending.append(name, 'no-stream', events));
        const settled = Promise.allSettled(outcomes);
        for (let turn = 0; turn < turns; turn += 1) await others();
        await ending.close();
        const statuses = (await settled).map(({ status }) => status);
        for (const [index, { name, events }] of appends.entries()) {
          const standing = await idsIn(name);
          if (statuses[index] === 'fulfilled' || standing.length > 0)
            expect(standing).toEqual(events.map(({ id }) => id));
          expect(await store().append(name, 'no-stream', events)).toEqual({
            stream: name,
            firstRevision: 0,
            lastRevision: events.length - 1,
          });
          expect(await idsIn(name)).toEqual(events.map(({ id }) => id));
        }
      },
    );
  });
}
