import { beforeEach, expect, it } from '@jest/globals';
import type { DomainEvent, NewEvent } from '@zhibu/kernel';
import { InMemoryEventStore } from './adapters/in-memory/in-memory.adapter.ts';
import { type Folded, folded } from './folded.ts';
import type { EventStore } from './port.ts';
import { anEvent } from './testing/sample.ts';

/** So many events that the contracts know. */
const someEvents = (count: number): readonly NewEvent[] =>
  Array.from({ length: count }, (_, cells) =>
    anEvent({ type: 'CellsSet', data: { organizationId: 'B1', effectiveOn: '2022-01-01', findings: [], cells } }),
  );

const store: EventStore = new InMemoryEventStore();
let reads: { readonly stream: string; readonly from: number | undefined }[];
let evolved: number;
let counted: Folded<number>;
beforeEach(() => {
  reads = [];
  evolved = 0;
  counted = folded(
    {
      readStream: (stream, from) => {
        reads.push({ stream, from });
        return store.readStream(stream, from);
      },
    },
    {
      initialState: 0,
      evolve: (count: number, _event: DomainEvent) => {
        evolved += 1;
        return count + 1;
      },
    },
  );
});

it('answers a stream as it stands at the moment of asking, and folds no event twice', async () => {
  expect(await counted('counted-a')).toBe(0);
  await store.append('counted-a', 'no-stream', someEvents(3));
  expect(await counted('counted-a')).toBe(3);
  expect(await counted('counted-a')).toBe(3);
  await store.append('counted-a', 2, someEvents(2));
  expect(await counted('counted-a')).toBe(5);
  expect(evolved).toBe(5);
  expect(reads.map(({ from }) => from)).toEqual([0, 0, 3, 3]);
});

it('does not read again where the state kept is final for the asker, but does for another', async () => {
  await store.append('counted-b', 'no-stream', someEvents(1));
  const isFinal = (count: number) => count >= 2;
  expect(await counted('counted-b', isFinal)).toBe(1);
  await store.append('counted-b', 0, someEvents(1));
  expect(await counted('counted-b', isFinal)).toBe(2);
  await store.append('counted-b', 1, someEvents(1));
  expect([await counted('counted-b', isFinal), reads.length]).toEqual([2, 2]);
  expect([await counted('counted-b'), reads.length]).toEqual([3, 3]);
});

it('answers questions asked at once, whichever read comes back first', async () => {
  await store.append('counted-c', 'no-stream', someEvents(2));
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let first = true;
  const slow = folded(
    {
      readStream: async (stream, from) => {
        const events = await store.readStream(stream, from);
        if (!first) return events;
        first = false;
        await held;
        return events;
      },
    },
    { initialState: 0, evolve: (count: number, _event: DomainEvent) => count + 1 },
  );
  const early = slow('counted-c');
  await store.append('counted-c', 1, someEvents(2));
  expect(await slow('counted-c')).toBe(4);
  release();
  expect(await early).toBe(2);
  expect(await slow('counted-c')).toBe(4);
});

it('gives up what was asked for least lately, and reads it whole when it is asked for again', async () => {
  await store.append('counted-d', 'no-stream', someEvents(2));
  await counted('counted-d');
  for (let index = 0; index < 2_000; index += 1) {
    await store.append(`counted-d-${index}`, 'no-stream', someEvents(1));
    await counted(`counted-d-${index}`);
    if (index === 1_000) await counted('counted-d-0');
  }
  reads = [];
  expect([await counted('counted-d-0'), await counted('counted-d')]).toEqual([1, 2]);
  expect(reads).toEqual([
    { stream: 'counted-d-0', from: 1 },
    { stream: 'counted-d', from: 0 },
  ]);
});
