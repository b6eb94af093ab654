import type { Checkpoint } from '@zhibu/event-store';
import type { FeedBatch, FeedSource } from '../port.ts';

/** The transport as it may be at its worst: what comes out of `spoil` instead of each batch. */
export function spoilt(source: FeedSource, spoil: (batch: FeedBatch) => readonly FeedBatch[]): FeedSource {
  return { service: source.service, batches: (after, signal) => spoiltBatches(source.batches(after, signal), spoil) };
}

async function* spoiltBatches(
  batches: AsyncIterable<FeedBatch>,
  spoil: (batch: FeedBatch) => readonly FeedBatch[],
): AsyncGenerator<FeedBatch> {
  for await (const batch of batches) yield* spoil(batch);
}

/** The transport begins at the beginning whatever it is asked, as one whose own offset was lost. */
export function forgetful(source: FeedSource): FeedSource {
  return {
    service: source.service,
    batches: (_after: Checkpoint | undefined, signal: AbortSignal) => source.batches(undefined, signal),
  };
}

/** The connection breaks before the first batch comes, and is there again when it is next asked for. */
export function brokenOnce(source: FeedSource): FeedSource {
  let broken = false;
  return {
    service: source.service,
    batches: (after, signal) => {
      if (broken) return source.batches(after, signal);
      broken = true;
      return failing();
    },
    head: async () => source.head?.(),
  };
}

// eslint-disable-next-line require-yield -- it fails before it has anything to give
async function* failing(): AsyncGenerator<FeedBatch> {
  throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
}
