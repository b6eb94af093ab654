import type { FeedBatch, FeedConsumer } from '../port.ts';

/** Batches cut into what the consumer takes in one transaction, each with the checkpoint that holds after it. */
export async function* inPortions(
  batches: AsyncIterable<FeedBatch>,
  { portion = (events) => events.length }: Pick<FeedConsumer, 'portion'>,
): AsyncIterable<FeedBatch> {
  for await (const batch of batches) {
    let { events } = batch;
    for (let size = portion(events); size < events.length; size = portion(events)) {
      yield upTo(batch, events.slice(0, Math.max(1, size)));
      events = events.slice(Math.max(1, size));
    }
    yield { ...batch, events };
  }
}

function upTo({ checkpoint }: FeedBatch, events: FeedBatch['events']): FeedBatch {
  const last = events.at(-1);
  return { events, checkpoint: last ? { ...checkpoint, position: last.position, eventId: last.id } : checkpoint };
}
