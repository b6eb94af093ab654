import { expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { ReadAhead } from './read-ahead.ts';
import type { FeedBatch, FeedConsumer } from '../port.ts';
import { fromTheFuture, renamed } from '../testing/index.ts';

const consumer: FeedConsumer = { group: 'read-ahead', service: 'organization', apply: async () => undefined };

/** Events at these positions, with the checkpoint that holds after them. */
function batch(positions: readonly number[], { generation = 'first', fact = renamed('A', 'name') } = {}): FeedBatch {
  const events = positions.map((position) => ({
    ...fact.event,
    stream: fact.stream,
    revision: position,
    position: BigInt(position),
    recordedAt: '2022-01-01T00:00:00.000Z',
  }));
  return { events, checkpoint: { generation, position: BigInt(positions.at(-1) ?? 0), eventId: fact.event.id } };
}

async function* coming(batches: readonly FeedBatch[], end?: Error): AsyncGenerator<FeedBatch> {
  yield* batches;
  if (end) throw end;
}

/** What each transaction takes, when all that may come ahead has come before it is asked for. */
async function taken(readAhead: ReadAhead, times: number): Promise<readonly (readonly bigint[] | undefined)[]> {
  const found: (readonly bigint[] | undefined)[] = [];
  for (let time = 0; time < times; time += 1) {
    for (let turns = 0; turns < 20; turns += 1) await turn();
    found.push((await readAhead.next())?.items.map(({ event }) => event.position));
  }
  await readAhead.close();
  return found;
}

it('takes in one transaction what has come meanwhile, three batches at most, until the feed ends', async () => {
  const readAhead = new ReadAhead(coming([batch([1, 2]), batch([3]), batch([4]), batch([5, 6])]), consumer);
  expect(await taken(readAhead, 3)).toEqual([[1n, 2n, 3n, 4n], [5n, 6n], undefined]);
});

it('takes what a transport repeats, or brings of another generation, by itself', async () => {
  const readAhead = new ReadAhead(
    coming([batch([1, 2]), batch([1, 2]), batch([3]), batch([4], { generation: 'second' })]),
    consumer,
  );
  expect(await taken(readAhead, 3)).toEqual([[1n, 2n], [1n, 2n, 3n], [4n]]);
});

it('takes nothing behind an event that blocks', async () => {
  const readAhead = new ReadAhead(coming([batch([1]), batch([2], { fact: fromTheFuture('A') }), batch([3])]), consumer);
  expect(await taken(readAhead, 2)).toEqual([[1n], [3n]]);
});

it('gives each portion that a consumer asks for a transaction of its own', async () => {
  const readAhead = new ReadAhead(coming([batch([1, 2, 3]), batch([4])]), { ...consumer, portion: () => 2 });
  expect(await taken(readAhead, 3)).toEqual([[1n, 2n], [3n], [4n]]);
});

it('hands out what came before its source failed, and then the failure', async () => {
  const readAhead = new ReadAhead(coming([batch([1])], new Error('gone')), consumer);
  expect(await taken(readAhead, 1)).toEqual([[1n]]);
  await expect(readAhead.next()).rejects.toThrow('gone');
});

it('lets go of a source that it no longer reads, also while there is no room', async () => {
  let ended = false;
  async function* endless(): AsyncGenerator<FeedBatch> {
    try {
      for (let position = 1; ; position += 1) yield batch([position]);
    } finally {
      ended = true;
    }
  }
  expect(await taken(new ReadAhead(endless(), consumer), 1)).toEqual([[1n, 2n, 3n]]);
  expect(ended).toBe(true);
});
